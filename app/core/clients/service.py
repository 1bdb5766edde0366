"""Keeping clients, their documents and pictures. Every query is filtered by tenant."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from app.core.clients.models import Client, ClientDocument, ClientPicture
from app.core.database import transaction, utcnow
from app.core.errors import NotFoundError
from app.core.privacy import DataKey, keyed_hash
from app.core.storage import delete_folder
from app.core.verifications import service as verifications
from app.core.verifications.models import Verification


@dataclass(frozen=True)
class KnownClient:
    """A client. `details` is what the dialect keeps of it."""

    id: uuid.UUID
    kind: str
    details: dict[str, Any]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: Client) -> Self:
        """Opens what is sealed. Only of a client that was not deleted."""
        return cls(row.id, row.kind, _details(row), row.created_at, row.updated_at)


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


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed to; times are exclusive. `page` counts from 1."""

    page: int
    page_size: int
    created_after: datetime | None = None
    created_before: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    client_id: uuid.UUID | None = None
    kind: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class NewPicture:
    """A picture whose object is already stored, at `object_key(client_id, id)`."""

    id: uuid.UUID
    content_type: str
    size: int
    document_id: uuid.UUID | None = None
    side: str | None = None
    file_name: str | None = None


def folder(client_id: uuid.UUID) -> str:
    """Returns the folder of a client's pictures."""
    return f"clients/{client_id}/"


def object_key(client_id: uuid.UUID, picture_id: uuid.UUID) -> str:
    """Returns where the store has a picture of a client."""
    return f"{folder(client_id)}{picture_id}"


def create(
    session: Session, tenant_id: uuid.UUID, kind: str, details: dict[str, Any]
) -> KnownClient:
    """Makes a client. Its `email` among the details is what it can be found by."""
    row = Client(
        id=uuid.uuid4(),
        tenant_id=tenant_id,
        kind=kind,
        wrapped_key=DataKey.generate().wrap(),
    )
    _seal(row, details)
    session.add(row)
    session.flush()
    return KnownClient.of(row)


def get(session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID) -> KnownClient:
    """Raises `NotFoundError` where the tenant has no such client, or not any more."""
    return KnownClient.of(_client(session, tenant_id, client_id))


def change(
    session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID, details: dict[str, Any]
) -> KnownClient:
    """Puts other details in place of a client's. Raises `NotFoundError`."""
    row = _client(session, tenant_id, client_id)
    _seal(row, details)
    row.updated_at = utcnow()
    return KnownClient.of(row)


def page(
    session: Session, tenant_id: uuid.UUID, narrowed: Narrowed
) -> tuple[list[KnownClient], int]:
    """Returns a page of clients, newest first, and how many there are in all."""
    query = select(Client).where(Client.tenant_id == tenant_id, Client.deleted_at.is_(None))
    if narrowed.kind is not None:
        query = query.where(Client.kind == narrowed.kind)
    if narrowed.email is not None:
        query = query.where(Client.email_hash == _email_hash(tenant_id, narrowed.email))
    query = _within(query, narrowed, Client.created_at, Client.updated_at)
    order = (Client.created_at.desc(), Client.id.desc())
    rows = session.scalars(_paged(query.order_by(*order), narrowed))
    return [KnownClient.of(row) for row in rows], _count(session, query)


def forget(session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID) -> list[uuid.UUID]:
    """Deletes a client: destroys its key and redacts its verifications, whose ids are returned.

    The stored objects are deleted by `delete_objects`. Raises `NotFoundError`.
    """
    row = _client(session, tenant_id, client_id, lock=True)
    row.deleted_at = utcnow()
    row.wrapped_key = None
    row.sealed_details = None
    row.email_hash = None
    session.execute(delete(ClientPicture).where(ClientPicture.client_id == client_id))
    session.execute(delete(ClientDocument).where(ClientDocument.client_id == client_id))
    about = session.scalars(select(Verification.id).where(Verification.client_id == client_id))
    redacted = list(about)
    for request_id in redacted:
        verifications.redact(session, tenant_id, request_id)
    return redacted


def delete_objects(client_id: uuid.UUID) -> None:
    """Deletes the pictures of a client that was deleted; may be repeated."""
    delete_folder(folder(client_id))
    with transaction() as session:
        session.get_one(Client, client_id).objects_kept = False


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


def data_key(session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID) -> DataKey:
    """Returns the key under which a client's pictures are sealed. Raises `NotFoundError`."""
    return _key(_client(session, tenant_id, client_id))


def create_document(
    session: Session,
    tenant_id: uuid.UUID,
    client_id: uuid.UUID,
    named: dict[str, str | None],
) -> KnownDocument:
    """Makes a document of a client; `named` are its columns. Raises `NotFoundError`."""
    _client(session, tenant_id, client_id, lock=True)
    row = ClientDocument(id=uuid.uuid4(), tenant_id=tenant_id, client_id=client_id, **named)
    session.add(row)
    session.flush()
    return _known_document(session, row)


def get_document(session: Session, tenant_id: uuid.UUID, document_id: uuid.UUID) -> KnownDocument:
    """Raises `NotFoundError` where the tenant has no such document."""
    return _known_document(session, _document(session, tenant_id, document_id))


def change_document(
    session: Session,
    tenant_id: uuid.UUID,
    document_id: uuid.UUID,
    named: dict[str, str | None],
) -> KnownDocument:
    """Changes the named columns. Raises `NotFoundError`."""
    row = _document(session, tenant_id, document_id)
    for name, value in named.items():
        setattr(row, name, value)
    row.updated_at = utcnow()
    return _known_document(session, row)


def page_documents(
    session: Session, tenant_id: uuid.UUID, narrowed: Narrowed
) -> tuple[list[KnownDocument], int]:
    """Returns a page of documents, newest first, and how many there are in all."""
    query = select(ClientDocument).where(ClientDocument.tenant_id == tenant_id)
    if narrowed.client_id is not None:
        query = query.where(ClientDocument.client_id == narrowed.client_id)
    if narrowed.kind is not None:
        query = query.where(ClientDocument.type == narrowed.kind)
    query = _within(query, narrowed, ClientDocument.created_at, ClientDocument.updated_at)
    order = (ClientDocument.created_at.desc(), ClientDocument.id.desc())
    rows = session.scalars(_paged(query.order_by(*order), narrowed))
    return [_known_document(session, row) for row in rows], _count(session, query)


def forget_document(session: Session, tenant_id: uuid.UUID, document_id: uuid.UUID) -> list[str]:
    """Deletes a document and its pictures. Returns the objects to delete.

    Raises `NotFoundError`.
    """
    row = _document(session, tenant_id, document_id)
    _client(session, tenant_id, row.client_id, lock=True)
    pictures = session.scalars(
        select(ClientPicture).where(ClientPicture.document_id == document_id)
    ).all()
    for picture in pictures:
        session.delete(picture)
    session.flush()
    session.delete(row)
    return [object_key(picture.client_id, picture.id) for picture in pictures]


def put_picture(
    session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID, new: NewPicture
) -> tuple[KnownPicture, list[str]]:
    """Writes the row of a picture that is stored. Returns it, and the objects that it replaces.

    Raises `NotFoundError` where the client or the document was deleted meanwhile.
    """
    client = _client(session, tenant_id, client_id, lock=True)
    replaced = []
    if new.document_id is not None:
        document = _document(session, tenant_id, new.document_id)
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
        sealed_file_name=_key(client).seal(name.encode(), f"file/{new.id}") if name else None,
    )
    session.add(row)
    session.flush()
    return _known_picture(client, row), replaced


def get_photo(session: Session, tenant_id: uuid.UUID, photo_id: uuid.UUID) -> KnownPicture:
    """Raises `NotFoundError` where the tenant has no such live photo."""
    row = _photo(session, tenant_id, photo_id)
    return _known_picture(session.get_one(Client, row.client_id), row)


def page_photos(
    session: Session, tenant_id: uuid.UUID, narrowed: Narrowed
) -> tuple[list[KnownPicture], int]:
    """Returns a page of live photos, newest first, and how many there are in all."""
    query = select(ClientPicture).where(
        ClientPicture.tenant_id == tenant_id, ClientPicture.document_id.is_(None)
    )
    if narrowed.client_id is not None:
        query = query.where(ClientPicture.client_id == narrowed.client_id)
    query = _within(query, narrowed, ClientPicture.created_at, ClientPicture.updated_at)
    order = (ClientPicture.created_at.desc(), ClientPicture.id.desc())
    rows = session.scalars(_paged(query.order_by(*order), narrowed))
    known = [_known_picture(session.get_one(Client, row.client_id), row) for row in rows]
    return known, _count(session, query)


def forget_photo(session: Session, tenant_id: uuid.UUID, photo_id: uuid.UUID) -> list[str]:
    """Deletes a live photo. Returns the objects to delete. Raises `NotFoundError`."""
    row = _photo(session, tenant_id, photo_id)
    session.delete(row)
    return [object_key(row.client_id, row.id)]


def forget_side(
    session: Session, tenant_id: uuid.UUID, document_id: uuid.UUID, side: str
) -> list[str]:
    """Deletes a side of a document. Returns the objects to delete. Raises `NotFoundError`."""
    document = _document(session, tenant_id, document_id)
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


def page_verifications(
    session: Session, tenant_id: uuid.UUID, narrowed: Narrowed
) -> tuple[list[uuid.UUID], int]:
    """Returns a page of the verifications of clients, newest first, and how many there are."""
    query = select(Verification.id).where(
        Verification.tenant_id == tenant_id, Verification.client_id.is_not(None)
    )
    if narrowed.client_id is not None:
        query = query.where(Verification.client_id == narrowed.client_id)
    if narrowed.kind is not None:
        query = query.where(Verification.kind == narrowed.kind)
    changed = func.coalesce(Verification.finished_at, Verification.created_at)
    query = _within(query, narrowed, Verification.created_at, changed)
    order = (Verification.created_at.desc(), Verification.id.desc())
    ids = session.scalars(_paged(query.order_by(*order), narrowed))
    return list(ids), _count(session, query)


def _client(
    session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID, lock: bool = False
) -> Client:
    """`lock`: what belongs to a client is added and deleted by one transaction at a time."""
    query = select(Client).where(
        Client.id == client_id, Client.tenant_id == tenant_id, Client.deleted_at.is_(None)
    )
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFoundError(f"there is no client {client_id}")
    return row


def _document(session: Session, tenant_id: uuid.UUID, document_id: uuid.UUID) -> ClientDocument:
    row = session.scalar(
        select(ClientDocument).where(
            ClientDocument.id == document_id, ClientDocument.tenant_id == tenant_id
        )
    )
    if row is None:
        raise NotFoundError(f"there is no document {document_id}")
    return row


def _photo(session: Session, tenant_id: uuid.UUID, photo_id: uuid.UUID) -> ClientPicture:
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


def _known_document(session: Session, row: ClientDocument) -> KnownDocument:
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
        pictures={one.side or "": _known_picture(client, one) for one in pictures},
    )


def _known_picture(client: Client, row: ClientPicture) -> KnownPicture:
    sealed = row.sealed_file_name
    return KnownPicture(
        id=row.id,
        client_id=row.client_id,
        side=row.side,
        file_name=_key(client).open(sealed, f"file/{row.id}").decode() if sealed else None,
        content_type=row.content_type,
        size=row.size,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _key(row: Client) -> DataKey:
    if row.wrapped_key is None:
        raise NotFoundError(f"there is no client {row.id}")
    return DataKey.unwrap(row.wrapped_key)


def _seal(row: Client, details: dict[str, Any]) -> None:
    row.sealed_details = _key(row).seal(json.dumps(details).encode(), "client")
    email = details.get("email")
    row.email_hash = _email_hash(row.tenant_id, email) if email else None


def _details(row: Client) -> dict[str, Any]:
    if row.sealed_details is None:
        return {}
    opened: dict[str, Any] = json.loads(_key(row).open(row.sealed_details, "client"))
    return opened


def _email_hash(tenant_id: uuid.UUID, email: str) -> bytes:
    return keyed_hash("client-email", str(tenant_id), email.lower())


def _within(query: Select[Any], narrowed: Narrowed, created: Any, updated: Any) -> Select[Any]:
    for column, after, before in (
        (created, narrowed.created_after, narrowed.created_before),
        (updated, narrowed.updated_after, narrowed.updated_before),
    ):
        if after is not None:
            query = query.where(column > after)
        if before is not None:
            query = query.where(column < before)
    return query


def _paged(query: Select[Any], narrowed: Narrowed) -> Select[Any]:
    return query.limit(narrowed.page_size).offset((narrowed.page - 1) * narrowed.page_size)


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0
