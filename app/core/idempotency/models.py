"""Calls that came with an `Idempotency-Key`, but for those that submit a verification."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, utcnow
from app.core.tenants.models import Tenant


class IdempotentCall(Base):
    """One call by the hash of its key, and what it made or changed.

    A verification has a row of its own kind (`IdempotencyKey`), which is written with it.
    """

    __tablename__ = "idempotent_calls"

    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id), primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    made: Mapped[uuid.UUID]
    created_at: Mapped[datetime] = mapped_column(default=utcnow, index=True)
