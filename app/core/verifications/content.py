"""Opening what is sealed in a verification's row."""

import json
from typing import Any

from app.core.privacy import DataKey
from app.core.report import Report
from app.core.verifications.models import Verification


def open_report(verification: Verification) -> Report | None:
    """Returns the report, None where there is none, or not any more."""
    if verification.sealed_report is None or verification.wrapped_key is None:
        return None
    key = DataKey.unwrap(verification.wrapped_key)
    return Report.model_validate_json(key.open(verification.sealed_report, "report"))


def open_request(verification: Verification) -> dict[str, Any]:
    """Returns what the client sent as `request`, camelCase; empty after a redaction."""
    if verification.sealed_request is None or verification.wrapped_key is None:
        return {}
    key = DataKey.unwrap(verification.wrapped_key)
    opened: dict[str, Any] = json.loads(key.open(verification.sealed_request, "request"))
    return opened


def open_resolution(verification: Verification) -> dict[str, Any] | None:
    """Returns how a reviewer settled the verification, camelCase; None where nobody did."""
    if verification.sealed_resolution is None or verification.wrapped_key is None:
        return None
    key = DataKey.unwrap(verification.wrapped_key)
    opened: dict[str, Any] = json.loads(key.open(verification.sealed_resolution, "resolution"))
    return opened
