"""The rows of a tenant's clients, and the key that each client's rows and pictures are sealed with.

Every query is filtered by tenant.
"""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clients.models import Client, ClientDocument, ClientPicture
from app.core.errors import NotFoundError
from app.core.privacy import DataKey


def client_row(
    session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID, lock: bool = False
) -> Client:
    """Raises `NotFoundError` where the tenant has no such client, or not any more.

    `lock`: what belongs to a client is added and deleted by one transaction at a time.
    """
    query = select(Client).where(
        Client.id == client_id, Client.tenant_id == tenant_id, Client.deleted_at.is_(None)
    )
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFoundError(f"there is no client {client_id}")
    return row


def document_row(session: Session, tenant_id: uuid.UUID, document_id: uuid.UUID) -> ClientDocument:
    """Raises `NotFoundError` where the tenant has no such document."""
    row = session.scalar(
        select(ClientDocument).where(
            ClientDocument.id == document_id, ClientDocument.tenant_id == tenant_id
        )
    )
    if row is None:
        raise NotFoundError(f"there is no document {document_id}")
    return row


def photo_row(session: Session, tenant_id: uuid.UUID, photo_id: uuid.UUID) -> ClientPicture:
    """Raises `NotFoundError` where the tenant has no such live photo."""
    row = session.scalar(
        select(ClientPicture).where(
            ClientPicture.id == photo_id,
            ClientPicture.tenant_id == tenant_id,
            ClientPicture.document_id.is_(None),
        )
    )
    if row is None:
        raise NotFoundError(f"there is no live photo {photo_id}")
    return row


def key_of(row: Client) -> DataKey:
    """Raises `NotFoundError` where the key was destroyed: the client was deleted."""
    if row.wrapped_key is None:
        raise NotFoundError(f"there is no client {row.id}")
    return DataKey.unwrap(row.wrapped_key)
