"""Writing events and their deliveries, in the transaction of what happened."""

import json
import uuid
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.privacy import DataKey
from app.core.verifications.models import Verification
from app.core.webhooks import checks
from app.core.webhooks.models import Delivery, Event, WebhookEndpoint

EVENT_TYPES = (
    "verification.finished",
    "verification.failed",
    "verification.error",
    "verification.resolved",
)


def announce(session: Session, verification: Verification, event_type: str) -> None:
    """Writes an event, once for each verification and type, and a delivery for each target.

    Targets are the tenant's enabled endpoints that want this type, and the request's own
    `callbackUrl`. What happens to a verification of a client is told in the form of checks too.
    """
    event_id = _write(session, verification, event_type)
    if event_id is None:
        return
    _deliver(session, verification, event_id, None, lambda types: not types or event_type in types)
    callback = _callback_url(verification)
    if callback is not None:
        session.add(
            Delivery(event_id=event_id, tenant_id=verification.tenant_id, sealed_url=callback)
        )
    for name in checks.names(verification, event_type):
        announce_check(session, verification, name)


def announce_check(session: Session, verification: Verification, event_type: str) -> None:
    """Writes an event of a client's check, once, and a delivery for each endpoint that wants it."""
    event_id = _write(session, verification, event_type)
    if event_id is not None:
        _deliver(
            session,
            verification,
            event_id,
            checks.FORM,
            lambda types: checks.wants(types, event_type),
        )


def _write(session: Session, verification: Verification, event_type: str) -> uuid.UUID | None:
    """Writes an event and returns its id, None where it was written before."""
    return session.scalar(
        insert(Event)
        .values(
            id=uuid.uuid4(),
            tenant_id=verification.tenant_id,
            verification_id=verification.id,
            type=event_type,
        )
        .on_conflict_do_nothing(index_elements=["verification_id", "type"])
        .returning(Event.id)
    )


def _deliver(
    session: Session,
    verification: Verification,
    event_id: uuid.UUID,
    form: str | None,
    wanted: Callable[[list[str]], bool],
) -> None:
    """Writes a delivery for each endpoint of this form whose event types are wanted."""
    endpoints = session.scalars(
        select(WebhookEndpoint).where(
            WebhookEndpoint.tenant_id == verification.tenant_id,
            WebhookEndpoint.enabled,
            WebhookEndpoint.deleted_at.is_(None),
            WebhookEndpoint.form.is_not_distinct_from(form),
        )
    )
    for endpoint in endpoints:
        if wanted(endpoint.event_types):
            session.add(
                Delivery(
                    event_id=event_id, tenant_id=verification.tenant_id, endpoint_id=endpoint.id
                )
            )


def _callback_url(verification: Verification) -> bytes | None:
    if verification.wrapped_key is None or verification.sealed_request is None:
        return None
    key = DataKey.unwrap(verification.wrapped_key)
    request = json.loads(key.open(verification.sealed_request, "request"))
    url = request.get("callbackUrl")
    return key.seal(url.encode(), "callback-url") if url else None
