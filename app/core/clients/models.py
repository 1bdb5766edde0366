"""Clients: the people and companies that a tenant verifies, their documents and pictures.

`sealed_…` columns are ciphertext under the client's key; so are the pictures in the store. Deleting
a client destroys the key.
"""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, utcnow
from app.core.tenants.models import Tenant


class Client(Base):
    """A person or a company. The row of a deleted one stays while `objects_kept`."""

    __tablename__ = "clients"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id))
    kind: Mapped[str]
    wrapped_key: Mapped[bytes | None]
    sealed_details: Mapped[bytes | None]
    email_hash: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)
    deleted_at: Mapped[datetime | None]
    objects_kept: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        Index("ix_clients_page", "tenant_id", text("created_at DESC"), text("id DESC")),
        Index(
            "ix_clients_to_clean",
            "deleted_at",
            postgresql_where=text("objects_kept AND deleted_at IS NOT NULL"),
        ),
    )


class ClientDocument(Base):
    """A document of a client, as the client says what it is."""

    __tablename__ = "client_documents"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id), index=True)
    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Client.id), index=True)
    type: Mapped[str]
    classification: Mapped[str | None]
    issuing_country: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)


class ClientPicture(Base):
    """A side of a document (`side` is `front` or `back`), or a live photo, which has neither."""

    __tablename__ = "client_pictures"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id), index=True)
    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Client.id), index=True)
    document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(ClientDocument.id))
    side: Mapped[str | None]
    content_type: Mapped[str]
    size: Mapped[int]
    sealed_file_name: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)

    __table_args__ = (UniqueConstraint("document_id", "side"),)
