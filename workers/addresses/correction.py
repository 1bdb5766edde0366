"""The official spelling of units that were misread by a letter or a mark."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from workers.addresses.official import Unit
from workers.addresses.search import OTHER_NAMES, Match, Token, explain, tokens_of
from workers.addresses.spelling import fold, spelled

MOST = 2  # letters and marks that may differ: more is another name, or print without marks


@dataclass(frozen=True, slots=True)
class Change:
    """One name or unit word: as it was read, and as the law spells it, in the same case."""

    read: str
    written: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """The text after `changes`, which are in the order of the text; none where all was well."""

    text: str
    changes: tuple[Change, ...] = ()


def correct(text: str) -> Corrected:
    """Returns the address with the names of its units as the law spells them.

    A name is changed where exactly one unit of the unit that it lies in is nearest to it, by at
    most two letters or marks; by letters only where what was read is no name (`search`). Streets
    are never changed, nor numbers, nor print without any marks.
    """
    if text.isascii():
        return Corrected(text)
    text = unicodedata.normalize("NFC", text)
    tokens = tokens_of(text)
    edits = sorted(
        (edit for match in explain(tokens).matches for edit in _edits(tokens, match)),
        reverse=True,
    )
    changes = []
    for start, end, written in edits:
        changes.append(Change(text[start:end], written))
        text = text[:start] + written + text[end:]
    return Corrected(text, tuple(reversed(changes)))


def _edits(tokens: list[Token], match: Match) -> Iterator[tuple[int, int, str]]:
    """Where the text is to be replaced, and by what."""
    run, unit = match.run, match.unit
    if unit is None:
        return
    start, end = tokens[run.name_start].end, tokens[run.end - 1].end
    start -= len(run.name.split(" ")[0])  # behind a unit word written together with it
    end -= len(run.name) - len(run.name.rstrip(".,-"))
    name = run.name.rstrip(".,-")
    if spelled(name) != spelled(unit.name) and _is_misread(name, unit, match):
        yield start, end, _in_case_of(name, unit.name)
    word = " ".join(token.text for token in tokens[run.start : run.name_start])
    same = run.word == unit.type and fold(word) == fold(unit.type)
    if same and word and spelled(word) != spelled(unit.type):
        last = tokens[run.name_start - 1]
        yield tokens[run.start].start, last.end, _in_case_of(word, unit.type)


def _is_misread(name: str, unit: Unit, match: Match) -> bool:
    """Whether `unit` is nearer than every other unit that it could be, and near.

    Marks are misread more often than letters: of units a mark away (`Tiên Giang`: Tiền Giang, not
    Kiên Giang) those with other letters do not count.
    """
    if fold(name).isdigit() or fold(name) in OTHER_NAMES or not match.scope:
        return False
    same_letters = fold(name) == fold(unit.name)
    others = (
        other
        for found in match.scope.values()
        for other in found
        if other is not unit and (fold(other.name) == fold(name) or not same_letters)
    )
    off = Levenshtein.distance(spelled(name), spelled(unit.name))
    return off <= MOST and all(
        Levenshtein.distance(spelled(name), spelled(other.name), score_cutoff=off) > off
        for other in others
        if spelled(other.name) != spelled(unit.name)
    )


def _in_case_of(read: str, name: str) -> str:
    return name.upper() if read.isupper() else name
