"""Every authenticated request that asked for a verification, also one that was refused."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, utcnow
from app.core.tenants.models import Tenant
from app.core.verifications.models import Verification


class Transaction(Base):
    """One request. `sealed_body` is the answer as it was given, where it cannot be rendered
    from the verification: a refusal, under `wrapped_key`. `status_code` is that of a refusal, or
    of a dialect's answer; None where a verification's own state tells it.
    """

    __tablename__ = "transactions"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id))
    verification_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Verification.id))
    api_code: Mapped[str]
    status_code: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    wrapped_key: Mapped[bytes | None]
    sealed_body: Mapped[bytes | None]

    __table_args__ = (Index("ix_transactions_page", "tenant_id", text("created_at DESC")),)
