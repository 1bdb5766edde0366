"""How ComplyCube writes values. docs/api/complycube.md has the table."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app.api.dialects.complycube.countries import ALPHA_2
from app.core.report import Check, CheckOutcome

ISO_DAY = re.compile(r"(\d{4})(?:-(\d\d)-(\d\d))?")
METRES = re.compile(r"(\d)\.(\d\d)")

Form = Callable[[str], Any]
"""Writes a value of the report; None is left out, since ComplyCube has no words for it."""


def moment(when: datetime) -> str:
    """Writes a time as `2023-08-18T12:50:02.168Z`."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_read(value: str) -> str:
    return value


def names(value: str) -> list[str]:
    """Given names as a list; commas part them, or else spaces."""
    parts = value.split(",") if "," in value else value.split()
    return [part.strip() for part in parts if part.strip()]


def one_name(value: str) -> list[str]:
    """A surname as a list of one: it may have several words."""
    return [value]


def day(value: str) -> dict[str, int] | None:
    """Writes a date as `{"day": 3, "month": 9, "year": 1995}`; of a year alone the year."""
    match = ISO_DAY.fullmatch(value)
    if match is None:
        return None
    year, month, of_month = match.groups()
    if month is None:
        return {"year": int(year)}
    return {"day": int(of_month), "month": int(month), "year": int(year)}


def country(value: str) -> str | None:
    """Writes a country's two letters."""
    return ALPHA_2.get(value)


def centimetres(value: str) -> str:
    """Writes a height as `175 cm`."""
    match = METRES.fullmatch(value)
    return f"{int(match[1] + match[2])} cm" if match else value


JUDGED = (CheckOutcome.CLEAR, CheckOutcome.ATTENTION)


def outcome(check: Check | None) -> str:
    """Returns what a check found; `not_processed` where it does not apply or cannot be done."""
    if check is None or check.outcome not in JUDGED:
        return CheckOutcome.NOT_PROCESSED.value
    return check.outcome.value
