"""What every payload has, and the dates that they share."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST = 300
"""Characters of a field: no card has room to print more."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a barcode says.

    `kind`: `vnm_citizen`, `aamva` or `fra_2ddoc`. `fields`: by the vocabulary of
    docs/documents.md, normalised as the report has them; only those that are there.
    `details`: what the code says of itself, as its version, its issuer and its signature.
    """

    kind: str
    fields: Mapping[str, str]
    details: Mapping[str, str] = field(default_factory=dict)


def iso_date(year: str, month: str, day: str) -> str | None:
    """Returns yyyy-mm-dd; None where there is no such day."""
    if not all(re.fullmatch("[0-9]+", part) for part in (year, month, day)):
        return None
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except (ValueError, OverflowError):
        return None


def present(fields: Mapping[str, str | None]) -> dict[str, str]:
    """Returns the fields that have a value, with single spaces; one that no document would print
    (too long, or with characters that do not show) is left out.
    """
    spaced = {name: " ".join(value.split()) for name, value in fields.items() if value}
    return {
        name: value
        for name, value in spaced.items()
        if value and len(value) <= LONGEST and value.isprintable()
    }
