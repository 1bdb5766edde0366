"""The tables: by level pooled over types, then by type and level, each cell with its interval."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from bench.reading.score import Counts, Score, total

GOALS = {"flat": 99.0, "scan": 99.0, "phone": 97.0, "hard": 90.0}
"""Per cent of fields that ought to be exact, by level of capture."""

COLUMNS = {
    "side": "side right",
    "fields": "fields exact",
    "wrong": "wrong, sure",
    "letters": "letters in error",
    "printed": "print in the text",
    "zone": "MRZ exact",
    "barcode": "barcode read",
}
LEGEND = """
Measured on rendered specimens: synthetic pictures of fictional people. Per cent [95 % interval] n.
side right: type and side known. fields exact: the value in normal form. wrong, sure: wrong and not
marked to be reviewed. letters in error: of the values' print. print in the text: values verbatim in
the lines that were read, wherever they stand: the one measure that a reader of plain text has, too.
ms: processor time for one picture on one thread.
"""


class Key(Protocol):
    @property
    def side(self) -> str: ...
    @property
    def level(self) -> str: ...


def tables(scores: Mapping[Key, Mapping[str, Score]]) -> Iterator[str]:
    """Yields the lines of both tables."""
    yield LEGEND
    levels = list(dict.fromkeys(key.level for key in scores))
    sides = list(dict.fromkeys(key.side for key in scores))
    yield "## All types, by level"
    yield from _head()
    for level in levels:
        of_level = [found for key, found in scores.items() if key.level == level]
        for reader in _readers(scores):
            yield _row(level, reader, total(found[reader] for found in of_level if reader in found))
    yield "\nGoals for the fields: " + ", ".join(
        f"{level} ≥ {goal:.0f} %" for level, goal in GOALS.items() if level in levels
    )
    yield "\n## By type and level"
    yield from _head()
    for side in sides:
        for level in levels:
            of_both = [
                found for key, found in scores.items() if (key.side, key.level) == (side, level)
            ]
            for reader in _readers(scores):
                chosen = [found[reader] for found in of_both if reader in found]
                if chosen:
                    yield _row(f"{side} {level}", reader, total(chosen))


def _readers(scores: Mapping[Key, Mapping[str, Score]]) -> list[str]:
    return list(dict.fromkeys(reader for found in scores.values() for reader in found))


def _head() -> Iterator[str]:
    names = ["", "reader", *COLUMNS.values(), "ms"]
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"


def _row(name: str, reader: str, score: Score) -> str:
    cells = [name, reader, *(_cell(getattr(score, column)) for column in COLUMNS)]
    cells.append(f"{1000 * score.seconds.hits / max(1, score.seconds.of):.0f}")
    return f"| {' | '.join(cells)} |"


def _cell(counts: Counts) -> str:
    if not counts.of:
        return "–"
    low, high = (100 * limit for limit in counts.interval())
    return f"{100 * counts.hits / counts.of:.1f} [{low:.1f}, {high:.1f}] {counts.of}"
