"""What one reading of one picture was worth, and what many were worth together."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Counts:
    """How often something came true, of how many. They add up."""

    hits: float = 0
    of: int = 0

    def add(self, hits: float, of: int = 1) -> None:
        self.hits += hits
        self.of += of

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % score interval, as parts of 1; (0, 1) of nothing.

        Fields of one picture are not independent: the true interval is somewhat wider.
        """
        if not self.of:
            return 0.0, 1.0
        z, n, p = 1.959964, self.of, self.hits / self.of
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(max(0.0, p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass
class Score:
    """One picture's, or the sum of many.

    `side`: type and side right. `fields`: values exactly the truth's, in normal form.
    `wrong`: fields that are wrong and not marked to be reviewed. `letters`: letters of the values
    in error (edit distance of the print, at most all of them). `printed`: values found verbatim in
    the text that was read, wherever: what can be asked of a reader of plain text, too. `zone`: all
    lines of the MRZ exact. `barcode`: payload exact. `seconds`: of processor time, on one thread.
    """

    side: Counts = field(default_factory=Counts)
    fields: Counts = field(default_factory=Counts)
    wrong: Counts = field(default_factory=Counts)
    letters: Counts = field(default_factory=Counts)
    printed: Counts = field(default_factory=Counts)
    zone: Counts = field(default_factory=Counts)
    barcode: Counts = field(default_factory=Counts)
    seconds: Counts = field(default_factory=Counts)

    def __iadd__(self, other: "Score") -> "Score":
        for name, counts in vars(self).items():
            theirs = getattr(other, name)
            counts.add(theirs.hits, theirs.of)
        return self

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Score":
        return cls(**{name: Counts(**counts) for name, counts in data.items()})


def total(scores: Iterable[Score]) -> Score:
    """Returns their sum."""
    result = Score()
    for score in scores:
        result += score
    return result


def score_text(score: Score, truth: dict[str, Any], lines: Sequence[str]) -> None:
    """Adds how much of the fields' print is in the text, wherever it stands."""
    text = "".join(_squeezed(line) for line in lines)
    on_paper = [line["text"] for line in truth["text"]]
    for expected in truth["fields"].values():
        for piece in _printed_lines(expected["printed"], on_paper):
            wanted = _squeezed(piece)
            if wanted:
                errors = nearest(wanted, text)
                score.printed.add(errors == 0)
                score.letters.add(min(errors, len(wanted)), len(wanted))


def score_zone(score: Score, truth: dict[str, Any], lines: Sequence[str] | None) -> None:
    """Adds whether the MRZ's lines are exact, where there is one."""
    if truth.get("mrz"):
        score.zone.add(lines is not None and list(lines) == truth["mrz"]["lines"])


def nearest(wanted: str, text: str) -> int:
    """The least edits that make a part of `text` into `wanted` (Sellers' algorithm)."""
    column = list(range(len(wanted) + 1))
    best = column[-1]
    for letter in text:
        above, column[0] = column[0], 0
        for row, expected in enumerate(wanted, 1):
            above, column[row] = (
                column[row],
                min(column[row] + 1, column[row - 1] + 1, above + (expected != letter)),
            )
        best = min(best, column[-1])
    return best


def _printed_lines(value: str, on_paper: Sequence[str]) -> list[str]:
    """The lines of print that a value was broken into; itself where it is a part of one line."""
    for line in on_paper:
        if line and value.startswith(f"{line} "):
            return [line, *_printed_lines(value[len(line) + 1 :], on_paper)]
    return [value]


def _squeezed(text: str) -> str:
    return "".join(text.split())
