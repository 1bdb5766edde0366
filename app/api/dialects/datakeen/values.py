"""How Datakeen writes values. docs/api/datakeen.md has the table."""

import re
from collections.abc import Callable

from app.api.dialects.datakeen.schemas import ExtractedInformation, Value
from app.core.report import Document, FieldValue, Mrz

ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
DEPARTMENT = re.compile(r"\(\s*(\d{2,3}|2[AB])\s*\)\s*$")
"""A department behind the name of a place: `PARIS 1ER ( 75 )`."""
SEX = {"female": "F", "male": "M", "other": "X"}
COUNTRY = {"FRA": "FR", "VNM": "VN"}
"""The countries whose cards have models, as the page's example writes `FR`."""
PERMITS = ("living_permit_fr_2011", "living_permit_fr_2021")

NOT_READ = Value(confidence=None, value="")

Form = Callable[[str], str]


def as_read(value: str) -> str:
    return value


def dotted(value: str) -> str:
    """Writes a date as `31.12.1999`; a year alone, or words, as they are."""
    return ISO_DAY.sub(r"\3.\2.\1", value)


def with_commas(value: str) -> str:
    """Joins first names with commas."""
    return ",".join(re.findall(r"[^,\s]+", value))


def sex(value: str) -> str:
    return SEX.get(value, value)


def department(value: str) -> str:
    """Returns the department that is printed behind a place, `""` where none is."""
    printed = DEPARTMENT.search(value)
    return printed[1] if printed else ""


def information(document: Document) -> ExtractedInformation:
    """Returns the 19 values of a document."""
    fields, zone = document.extracted.fields, document.extracted.mrz
    own_number = "optionalData" if document.model in PERMITS else "documentNumber"
    lines = "\n".join(zone.lines) if zone is not None else ""
    country = COUNTRY.get(document.country or "", document.country or "")
    return ExtractedInformation(
        address=_read(fields.get("address")),
        birth_country=NOT_READ,
        birth_date=_read(fields.get("birthDate"), dotted),
        birth_date_mrz=_zone(zone, "birthDate", dotted),
        birth_department=_read(fields.get("placeOfBirth"), department),
        birth_place=_read(fields.get("placeOfBirth")),
        country_code=_value(country, document.confidence),
        delivery_date=_read(fields.get("issuingDate"), dotted),
        expiry_date=_read(fields.get("expirationDate"), dotted),
        first_name=_read(fields.get("firstName"), with_commas),
        first_name_mrz=_zone(zone, "firstName", with_commas),
        gender=_read(fields.get("gender"), sex),
        id_number=_read(fields.get("documentNumber")),
        id_number_mrz=_zone(zone, own_number),
        last_name=_read(fields.get("lastName")),
        last_name_mrz=_zone(zone, "lastName"),
        mrz=_value(lines, zone.confidence if zone is not None else None),
        nationality=_read(fields.get("nationality")),
        spouse_name=_read(fields.get("spouseName")),
    )


def _value(text: str, confidence: float | None) -> Value:
    return Value(confidence=confidence, value=text) if text else NOT_READ


def _read(field: FieldValue | None, form: Form = as_read) -> Value:
    return _value(form(field.value), field.confidence) if field is not None else NOT_READ


def _zone(zone: Mrz | None, name: str, form: Form = as_read) -> Value:
    """A value of the zone; its confidence is that in the zone."""
    return (
        _value(form(zone.fields.get(name, "")), zone.confidence) if zone is not None else NOT_READ
    )
