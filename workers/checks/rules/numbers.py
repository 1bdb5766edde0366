"""The rules of numbers: their form, and what a Vietnamese citizen's number says of its holder."""

import re
from collections.abc import Mapping

from app.core.report import Check, CheckOutcome, FieldValue
from workers.checks.printed import squeezed
from workers.checks.provinces import same_province
from workers.checks.rules.verdict import NOT_ITS, check, field_of, misfit, verdict
from workers.documents import citizen_number
from workers.documents.schema import DocumentType

NUMBERS = ("documentNumber", "plateNumber")
PLACES = ("placeOfBirth", "placeOfOrigin", "address")


def number_format(document: DocumentType, fields: Mapping[str, FieldValue]) -> Check:
    """Whether the number has the form of the numbers of this type."""
    name, field = "idNumberFormat", field_of(document, *NUMBERS)
    if field is None:
        return check(name, CheckOutcome.NOT_APPLICABLE, "This type prints no number.")
    if not field.pattern:
        return check(name, CheckOutcome.NOT_SUPPORTED, "The form of its numbers is not known.")
    value = fields.get(field.name)
    if value is None:
        return check(name, CheckOutcome.NOT_PROCESSED, "No number was read.")
    if re.fullmatch(field.pattern, squeezed(value.value)):
        return verdict(name, None, value)
    return misfit(name, f"{value.value} is no number of this type.", document, value)


def number_length(document: DocumentType, fields: Mapping[str, FieldValue]) -> Check:
    """Whether Vietnam's number has the digits of its card: nine on the oldest, else twelve."""
    name, field = "idNumberLength", field_of(document, "documentNumber")
    if name not in document.rules or field is None:
        return check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    value = fields.get("documentNumber")
    if value is None:
        return check(name, CheckOutcome.NOT_PROCESSED, "No number was read.")
    wanted = next(count for count in (9, 12) if re.fullmatch(field.pattern, "0" * count))
    count = len(squeezed(value.value))
    if count == wanted:
        return verdict(name, None, value)
    return misfit(name, f"It has {count} characters in place of {wanted}.", document, value)


def gender_and_birth(document: DocumentType, fields: Mapping[str, FieldValue]) -> Check:
    """Whether sex and year of birth are those that the citizen number says."""
    name = "genderAndBirthDate"
    if name not in document.rules:
        return check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    number, born, gender = (fields.get(n) for n in ("documentNumber", "birthDate", "gender"))
    says = citizen_number.parse(squeezed(number.value)) if number is not None else None
    if number is None or says is None:
        return check(name, CheckOutcome.NOT_PROCESSED, "No number of twelve digits was read.")
    if born is None and gender is None:
        reason = "Neither sex nor date of birth was read."
        return check(name, CheckOutcome.NOT_PROCESSED, reason)
    if born is not None and born.value[:4] != f"{says.year}":
        fault = f"The number says born in {says.year}, the card {born.value[:4]}."
        return verdict(name, fault, number, born)
    if gender is not None and gender.value != says.gender:
        fault = f"The number says {says.gender}, the card {gender.value}."
        return verdict(name, fault, number, gender)
    return verdict(name, None, number, *(v for v in (born, gender) if v is not None))


def province(document: DocumentType, fields: Mapping[str, FieldValue]) -> Check:
    """Whether a place on the card lies in the province whose code the citizen number begins with.

    The code is that of the birth's registration. Most cards print no such place, and whoever was
    registered in one province may come from another and live in a third: a mismatch is worth a
    look and no more, and a code that is on no list says nothing.
    """
    name = "province"
    if name not in document.rules:
        return check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    number = fields.get("documentNumber")
    says = citizen_number.parse(squeezed(number.value)) if number is not None else None
    if number is None or says is None:
        return check(name, CheckOutcome.NOT_PROCESSED, "No number of twelve digits was read.")
    if says.province is None:
        reason = f"{number.value[:3]} is the code of no province that is known."
        return check(name, CheckOutcome.NOT_PROCESSED, reason)
    places = [fields[place] for place in PLACES if place in fields]
    placed = [place for place in places if place.parts.get("province")]
    if not placed:
        return check(name, CheckOutcome.NOT_PROCESSED, "No place of this card names a province.")
    named = [place.parts["province"] for place in placed]
    if any(same_province(says.province, one) for one in named):
        return verdict(name, None, number)
    fault = f"The number is of {says.province}, the card names {', '.join(named)}."
    return verdict(name, fault, number)
