"""Which source to believe for each field of a document: print, MRZ or barcode.

Print and code that agree confirm each other. Where they differ, a check digit of the MRZ vouches
for its number, date or code against print that reads badly; nothing vouches for a barcode, though
it is read exactly or not at all: what it says against the print, somebody must look at. An MRZ has
no accents and cuts names: there the print is better.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from rapidfuzz.distance import Levenshtein

from app.core.report import FieldValue, Mrz, Source
from workers.checks.printed import ICAO, folded, look_alike, spellings, squeezed
from workers.documents.icao import alpha3
from workers.documents.schema import DocumentType
from workers.reading.normalise import FOREVER
from workers.vision.mrz.formats import FORMATS

CERTAIN = 0.99
"""Confidence in a barcode's value, and in one that two sources give alike."""
DISPUTED = 0.5
"""What is left of the confidence in a value that another source contradicts."""
UNCHECKED = 0.9
"""Highest confidence in an entry of an MRZ that no check digit of its own covers."""
BADLY = 0.7
"""Confidence in print under which a character of it is likely misread."""
MISREAD = 0.8
"""Part of the characters that such print still shares with what it says."""
NAMES = ("fullName", "lastName", "firstName", "spouseName", "otherName")
STATES = ("issuingCountry", "nationality")
"""Fields whose values are codes of states."""
CHECK_DIGITS = {"optionalData": "composite", "optionalData2": "composite"}
"""Entries whose check digit has another name than they."""
ENDLESS = {date.max.isoformat(): FOREVER}
"""How a zone says that a document does not expire, and how a report does."""

Fields = Mapping[str, FieldValue]


def zone_fields(document: DocumentType | None, mrz: Mrz | None) -> dict[str, FieldValue]:
    """What the MRZ says, by the names of the document's fields."""
    if mrz is None:
        return {}
    names = dict(document.zone) if document else {}
    doubtful = _doubtful(mrz)
    fields: dict[str, FieldValue] = {}
    for entry, text in mrz.fields.items():
        name = names.get(entry, "" if entry.startswith("optionalData") else entry)
        value = text.split("<")[0]
        if name and value:
            covered = mrz.check_digits.get(CHECK_DIGITS.get(entry, entry), False)
            confidence = mrz.confidence if covered else min(mrz.confidence, UNCHECKED)
            fields[name] = FieldValue(
                value=alpha3(value) if name in STATES else ENDLESS.get(value, value),
                confidence=confidence * (DISPUTED if entry in doubtful else 1),
                to_be_reviewed=entry in doubtful or (not mrz.valid and not covered),
                source=Source.MRZ,
                picture=mrz.picture,
                box=mrz.box,
                printed=text,
            )
    if "lastName" in fields and "firstName" in fields:
        last, first = fields["lastName"], fields["firstName"]
        whole = f"{last.value} {first.value}"
        fields["fullName"] = last.model_copy(update={"value": whole, "printed": whole})
    return fields


def _doubtful(mrz: Mrz) -> set[str]:
    """The entries with a character that the zone alone cannot tell from another."""
    found = {
        field.name
        for field in FORMATS[mrz.format].fields
        for doubt in mrz.ambiguous
        if doubt.line == field.span.line and field.span.start <= doubt.column < field.span.end
    }
    return found | ({"lastName", "firstName"} if "names" in found else set())


def merged(visual: Fields, barcode: Fields, zone: Fields) -> dict[str, FieldValue]:
    """The best value of each field: what is printed, first; then what only codes carry.

    The MRZ's two names stand for a full name only where nothing else does.
    """
    names = dict.fromkeys([*visual, *barcode, *zone])
    if "fullName" not in visual:
        names.pop("fullName", None)
    return {
        name: _best(name, visual.get(name), barcode.get(name) or zone.get(name)) for name in names
    }


def _best(name: str, printed: FieldValue | None, coded: FieldValue | None) -> FieldValue:
    if printed is None or coded is None or not coded.value:
        only = printed or coded
        if only is None:
            raise ValueError(f"no source has {name}")
        return only
    if not printed.value:
        unaccented = name in NAMES and coded.source is Source.MRZ
        return coded.model_copy(update={"to_be_reviewed": coded.to_be_reviewed or unaccented})
    if name == "expirationDate" and not any(map(str.isdigit, printed.value)):
        return printed  # it does not expire: a zone can only give a day
    if name in NAMES and coded.source is Source.MRZ:
        return _name(printed, coded)
    if squeezed(printed.value) == squeezed(coded.value):
        return _confirmed(printed, coded)
    return _disputed(printed, coded)


def _name(printed: FieldValue, coded: FieldValue) -> FieldValue:
    """A printed name, as sure as its accents are; the MRZ knows of its letters alone."""
    short = squeezed(coded.value)
    if _spells(printed.value, short):
        return printed
    for value in _with_other_marks(printed.value):
        if _spells(value, short):
            return printed.model_copy(update={"value": value, "to_be_reviewed": True})
    lower = printed.confidence * DISPUTED
    return printed.model_copy(update={"confidence": lower, "to_be_reviewed": True})


def _spells(name: str, short: str) -> bool:
    """Whether an MRZ may write a name like that, or cut it there."""
    return any(squeezed(spelling).startswith(short) for spelling in spellings(name))


def _with_other_marks(name: str) -> Iterator[str]:
    """The name with other marks on one letter of it: an MRZ tells `Ä` (AE) from `Å` (AA)."""
    for place, letter in enumerate(name):
        for other in ICAO:
            if other != letter and folded(other)[:1] == folded(letter)[:1]:
                yield name[:place] + other + name[place + 1 :]


def _confirmed(printed: FieldValue, coded: FieldValue) -> FieldValue:
    """The same letters in both: the code's accents, in the case of the print."""
    value = printed.value
    if coded.source is Source.BARCODE:
        value = coded.value.upper() if printed.value.isupper() else coded.value
    sure = coded.source is Source.BARCODE or not coded.to_be_reviewed
    return printed.model_copy(
        update={
            "value": value,
            "confidence": max(printed.confidence, coded.confidence, CERTAIN if sure else 0),
            "to_be_reviewed": not sure and printed.to_be_reviewed,
        }
    )


def _disputed(printed: FieldValue, coded: FieldValue) -> FieldValue:
    """The MRZ's value where its check digit vouches for it and the print may say the same, badly
    read; the print where it settles what the code cannot tell, a letter from a digit; else
    somebody must look. Nothing vouches for a barcode: whoever forges the print can make one.
    """
    one, other = squeezed(printed.value), squeezed(coded.value)
    misread = Levenshtein.normalized_similarity(one, other) >= MISREAD
    if printed.confidence < BADLY and misread and coded.source is Source.MRZ:
        return coded
    alike = look_alike(one) == look_alike(other)
    if coded.to_be_reviewed and not printed.to_be_reviewed and alike:
        return printed
    best = printed if coded.to_be_reviewed else coded
    lower = best.confidence * DISPUTED
    return best.model_copy(update={"confidence": lower, "to_be_reviewed": True})
