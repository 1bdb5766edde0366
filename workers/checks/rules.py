"""The rule checks: whether what a document says keeps the rules for documents of its type.

Which of them fit is the type's matter (`DocumentType.rules`); those of dates and numbers fit every
document that has such a field. A rule counts as broken only by values that were read well.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import partial

from app.core.report import Check, CheckGroup, CheckOutcome, FieldValue, Source
from workers.checks.agreement import Agreement, compare
from workers.checks.printed import squeezed
from workers.checks.provinces import same_province
from workers.checks.scoring import answered
from workers.checks.validity import citizen_card_ends
from workers.documents import citizen_number
from workers.documents.schema import DocumentType, Field
from workers.reading.barcodes import decode_payload
from workers.reading.confidence import MISFIT
from workers.reading.normalise import FOREVER
from workers.reading.sources import DocumentReading

THRESHOLDS = {
    "rules.confidence": 0.9,  # of every value from which a broken rule counts
    "rules.longestValidity": 15.0,  # years from issue to expiry
}

NUMBERS = ("documentNumber", "plateNumber")
BIRTH_PLACES = ("placeOfBirth", "placeOfOrigin", "address")

NO_TYPE = "It is not known what document this is."
NOT_ITS = "No such rule is known for this type of document."
UNMEASURED = {
    "birthDateColon": "No genuine cards were there to measure it on: the colon is a pixel or two.",
    "birthDatePrint": "No genuine cards were there to learn what their print looks like.",
}

OF_TYPES = ("idNumberLength", "genderAndBirthDate", "province", "expiryByAge", *UNMEASURED)
"""The checks that only types fit which name them in `rules`; the others fit every document."""

_check = partial(answered, CheckGroup.RULES)


def rule_checks(
    reading: DocumentReading | None, *, today: date, qr_string: str | None = None
) -> list[Check]:
    """The group's checks. `qr_string`: what the client's own reader found in the card's QR code."""
    if reading is None or reading.type is None:
        return [*_without_type(reading, qr_string)]
    document, fields = reading.type, _read(reading)
    return [
        _number_format(document, fields),
        _number_length(document, fields),
        _gender_and_birth(document, fields),
        _province(document, fields),
        _date_format("birthDateFormat", "birthDate", document, reading),
        _date_format("issuingDateFormat", "issuingDate", document, reading),
        _date_format("expirationDateFormat", "expirationDate", document, reading),
        _validity(document, fields),
        _expiry_by_age(document, fields, today),
        _qr(document, reading, qr_string),
        *(_unmeasured(name, document) for name in UNMEASURED),
    ]


def broken(checks: list[Check]) -> list[str]:
    """The reasons of those rules whose breaking says that the data cannot be a document's own."""
    return [
        check.reason.rstrip(".")
        for check in checks
        if check.reason
        and check.outcome is CheckOutcome.ATTENTION
        and check.name not in ("province", "qrMismatch")
    ]


NAMES = (
    "idNumberFormat",
    "idNumberLength",
    "genderAndBirthDate",
    "province",
    "birthDateFormat",
    "issuingDateFormat",
    "expirationDateFormat",
    "validityPeriod",
    "expiryByAge",
    "qrMismatch",
    *UNMEASURED,
)


def _without_type(reading: DocumentReading | None, qr_string: str | None) -> list[Check]:
    checks = [_check(name, CheckOutcome.NOT_PROCESSED, NO_TYPE) for name in NAMES]
    if reading is not None:
        at = NAMES.index("validityPeriod")
        checks[at] = _period(_read(reading))
    if qr_string is None:
        at = NAMES.index("qrMismatch")
        checks[at] = _check("qrMismatch", CheckOutcome.NOT_APPLICABLE, "No string was given.")
    return checks


def _read(reading: DocumentReading) -> dict[str, FieldValue]:
    return {name: value for name, value in reading.fields.items() if value.value}


def _field(document: DocumentType, *names: str) -> Field | None:
    return next((one for side in document.sides for one in side.fields if one.name in names), None)


def _sure(*values: FieldValue) -> bool:
    return all(value.confidence >= THRESHOLDS["rules.confidence"] for value in values)


def _verdict(name: str, fault: str | None, *values: FieldValue) -> Check:
    """`attention` where there is a fault in values that were read well."""
    measured = {"confidence": min(value.confidence for value in values)}
    picture = values[0].picture
    if fault is None:
        return _check(name, CheckOutcome.CLEAR, None, measured, picture)
    if _sure(*values):
        return _check(name, CheckOutcome.ATTENTION, fault, measured, picture)
    reason = f"{fault} But it reads too badly to judge."
    return _check(name, CheckOutcome.NOT_PROCESSED, reason, measured, picture)


def _number_format(document: DocumentType, fields: Mapping[str, FieldValue]) -> Check:
    """Whether the number has the form of the numbers of this type."""
    name, field = "idNumberFormat", _field(document, *NUMBERS)
    if field is None:
        return _check(name, CheckOutcome.NOT_APPLICABLE, "This type prints no number.")
    if not field.pattern:
        return _check(name, CheckOutcome.NOT_SUPPORTED, "The form of its numbers is not known.")
    value = fields.get(field.name)
    if value is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No number was read.")
    if re.fullmatch(field.pattern, squeezed(value.value)):
        return _verdict(name, None, value)
    return _verdict(name, f"{value.value} is no number of this type.", _as_read(value))


def _number_length(document: DocumentType, fields: Mapping[str, FieldValue]) -> Check:
    """Whether Vietnam's number has the digits of its card: nine on the oldest, else twelve."""
    name, field = "idNumberLength", _field(document, "documentNumber")
    if name not in document.rules or field is None:
        return _check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    value = fields.get("documentNumber")
    if value is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No number was read.")
    wanted = next(count for count in (9, 12) if re.fullmatch(field.pattern, "0" * count))
    count = len(squeezed(value.value))
    if count == wanted:
        return _verdict(name, None, value)
    return _verdict(name, f"It has {count} characters in place of {wanted}.", _as_read(value))


def _as_read(value: FieldValue) -> FieldValue:
    """A value as sure as its characters are: the reading takes off for a form that is wrong."""
    return value.model_copy(update={"confidence": min(1.0, value.confidence / MISFIT)})


def _gender_and_birth(document: DocumentType, fields: Mapping[str, FieldValue]) -> Check:
    """Whether sex and year of birth are those that the citizen number says."""
    name = "genderAndBirthDate"
    if name not in document.rules:
        return _check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    number, born, gender = (fields.get(n) for n in ("documentNumber", "birthDate", "gender"))
    says = citizen_number.parse(squeezed(number.value)) if number is not None else None
    if number is None or says is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No number of twelve digits was read.")
    if born is None and gender is None:
        reason = "Neither sex nor date of birth was read."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason)
    if born is not None and born.value[:4] != f"{says.year}":
        fault = f"The number says born in {says.year}, the card {born.value[:4]}."
        return _verdict(name, fault, number, born)
    if gender is not None and gender.value != says.gender:
        fault = f"The number says {says.gender}, the card {gender.value}."
        return _verdict(name, fault, number, gender)
    return _verdict(name, None, number, *(v for v in (born, gender) if v is not None))


def _province(document: DocumentType, fields: Mapping[str, FieldValue]) -> Check:
    """Whether a place on the card lies in the province whose code the citizen number begins with.

    The code is that of the birth's registration. Most cards print no such place, and whoever was
    registered in one province may come from another and live in a third: a mismatch is worth a
    look and no more, and a code that is on no list says nothing.
    """
    name = "province"
    if name not in document.rules:
        return _check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    number = fields.get("documentNumber")
    says = citizen_number.parse(squeezed(number.value)) if number is not None else None
    if number is None or says is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No number of twelve digits was read.")
    if says.province is None:
        reason = f"{number.value[:3]} is the code of no province that is known."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason)
    places = [fields[place] for place in BIRTH_PLACES if place in fields]
    placed = [place for place in places if place.parts.get("province")]
    if not placed:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No place of this card names a province.")
    named = [place.parts["province"] for place in placed]
    if any(same_province(says.province, province) for province in named):
        return _verdict(name, None, number)
    fault = f"The number is of {says.province}, the card names {', '.join(named)}."
    return _verdict(name, fault, number)


def _date_format(
    name: str, field_name: str, document: DocumentType, reading: DocumentReading
) -> Check:
    """Whether a date is one: a day of the calendar, in figures or words that mean a date."""
    if _field(document, field_name) is None and field_name not in reading.fields:
        return _check(name, CheckOutcome.NOT_APPLICABLE, "This type carries no such date.")
    value = reading.fields.get(field_name)
    if value is not None and value.value:
        return _verdict(name, None, value)
    printed = reading.visual.get(field_name)
    if printed is None or not printed.printed:
        return _check(name, CheckOutcome.NOT_PROCESSED, "It was not read.")
    return _verdict(name, f"{printed.printed} is no date.", _as_read(printed))


def _validity(document: DocumentType, fields: Mapping[str, FieldValue]) -> Check:
    """Whether the document expires after it was issued, and not later than documents do."""
    if _field(document, "expirationDate") is None and "expirationDate" not in fields:
        reason = "This type carries no date of expiry."
        return _check("validityPeriod", CheckOutcome.NOT_APPLICABLE, reason)
    return _period(fields)


def _period(fields: Mapping[str, FieldValue]) -> Check:
    name = "validityPeriod"
    issued, expires = fields.get("issuingDate"), fields.get("expirationDate")
    if expires is not None and expires.value == FOREVER:
        return _check(name, CheckOutcome.CLEAR)
    begins = day(issued.value) if issued is not None else None
    ends = day(expires.value) if expires is not None else None
    if issued is None or expires is None or begins is None or ends is None:
        reason = "Dates of issue and of expiry were not both read."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason)
    fault = None
    if ends <= begins:
        fault = f"It was issued on {begins} and expired on {ends}."
    elif (ends - begins).days > 366 * THRESHOLDS["rules.longestValidity"]:
        fault = f"From {begins} to {ends} is longer than documents are valid."
    return _verdict(name, fault, issued, expires)


def _expiry_by_age(document: DocumentType, fields: Mapping[str, FieldValue], today: date) -> Check:
    """Whether a citizen's card ends on the birthday on which the law lets it end."""
    name = "expiryByAge"
    if name not in document.rules:
        return _check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    born, expires = fields.get("birthDate"), fields.get("expirationDate")
    birth = day(born.value) if born is not None else None
    if born is None or expires is None or birth is None:
        reason = "Dates of birth and of expiry were not both read."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason)
    issued = fields.get("issuingDate")
    issue = day(issued.value) if issued is not None and _sure(issued) else None
    ends, endless = citizen_card_ends(birth, issue, today)
    lawful = {end.isoformat() for end in ends} | ({FOREVER} if endless else set())
    if expires.value in lawful:
        return _verdict(name, None, born, expires)
    fault = f"Born on {birth}, it may end on {', '.join(sorted(lawful))}; it says {expires.value}."
    return _verdict(name, fault, born, expires)


def _qr(document: DocumentType, reading: DocumentReading, qr_string: str | None) -> Check:
    """Whether the string that the client read off the QR code is this card's: print and code."""
    name = "qrMismatch"
    carries = any("vnm_citizen" in side.barcodes for side in document.sides)
    if qr_string is None or not carries:
        reason = "No string was given." if qr_string is None else "Such a card has no QR code."
        return _check(name, CheckOutcome.NOT_APPLICABLE, reason)
    payload = decode_payload("qr", qr_string)
    if payload is None or payload.kind != "vnm_citizen":
        reason = "The string is none that a citizen's card carries."
        return _check(name, CheckOutcome.ATTENTION, reason)
    pairs = [
        (field_name, said, read)
        for field_name, said in payload.fields.items()
        for source in (reading.visual, reading.barcode)
        if (read := source.get(field_name)) is not None and read.value
    ]
    if not pairs:
        return _check(name, CheckOutcome.NOT_PROCESSED, "Nothing was read to compare it with.")
    verdicts = [
        (field_name, compare(field_name, said, read.value), read)
        for field_name, said, read in pairs
    ]
    differing = [(f, read) for f, agreement, read in verdicts if agreement is Agreement.DIFFERENT]
    surely = sorted({f for f, read in differing if read.source is Source.BARCODE or _sure(read)})
    measured = {"compared": float(len(pairs)), "differing": float(len(differing))}
    if surely:
        reason = f"Card and string differ: {', '.join(surely)}."
        return _check(name, CheckOutcome.ATTENTION, reason, measured)
    if differing:
        reason = "They differ where the print reads too badly to judge."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason, measured)
    return _check(name, CheckOutcome.CLEAR, None, measured)


def _unmeasured(name: str, document: DocumentType) -> Check:
    """What the seed asks of the oldest Vietnamese card, and this version cannot measure."""
    if name not in document.rules:
        return _check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    return _check(name, CheckOutcome.NOT_SUPPORTED, UNMEASURED[name])


def day(text: str) -> date | None:
    """An ISO date; None for anything else, as a year alone."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
