"""Keeping clients: people and companies, with what their dialect keeps of them."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.clients.lists import Narrowed, page_of
from app.core.clients.models import Client, ClientDocument, ClientPicture
from app.core.clients.rows import client_row, key_of
from app.core.database import utcnow
from app.core.privacy import DataKey, keyed_hash
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
    return KnownClient.of(client_row(session, tenant_id, client_id))


def change(
    session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID, details: dict[str, Any]
) -> KnownClient:
    """Puts other details in place of a client's. Raises `NotFoundError`."""
    row = client_row(session, tenant_id, client_id)
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
    rows, total = page_of(session, query, narrowed, Client)
    return [KnownClient.of(row) for row in rows], total


def forget(session: Session, tenant_id: uuid.UUID, client_id: uuid.UUID) -> list[uuid.UUID]:
    """Deletes a client: destroys its key and redacts its verifications, whose ids are returned.

    The stored objects are deleted by `pictures.delete_objects`. Raises `NotFoundError`.
    """
    row = client_row(session, tenant_id, client_id, lock=True)
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


def _seal(row: Client, details: dict[str, Any]) -> None:
    row.sealed_details = key_of(row).seal(json.dumps(details).encode(), "client")
    email = details.get("email")
    row.email_hash = _email_hash(row.tenant_id, email) if email else None


def _details(row: Client) -> dict[str, Any]:
    if row.sealed_details is None:
        return {}
    opened: dict[str, Any] = json.loads(key_of(row).open(row.sealed_details, "client"))
    return opened


def _email_hash(tenant_id: uuid.UUID, email: str) -> bytes:
    return keyed_hash("client-email", str(tenant_id), email.lower())
