"""Whether two sources say the same about a field, each in its own spelling."""

import re
from collections.abc import Mapping
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from workers.checks.printed import folded, look_alike, spellings, squeezed
from workers.reading.normalise import FOREVER

NAMES = ("lastName", "firstName", "fullName", "spouseName", "otherName")
DATES = ("birthDate", "issuingDate", "expirationDate")
CODES = ("gender", "nationality", "issuingCountry")

SAME_PLACE = 0.75
OTHER_PLACE = 0.4
"""Of the words of the shorter of two addresses, those that are in the other as well."""

# Words of addresses that are left out or shortened at will, folded.
_UNIT_WORDS = """
TINH THANH PHO TP QUAN Q HUYEN H THI XA TX PHUONG P X TRAN TT SO DUONG THON XOM AP TO KHU
RUE AVENUE AV BOULEVARD BD BIS TER DE DU DES LA LE LES
"""
UNIT_WORDS = frozenset(_UNIT_WORDS.split())


class Agreement(StrEnum):
    """`ALIKE`: it cannot be told; what differs are characters that look alike, or parts of it."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERENT = "different"


def compare(
    field: str, one: str, other: str, *, cut: bool = False, fewer: bool = False
) -> Agreement:
    """Compares two values of a field of the report, neither of them empty.

    Without a letter or digit that can be compared nothing agrees. `cut`: the end of either may be
    missing, as names' ends are in an MRZ. `fewer`: the last words of either may be missing.
    """
    if not squeezed(one) or not squeezed(other):
        return Agreement.SAME if one == other else Agreement.ALIKE
    if field in NAMES:
        return _names(one, other, cut, fewer)
    if field in DATES:
        return _dates(one, other)
    if field in CODES:
        return _codes(one, other)
    if field in ("address", "placeOfBirth", "placeOfOrigin"):
        return _places(one, other)
    return _numbers(one, other)


def named(values: Mapping[str, str], like: Mapping[str, str]) -> dict[str, str]:
    """The last and the first name of one source, comparable with those of another.

    A full name that stands alone is parted as the other source parts it, or else behind its first
    word: those who write it so put the family first. One that does not fit comes back whole.
    """
    parted = {name: values[name] for name in ("lastName", "firstName") if values.get(name)}
    whole = values.get("fullName", "").split()
    if parted or not whole:
        return parted
    last = like.get("lastName", "")
    count = len(folded(last).split()) or 1
    before, behind = (
        bool(last) and compare("lastName", " ".join(words), last) is Agreement.SAME
        for words in (whole[:count], whole[-count:])
    )
    if behind and not before:
        return {"lastName": " ".join(whole[-count:]), "firstName": " ".join(whole[:-count])}
    return {"lastName": " ".join(whole[:count]), "firstName": " ".join(whole[count:])}


def _names(one: str, other: str, cut: bool, fewer: bool) -> Agreement:
    """Letters alone: accents, hyphens and spaces are written or left out by each source."""
    theirs = {spelling.replace(" ", "") for spelling in spellings(other)}
    ours = {spelling.replace(" ", "") for spelling in spellings(one)}
    if ours & theirs or (
        cut and any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs)
    ):
        return Agreement.SAME
    if fewer and (ours & _beginnings(other) or theirs & _beginnings(one)):
        return Agreement.SAME
    if {look_alike(a) for a in ours} & {look_alike(b) for b in theirs}:
        return Agreement.ALIKE
    return Agreement.DIFFERENT


def _beginnings(name: str) -> set[str]:
    """The first word of a name, the first two, and so on, joined, in every spelling."""
    return {
        "".join(words[:count])
        for words in map(str.split, spellings(name))
        for count in range(1, len(words) + 1)
    }


def _dates(one: str, other: str) -> Agreement:
    """ISO dates; a year alone agrees with every day of it. The MRZ of what never expires has the
    last day of a 99.
    """
    if FOREVER in (one, other):
        ends = {one, other} - {FOREVER}
        endless = not ends or all(re.fullmatch(r"\d\d99-12-31", end) for end in ends)
        return Agreement.SAME if endless else Agreement.DIFFERENT
    short, long = sorted((one, other), key=len)
    return Agreement.SAME if long.startswith(short) else Agreement.DIFFERENT


def _codes(one: str, other: str) -> Agreement:
    if one == other:
        return Agreement.SAME
    unsaid = "other" in (one, other)  # also what a filler in the place of the sex is read as
    return Agreement.ALIKE if unsaid else Agreement.DIFFERENT


def _numbers(one: str, other: str) -> Agreement:
    ours, theirs = squeezed(one), squeezed(other)
    if ours == theirs:
        return Agreement.SAME
    return Agreement.ALIKE if look_alike(ours) == look_alike(theirs) else Agreement.DIFFERENT


def _places(one: str, other: str) -> Agreement:
    ours, theirs = sorted((_place_words(one), _place_words(other)), key=len)
    if not ours:
        return Agreement.ALIKE
    found = sum(any(_same_word(word, their) for their in theirs) for word in ours) / len(ours)
    if found >= SAME_PLACE:
        return Agreement.SAME
    return Agreement.ALIKE if found > OTHER_PLACE else Agreement.DIFFERENT


def _place_words(text: str) -> list[str]:
    words = folded(text.replace(".", " ").replace("'", " ").replace("/", " ")).split()
    return [word for word in words if word not in UNIT_WORDS]


def _same_word(one: str, other: str) -> bool:
    """Equal, or a letter apart where both are long; numbers have to be equal."""
    long = min(len(one), len(other)) >= 4 and not (one + other).isdigit()
    return one == other or (long and Levenshtein.distance(one, other) <= 1)
