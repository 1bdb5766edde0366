"""Printed words found in lines of text although letters of them were misread.

Accents, case, punctuation and spaces do not count: what is compared are the bare letters and
digits. A find begins where a word of the line begins.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from workers.checks.printed import folded

SHARE = 4
"""One letter of so many may be wrong in long words."""
MARGIN = 10
"""Of 100: how far `partial_ratio` may be under what the edits allowed make it, for letters that
were lost or added shift the window that it compares."""


@dataclass(frozen=True)
class Squeezed:
    """The bare letters and digits of a text. `at`: where in the text each of them came from;
    `starts`: for each whether a word begins with it.
    """

    letters: str
    at: tuple[int, ...]
    starts: tuple[bool, ...]


@dataclass(frozen=True)
class Find:
    """Words found in a text: characters `start` to `end`, and how many letters were wrong. An end
    within a word of the text is as bad as one.
    """

    words: str
    start: int
    end: int
    edits: int

    @property
    def weight(self) -> float:
        """How much it says: letters that agree, less those that do not."""
        return len(bare_letters(self.words)) - 3.0 * self.edits


def squeeze(text: str) -> Squeezed:
    letters, at, starts = [], [], []
    apart = True
    for i, character in enumerate(text):
        bare = bare_letters(character)
        if not bare:
            apart = apart or not _is_mark(character)
            continue
        for letter in bare:
            letters.append(letter)
            at.append(i)
            starts.append(apart)
            apart = False
    return Squeezed("".join(letters), tuple(at), tuple(starts))


def bare_letters(text: str) -> str:
    """The letters and digits that are compared."""
    return "".join(map(_bare, text))


@lru_cache(maxsize=2000)
def _bare(character: str) -> str:
    # Single characters are remembered, and no texts: those are of somebody's document.
    return folded(character).replace(" ", "")


def allowed_edits(words: str) -> int:
    """How many letters of `words` (bare) may be misread."""
    length = len(words)
    return 0 if length <= 3 else 1 if length <= 6 else 2 if length <= 11 else length // SHARE


def find_all(texts: Sequence[str], words: Sequence[str]) -> list[list[Find]]:
    """For each text what of `words` is in it, from the left; of finds that lie in a longer one
    only the longer is given.
    """
    wanted = [one for one in map(_wanted, words) if one.letters]
    squeezed = [squeeze(text) for text in texts]
    if not wanted or not squeezed:
        return [[] for _ in texts]
    alike = process.cdist(
        [one.letters for one in wanted],
        [one.letters for one in squeezed],
        scorer=fuzz.partial_ratio,
        score_cutoff=min(one.least_alike for one in wanted),
        dtype=np.float32,
    )
    alike[alike < np.array([one.least_alike for one in wanted])[:, None]] = 0
    return [
        _outermost([find for row in np.flatnonzero(column) for find in _finds(one, wanted[row])])
        for one, column in zip(squeezed, alike.T, strict=True)
    ]


@dataclass(frozen=True)
class _Wanted:
    """Words to find: as printed, their bare letters, how many of these may be misread."""

    printed: str
    letters: str
    limit: int

    @property
    def least_alike(self) -> float:
        return 100 * (1 - self.limit / len(self.letters)) - MARGIN


@cache
def _wanted(printed: str) -> _Wanted:
    letters = bare_letters(printed)
    return _Wanted(printed, letters, allowed_edits(letters))


def _finds(text: Squeezed, wanted: _Wanted) -> Iterator[Find]:
    """Every place where the words begin at a word of the text within the edits allowed.

    Of ends that are as good, one before the beginning of a word is taken.
    """
    length = len(wanted.letters)
    for start, is_start in enumerate(text.starts):
        if not is_start:
            continue
        ends = range(
            start + max(1, length - wanted.limit),
            min(start + length + wanted.limit, len(text.letters)) + 1,
        )
        candidates = [
            (
                Levenshtein.distance(
                    wanted.letters, text.letters[start:end], score_cutoff=wanted.limit
                ),
                not _word_ends(text, end),
                abs(end - start - length),
                end,
            )
            for end in ends
        ]
        edits, cut, _, end = min(candidates, default=(wanted.limit + 1, True, 0, 0))
        if edits <= wanted.limit:
            yield Find(wanted.printed, text.at[start], text.at[end - 1] + 1, edits + cut)


def _word_ends(text: Squeezed, end: int) -> bool:
    return end >= len(text.letters) or text.starts[end]


def _outermost(finds: list[Find]) -> list[Find]:
    """The finds that lie within no better one."""
    kept: list[Find] = []
    for find in sorted(finds, key=lambda find: (-find.weight, find.edits)):
        if not any(_covers(other, find) for other in kept):
            kept.append(find)
    return sorted(kept, key=lambda find: find.start)


def _covers(other: Find, find: Find) -> bool:
    if (other.start, other.end) == (find.start, find.end):
        return other.edits < find.edits
    return other.start < find.end and find.start < other.end


def _is_mark(character: str) -> bool:
    """An apostrophe or a combining accent: no end of a word."""
    return character in "'’" or unicodedata.combining(character) != 0
