"""The rows of deliveries on their way: taking due ones, writing down how it went."""

import json
import random
import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, text, update
from sqlalchemy.orm import Session

from app.core.privacy import DataKey
from app.core.settings import get_settings
from app.core.verifications.content import open_report, open_request
from app.core.verifications.models import Verification
from app.core.webhooks import checks
from app.core.webhooks.models import Delivery, Event, WebhookEndpoint
from app.core.webhooks.service import callback_secret, endpoint_secret

JITTER = 0.2
LEASE_MARGIN = 5.0  # seconds beyond the limit of one delivery
LONGEST_PAUSE = 86_400.0  # seconds; what `Retry-After` may ask for at most

DUE = text("""
    WITH busy AS (
        SELECT coalesce(endpoint_id, tenant_id) AS target, count(*) AS running
        FROM deliveries WHERE state = 'pending' AND lease_until > now() GROUP BY 1
    ), ranked AS (
        SELECT id, next_attempt_at, coalesce(busy.running, 0) + row_number() OVER (
            PARTITION BY coalesce(endpoint_id, tenant_id) ORDER BY next_attempt_at, id
        ) AS turn
        FROM deliveries LEFT JOIN busy ON busy.target = coalesce(endpoint_id, tenant_id)
        WHERE state = 'pending' AND next_attempt_at <= now()
          AND (lease_until IS NULL OR lease_until <= now())
    )
    SELECT id FROM ranked WHERE turn <= :per_endpoint ORDER BY turn, next_attempt_at LIMIT :most
""")


@dataclass(frozen=True)
class Letter:
    """A delivery with all that sending it takes. `url` is None where there is no way.

    `headers`: what its form has beside those of Standard Webhooks.
    """

    delivery_id: uuid.UUID
    attempt: int
    event_id: uuid.UUID
    url: str | None
    secret: str
    body: bytes
    headers: dict[str, str]


def take_due(session: Session, most: int) -> list[uuid.UUID]:
    """Leases up to `most` due deliveries, no more for one target than the settings allow."""
    settings = get_settings().webhooks
    session.execute(
        update(Delivery)
        .where(
            Delivery.state == "pending",
            Delivery.attempts > len(settings.schedule),
            Delivery.lease_until <= func.now(),
        )
        .values(state="failed", lease_until=None, last_error="every attempt was cut short")
    )
    due = session.scalars(DUE, {"per_endpoint": settings.per_endpoint, "most": most}).all()
    lease = timedelta(seconds=settings.timeout + LEASE_MARGIN)
    return list(
        session.scalars(
            update(Delivery)
            .where(
                Delivery.id.in_(due),
                Delivery.state == "pending",
                (Delivery.lease_until.is_(None)) | (Delivery.lease_until <= func.now()),
            )
            .values(lease_until=func.now() + lease, attempts=Delivery.attempts + 1)
            .returning(Delivery.id)
        )
    )


def letter(session: Session, delivery_id: uuid.UUID) -> Letter:
    """Writes what is to be sent: the event, with the report as it is now."""
    delivery = session.get_one(Delivery, delivery_id)
    event = session.get_one(Event, delivery.event_id)
    verification = session.get_one(Verification, event.verification_id)
    if delivery.endpoint_id is not None:
        endpoint = session.get_one(WebhookEndpoint, delivery.endpoint_id)
        url = endpoint.url if endpoint.enabled else None
        secret = endpoint_secret(endpoint)
    else:
        url = _callback(delivery, verification)
        secret = callback_secret(delivery.tenant_id)
    headers = {}
    if event.type in checks.EVENT_TYPES:
        body = checks.payload(event, verification)
        headers[checks.SIGNATURE] = checks.signature(secret, body)
    else:
        body = _payload(event, verification)
    return Letter(delivery.id, delivery.attempts, event.id, url, secret, body, headers)


def _callback(delivery: Delivery, verification: Verification) -> str | None:
    if delivery.sealed_url is None or verification.wrapped_key is None:
        return None
    return (
        DataKey.unwrap(verification.wrapped_key).open(delivery.sealed_url, "callback-url").decode()
    )


def _payload(event: Event, verification: Verification) -> bytes:
    report = open_report(verification)
    request = open_request(verification)
    body = {
        "type": event.type,
        "timestamp": event.created_at.isoformat(),
        "data": {
            "requestId": str(verification.id),
            "kind": verification.kind,
            "state": verification.state,
            "outcome": verification.outcome,
            "resolution": verification.resolution,
            "externalId": request.get("externalId"),
            "transactionId": request.get("transactionId"),
            "metadata": request.get("metadata"),
            "report": report.model_dump(mode="json", by_alias=True) if report else None,
        },
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def delivered(session: Session, delivery_id: uuid.UUID, status: int) -> None:
    """Only a 2xx counts as delivered."""
    delivery = session.get_one(Delivery, delivery_id)
    delivery.state = "delivered"
    delivery.delivered_at = func.now()
    delivery.lease_until = None
    delivery.last_status = status
    delivery.last_error = None


def not_delivered(
    session: Session,
    delivery_id: uuid.UUID,
    status: int | None,
    error: str,
    retry_after: float | None = None,
) -> None:
    """Writes down a failed attempt: it comes again after the schedule's pause, or is over.

    `retry_after`: seconds that the receiver asked for, if it did.
    """
    schedule = get_settings().webhooks.schedule
    delivery = session.get_one(Delivery, delivery_id)
    delivery.lease_until = None
    delivery.last_status = status
    delivery.last_error = error
    if delivery.attempts > len(schedule):
        delivery.state = "failed"
        return
    pause = schedule[delivery.attempts - 1] * (1 + JITTER * random.random())  # noqa: S311
    pause = max(pause, min(retry_after or 0, LONGEST_PAUSE))
    delivery.next_attempt_at = func.now() + timedelta(seconds=pause)


def given_up(session: Session, delivery_id: uuid.UUID, status: int | None, error: str) -> None:
    """Ends a delivery for good. A 410 also disables its endpoint."""
    delivery = session.get_one(Delivery, delivery_id)
    delivery.state = "failed"
    delivery.lease_until = None
    delivery.last_status = status
    delivery.last_error = error
    if status == 410 and delivery.endpoint_id is not None:
        endpoint = session.get_one(WebhookEndpoint, delivery.endpoint_id)
        endpoint.enabled = False
        endpoint.disabled_reason = "it answered 410 Gone"
