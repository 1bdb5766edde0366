"""Webhook endpoints and their deliveries. Every query is filtered by tenant."""

import base64
import secrets
import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.database import utcnow
from app.core.errors import ConflictError, NotFoundError
from app.core.privacy import keyed_hash, open_secret, seal_secret
from app.core.webhooks.models import Delivery, Event, WebhookEndpoint

SECRET_BYTES = 32  # Standard Webhooks asks for 24 to 64


def new_secret() -> str:
    return _as_secret(secrets.token_bytes(SECRET_BYTES))


def _as_secret(raw: bytes) -> str:
    return "whsec_" + base64.b64encode(raw).decode()


def callback_secret(tenant_id: uuid.UUID) -> str:
    """Returns the secret that signs what goes to the `callbackUrl`s of a tenant."""
    return _as_secret(keyed_hash("callback-secret", str(tenant_id)))


def endpoint_secret(endpoint: WebhookEndpoint) -> str:
    return open_secret(endpoint.sealed_secret, f"webhook/{endpoint.id}")


def set_secret(endpoint: WebhookEndpoint, secret: str) -> None:
    endpoint.sealed_secret = seal_secret(secret, f"webhook/{endpoint.id}")


def create_endpoint(
    session: Session,
    tenant_id: uuid.UUID,
    url: str,
    description: str,
    event_types: list[str],
    form: str | None = None,
    enabled: bool = True,
) -> tuple[WebhookEndpoint, str]:
    """Makes an endpoint that gets events of a form. Returns it and its secret."""
    secret = new_secret()
    endpoint = WebhookEndpoint(
        id=uuid.uuid4(),
        tenant_id=tenant_id,
        url=url,
        description=description,
        event_types=event_types,
        form=form,
        enabled=enabled,
    )
    set_secret(endpoint, secret)
    session.add(endpoint)
    session.flush()
    return endpoint, secret


def get_endpoint(
    session: Session, tenant_id: uuid.UUID, endpoint_id: uuid.UUID, form: str | None = None
) -> WebhookEndpoint:
    """Raises `NotFoundError` where the tenant has no such endpoint of this form."""
    endpoint = session.scalar(
        select(WebhookEndpoint).where(
            WebhookEndpoint.id == endpoint_id,
            WebhookEndpoint.tenant_id == tenant_id,
            WebhookEndpoint.deleted_at.is_(None),
            WebhookEndpoint.form.is_not_distinct_from(form),
        )
    )
    if endpoint is None:
        raise NotFoundError(f"there is no webhook endpoint {endpoint_id}")
    return endpoint


def list_endpoints(
    session: Session, tenant_id: uuid.UUID, form: str | None = None
) -> list[WebhookEndpoint]:
    """Returns the tenant's endpoints of this form, oldest first."""
    return list(
        session.scalars(
            select(WebhookEndpoint)
            .where(
                WebhookEndpoint.tenant_id == tenant_id,
                WebhookEndpoint.deleted_at.is_(None),
                WebhookEndpoint.form.is_not_distinct_from(form),
            )
            .order_by(WebhookEndpoint.created_at)
        )
    )


def change_endpoint(
    session: Session,
    tenant_id: uuid.UUID,
    endpoint_id: uuid.UUID,
    changes: dict[str, str | list[str] | bool],
    form: str | None = None,
) -> WebhookEndpoint:
    """Changes the named columns. Enabling forgets why it was disabled."""
    endpoint = get_endpoint(session, tenant_id, endpoint_id, form)
    endpoint.updated_at = utcnow()
    for name, value in changes.items():
        setattr(endpoint, name, value)
    if changes.get("enabled"):
        endpoint.disabled_reason = None
    return endpoint


def delete_endpoint(
    session: Session, tenant_id: uuid.UUID, endpoint_id: uuid.UUID, form: str | None = None
) -> None:
    """The row stays for the deliveries that name it; what is pending is given up."""
    endpoint = get_endpoint(session, tenant_id, endpoint_id, form)
    endpoint.deleted_at = utcnow()
    endpoint.enabled = False


def rotate_secret(
    session: Session, tenant_id: uuid.UUID, endpoint_id: uuid.UUID
) -> tuple[WebhookEndpoint, str]:
    endpoint = get_endpoint(session, tenant_id, endpoint_id)
    secret = new_secret()
    set_secret(endpoint, secret)
    return endpoint, secret


def list_deliveries(
    session: Session, tenant_id: uuid.UUID, endpoint_id: uuid.UUID, limit: int
) -> list[tuple[Delivery, Event]]:
    """Returns the newest deliveries of an endpoint with their events."""
    get_endpoint(session, tenant_id, endpoint_id)
    rows = session.execute(
        select(Delivery, Event)
        .join(Event, Event.id == Delivery.event_id)
        .where(Delivery.tenant_id == tenant_id, Delivery.endpoint_id == endpoint_id)
        .order_by(Delivery.created_at.desc(), Delivery.id)
        .limit(limit)
    )
    return [(delivery, event) for delivery, event in rows]


def get_delivery(
    session: Session, tenant_id: uuid.UUID, endpoint_id: uuid.UUID, delivery_id: uuid.UUID
) -> tuple[Delivery, Event]:
    """Returns a delivery with its event. Raises `NotFoundError`."""
    get_endpoint(session, tenant_id, endpoint_id)
    row = session.execute(
        select(Delivery, Event)
        .join(Event, Event.id == Delivery.event_id)
        .where(
            Delivery.id == delivery_id,
            Delivery.tenant_id == tenant_id,
            Delivery.endpoint_id == endpoint_id,
        )
    ).first()
    if row is None:
        raise NotFoundError(f"there is no delivery {delivery_id}")
    return row[0], row[1]


def send_again(
    session: Session, tenant_id: uuid.UUID, endpoint_id: uuid.UUID, delivery_id: uuid.UUID
) -> None:
    """Makes a delivery due again, with the same event id.

    Raises `NotFoundError`, or `ConflictError` where the endpoint is disabled.
    """
    delivery, _ = get_delivery(session, tenant_id, endpoint_id, delivery_id)
    if not get_endpoint(session, tenant_id, endpoint_id).enabled:
        raise ConflictError("the endpoint is disabled; enable it first")
    delivery.state = "pending"
    delivery.attempts = 0
    delivery.next_attempt_at = func.now()
