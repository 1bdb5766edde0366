"""The rules of dates: that they are dates, and how long a document is in force."""

from collections.abc import Mapping
from datetime import date

from app.core.report import Check, CheckOutcome, FieldValue
from workers.checks.rules.verdict import (
    NOT_ITS,
    THRESHOLDS,
    check,
    field_of,
    misfit,
    sure,
    verdict,
)
from workers.checks.validity import citizen_card_ends, day_of
from workers.documents.schema import DocumentType
from workers.reading.normalise import FOREVER
from workers.reading.sources import DocumentReading


def date_format(
    name: str, field_name: str, document: DocumentType, reading: DocumentReading
) -> Check:
    """Whether a date is one: a day of the calendar, in figures or words that mean a date."""
    if field_of(document, field_name) is None and field_name not in reading.fields:
        return check(name, CheckOutcome.NOT_APPLICABLE, "This type carries no such date.")
    value = reading.fields.get(field_name)
    if value is not None and value.value:
        return verdict(name, None, value)
    printed = reading.visual.get(field_name)
    if printed is None or not printed.printed:
        return check(name, CheckOutcome.NOT_PROCESSED, "It was not read.")
    return misfit(name, f"{printed.printed} is no date.", document, printed)


def validity(document: DocumentType, fields: Mapping[str, FieldValue]) -> Check:
    """Whether the document expires after it was issued, and not later than documents do.

    What ends on a birthday (`expiry_by_age`) may be in force for as long as that is away.
    """
    if field_of(document, "expirationDate") is None and "expirationDate" not in fields:
        reason = "This type carries no date of expiry."
        return check("validityPeriod", CheckOutcome.NOT_APPLICABLE, reason)
    return period(fields, any_length="expiryByAge" in document.rules)


def period(fields: Mapping[str, FieldValue], *, any_length: bool = False) -> Check:
    """The same of a document of which it is not known what it has to say."""
    name = "validityPeriod"
    issued, expires = fields.get("issuingDate"), fields.get("expirationDate")
    if expires is not None and expires.value == FOREVER:
        return check(name, CheckOutcome.CLEAR)
    begins = day_of(issued)
    ends = day_of(expires)
    if issued is None or expires is None or begins is None or ends is None:
        reason = "Dates of issue and of expiry were not both read."
        return check(name, CheckOutcome.NOT_PROCESSED, reason)
    fault = None
    if ends <= begins:
        fault = f"It was issued on {begins} and expired on {ends}."
    elif not any_length and (ends - begins).days > 366 * THRESHOLDS["rules.longestValidity"]:
        fault = f"From {begins} to {ends} is longer than documents are valid."
    return verdict(name, fault, issued, expires)


def expiry_by_age(document: DocumentType, fields: Mapping[str, FieldValue], today: date) -> Check:
    """Whether a citizen's card ends on the birthday on which the law lets it end."""
    name = "expiryByAge"
    if name not in document.rules:
        return check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    born, expires = fields.get("birthDate"), fields.get("expirationDate")
    birth = day_of(born)
    if born is None or expires is None or birth is None:
        reason = "Dates of birth and of expiry were not both read."
        return check(name, CheckOutcome.NOT_PROCESSED, reason)
    issued = fields.get("issuingDate")
    issue = day_of(issued) if issued is not None and sure(issued) else None
    ends, endless = citizen_card_ends(birth, issue, today)
    lawful = {end.isoformat() for end in ends} | ({FOREVER} if endless else set())
    if expires.value in lawful:
        return verdict(name, None, born, expires)
    fault = f"Born on {birth}, it may end on {', '.join(sorted(lawful))}; it says {expires.value}."
    return verdict(name, fault, born, expires)
