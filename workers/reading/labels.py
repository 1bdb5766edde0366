"""The labels of a side among its lines, and the print that is left for values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from workers.documents.schema import Field, Place, Side
from workers.reading.page import OPENING, Line, Page, Piece
from workers.reading.search import Find, bare_letters, find_all

SHORT = 4
"""Letters up to which a label is believed only where nothing but marks stands before it."""
TITLE_SHARE = 0.6
"""Of a line's letters: a title that covers so many takes the whole line."""
LIKELY = 60.0
"""Of 100: how like a label a strip must be that nothing else tells to be one."""
CLEARLY = 6.0
"""By how much more than any other field's."""
SPECIMEN = "SPECIMEN"
"""What samples of documents say somewhere, and is no value."""
STACKED = 1.7
"""Line heights: the label in another language may stand so far under the first."""


@dataclass(frozen=True)
class Label:
    """A label as it was found: its own print, and the value's where that is on the same line.

    `field`: whose it is; `others`: fields that share it, whose values stand under the first's.
    """

    field: Field
    others: tuple[Field, ...]
    pieces: tuple[Piece, ...]
    inline: Piece | None
    edits: int

    @property
    def x0(self) -> float:
        return min(piece.x0 for piece in self.pieces)

    @property
    def x1(self) -> float:
        return max(piece.x1 for piece in self.pieces)

    @property
    def last(self) -> Piece:
        """The lowest of its lines."""
        return max(self.pieces, key=lambda piece: piece.y)

    @property
    def letters(self) -> int:
        return sum(len(bare_letters(piece.text)) for piece in self.pieces)


@dataclass(frozen=True)
class Print:
    """What a side's print falls into: `labels`, and `free` pieces that no label line holds."""

    labels: tuple[Label, ...]
    free: tuple[Piece, ...]


def sort_print(page: Page, side: Side, strips: Sequence[Line] = ()) -> Print:
    """Finds the side's labels and titles; everything else is free to be somebody's value.

    `strips`: print over values, read badly or not print at all, in which labels may stand that
    were not found among the lines.
    """
    fields: dict[str, Field] = {}
    sharing: dict[Field, tuple[Field, ...]] = {}
    for field in side.fields:
        owner = next((fields[label] for label in field.labels if label in fields), field)
        if owner is not field:
            sharing[owner] = (*sharing.get(owner, ()), field)
        fields |= {label: owner for label in field.labels if label not in fields}
    beginnings = (*fields, *(words for field in side.fields for words in field.starts))
    titles = [title for title in side.titles if not title.startswith(beginnings)]
    finds = find_all([line.text for line in page.lines], [*fields, *titles])
    labels, free = [], []
    for line, candidates in zip(page.lines, finds, strict=True):
        found = [find for find in candidates if _believable(line, find, fields.get(find.words))]
        marked = bare_letters(line.text) == SPECIMEN
        if marked or _is_title(line, [find for find in found if find.words in titles]):
            continue
        marks = _joined(line, [find for find in found if find.words in fields], fields)
        ends = [start for _, start, _, _ in marks] + [len(line.text)]
        before = Piece(line, 0, ends[0]).stripped()
        for (field, start, end, edits), next_start in zip(marks, ends[1:], strict=True):
            label = (Piece(line, start, end),)
            inline = Piece(line, end, next_start).stripped()
            if field.place is Place.BEFORE:
                free.append(Piece(line, start, next_start).stripped())
                before, inline = Piece(line, start, start), before
            labels.append(Label(field, sharing.get(field, ()), label, inline or None, edits))
        if before:
            free.append(before)
    chosen, others = _one_each(labels)
    free += [piece for label in others if (piece := _whole(label))]
    lost = [field for field in dict.fromkeys(fields.values()) if not _among(field, chosen)]
    guessed = [
        Label(field, sharing.get(field, ()), (Piece(strip, 0, len(strip.text)),), None, 0)
        for field, strip in _guessed(lost, strips)
    ]
    chosen += guessed
    free = [piece for piece in free if not any(_covers(label, piece) for label in guessed)]
    return Print(tuple(chosen), tuple(free))


def _believable(line: Line, find: Find, field: Field | None) -> bool:
    """A short word is a label only behind a mark or at the beginning, and before no letter; a
    number only before its dot or bracket. No label is a part of a word with a hyphen
    ("Bourg-en-Bresse" is near to "Adresse").
    """
    letters = bare_letters(find.words)
    if line.text[: find.start].endswith("-"):
        return False
    if len(letters) > SHORT:
        return True
    before, after = line.text[: find.start].rstrip(), line.text[find.end :]
    ahead = field is not None and field.place is Place.BEFORE
    apart = not before or before[-1] in OPENING or ahead
    if letters[0].isdigit():
        return apart and re.match(r"\s?[.):]\D|\s?[.):]?$|\s", after) is not None
    return apart and not after[:1].isalpha()


def _is_title(line: Line, titles: Sequence[Find]) -> bool:
    covered = sum(find.end - find.start for find in titles)
    return covered >= TITLE_SHARE * len(line.text)


def _joined(
    line: Line, finds: Sequence[Find], fields: dict[str, Field]
) -> list[tuple[Field, int, int, int]]:
    """One mark per label of a line: what it says in several languages belongs together."""
    marks: list[tuple[Field, int, int, int]] = []
    for find in finds:
        field = fields[find.words]
        if marks and marks[-1][0] is field and _one_label(line.text[marks[-1][2] : find.start]):
            _, start, _, edits = marks.pop()
            marks.append((field, start, find.end, edits + find.edits))
        else:
            marks.append((field, find.start, find.end, find.edits))
    ends = [0, *(end for _, _, end, _ in marks)]
    return [
        (
            field,
            _before_translation(line.text[:start], before, field),
            _past_translation(line.text, end, field),
            edits,
        )
        for before, (field, start, end, edits) in zip(ends, marks, strict=False)
    ]


def _before_translation(text: str, start: int, field: Field) -> int:
    """The start of a label whose first language, `…/`, was read too badly to be found."""
    if len(field.labels) < 2:
        return len(text)
    longest = max(map(len, field.labels))
    match = re.search(rf"[^/:]{{2,{longest + 2}}}/\s*$", text[start:])
    return start + match.start() if match else len(text)


def _past_translation(text: str, end: int, field: Field) -> int:
    """The end of a label with its number, `(12)`, or whose second language was read too badly to
    be found.
    """
    number = re.match(r"\s*[(\[]?\d{1,2}[)\]](?!\w)", text[end:])
    if number:
        return end + number.end()
    if len(field.labels) < 2:
        return end
    longest = max(map(len, field.labels))
    match = re.match(rf"\s*[/(][^:]{{1,{longest + 2}}}:", text[end:])
    return end + match.end() if match else end


def _one_label(between: str) -> bool:
    """Whether two labels of a field with this between them are one: `… - AUTORITÉ / …`."""
    return not bare_letters(between) or ("/" in between and not re.search(r"\d", between))


def _one_each(labels: Sequence[Label]) -> tuple[list[Label], list[Label]]:
    """For each field the label that is surest, with its translation under it; and the others."""
    chosen: list[Label] = []
    others: list[Label] = []
    for field in dict.fromkeys(label.field for label in labels):
        ranked = sorted(
            (label for label in labels if label.field == field),
            key=lambda label: (-_promise(label), label.last.y),
        )
        best = ranked[0]
        for other in ranked[1:]:
            if _stacked(best, other):
                pieces, inline = best.pieces + other.pieces, best.inline or other.inline
                best = replace(best, pieces=pieces, inline=inline)
            else:
                others.append(other)
        chosen.append(best)
    return chosen, others


def _promise(label: Label) -> float:
    """How likely it is that this is the field's label: long, well read, and before its value."""
    value = label.inline.text if label.inline else ""
    fits = bool(label.field.pattern) and bool(re.search(label.field.pattern, bare_letters(value)))
    return label.letters - 4.0 * label.edits + 10.0 * fits


def _among(field: Field, labels: Sequence[Label]) -> bool:
    return any(label.field is field for label in labels)


def _covers(label: Label, piece: Piece) -> bool:
    """Whether a piece is the part of a label that the detector had found."""
    middle = (piece.x0 + piece.x1) / 2
    return label.x0 < middle < label.x1 and abs(label.last.y - piece.y) < 0.45 * piece.height


def _guessed(fields: Sequence[Field], strips: Sequence[Line]) -> Iterator[tuple[Field, Line]]:
    """Which field's label each strip most likely is: the surest first, each taken once."""
    alike = {
        (i, j): _likeness(field, strip.text)
        for i, field in enumerate(fields)
        for j, strip in enumerate(strips)
    }
    while alike:
        best = max(alike, key=lambda pair: alike[pair])
        rivals = [alike[pair] for pair in alike if pair[1] == best[1] and pair[0] != best[0]]
        score = alike[best]
        if score < LIKELY:
            return
        if score - max(rivals, default=0.0) >= CLEARLY:
            yield fields[best[0]], strips[best[1]]
            alike = {pair: v for pair, v in alike.items() if pair[0] != best[0]}
        alike = {pair: v for pair, v in alike.items() if pair[1] != best[1]}


def _likeness(field: Field, text: str) -> float:
    """How like a field's label a text is, 0 to 100, in any of its languages or all at once."""
    read = bare_letters(text)
    single = [bare_letters(label) for label in field.labels]
    long = [label for label in single if len(label) > SHORT]
    return max(
        fuzz.ratio("".join(single), read),
        *(fuzz.partial_ratio(label, read) for label in long if len(read) >= len(label) * 0.8),
        0.0,
    )


def _stacked(one: Label, other: Label) -> bool:
    a, b = one.pieces[0], other.pieces[0]
    height = max(a.height, b.height)
    under = abs(a.y - b.y) < STACKED * height and abs(a.x0 - b.x0) < 2 * height
    beside = a.same_row(b) and 0 < b.x0 - a.x1 < STACKED * height
    return (under or beside) and not (one.inline and other.inline)


def _whole(label: Label) -> Piece:
    """A label that is none after all, with what belongs to it, as print."""
    piece = label.pieces[0]
    start = min(piece.start, label.inline.start if label.inline else piece.start)
    end = max(piece.end, label.inline.end if label.inline else piece.end)
    return Piece(piece.line, start, end).stripped()
