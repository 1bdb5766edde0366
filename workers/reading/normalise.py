"""Values as the report gives them, from the print of each kind of field."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import Levenshtein

from workers.checks.printed import dates, folded
from workers.documents.schema import Field, Kind
from workers.reading.countries import country_code
from workers.vision.mrz.dates import UNTIL, birth_year, full_year

FOREVER = "Không thời hạn"
"""How Vietnam's documents say that they do not expire; others print a day of the year 9999."""

# Letters and digits that readers take for one another; a stroke is taken for I.
LOOK_ALIKES: dict[str, str] = {
    "0": "ODQ", "1": "IL", "2": "Z", "4": "A", "5": "S", "6": "G", "7": "T", "8": "B",
    "O": "0", "D": "0", "Q": "0", "I": "1/", "L": "1", "Z": "2", "A": "4", "S": "5", "G": "6",
    "T": "7", "B": "8",
}  # fmt: skip
NUMBER_SIGN = re.compile(r"^\W*(?:№|[Nn]\s?[°º]|[Nn][or](?:\s?[.:]|(?=\s)))[\s.:]*")
"""What stands before a number and says that it is one: `N°`, `No.`, `Nr`."""
MOST_REPAIRS = 3
"""Characters of a number that may be taken for their look-alikes."""
LONGEST_REPAIRED = 24
"""Characters of a text beyond which it is no number with misread ones."""

SEXES = {
    "female": ("NU", "F", "FEMALE", "FEMININ", "FEMME", "W", "WEIBLICH", "MUJER"),
    "male": ("NAM", "M", "MALE", "MASCULIN", "HOMME", "MANNLICH", "HOMBRE"),
    "other": ("X", "OTHER", "AUTRE", "KHAC"),
}


@dataclass(frozen=True)
class Normalised:
    """`value`: as the report has it, `""` where the print has no such value. `fits`: the print
    has the form of its field. `repairs`: characters that were changed for it to fit. `known`: it
    is one of the few values that the field has.
    """

    value: str
    fits: bool
    repairs: int = 0
    known: bool = False


APOSTROPHES = str.maketrans(dict.fromkeys("’‘´`", "'"))
"""One apostrophe for all that print and reader may choose from."""


def normalised(field: Field, text: str, received: date = UNTIL) -> Normalised:
    """Returns the value of a field from its print, several lines joined by spaces.

    `received`: the day on which the picture was; nobody on it was born later.
    """
    text = " ".join(text.translate(APOSTROPHES).split())
    if not text:
        return Normalised("", fits=False)
    if field.kind is Kind.DATE:
        return _date(field, text, received)
    return _KINDS[field.kind](field, text)


def _text(field: Field, text: str) -> Normalised:
    if field.known:
        known = _nearest(text, field.known)
        if known:
            return Normalised(known, fits=True, known=True)
    if field.pattern:
        return _by_pattern(field.pattern, text)
    value = _with_words(_spaced(text).strip(" ,;:."), field.words)
    place = field.kind is not Kind.PLACE or sum(map(str.isalpha, value)) > 1
    return Normalised(value, fits=bool(value) and place and not is_date(value))


def is_date(text: str) -> bool:
    """Whether a text is a date in figures and nothing else."""
    return re.fullmatch(r"\d{1,2}[./\- ]\d{1,2}[./\- ]\d{2,4}", text.strip()) is not None


def _name(_: Field, text: str) -> Normalised:
    text = text.replace("Ð", "Đ")  # the same letter to the eye; Iceland's is rarer by far
    value = re.sub(r"\s*([-–])\s*", r"\1", _spaced(text)).strip(" .,:;")
    value = " ".join(_one_case(word) for word in value.split())
    return Normalised(value, fits=not re.search(r"\d", value) and len(folded(value)) > 1)


def _one_case(word: str) -> str:
    """A word in capitals of which one letter was read as a small one."""
    capitals = sum(letter.isupper() for letter in word)
    small = sum(letter.islower() for letter in word)
    return word.upper() if word[0].isupper() and 0 < small < capitals else word


def _number(field: Field, text: str) -> Normalised:
    text = NUMBER_SIGN.sub("", text)
    bare = re.sub(r"[^0-9A-Za-z]", "", _unaccented(text)).upper()
    if not re.search(r"\d", text):
        return Normalised(bare, fits=False)
    if not field.pattern:
        return Normalised(bare, fits=bool(bare))
    if re.fullmatch(field.pattern, bare):
        return Normalised(bare, fits=True)
    for repaired, count in _repaired(bare):
        if re.fullmatch(field.pattern, repaired):
            return Normalised(repaired, fits=True, repairs=count)
    inner = re.search(rf"(?<![0-9A-Z])(?:{field.pattern})(?![0-9A-Z])", text.upper())
    if inner:
        return Normalised(inner[0], fits=True, repairs=0)
    return Normalised(bare, fits=False)


def _repaired(bare: str) -> Iterator[tuple[str, int]]:
    """The number with its doubtful characters as their look-alikes, fewest changes first."""
    if len(bare) <= LONGEST_REPAIRED:
        yield from sorted(_changed(bare, MOST_REPAIRS), key=lambda one: one[1])


def _changed(bare: str, most: int) -> Iterator[tuple[str, int]]:
    """The text with at most so many characters changed, and how many are."""
    if not bare:
        yield "", 0
        return
    for rest, count in _changed(bare[1:], most):
        yield bare[0] + rest, count
    if most:
        for other in LOOK_ALIKES.get(bare[0], ""):
            for rest, count in _changed(bare[1:], most - 1):
                yield other + rest, count + 1


def _by_pattern(pattern: str, text: str) -> Normalised:
    spaced = _spaced(text)
    if re.fullmatch(pattern, spaced):
        return Normalised(spaced, fits=True)
    inner = re.search(rf"(?<![\w/])(?:{pattern})(?![\w/])", spaced)
    if inner:
        return Normalised(inner[0], fits=True)
    for repaired, count in _repaired(spaced[:20]):
        if re.fullmatch(pattern, repaired):
            return Normalised(repaired, fits=True, repairs=count)
    return Normalised(spaced, fits=False)


def _date(field: Field, text: str, received: date) -> Normalised:
    if Levenshtein.distance(folded(text), folded(FOREVER)) <= 2:
        return Normalised(FOREVER, fits=True)
    expiry = field.name == "expirationDate"
    for year, month, day in _dates(text):
        try:
            read = date(_in_full(field, year, month, day, received), month, day)
            endless = expiry and read.year == date.max.year
            return Normalised(FOREVER if endless else read.isoformat(), fits=True)
        except (ValueError, OverflowError):
            continue
    year_alone = re.fullmatch(r"(?:[0O\-/. ]*[-/. ])?((?:19|20)\d{2})", _digits(text))
    if year_alone and field.name == "birthDate":
        return Normalised(year_alone[1], fits=True)
    return Normalised("", fits=False)


def _in_full(field: Field, year: int, month: int, day: int, received: date) -> int:
    """The year of a field's date in four digits."""
    if year > 99:
        return year
    if field.name == "birthDate":
        return birth_year(year, month, day, received)
    return full_year(year, expiry=field.name == "expirationDate")


def _dates(text: str) -> Iterator[tuple[int, int, int]]:
    """Every date of a text as year, month, day; in figures the day comes first."""
    words = _digits(text)
    if re.search(r"00\d\d(?!\d)", words):
        return  # a year that is written in four figures and has two
    groups = [int(group) for group in re.findall(r"\d+", words)]
    if len(groups) == 3 and re.search(r"(?i)ng[aà]y|th[aá]ng|day|month", text):
        day, month, year = groups
        yield year, month, day
    figures = re.findall(
        r"(?<!\d)(\d{1,2})\s?[./\- ]\s?(\d{1,2})\s?[./\- ]\s?(\d{4}|\d{2})(?!\d)", words
    )
    run_together = re.findall(r"(?<!\d)(\d{2})[. /]?(\d{2})[. /]?(\d{4})(?!\d)", words)
    for day, month, year in (tuple(map(int, found)) for found in figures or run_together):
        yield year, month, day
    if not figures and not run_together:
        yield from dates(text)
        yield from dates(re.sub(r"([^\W\d_]{3,})\.? (\d{1,2}), ?(\d{4})", r"\2 \1 \3", text))


def _digits(text: str) -> str:
    """The text with letters that stand among digits as the digits that they look like."""
    among = r"(?<=[\d/.\- ])[OQDILZSB](?=[\d/.\- ]|$)|^[OQDILZSB](?=\d)"
    table = str.maketrans("OQDILZSB", "00011258")
    return re.sub(among, lambda match: match[0].translate(table), text.strip())


def _sex(field: Field, text: str) -> Normalised:
    words = folded(_nearest(text, field.known) or text if field.known else text).split()
    for sex, spellings in SEXES.items():
        if words and any(word in spellings for word in words):
            return Normalised(sex, fits=True)
    return Normalised("", fits=False)


def _country(_: Field, text: str) -> Normalised:
    found = country_code(text)
    if found is None:
        return Normalised(_spaced(text), fits=False)
    code, edits = found
    return Normalised(code, fits=True, repairs=edits)


def _address(_: Field, text: str) -> Normalised:
    # A dot behind a long word is the line that the value is written on, and no abbreviation's.
    text = re.sub(r"(?<=[^\W\d_]{3})\.\s*(?=\w)", " ", _spaced(text))
    value = re.sub(r"\s*,\s*", ", ", text).strip(" ,;:.")
    return Normalised(value, fits=len(value) > 2)


def _height(_: Field, text: str) -> Normalised:
    match = re.search(r"([12])\s?[,.mM]\s?(\d{2})", _digits(text))
    if match:
        return Normalised(f"{match[1]}.{match[2]}", fits=True)
    centimetres = re.search(r"(?<!\d)([12]\d{2})\s?cm", text)
    if centimetres:
        return Normalised(f"{int(centimetres[1]) / 100:.2f}", fits=True)
    return Normalised("", fits=False)


_KINDS: dict[Kind, Callable[[Field, str], Normalised]] = {
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.NUMBER: _number,
    Kind.SEX: _sex,
    Kind.COUNTRY: _country,
    Kind.ADDRESS: _address,
    Kind.PLACE: _text,
    Kind.HEIGHT: _height,
}


def _nearest(text: str, known: Sequence[str]) -> str | None:
    """The known value that a text is a letter or two away from, if there is only one such."""
    wanted = folded(text)
    edits = {value: Levenshtein.distance(wanted, folded(value)) for value in known}
    least = min(edits.values())
    if least > (0 if len(wanted) < 4 else 1 if len(wanted) < 12 else len(wanted) // 8):
        return None
    best = [value for value in known if edits[value] == least]
    best.sort(key=lambda value: Levenshtein.distance(text.lower(), value.lower()))
    if len(best) > 1 and folded(best[0]) != folded(best[1]):
        return None
    return best[0].upper() if text.isupper() and len(text) > 1 else best[0]


def _with_words(text: str, words: Sequence[str]) -> str:
    """The text with the marks of those of its words put right that are among `words`."""

    def put_right(match: re.Match[str]) -> str:
        read = match[0]
        alike = [word for word in words if folded(word) == folded(read)]
        off = sorted((Levenshtein.distance(read.lower(), word.lower()), word) for word in alike)
        if not off or (len(off) > 1 and off[0][0] == off[1][0]):
            return read
        word = off[0][1]
        return word.upper() if read.isupper() else word.title() if read[0].isupper() else word

    return re.sub(r"[^\W\d_]{2,}", put_right, text)


def _spaced(text: str) -> str:
    """Single spaces; none before a comma, one behind it where a letter follows. Several dots are
    the line that the value is written on.
    """
    text = re.sub(r"(^|[\s,;])\.+(?=\s|$)", r"\1", re.sub(r"\s*\.{2,}", ". ", text))
    text = re.sub(r"\s+([,;])", r"\1", " ".join(text.split()))
    return re.sub(r"([,;])(?=[^\W\d_])", r"\1 ", text)


def _unaccented(text: str) -> str:
    return "".join(folded(character) or character for character in text)
