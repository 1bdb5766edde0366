"""Was all of a picture read? Of a PDF the first pages are; reading has its time and its measure."""

from collections.abc import Iterator, Sequence

from app.core.report import Check, CheckGroup, CheckOutcome, PictureName
from workers.checks.scoring import answered


def unread_pages(
    picture: PictureName,
    *,
    count: int,
    left_out: Sequence[int],
    late: Sequence[int],
    crowded: Sequence[int],
) -> Check:
    """`unreadPages`: pages of a picture about which the report says nothing, or not all.

    `count`: how many there are. `left_out`: numbers of those that nobody looked at. `late`: of
    those of which something was not read when the time was spent. `crowded`: of those with more
    print than is read.
    """
    reasons = []
    if left_out:
        reasons.append(f"Of {count} pages, {said(left_out)} left out.")
    if late:
        reasons.append(too_late(picture, late))
    if crowded:
        which = f"Of the picture {picture}, {said(crowded)} not all read"
        reasons.append(f"{which}: there is more print than documents have.")
    return answered(
        CheckGroup.QUALITY,
        "unreadPages",
        CheckOutcome.NOT_PROCESSED if reasons else CheckOutcome.CLEAR,
        " ".join(reasons) or None,
        {
            "pages": float(count),
            "leftOut": float(len(left_out)),
            "late": float(len(late)),
            "crowded": float(len(crowded)),
        },
        picture,
    )


def too_late(picture: PictureName, late: Sequence[int]) -> str:
    """Returns the sentence that says which pages of a picture were not all read in time."""
    return f"Of the picture {picture}, {said(late)} not all read: the time was spent."


def said(numbers: Sequence[int]) -> str:
    """Returns ascending numbers of pages in words: `page 5 was`, `pages 2 and 5 to 9 were`."""
    *first, last = _runs(numbers)
    words = f"{', '.join(first)} and {last}" if first else last
    return f"page {words} was" if len(numbers) == 1 else f"pages {words} were"


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Each number, or from where to where of more than two without a gap."""
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            run = numbers[start:place]
            yield from [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)
            start = place
