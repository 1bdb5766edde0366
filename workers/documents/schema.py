"""What a document type is: its sides, what is printed on them, and its fields. Data alone.

A file under `workers/documents/` holds the types of one family in `TYPES`; `catalogue` finds it
by itself. How a field is found on a picture is the reading's matter (`workers.reading`), not the
type's: a type says what is printed, not where the pixels are.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Zone = tuple[float, float, float, float]
"""x0, y0, x1, y1 as parts of the card's width and height, for a reader of the card."""

ID1 = (85.60, 53.98)
ID2 = (105.0, 74.0)
ID3 = (125.0, 88.0)
"""Millimetres, width and height (ISO/IEC 7810)."""

CONTACTS: Zone = (0.11, 0.34, 0.24, 0.55)
"""Where the middle of a chip's contacts may be on a card of ID-1 size. ISO/IEC 7816-2 lets them
begin at most 10.25 mm from the left and 19.23 mm from the upper edge and end at least 19.87 and
28.55 mm from them; 5.5 mm more are left for
plates of other forms and edges that are in error."""


class Kind(StrEnum):
    """What a value is, and so how its print is normalised and judged."""

    TEXT = "text"
    NAME = "name"
    NUMBER = "number"
    """Letters and digits in one word: spaces and dots of the print are taken out."""
    DATE = "date"
    """ISO 8601; the year alone where a document prints no more of a birth date; `Không thời hạn`
    where it says that it does not expire."""
    SEX = "sex"
    """`female`, `male` or `other`."""
    COUNTRY = "country"
    """ISO 3166-1 alpha-3, from a code, a country's name or a nationality's adjective."""
    ADDRESS = "address"
    """One or more lines; of Vietnam: split into its official units."""
    PLACE = "place"
    HEIGHT = "height"
    """Metres, with a dot: `1.68`."""


class Place(StrEnum):
    """Where a value stands, seen from its label."""

    AFTER = "after"
    """Behind it on the same line, or below its beginning where that line holds no more."""
    BESIDE = "beside"
    """Behind it on the same line alone."""
    BELOW = "below"
    """In the line or lines under it, even where print follows it on its own line."""
    BEFORE = "before"
    """Ahead of it on the same line: the place in `Hà Nội, ngày 5 tháng 11`."""


@dataclass(frozen=True)
class Field:
    """One field. `name`: the report's (docs/documents.md lists the vocabulary).

    `labels`: as printed, every language by itself ("Họ và tên", "Full name"). `starts`: words
    that the value itself begins with ("GIÁM ĐỐC"), where it has no label. A field with neither
    is known by its `pattern` alone (a number in large print, a date in a signature's place).
    `lines`: most lines of print. `pattern`: what the whole normalised value must match (a
    regular expression). `known`: the values that it usually has, as printed; a reading that is
    few letters off is taken for one of them. `words`: those that it is mostly made of; one that
    was read with other marks is put right. `optional`: a genuine document may leave it empty.
    """

    name: str
    labels: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    lines: int = 1
    pattern: str = ""
    known: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    optional: bool = False
    place: Place = Place.AFTER


@dataclass(frozen=True)
class Side:
    """One side of a type.

    `code`: its name in reports, as the seeds spell it. `titles`: lines that tell it from other
    sides (of all types), in every printed language. `mrz`: formats of the zone that it carries.
    `barcodes`: kinds of payload that it carries (`workers.reading.barcodes`). `portrait`: where
    the portrait is; None where there is none. `chip`, `emblem`: where the middle of the gilt
    contacts and of an emblem printed in red are; None where there is none, or it is not known.
    """

    code: str
    face: Literal["front", "back"]
    titles: tuple[str, ...]
    fields: tuple[Field, ...]
    mrz: tuple[str, ...] = ()
    barcodes: tuple[str, ...] = ()
    portrait: Zone | None = None
    chip: Zone | None = None
    emblem: Zone | None = None


@dataclass(frozen=True)
class DocumentType:
    """One model of one issuer's document.

    `type`: the general one (`passport`, `visa`, `national_identity_card`, `residence_permit`,
    `driving_license`, `vehicle_registration`). `country`: ISO 3166-1 alpha-3; None where any
    issuer's document is meant. `size`: millimetres, width and height as it is read. `rules`:
    names of the rule checks that fit it beyond those that fit every document. `zone`: which field
    an entry of the MRZ is where it is not the one that ICAO names: (MRZ's name, field's name), `""`
    for an entry that is none of the document's fields.
    """

    code: str
    type: str
    country: str | None
    size: tuple[float, float]
    sides: tuple[Side, ...]
    rules: frozenset[str] = field(default_factory=frozenset)
    zone: tuple[tuple[str, str], ...] = ()
