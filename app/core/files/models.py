"""Pictures that were uploaded to be used later."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, utcnow
from app.core.tenants.models import Tenant


class Upload(Base):
    """One uploaded picture, by its token, which is its id. Sealed under a key of its own.

    The row is committed before the object is stored, so that no object is without a row.
    """

    __tablename__ = "uploads"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id))
    content_type: Mapped[str]
    size: Mapped[int]
    wrapped_key: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime] = mapped_column(index=True)
