"""Webhook endpoints, events, and one delivery for each event and target."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, utcnow
from app.core.tenants.models import Tenant
from app.core.verifications.models import Verification


class WebhookEndpoint(Base):
    """An address of a tenant that is told of events. `sealed_secret` signs what it gets.

    `form`: whose events it gets; None is our own, else as in `app.core.webhooks.checks`.
    """

    __tablename__ = "webhook_endpoints"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id), index=True)
    url: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    event_types: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    sealed_secret: Mapped[bytes]
    enabled: Mapped[bool] = mapped_column(default=True)
    disabled_reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    updated_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    form: Mapped[str | None]


class Event(Base):
    """Something that happened to a verification, once. Its id is the `webhook-id`."""

    __tablename__ = "events"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id))
    verification_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Verification.id))
    type: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)

    __table_args__ = (UniqueConstraint("verification_id", "type"),)


class Delivery(Base):
    """One event on its way to one target.

    `endpoint_id` is NULL for the `callbackUrl` of a request, whose address is then in
    `sealed_url`, under the verification's key. `state`: `pending`, `delivered`, `failed`.
    """

    __tablename__ = "deliveries"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Event.id))
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id))
    endpoint_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(WebhookEndpoint.id))
    sealed_url: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(default=utcnow)
    lease_until: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    delivered_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("event_id", "endpoint_id", postgresql_nulls_not_distinct=True),
        Index("ix_deliveries_endpoint", "endpoint_id", text("created_at DESC")),
        Index("ix_deliveries_due", "next_attempt_at", postgresql_where=text("state = 'pending'")),
    )
