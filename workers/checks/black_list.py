"""The operator's list of document numbers that are not accepted.

An entry is a number, with its issuer before it where that matters (`FRA 12AB34567`); case, spaces
and hyphens do not count.
"""

from collections.abc import Iterator
from pathlib import Path

from workers.checks.lists import read_list
from workers.checks.printed import squeezed


def black_list(file: Path | None) -> frozenset[str] | None:
    """Returns the numbers in capitals without spaces; None where the operator has no list.

    Raises `ListUnreadableError`.
    """
    return read_list(file, _numbers) if file is not None else None


def _numbers(entries: Iterator[str]) -> frozenset[str]:
    return frozenset(filter(None, map(squeezed, entries)))
