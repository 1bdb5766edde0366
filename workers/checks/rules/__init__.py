"""The rule checks: whether what a document says keeps the rules for documents of its type.

Which of them fit is the type's matter (`DocumentType.rules`); those of dates and numbers fit every
document that has such a field. A rule counts as broken only by values that were read well.
"""

from datetime import date

from app.core.report import CHECKS, Check, CheckGroup, CheckOutcome, FieldValue
from workers.checks.rules import dates, numbers
from workers.checks.rules.colon import birth_date_colon
from workers.checks.rules.qr import qr_mismatch
from workers.checks.rules.verdict import NOT_ITS, THRESHOLDS, check
from workers.documents.schema import DocumentType
from workers.reading.sources import DocumentReading

NO_TYPE = "It is not known what document this is."
UNMEASURED = "No genuine cards were there to learn what their print looks like."

OF_TYPES = (
    "idNumberLength",
    "genderAndBirthDate",
    "province",
    "expiryByAge",
    "birthDateColon",
    "birthDatePrint",
)
"""The checks that only types fit which name them in `rules`; the others fit every document."""


def rule_checks(
    reading: DocumentReading | None, *, today: date, qr_string: str | None = None
) -> list[Check]:
    """The group's checks. `qr_string`: what the client's own reader found in the card's QR code."""
    if reading is None or reading.type is None:
        return _without_type(reading, qr_string)
    document, fields = reading.type, _read(reading)
    return [
        numbers.number_format(document, fields),
        numbers.number_length(document, fields),
        numbers.gender_and_birth(document, fields),
        numbers.province(document, fields),
        dates.date_format("birthDateFormat", "birthDate", document, reading),
        dates.date_format("issuingDateFormat", "issuingDate", document, reading),
        dates.date_format("expirationDateFormat", "expirationDate", document, reading),
        dates.validity(document, fields),
        dates.expiry_by_age(document, fields, today),
        qr_mismatch(document, reading, qr_string),
        birth_date_colon(document, reading),
        _unmeasured("birthDatePrint", document),
    ]


def broken(checks: list[Check]) -> list[str]:
    """The reasons of those rules whose breaking says that the data cannot be a document's own."""
    return [
        one.reason.rstrip(".")
        for one in checks
        if one.reason
        and one.outcome is CheckOutcome.ATTENTION
        and one.name not in ("province", "qrMismatch", "birthDateColon")
    ]


def _without_type(reading: DocumentReading | None, qr_string: str | None) -> list[Check]:
    """What can be said of a document of no known type: how long its dates let it be in force."""
    known = {}
    if reading is not None:
        known["validityPeriod"] = dates.period(_read(reading))
    if qr_string is None:
        reason = "No string was given."
        known["qrMismatch"] = check("qrMismatch", CheckOutcome.NOT_APPLICABLE, reason)
    return [
        known.get(n) or check(n, CheckOutcome.NOT_PROCESSED, NO_TYPE)
        for n in CHECKS[CheckGroup.RULES]
    ]


def _read(reading: DocumentReading) -> dict[str, FieldValue]:
    return {name: value for name, value in reading.fields.items() if value.value}


def _unmeasured(name: str, document: DocumentType) -> Check:
    """What the seed asks of the oldest Vietnamese card, and this version cannot measure."""
    if name not in document.rules:
        return check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    return check(name, CheckOutcome.NOT_SUPPORTED, UNMEASURED)


__all__ = ["OF_TYPES", "THRESHOLDS", "broken", "rule_checks"]
