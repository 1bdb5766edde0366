"""Accepting a verification, and redacting one."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core import pipeline
from app.core.clients.models import Client
from app.core.errors import IdempotencyMismatchError, NotFoundError
from app.core.faces import index
from app.core.history.models import Transaction
from app.core.privacy import DataKey, keyed_hash
from app.core.report import Kind, State
from app.core.settings import get_settings
from app.core.verifications.models import (
    INTERACTIVE,
    IdempotencyKey,
    Picture,
    StageRow,
    Verification,
)
from app.core.verifications.stages import notify
from app.core.webhooks.checks import PENDING
from app.core.webhooks.models import Delivery, Event
from app.core.webhooks.outbox import announce, announce_check


@dataclass
class StoredPicture:
    """A picture that is already safe in the object store."""

    name: str
    content_type: str
    size: int
    object_key: str


@dataclass
class Submission:
    """What a client asked for, translated from its dialect; its pictures are stored."""

    id: uuid.UUID
    tenant_id: uuid.UUID
    api_key_id: uuid.UUID
    kind: Kind
    request: dict[str, Any]
    key: DataKey
    api_code: str
    pictures: list[StoredPicture] = field(default_factory=list)
    priority: int = INTERACTIVE
    idempotency_key: str | None = None
    fingerprint: bytes = b""
    client_id: uuid.UUID | None = None


class ReplayedError(Exception):
    """The same `Idempotency-Key` came with the same content before."""

    def __init__(self, request_id: uuid.UUID) -> None:
        super().__init__(str(request_id))
        self.request_id = request_id


def replay_of(
    session: Session, tenant_id: uuid.UUID, idempotency_key: str, fingerprint: bytes
) -> uuid.UUID | None:
    """Returns the verification that this key made, None where it has made none yet.

    Raises `IdempotencyMismatchError` where it came with other content.
    """
    row = session.get(IdempotencyKey, (tenant_id, _idempotency_hash(idempotency_key)))
    if row is None:
        return None
    lifetime = timedelta(seconds=get_settings().api.idempotency_lifetime)
    if row.created_at + lifetime < session.scalar(select(func.now())):  # type: ignore[operator]
        session.execute(
            delete(IdempotencyKey).where(
                IdempotencyKey.tenant_id == tenant_id,
                IdempotencyKey.key_hash == row.key_hash,
                IdempotencyKey.created_at == row.created_at,
            )
        )
        return None
    if row.fingerprint != fingerprint:
        raise IdempotencyMismatchError()
    return row.verification_id


def accept(session: Session, submission: Submission) -> None:
    """Writes the verification with all its stages. Once this is committed it cannot be lost.

    Raises `NotFoundError` where the client was deleted meanwhile, `ReplayedError` where another
    request with the same key was faster, and `DuplicateFaceError` where a face is to be indexed
    under an id that is taken: the caller's transaction rolls back and its pictures are to be
    deleted.
    """
    request = submission.request
    if submission.client_id is not None:
        _hold_client(session, submission.client_id)
    session.add(
        Verification(
            id=submission.id,
            tenant_id=submission.tenant_id,
            api_key_id=submission.api_key_id,
            kind=submission.kind,
            state=State.INIT,
            priority=submission.priority,
            wrapped_key=submission.key.wrap(),
            sealed_request=submission.key.seal(json.dumps(request).encode(), "request"),
            transaction_hash=transaction_hash(submission.tenant_id, request.get("transactionId")),
            external_hash=external_hash(submission.tenant_id, request.get("externalId")),
            client_id=submission.client_id,
        )
    )
    session.flush()
    for stage in pipeline.PIPELINES[submission.kind]:
        ready = not stage.needs
        session.add(
            StageRow(
                verification_id=submission.id,
                name=stage.name,
                queue=stage.queue,
                state="due" if ready else "waiting",
                due_at=func.now() if ready else None,
                pending=len(stage.needs),
            )
        )
    for picture in submission.pictures:
        session.add(Picture(verification_id=submission.id, **vars(picture)))
    session.add(
        Transaction(
            id=submission.id,
            tenant_id=submission.tenant_id,
            verification_id=submission.id,
            api_code=submission.api_code,
        )
    )
    session.flush()
    if submission.idempotency_key is not None:
        _remember(session, submission, submission.idempotency_key)
    if submission.kind is Kind.FACE_INDEX:
        index.reserve(session, submission.tenant_id, submission.id, request)
    if submission.client_id is not None:
        announce_check(session, session.get_one(Verification, submission.id), PENDING)
    notify(session, submission.id)


def _hold_client(session: Session, client_id: uuid.UUID) -> None:
    """Keeps a client from being deleted until the transaction ends: its deletion redacts all."""
    query = select(Client.id).where(Client.id == client_id, Client.deleted_at.is_(None))
    if session.scalar(query.with_for_update(read=True)) is None:
        raise NotFoundError(f"there is no client {client_id}")


def _remember(session: Session, submission: Submission, idempotency_key: str) -> None:
    statement = (
        insert(IdempotencyKey)
        .values(
            tenant_id=submission.tenant_id,
            key_hash=_idempotency_hash(idempotency_key),
            fingerprint=submission.fingerprint,
            verification_id=submission.id,
        )
        .on_conflict_do_nothing()
        .returning(IdempotencyKey.verification_id)
    )
    while session.scalar(statement) is None:
        # Someone was faster, or a key is in the way that is not remembered any more.
        winner = replay_of(session, submission.tenant_id, idempotency_key, submission.fingerprint)
        if winner is not None:
            raise ReplayedError(winner)


def redact(session: Session, tenant_id: uuid.UUID, request_id: uuid.UUID) -> bool:
    """Destroys the key and everything personal; the row stays for the audit.

    The stored pictures are named in `pictures` until they are deleted (`objects_kept`).
    Returns False where the tenant has no such verification. A second redaction does nothing.
    """
    verification = session.scalar(
        select(Verification)
        .where(Verification.id == request_id, Verification.tenant_id == tenant_id)
        .with_for_update()
    )
    if verification is None:
        return False
    if verification.redacted_at is not None:
        return True
    verification.redacted_at = func.now()
    verification.wrapped_key = None
    verification.sealed_request = None
    verification.sealed_report = None
    verification.sealed_resolution = None
    verification.external_hash = None
    verification.transaction_hash = None
    running = verification.finished_at is None
    if running:
        verification.state = State.ERROR
        verification.error_code = "redacted"
        verification.finished_at = func.now()
    session.execute(
        update(StageRow).where(StageRow.verification_id == request_id).values(sealed_findings=None)
    )
    session.execute(
        update(StageRow)
        .where(
            StageRow.verification_id == request_id,
            StageRow.state.in_(("waiting", "due", "running")),
        )
        .values(state="skipped", lease_until=None, finished_at=func.now())
    )
    session.execute(
        update(Transaction)
        .where(Transaction.verification_id == request_id)
        .values(sealed_body=None, wrapped_key=None)
    )
    index.forget(session, request_id)
    events = select(Event.id).where(Event.verification_id == request_id)
    session.execute(update(Delivery).where(Delivery.event_id.in_(events)).values(sealed_url=None))
    session.flush()
    if running:
        announce(session, verification, "verification.error")
    notify(session, request_id)
    return True


def transaction_hash(tenant_id: uuid.UUID, transaction_id: str | None) -> bytes | None:
    """Returns the keyed hash by which a client's `transactionId` is found."""
    return keyed_hash("transaction", str(tenant_id), transaction_id) if transaction_id else None


def external_hash(tenant_id: uuid.UUID, external_id: str | None) -> bytes | None:
    """Returns the keyed hash by which a client's `externalId` is found."""
    return keyed_hash("external", str(tenant_id), external_id) if external_id else None


def _idempotency_hash(idempotency_key: str) -> bytes:
    return keyed_hash("idempotency", idempotency_key)
