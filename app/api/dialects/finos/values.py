"""How FinOS writes values and checks. docs/api/finos.md has the table."""

import re
from collections.abc import Callable

from app.api.dialects.finos.schemas import Value, YesNo
from app.core.report import Check, CheckOutcome, FieldValue

ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
SEX = {"female": "Nữ", "male": "Nam"}
SEX_OF_PASSPORT = {"female": "NỮ/F", "male": "NAM/M"}
COUNTRY = {"VNM": "Việt Nam"}
NATIONALITY_OF_PASSPORT = {"VNM": "VIETNAMESE"}

Form = Callable[[FieldValue], str]


def as_read(field: FieldValue) -> str:
    return field.value


def as_printed(field: FieldValue) -> str:
    return field.printed or field.value


def dashed(field: FieldValue) -> str:
    """Writes a date as `31-12-1999`; a year alone, or words, as they are."""
    return ISO_DAY.sub(r"\3-\2-\1", field.value)


def slashed(field: FieldValue) -> str:
    """Writes a date as `31/12/1999`; a year alone, or words, as they are."""
    return ISO_DAY.sub(r"\3/\2/\1", field.value)


def named(names: dict[str, str]) -> Form:
    """Returns the form that replaces codes by names; what has no name is as printed."""
    return lambda field: names.get(field.value, as_printed(field))


NOT_KNOWN = Value(value="", to_be_reviewed="yes")
"""What could not be judged, as the page's example has it for `photoTampered`."""

FOUND = {CheckOutcome.ATTENTION: "yes", CheckOutcome.CLEAR: "no"}


def yes(told: bool) -> YesNo:
    return "yes" if told else "no"


def value_of(outcome: CheckOutcome | None) -> Value:
    """Returns a check as FinOS says it: `yes` is found, `no` looked for and not found."""
    found = FOUND.get(outcome) if outcome is not None else None
    return Value(value=found, to_be_reviewed="no") if found is not None else NOT_KNOWN


def checked(check: Check | None) -> Value:
    """Returns a check of the report as FinOS says it; None is one that was not made."""
    return value_of(check.outcome if check is not None else None)
