"""Events in the form of ComplyCube's checks, for endpoints that a client of that API made.

The dispatcher knows the core alone, so the words stand here. A payload holds nothing personal: the
result is to be asked for.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from app.core.report import Kind, State
from app.core.verifications.models import Verification
from app.core.webhooks.models import Event

FORM = "complycube"
SIGNATURE = "complycube-signature"
EVERY = "*"
PENDING = "check.pending"
COMPLETED = "check.completed"
FAILED = "check.failed"
UPDATED = "check.updated"
BY_OUTCOME = {"clear": "check.completed.clear", "attention": "check.completed.attention"}
EVENT_TYPES = (PENDING, COMPLETED, *BY_OUTCOME.values(), FAILED, UPDATED)

CHECK_TYPES = {Kind.DOCUMENT.value: "document_check", Kind.IDENTITY.value: "identity_check"}
STATUS = {
    State.INIT.value: "pending",
    State.IN_PROGRESS.value: "pending",
    State.FINISHED.value: "complete",
    State.FAILED.value: "complete",
    State.ERROR.value: "failed",
}
"""A check is `complete` where there is a report, also one that says that there was no document."""


def names(verification: Verification, event_type: str) -> tuple[str, ...]:
    """Returns what an event of ours is called here; nothing where no client is concerned."""
    if verification.client_id is None:
        return ()
    if event_type == "verification.error":
        return (FAILED,)
    if event_type == "verification.resolved":
        return (UPDATED,)
    closer = BY_OUTCOME.get(verification.outcome or "")
    return (COMPLETED, closer) if closer else (COMPLETED,)


def wants(event_types: list[str], event_type: str) -> bool:
    """Whether an endpoint is told. `*` is every type but those that name an outcome."""
    chosen = event_type in BY_OUTCOME.values()
    return event_type in event_types or (EVERY in event_types and not chosen)


def payload(event: Event, verification: Verification) -> bytes:
    """Returns the body of an event: which check, and how it stands."""
    body: dict[str, Any] = {
        "id": str(event.id),
        "type": event.type,
        "resourceType": "check",
        "payload": {
            "id": str(verification.id),
            "clientId": str(verification.client_id),
            "type": CHECK_TYPES[verification.kind],
            "status": STATUS[verification.state],
            "outcome": verification.outcome,
            "createdAt": _moment(verification.created_at),
            "updatedAt": _moment(verification.finished_at or verification.created_at),
        },
        "createdAt": _moment(event.created_at),
    }
    return json.dumps(body, separators=(",", ":")).encode()


def signature(secret: str, body: bytes) -> str:
    """Returns the hexadecimal HMAC-SHA256 that the official clients look for."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
