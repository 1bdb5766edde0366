"""The verification, its stages and its pictures: the queue and the truth.

`sealed_…` columns are ciphertext under the verification's key. Redaction sets
`wrapped_key` and every one of them to NULL.
"""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clients.models import Client
from app.core.database import Base, utcnow
from app.core.tenants.models import ApiKey, Tenant

INTERACTIVE = 0
BATCH = 1


class Verification(Base):
    """One request to verify something. Its id is the `requestId`.

    `client_id`: whom it is about, where the tenant keeps its clients here.
    """

    __tablename__ = "verifications"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id))
    api_key_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(ApiKey.id))
    kind: Mapped[str]
    state: Mapped[str]
    outcome: Mapped[str | None]
    priority: Mapped[int] = mapped_column(default=INTERACTIVE)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    admitted_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    redacted_at: Mapped[datetime | None]
    wrapped_key: Mapped[bytes | None]
    sealed_request: Mapped[bytes | None]
    sealed_report: Mapped[bytes | None]
    resolution: Mapped[str | None]
    resolved_at: Mapped[datetime | None]
    sealed_resolution: Mapped[bytes | None]
    error_code: Mapped[str | None]
    transaction_hash: Mapped[bytes | None]
    external_hash: Mapped[bytes | None]
    client_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Client.id))
    objects_kept: Mapped[bool] = mapped_column(default=True)
    work_kept: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        Index("ix_verifications_page", "tenant_id", text("created_at DESC"), text("id DESC")),
        Index("ix_verifications_transaction", "tenant_id", "transaction_hash"),
        Index(
            "ix_verifications_of_clients",
            "tenant_id",
            "client_id",
            postgresql_where=text("client_id IS NOT NULL"),
        ),
        Index(
            "ix_verifications_waiting",
            "tenant_id",
            "priority",
            "created_at",
            postgresql_where=text("admitted_at IS NULL AND finished_at IS NULL"),
        ),
        Index(
            "ix_verifications_running",
            "tenant_id",
            postgresql_where=text("admitted_at IS NOT NULL AND finished_at IS NULL"),
        ),
        Index(
            "ix_verifications_to_clean",
            "finished_at",
            postgresql_where=text("work_kept OR (objects_kept AND redacted_at IS NOT NULL)"),
        ),
    )


class StageRow(Base):
    """One stage of one verification.

    `state`: `waiting` (for `pending` other stages), `due`, `running` (leased until
    `lease_until`), `done`, `failed`, `skipped` (what it needs has failed).
    `published_at`: when its message was last given to the broker.
    """

    __tablename__ = "stages"

    verification_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(Verification.id), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    queue: Mapped[str]
    state: Mapped[str]
    pending: Mapped[int]
    attempt: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    sealed_findings: Mapped[bytes | None]
    error_code: Mapped[str | None]

    __table_args__ = (
        Index("ix_stages_due", "due_at", postgresql_where=text("state = 'due'")),
        Index("ix_stages_leased", "lease_until", postgresql_where=text("state = 'running'")),
    )


class Picture(Base):
    """One stored picture of a verification: what was sent, or a crop that is kept."""

    __tablename__ = "pictures"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    verification_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Verification.id), index=True)
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    object_key: Mapped[str] = mapped_column(unique=True)


class IdempotencyKey(Base):
    """An `Idempotency-Key` of a tenant, by its hash, and the verification that it made."""

    __tablename__ = "idempotency_keys"

    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id), primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    verification_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Verification.id))
    created_at: Mapped[datetime] = mapped_column(default=utcnow, index=True)
