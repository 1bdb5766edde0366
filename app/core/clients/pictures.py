"""Keeping the pictures of clients: the sides of their documents, and live photos.

Their bytes lie in the object store, in one folder for each client, sealed under the client's key.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clients.lists import Narrowed, page_of
from app.core.clients.models import Client, ClientPicture
from app.core.clients.rows import client_row, document_row, key_of, photo_row
from app.core.database import transaction, utcnow
from app.core.errors import NotFoundError
from app.core.privacy import DataKey
from app.core.storage import delete_folder


@dataclass(frozen=True)
class KnownPicture:
    """A picture of a client, without its bytes."""

    id: uuid.UUID
    client_id: uuid.UUID
    side: str | None
    file_name: str | None
    content_type: str
    size: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, client: Client, row: ClientPicture) -> Self:
        """Opens what is sealed. Only of a client that was not deleted."""
        sealed = row.sealed_file_name
        return cls(
            id=row.id,
            client_id=row.client_id,
            side=row.side,
            file_name=key_of(client).open(sealed, f"file/{row.id}").decode() if sealed else None,
            content_type=row.content_type,
            size=row.size,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


@dataclass(frozen=True)
class NewPicture:
    """A picture whose object is already stored, at `object_key(client_id, id)`."""

    id: uuid.UUID
    content_type: str
    size: int
    document_id: uuid.UUID | None = None
    side: str | None = None
    file_name: str | None = None


def object_key(client_id: uuid.UUID, picture_id: uuid.UUID) -> str:
    """Returns where the store has a picture of a client."""
    return f"{_folder(client_id)}{picture_id}"


def data_key(session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID) -> DataKey:
    """Returns the key under which a client's pictures are sealed. Raises `NotFoundError`."""
    return key_of(client_row(session, tenant_id, client_id))


def put(
    session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID, new: NewPicture
) -> tuple[KnownPicture, list[str]]:
    """Writes the row of a picture that is stored. Returns it, and the objects that it replaces.

    Raises `NotFoundError` where the client or the document was deleted meanwhile.
    """
    client = client_row(session, tenant_id, client_id, lock=True)
    replaced = []
    if new.document_id is not None:
        document = document_row(session, tenant_id, new.document_id)
        document.updated_at = utcnow()
        for old in session.scalars(
            select(ClientPicture).where(
                ClientPicture.document_id == new.document_id, ClientPicture.side == new.side
            )
        ):
            replaced.append(object_key(client_id, old.id))
            session.delete(old)
        session.flush()
    name = new.file_name
    row = ClientPicture(
        id=new.id,
        tenant_id=tenant_id,
        client_id=client_id,
        document_id=new.document_id,
        side=new.side,
        content_type=new.content_type,
        size=new.size,
        sealed_file_name=key_of(client).seal(name.encode(), f"file/{new.id}") if name else None,
    )
    session.add(row)
    session.flush()
    return KnownPicture.of(client, row), replaced


def forget_side(
    session: Session, tenant_id: uuid.UUID, document_id: uuid.UUID, side: str
) -> list[str]:
    """Deletes a side of a document. Returns the objects to delete. Raises `NotFoundError`."""
    document = document_row(session, tenant_id, document_id)
    row = session.scalar(
        select(ClientPicture).where(
            ClientPicture.document_id == document_id, ClientPicture.side == side
        )
    )
    if row is None:
        raise NotFoundError(f"the document has no picture of its {side}")
    document.updated_at = utcnow()
    session.delete(row)
    return [object_key(row.client_id, row.id)]


def get_photo(session: Session, tenant_id: uuid.UUID, photo_id: uuid.UUID) -> KnownPicture:
    """Raises `NotFoundError` where the tenant has no such live photo."""
    row = photo_row(session, tenant_id, photo_id)
    return KnownPicture.of(session.get_one(Client, row.client_id), row)


def page_photos(
    session: Session, tenant_id: uuid.UUID, narrowed: Narrowed
) -> tuple[list[KnownPicture], int]:
    """Returns a page of live photos, newest first, and how many there are in all."""
    query = select(ClientPicture).where(
        ClientPicture.tenant_id == tenant_id, ClientPicture.document_id.is_(None)
    )
    if narrowed.client_id is not None:
        query = query.where(ClientPicture.client_id == narrowed.client_id)
    rows, total = page_of(session, query, narrowed, ClientPicture)
    known = [KnownPicture.of(session.get_one(Client, row.client_id), row) for row in rows]
    return known, total


def forget_photo(session: Session, tenant_id: uuid.UUID, photo_id: uuid.UUID) -> list[str]:
    """Deletes a live photo. Returns the objects to delete. Raises `NotFoundError`."""
    row = photo_row(session, tenant_id, photo_id)
    session.delete(row)
    return [object_key(row.client_id, row.id)]


def to_clean(session: Session, limit: int) -> list[uuid.UUID]:
    """Returns deleted clients whose pictures are still in the store."""
    return list(
        session.scalars(
            select(Client.id)
            .where(Client.objects_kept, Client.deleted_at.is_not(None))
            .order_by(Client.deleted_at)
            .limit(limit)
        )
    )


def delete_objects(client_id: uuid.UUID) -> None:
    """Deletes the pictures of a client that was deleted; may be repeated."""
    delete_folder(_folder(client_id))
    with transaction() as session:
        session.get_one(Client, client_id).objects_kept = False


def _folder(client_id: uuid.UUID) -> str:
    return f"clients/{client_id}/"
