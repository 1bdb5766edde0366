"""Settling by hand what asks for attention."""

import json
import uuid
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.database import utcnow
from app.core.errors import ConflictError, NotFoundError
from app.core.privacy import DataKey
from app.core.report import Outcome
from app.core.verifications.models import Verification
from app.core.verifications.stages import notify
from app.core.webhooks.outbox import announce


def resolve(
    session: Session,
    tenant_id: uuid.UUID,
    request_id: uuid.UUID,
    outcome: Literal["clear", "rejected"],
    reviewer: str,
    reason: str,
) -> None:
    """Writes down, once, how a reviewer settled an `attention`. The report stays as it is.

    Raises `NotFoundError`, or `ConflictError` where there is nothing to settle: another
    outcome, settled already, redacted.
    """
    verification = session.scalar(
        select(Verification)
        .where(Verification.id == request_id, Verification.tenant_id == tenant_id)
        .with_for_update()
    )
    if verification is None:
        raise NotFoundError(f"there is no verification {request_id}")
    if verification.resolution is not None:
        raise ConflictError("the verification is settled already")
    if verification.outcome != Outcome.ATTENTION or verification.wrapped_key is None:
        raise ConflictError("only a verification that asks for attention can be settled")
    now = utcnow()
    record = {
        "outcome": outcome,
        "reviewer": reviewer,
        "reason": reason,
        "resolvedAt": now.isoformat(),
    }
    key = DataKey.unwrap(verification.wrapped_key)
    verification.resolution = outcome
    verification.resolved_at = now
    verification.sealed_resolution = key.seal(json.dumps(record).encode(), "resolution")
    session.flush()
    announce(session, verification, "verification.resolved")
    notify(session, request_id)
