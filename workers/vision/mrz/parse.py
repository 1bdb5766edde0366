"""Lines of an MRZ to fields and check digits. Pure: text in, nothing corrected, nothing guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workers.vision.mrz.check_digits import check_digit
from workers.vision.mrz.dates import ENDLESS, UNTIL, birth_and_expiry, is_day
from workers.vision.mrz.formats import CNI_FR_OLD, TD1, CheckDigit, Format, formats_of

GENDERS = {"M": "male", "F": "female", "X": "other", "<": "other"}


@dataclass(frozen=True)
class Parsed:
    """What the lines say. `well_formed`: every character and date is one its place allows."""

    format: str
    fields: dict[str, str]
    check_digits: dict[str, bool]
    well_formed: bool

    @property
    def valid(self) -> bool:
        """The form is right and every check digit agrees."""
        return self.well_formed and all(self.check_digits.values())


def identify(lines: Sequence[str]) -> Format | None:
    """The format of these lines, by their number, their length and the document code."""
    if not lines or len({len(line) for line in lines}) != 1:
        return None
    fitting = [
        f
        for f in formats_of(len(lines), len(lines[0]))
        if lines[0][0] in f.first and lines[0].startswith(f.begins)
    ]
    old_french = [f for f in fitting if f is CNI_FR_OLD and _is_old_french(lines)]
    others = [f for f in fitting if f is not CNI_FR_OLD]
    return next(iter(old_french + others), None)


def parse(lines: Sequence[str], received: date = UNTIL) -> Parsed | None:
    """Reads lines as the format they look like; None where they look like none.

    `received`: as for `parse_as`.
    """
    form = identify(lines)
    return parse_as(form, lines, received) if form else None


def parse_as(form: Format, lines: Sequence[str], received: date = UNTIL) -> Parsed:
    """Reads lines of this format's shape.

    Dates are ISO 8601; that of what has no end is the last of all. `received`: the day until which
    somebody may have been born.
    """
    rows = list(lines)
    return Parsed(
        format=form.name,
        fields=_fields(form, rows, received),
        check_digits={check.name: agrees(form, check, rows) for check in form.check_digits},
        well_formed=_well_formed(form, rows),
    )


def agrees(form: Format, check: CheckDigit, lines: list[str]) -> bool:
    """Whether one check digit is the one that belongs to what it covers."""
    written = check.span.of(lines)
    covered = "".join(span.of(lines) for span in check.covers)
    try:
        if written == "<" and check.may_be_blank:
            long = _long_number(form, lines)
            if check.name == "documentNumber":
                return long is not None and check_digit(long[:-1]) == long[-1]
            return not covered.strip("<")
        return written == check_digit(covered)
    except ValueError:
        return False


def _fields(form: Format, lines: list[str], received: date) -> dict[str, str]:
    """The fields that hold something, under the report's names."""
    raw = {field.name: field.span.of(lines) for field in form.fields}
    long = _long_number(form, lines)
    if long is not None:
        rest = long[len(raw["documentNumber"]) :]
        raw["documentNumber"] = long[:-1]
        raw["optionalData"] = raw["optionalData"].removeprefix(rest)
    if "names" in raw:
        raw["lastName"], _, raw["firstName"] = raw.pop("names").partition("<<")
    fields = {name: _spelled(name, text) for name, text in raw.items()}
    return {name: text for name, text in (fields | _dates(form, raw, received)).items() if text}


def _spelled(name: str, text: str) -> str:
    """A field as the report spells it; empty where it holds nothing."""
    if name == "gender":
        return GENDERS.get(text, "")
    if name in ("lastName", "firstName"):
        return _spaced(text)
    return text.strip("<")


def _dates(form: Format, raw: Mapping[str, str], received: date) -> dict[str, str]:
    """The dates; empty where they are none, or not wholly known."""
    birth, expiry = raw.get("birthDate", ""), raw.get("expirationDate", "")
    born, ends = birth_and_expiry(birth, expiry, received)
    if form is TD1 and raw["expirationDate"] == ENDLESS.get(raw["issuingCountry"]):
        ends = date.max
    days = {"birthDate": born, "expirationDate": ends}
    return {name: day.isoformat() if day else "" for name, day in days.items()}


def _long_number(form: Format, lines: list[str]) -> str | None:
    """A document number of more than nine characters, its check digit last; None if it is not one.

    Doc 9303-5 and -6: a filler in the check digit's column, and the rest of the number with its
    check digit at the beginning of the optional data, closed by a filler.
    """
    if form.name not in ("td1", "td2"):
        return None
    check = form.check_digits[0]
    number = check.covers[0].of(lines)
    optional = next(f for f in form.fields if f.name == "optionalData").span.of(lines)
    rest = optional.split("<")[0]
    if check.span.of(lines) != "<" or "<" in number or len(rest) < 2:
        return None
    return number + rest


def _well_formed(form: Format, lines: list[str]) -> bool:
    classes = (form.allowed(row) for row in range(form.rows))
    if not all(
        character in allowed
        for line, columns in zip(lines, classes, strict=True)
        for character, allowed in zip(line, columns, strict=True)
    ):
        return False
    raw = {field.name: field.span.of(lines) for field in form.fields}
    written = [raw[name] for name in ("names", "lastName", "firstName") if name in raw]
    return (
        not written[0].startswith("<")
        and not any("<<<" in name.rstrip("<") for name in written)  # after three, only fillers
        and _possible(raw.get("birthDate", "<<<<<<"))
        and (raw.get("expirationDate", "<<<<<<") == "<<<<<<" or is_day(raw["expirationDate"]))
    )


def _possible(text: str) -> bool:
    """A birth date is a day, or one of which the last parts are unknown: fillers (Doc 9303-3)."""
    for known in (6, 4, 2, 0):
        digits, unknown = text[:known], text[known:]
        if unknown.strip("<") == "" and "<" not in digits:
            return is_day(digits + "000101"[known:])
    return False


def _spaced(text: str) -> str:
    return " ".join(part for part in text.split("<") if part)


def _is_old_french(lines: Sequence[str]) -> bool:
    """The card's second line has a name where TD2 has dates."""
    return not any(c.isdigit() for c in lines[1][13:27])
