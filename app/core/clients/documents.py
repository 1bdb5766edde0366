"""Keeping the documents of clients."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clients.lists import Narrowed, page_of
from app.core.clients.models import Client, ClientDocument, ClientPicture
from app.core.clients.pictures import KnownPicture, object_key
from app.core.clients.rows import client_row, document_row
from app.core.database import utcnow


@dataclass(frozen=True)
class KnownDocument:
    """A document of a client, with its pictures by side."""

    id: uuid.UUID
    client_id: uuid.UUID
    type: str
    classification: str | None
    issuing_country: str | None
    created_at: datetime
    updated_at: datetime
    pictures: dict[str, KnownPicture]


def create(
    session: Session,
    tenant_id: uuid.UUID,
    client_id: uuid.UUID,
    named: dict[str, str | None],
) -> KnownDocument:
    """Makes a document of a client; `named` are its columns. Raises `NotFoundError`."""
    client_row(session, tenant_id, client_id, lock=True)
    row = ClientDocument(id=uuid.uuid4(), tenant_id=tenant_id, client_id=client_id, **named)
    session.add(row)
    session.flush()
    return _known(session, row)


def get(session: Session, tenant_id: uuid.UUID, document_id: uuid.UUID) -> KnownDocument:
    """Raises `NotFoundError` where the tenant has no such document."""
    return _known(session, document_row(session, tenant_id, document_id))


def change(
    session: Session,
    tenant_id: uuid.UUID,
    document_id: uuid.UUID,
    named: dict[str, str | None],
) -> KnownDocument:
    """Changes the named columns. Raises `NotFoundError`."""
    row = document_row(session, tenant_id, document_id)
    for name, value in named.items():
        setattr(row, name, value)
    row.updated_at = utcnow()
    return _known(session, row)


def page(
    session: Session, tenant_id: uuid.UUID, narrowed: Narrowed
) -> tuple[list[KnownDocument], int]:
    """Returns a page of documents, newest first, and how many there are in all."""
    query = select(ClientDocument).where(ClientDocument.tenant_id == tenant_id)
    if narrowed.client_id is not None:
        query = query.where(ClientDocument.client_id == narrowed.client_id)
    if narrowed.kind is not None:
        query = query.where(ClientDocument.type == narrowed.kind)
    rows, total = page_of(session, query, narrowed, ClientDocument)
    return [_known(session, row) for row in rows], total


def forget(session: Session, tenant_id: uuid.UUID, document_id: uuid.UUID) -> list[str]:
    """Deletes a document and its pictures. Returns the objects to delete.

    Raises `NotFoundError`.
    """
    row = document_row(session, tenant_id, document_id)
    client_row(session, tenant_id, row.client_id, lock=True)
    pictures = session.scalars(
        select(ClientPicture).where(ClientPicture.document_id == document_id)
    ).all()
    for picture in pictures:
        session.delete(picture)
    session.flush()
    session.delete(row)
    return [object_key(picture.client_id, picture.id) for picture in pictures]


def _known(session: Session, row: ClientDocument) -> KnownDocument:
    client = session.get_one(Client, row.client_id)
    pictures = session.scalars(
        select(ClientPicture)
        .where(ClientPicture.document_id == row.id)
        .order_by(ClientPicture.created_at)
    )
    return KnownDocument(
        id=row.id,
        client_id=row.client_id,
        type=row.type,
        classification=row.classification,
        issuing_country=row.issuing_country,
        created_at=row.created_at,
        updated_at=row.updated_at,
        pictures={one.side or "": KnownPicture.of(client, one) for one in pictures},
    )
