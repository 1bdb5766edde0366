"""How HyperVerge writes what was read. docs/api/hyperverge.md has the table."""

import re
from collections.abc import Callable

from app.api.dialects.findings import find
from app.api.dialects.hyperverge.schemas import Address, Confidence, Fields, MrzString, Value
from app.core.report import CheckGroup, CheckOutcome, Document, FieldValue, Report

ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
SEX = {"female": "F", "male": "M", "other": "X"}
NONE = Value(value="", confidence="low")
"""What was not read: nobody knows whether it stands there."""

SETTLED = (CheckOutcome.CLEAR, CheckOutcome.ATTENTION)


def fields(report: Report, place: int) -> Fields:
    """Returns the 23 fields of a document, by its place in the report."""
    document = report.documents[place]
    read = document.extracted.fields

    def value(*names: str, form: Callable[[str], str] = str) -> Value:
        return _value(next((read[name] for name in names if name in read), None), form)

    return Fields(
        first_name=value("firstName"),
        middle_name=NONE,
        last_name=value("lastName"),
        full_name=value("fullName") if "fullName" in read else _whole_name(document),
        date_of_birth=value("birthDate", form=_day),
        date_of_issue=value("issuingDate", form=_day),
        date_of_expiry=value("expirationDate", form=_day),
        country_code=value("issuingCountry") if "issuingCountry" in read else _country(document),
        type=value("documentCode"),
        address=_address(read.get("address")),
        gender=value("gender", form=_sex),
        id_number=value("documentNumber"),
        place_of_birth=value("placeOfBirth"),
        place_of_issue=value("placeOfIssue", "issuingAuthority"),
        year_of_birth=_year(read.get("birthDate")),
        age=_age(report, place),
        father_name=NONE,
        mother_name=NONE,
        husband_name=NONE,
        spouse_name=value("spouseName"),
        nationality=value("nationality"),
        mrz_string=_zone(document),
        home_town=value("placeOfOrigin"),
    )


def _day(text: str) -> str:
    """Writes a date as `31-12-1999`; a year alone, or words, as they are."""
    return ISO_DAY.sub(r"\3-\2-\1", text)


def _sex(text: str) -> str:
    return SEX.get(text, text)


def _sure(field: FieldValue) -> Confidence:
    return "low" if field.to_be_reviewed else "high"


def _value(field: FieldValue | None, form: Callable[[str], str]) -> Value:
    return NONE if field is None else Value(value=form(field.value), confidence=_sure(field))


def _whole_name(document: Document) -> Value:
    """Joins a name that is printed in two parts."""
    read = document.extracted.fields
    parts = [read[name] for name in ("firstName", "lastName") if name in read]
    sure: Confidence = "low" if any(part.to_be_reviewed for part in parts) else "high"
    name = " ".join(part.value for part in parts if part.value)
    return Value(value=name, confidence=sure) if name else NONE


def _country(document: Document) -> Value:
    return Value(value=document.country, confidence="high") if document.country else NONE


def _year(born: FieldValue | None) -> Value:
    return NONE if born is None else Value(value=born.value[:4], confidence=_sure(born))


def _age(report: Report, place: int) -> Value:
    """The age, where the core needed it: with `minimumAge`."""
    check = find(report, CheckGroup.CLIENT_VALIDATION, "ageVerification", place)
    if check is None or "age" not in check.measured:
        return NONE
    sure: Confidence = "high" if check.outcome in SETTLED else "low"
    return Value(value=str(int(check.measured["age"])), confidence=sure)


def _address(field: FieldValue | None) -> Address:
    """The page has no ward: it is `additionalInfo`."""
    parts = field.parts if field is not None else {}
    return Address(
        value=field.value if field is not None else "",
        confidence=_sure(field) if field is not None else "low",
        additional_info=parts.get("ward", ""),
        street=parts.get("street", ""),
        house_number="",
        district=parts.get("district", ""),
        province=parts.get("province", ""),
        zip_code="",
    )


def _zone(document: Document) -> MrzString:
    """The zone's lines one below the other, and what stands in them."""
    zone = document.extracted.mrz
    said = zone.fields if zone is not None else {}
    names = [said[name] for name in ("firstName", "lastName") if name in said]
    return MrzString(
        value="\n".join(zone.lines) if zone is not None else "",
        id_number=said.get("documentNumber", ""),
        full_name=" ".join(names),
        gender=_sex(said.get("gender", "")),
        date_of_birth=_day(said.get("birthDate", "")),
        date_of_expiry=_day(said.get("expirationDate", "")),
        nationality=said.get("nationality", ""),
        confidence="high" if zone is not None and zone.valid else "low",
    )
