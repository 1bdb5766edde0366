"""Which official units an address names, and where in the text they stand.

An address runs from the particular to the general: street, ward, district, province. It is read
from its end. At each level every run of words that ends there is compared with the units that lie
in the one found before, so a name needs to be told from its neighbours alone. What explains most of
the text best is taken: of both states of the law, before and since July 2025, with any level
missing, with or without commas and unit words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from rapidfuzz.distance import Levenshtein

from workers.addresses.official import Unit, places, units
from workers.addresses.spelling import fold, spelled

Level = Literal["province", "district", "ward"]
Scope = Mapping[str, tuple[Unit, ...]]
"""Units by their folded names."""

LEVELS: dict[bool, tuple[Level, ...]] = {
    False: ("province", "district", "ward"),
    True: ("province", "ward"),
}

WORDS: dict[str, str] = {
    "tinh": "Tỉnh",
    "t": "Tỉnh",
    "thanhpho": "Thành phố",
    "tp": "Thành phố",
    "quan": "Quận",
    "q": "Quận",
    "huien": "Huyện",
    "h": "Huyện",
    "thixa": "Thị xã",
    "tx": "Thị xã",
    "phuong": "Phường",
    "p": "Phường",
    "xa": "Xã",
    "x": "Xã",
    "thitran": "Thị trấn",
    "tt": "Thị trấn",
    "dackhu": "Đặc khu",
    "dk": "Đặc khu",
}
"""Unit words and their abbreviations, folded."""

LEVELS_OF: dict[str, tuple[Level, ...]] = {
    "Tỉnh": ("province",),
    "Thành phố": ("province", "district"),
    "Quận": ("district",),
    "Huyện": ("district",),
    "Thị xã": ("district",),
    "Phường": ("ward",),
    "Xã": ("ward",),
    "Thị trấn": ("ward",),
    "Đặc khu": ("ward",),
}

OTHER_NAMES = {
    "hcm": "Hồ Chí Minh",
    "tphcm": "Hồ Chí Minh",
    "hn": "Hà Nội",
    "brvt": "Bà Rịa - Vũng Tàu",
    "tthue": "Thừa Thiên Huế",
    "daclac": "Đắk Lắk",
    "dacnong": "Đắk Nông",
    "baccan": "Bắc Kạn",
}
"""Abbreviations and earlier spellings of provinces that name no other, folded."""

DIGITS = "0123456789"

MOST_WORDS = 8
"""The longest: unit word and name of `Thành phố Phan Rang - Tháp Chàm`."""

MATCH, NAMED_ONLY = 10.0, 2.5  # worth of a level: an official unit, a unit word before any name
LETTER, MARK = 4.0, 0.25  # taken off for each letter and mark that differs
INITIALS = 5.0  # worth of a province that its initials alone name
MOST_MARKS = 8
WORD_FITS = 1.0  # for a unit word of the unit's type, against one of another type of its level
INNER = 2.5  # taken off where nothing shows that the name begins here: no comma, no unit word
AMONG_COMMAS = 9.0  # the same where commas part the names behind it
LOOSE = 1.0  # the same behind a dash or a dot
LONGER = 0.3  # for each word more of the name
SKIPPED = 3.0  # taken off a ward without the district that it lay in
ALONE = 2.0  # taken off where the province is not named


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the address. `opens`: a comma, or the beginning, is before it; `loose`: a dash."""

    text: str
    start: int
    end: int
    opens: bool
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Words that may name a unit: from `start` to `end`, the name from `name_start` on.

    `word`: the type that a unit word before the name says; None without one.
    """

    level: Level
    start: int
    end: int
    name_start: int
    name: str
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A run and the unit that it names; None where there is no such unit.

    `scope`: the units that lie in the unit named next; None where that one is not named.
    `doubtful`: holds only where a unit in it is named too.
    """

    run: Run
    score: float
    unit: Unit | None = None
    scope: Scope | None = field(default=None, repr=False)
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """The best explanation: its matches from the province down, and its score."""

    score: float = 0.0
    matches: tuple[Match, ...] = ()


def tokens_of(text: str) -> list[Token]:
    """Returns the words. `P.12` is two, since a dot ends an abbreviation."""
    tokens: list[Token] = []
    opens, loose = True, False
    for found in re.finditer(r"[,;\n]|[^\s,;.]+\.?|\.", text):
        word = found.group()
        if word in ",;\n":
            opens = True
        elif word in ("-", "–", "—", ".", "/"):
            loose = True
        else:
            tokens.append(Token(word, found.start(), found.end(), opens, loose))
            opens = loose = False
    if fold("".join(token.text for token in tokens[-2:])) == "vietnam":
        del tokens[-2:]
    return tokens


def explain(tokens: list[Token]) -> Explained:
    """Returns the units that the words name, from the province down; none where none is named."""
    # Before the reform first: of two that are as good, most cards carry the older.
    return max(
        (_explain(tokens, len(tokens), since, 0, _country(since)) for since in (False, True)),
        key=lambda explained: explained.score,
    )


def _explain(
    tokens: list[Token], end: int, since: bool, depth: int, parent: Unit | None, skipped: int = 0
) -> Explained:
    """The best of what stands before `end`, from level `depth` down.

    `parent`: the unit that it lies in, or the nearest one known. `skipped`: levels between that
    parent and this level that were not found.
    """
    if depth == len(LEVELS[since]) or end == 0:
        return Explained()
    level = LEVELS[since][depth]
    best = _explain(tokens, end, since, depth + 1, parent, skipped + 1)
    for match in _named_only(tokens, end, level):
        below = _explain(tokens, match.run.start, since, depth + 1, parent, skipped + 1)
        best = _better(best, match, below)
    if parent is None or skipped > 1:
        return best
    penalty = 0.0 if not skipped else ALONE if skipped == depth else SKIPPED
    for match in _matches(tokens, end, level, _names(parent, skipped), exact=skipped > 0):
        below = _explain(tokens, match.run.start, since, depth + 1, match.unit)
        if match.doubtful and not (below.matches and below.matches[0].unit):
            continue
        best = _better(best, match, below, penalty)
    return best


def _better(best: Explained, match: Match, below: Explained, penalty: float = 0.0) -> Explained:
    score = match.score - penalty + below.score
    return Explained(score, (match, *below.matches)) if score > best.score else best


def _matches(
    tokens: list[Token], end: int, level: Level, scope: Scope, *, exact: bool
) -> list[Match]:
    """Units whose names end here: those with the same letters, else those with nearly the same."""
    runs = list(_runs(tokens, end, level))
    named = [(run, unit, 0) for run in runs for unit in _same_letters(level, scope, run.name)]
    if not named and not exact:
        named = [(run, unit, n) for run in runs for unit, n in _nearly(scope, run.name)]
    found = [
        _match(tokens, run, unit, None if exact else scope, letters)
        for run, unit, letters in named
        if run.word or not _is_of_a_street(tokens, run)
    ]
    if level == "province" and not found:
        return [match for run in runs for match in _by_initials(run, scope)]
    return found


def _runs(tokens: list[Token], end: int, level: Level) -> Iterator[Run]:
    """Runs of words that end before `end` and within a comma, with and without a unit word."""
    for start in range(end - 1, max(-1, end - 1 - MOST_WORDS), -1):
        texts = [token.text for token in tokens[start:end]]
        yield Run(level, start, end, start, " ".join(texts))
        for length, word, glued in _unit_word(texts):
            misread = glued is None and _misread(" ".join(texts[:length]), word)
            if level in LEVELS_OF[word] and (tokens[start].opens or not misread):
                rest = texts[length:] if glued is None else [glued, *texts[length:]]
                name_start = start + length - (glued is not None)
                yield Run(level, start, end, name_start, " ".join(rest), word)
        if tokens[start].opens:
            return


def _misread(read: str, word: str) -> bool:
    """Whether a whole unit word has other marks than it should: `Xá` may be the end of a name."""
    return fold(read) == fold(word) and spelled(read) != spelled(word)


def _unit_word(texts: list[str]) -> Iterator[tuple[int, str, str | None]]:
    """The unit word at the beginning: how many words it takes, its type, and the beginning of the
    name where that is written together with it (`Q4`, `QuậnBình`)."""
    first = fold(texts[0])
    if len(texts) > 2 and (word := WORDS.get(first + fold(texts[1]))):
        yield 2, word, None
    if len(texts) > 1 and (word := WORDS.get(first)):
        yield 1, word, None
    if glued := re.fullmatch(r"([pqPQ])(\d{1,2})", texts[0]):
        yield 1, WORDS[glued[1].lower()], glued[2]
    for short in ("phuong", "quan", "huien", "tinh"):
        if first.startswith(short) and len(first) > len(short) + 1:
            yield 1, WORDS[short], texts[0][len(short) :]


def _same_letters(level: Level, scope: Scope, name: str) -> tuple[Unit, ...]:
    folded = fold(name)
    other = OTHER_NAMES.get(folded, "") if level == "province" else ""
    return scope.get(folded, ()) or scope.get(fold(other), ())


def _by_initials(run: Run, scope: Scope) -> Iterator[Match]:
    """Provinces of these initials; there may be several, so the level below has to tell."""
    if run.name.isupper() and 2 <= len(run.name) <= 4:
        for unit in (unit for found in scope.values() for unit in found):
            if "".join(fold(word)[:1] for word in unit.name.split()) == fold(run.name):
                yield Match(run, INITIALS, unit, doubtful=True)


def _nearly(scope: Scope, name: str) -> Iterator[tuple[Unit, int]]:
    """Units whose folded names differ by a letter; two in names of nine letters and more.

    Only for a name with a syllable that no unit's name has: no list of wards has all that cards
    carry, so what could be a name is not taken for another.
    """
    folded = fold(name)
    if all(fold(word) in _syllables() for word in name.split()):
        return
    most = 0 if len(folded) < 5 else 1 if len(folded) < 9 else 2
    digits = re.sub(r"\D", "", folded)
    if most and folded not in WORDS:
        for other, units_ in scope.items():
            letters = Levenshtein.distance(folded, other, score_cutoff=most)
            if letters <= most and re.sub(r"\D", "", other) == digits:
                yield from ((unit, letters) for unit in units_)


def _match(tokens: list[Token], run: Run, unit: Unit, scope: Scope | None, letters: int) -> Match:
    marks = min(MOST_MARKS, Levenshtein.distance(spelled(run.name), spelled(unit.name)))
    score = MATCH - LETTER * letters - MARK * marks + LONGER * (run.end - run.name_start)
    if run.word:
        score += WORD_FITS if run.word == unit.type else -WORD_FITS
    elif not tokens[run.start].opens:
        has_commas = any(token.opens for token in tokens[run.end :])
        score -= LOOSE if tokens[run.start].loose else AMONG_COMMAS if has_commas else INNER
    return Match(run, score, unit, scope)


def _is_of_a_street(tokens: list[Token], run: Run) -> bool:
    """Whether a name without a unit word is none of a unit: a number alone, or what stands behind
    a house number (`15 Láng Hạ`)."""
    if fold(run.name).isdigit():
        return True
    if run.level != "ward" or tokens[run.start].opens:
        return False
    first = max(i for i in range(run.start) if tokens[i].opens)
    words = " ".join(token.text for token in tokens[first : run.start])
    return bool(re.fullmatch(r"(?:(?:số nhà|số|sn)[ .]*)?\d+[\w/.-]*", words, re.IGNORECASE))


def _named_only(tokens: list[Token], end: int, level: Level) -> Iterator[Match]:
    """Runs that begin with a unit word of this level, whatever name follows."""
    for run in _runs(tokens, end, level):
        word = fold("".join(token.text for token in tokens[run.start : run.name_start]))
        whole = run.word is not None and word == fold(run.word)
        if fold(run.name) and (whole or (run.word and run.name[0] in DIGITS)):
            yield Match(run, NAMED_ONLY)


@cache
def _country(since: bool) -> Unit:
    return Unit("", "Việt Nam", units(since_2025=since))


@cache
def _names(parent: Unit, skipped: int) -> Scope:
    """The units below `parent`, or below all units below it, by their folded names."""
    below = parent.parts
    for _ in range(skipped):
        below = tuple(unit for part in below for unit in part.parts)
    scope: dict[str, list[Unit]] = {}
    for unit in below:
        scope.setdefault(fold(unit.name), []).append(unit)
    return {name: tuple(found) for name, found in scope.items()}


@cache
def _syllables() -> frozenset[str]:
    """All that are in units' names, folded."""
    named = (
        unit.name
        for since_2025 in (False, True)
        for place in places(since_2025=since_2025)
        for unit in (place.ward, place.district, place.province)
        if unit
    )
    return frozenset(fold(word) for name in set(named) for word in name.split())
