"""Writing events and their deliveries, in the transaction of what happened."""

import json
import uuid

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.privacy import DataKey
from app.core.verifications.models import Verification
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
    `callbackUrl`.
    """
    event_id = session.scalar(
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
    if event_id is None:
        return
    endpoints = session.scalars(
        select(WebhookEndpoint).where(
            WebhookEndpoint.tenant_id == verification.tenant_id,
            WebhookEndpoint.enabled,
            WebhookEndpoint.deleted_at.is_(None),
        )
    )
    for endpoint in endpoints:
        if not endpoint.event_types or event_type in endpoint.event_types:
            session.add(
                Delivery(
                    event_id=event_id, tenant_id=verification.tenant_id, endpoint_id=endpoint.id
                )
            )
    callback = _callback_url(verification)
    if callback is not None:
        session.add(
            Delivery(event_id=event_id, tenant_id=verification.tenant_id, sealed_url=callback)
        )


def _callback_url(verification: Verification) -> bytes | None:
    if verification.wrapped_key is None or verification.sealed_request is None:
        return None
    key = DataKey.unwrap(verification.wrapped_key)
    request = json.loads(key.open(verification.sealed_request, "request"))
    url = request.get("callbackUrl")
    return key.seal(url.encode(), "callback-url") if url else None
