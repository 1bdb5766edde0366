"""The layouts of machine readable zones: what stands in which column, and which digit checks it.

ICAO Doc 9303 parts 4 (TD3), 5 (TD1), 6 (TD2), 7 (MRV-A, MRV-B); the French identity card of
1988–2021, two lines of 36 in a layout of its own; and the one line of 30 on the back of the French
driving licence since 2013. Lines and columns count from 0, ends are exclusive.
"""

from dataclasses import dataclass
from typing import NamedTuple

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
DIGITS = "0123456789"
DATE = DIGITS + "<"  # unknown parts of a date are fillers
DIGIT_OR_FILLER = DIGITS + "<"
ANY = LETTERS + DIGITS
SEX = "MFX<"


class Span(NamedTuple):
    """Columns `start` up to `end` of one line."""

    line: int
    start: int
    end: int

    def of(self, lines: list[str]) -> str:
        return lines[self.line][self.start : self.end]


@dataclass(frozen=True)
class Field:
    """One field, and the characters that may stand in it (its position class).

    `allowed`: one class for all of its columns, or one for each.
    """

    name: str
    span: Span
    allowed: str | tuple[str, ...]

    @property
    def classes(self) -> list[str]:
        """The class of each column."""
        if isinstance(self.allowed, tuple):
            return list(self.allowed)
        return [self.allowed] * (self.span.end - self.span.start)


@dataclass(frozen=True)
class CheckDigit:
    """One check digit: where it stands, what it covers, and whether `<` may stand for it.

    `may_be_blank`: on TD3 where the personal number is empty; on TD1 and TD2 where the document
    number is longer than nine characters and goes on in the optional data.
    """

    name: str
    span: Span
    covers: tuple[Span, ...]
    may_be_blank: bool = False


@dataclass(frozen=True)
class Format:
    """One layout. `first`: the letters that its document code may begin with. `begins`: what
    all of its zones begin with.
    """

    name: str
    rows: int
    length: int
    first: str
    fields: tuple[Field, ...]
    check_digits: tuple[CheckDigit, ...]
    begins: str = ""

    def allowed(self, line: int) -> list[str]:
        """The characters that may stand in each column of a line."""
        columns = [""] * self.length
        for field in self.fields:
            if field.span.line == line:
                columns[field.span.start : field.span.end] = field.classes
        for check in self.check_digits:
            if check.span.line == line:
                columns[check.span.start] = DIGIT_OR_FILLER if check.may_be_blank else DIGITS
        if line == 0:
            columns[0] = self.first
        return columns


def _second_line(last: tuple[Field, ...]) -> tuple[Field, ...]:
    """Columns 0 to 27 of the second line are the same in TD2, TD3 and both visas."""
    return (
        Field("documentCode", Span(0, 0, 2), LETTERS),
        Field("issuingCountry", Span(0, 2, 5), LETTERS),
        Field("documentNumber", Span(1, 0, 9), ANY),
        Field("nationality", Span(1, 10, 13), LETTERS),
        Field("birthDate", Span(1, 13, 19), DATE),
        Field("gender", Span(1, 20, 21), SEX),
        Field("expirationDate", Span(1, 21, 27), DATE),
        *last,
    )


def _second_line_checks(number_may_be_blank: bool) -> tuple[CheckDigit, ...]:
    return (
        CheckDigit("documentNumber", Span(1, 9, 10), (Span(1, 0, 9),), number_may_be_blank),
        CheckDigit("birthDate", Span(1, 19, 20), (Span(1, 13, 19),)),
        CheckDigit("expirationDate", Span(1, 27, 28), (Span(1, 21, 27),)),
    )


TD1 = Format(
    name="td1",
    rows=3,
    length=30,
    first="ACI",
    fields=(
        Field("documentCode", Span(0, 0, 2), LETTERS),
        Field("issuingCountry", Span(0, 2, 5), LETTERS),
        Field("documentNumber", Span(0, 5, 14), ANY),
        Field("optionalData", Span(0, 15, 30), ANY),
        Field("birthDate", Span(1, 0, 6), DATE),
        Field("gender", Span(1, 7, 8), SEX),
        Field("expirationDate", Span(1, 8, 14), DATE),
        Field("nationality", Span(1, 15, 18), LETTERS),
        Field("optionalData2", Span(1, 18, 29), ANY),
        Field("names", Span(2, 0, 30), LETTERS),
    ),
    check_digits=(
        CheckDigit("documentNumber", Span(0, 14, 15), (Span(0, 5, 14),), may_be_blank=True),
        CheckDigit("birthDate", Span(1, 6, 7), (Span(1, 0, 6),)),
        CheckDigit("expirationDate", Span(1, 14, 15), (Span(1, 8, 14),)),
        CheckDigit(
            "composite",
            Span(1, 29, 30),
            (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)),
        ),
    ),
)

TD2 = Format(
    name="td2",
    rows=2,
    length=36,
    first="ACI",
    fields=_second_line(
        (Field("names", Span(0, 5, 36), LETTERS), Field("optionalData", Span(1, 28, 35), ANY))
    ),
    check_digits=(
        *_second_line_checks(number_may_be_blank=True),
        CheckDigit(
            "composite", Span(1, 35, 36), (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 35))
        ),
    ),
)

TD3 = Format(
    name="td3",
    rows=2,
    length=44,
    first="P",
    fields=_second_line(
        (Field("names", Span(0, 5, 44), LETTERS), Field("personalNumber", Span(1, 28, 42), ANY))
    ),
    check_digits=(
        *_second_line_checks(number_may_be_blank=False),
        CheckDigit("personalNumber", Span(1, 42, 43), (Span(1, 28, 42),), may_be_blank=True),
        CheckDigit(
            "composite", Span(1, 43, 44), (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 43))
        ),
    ),
)

MRVA = Format(
    name="mrva",
    rows=2,
    length=44,
    first="V",
    fields=_second_line(
        (Field("names", Span(0, 5, 44), LETTERS), Field("optionalData", Span(1, 28, 44), ANY))
    ),
    check_digits=_second_line_checks(number_may_be_blank=False),
)

MRVB = Format(
    name="mrvb",
    rows=2,
    length=36,
    first="V",
    fields=_second_line(
        (Field("names", Span(0, 5, 36), LETTERS), Field("optionalData", Span(1, 28, 36), ANY))
    ),
    check_digits=_second_line_checks(number_may_be_blank=False),
)

# No expiry date and no nationality; the number begins with the year and month of issue and the
# department; the last digit covers both lines.
CNI_FR_OLD = Format(
    name="cni_fr_old",
    rows=2,
    length=36,
    first="I",
    fields=(
        Field("documentCode", Span(0, 0, 2), LETTERS),
        Field("issuingCountry", Span(0, 2, 5), LETTERS),
        Field("lastName", Span(0, 5, 30), LETTERS),
        Field("optionalData", Span(0, 30, 36), ANY),
        Field("documentNumber", Span(1, 0, 12), ANY),
        Field("firstName", Span(1, 13, 27), LETTERS),
        Field("birthDate", Span(1, 27, 33), DATE),
        Field("gender", Span(1, 34, 35), SEX),
    ),
    check_digits=(
        CheckDigit("documentNumber", Span(1, 12, 13), (Span(1, 0, 12),)),
        CheckDigit("birthDate", Span(1, 33, 34), (Span(1, 27, 33),)),
        CheckDigit("composite", Span(1, 35, 36), (Span(0, 0, 36), Span(1, 0, 35))),
    ),
    begins="IDFRA",
)

# The layout is not published; this one is that of the issuer's specimen. The first check digit
# covers the line's beginning, not the number alone. A number is two digits, two letters, five
# digits; the surname is cut after eight letters.
PERMIS_FR = Format(
    name="permis_fr",
    rows=1,
    length=30,
    first="D",
    fields=(
        Field("documentCode", Span(0, 0, 2), ("D", "1")),
        Field("issuingCountry", Span(0, 2, 5), ("F", "R", "A")),
        Field(
            "documentNumber",
            Span(0, 5, 14),
            (*[DIGITS] * 2, *[LETTERS[:-1]] * 2, *[DIGITS] * 5),
        ),
        Field("expirationDate", Span(0, 15, 21), DIGITS),
        Field("lastName", Span(0, 21, 29), LETTERS),
    ),
    check_digits=(
        CheckDigit("documentNumber", Span(0, 14, 15), (Span(0, 0, 14),)),
        CheckDigit("composite", Span(0, 29, 30), (Span(0, 0, 29),)),
    ),
    begins="D1FRA",
)

FORMATS = {f.name: f for f in (TD1, TD2, TD3, MRVA, MRVB, CNI_FR_OLD, PERMIS_FR)}


def formats_of(rows: int, length: int) -> list[Format]:
    """The formats of this shape; none where it is no MRZ's."""
    return [f for f in FORMATS.values() if (f.rows, f.length) == (rows, length)]
