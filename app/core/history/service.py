"""The history of requests: what was asked, when, and how it was answered."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.database import utcnow
from app.core.history.models import Transaction
from app.core.privacy import DataKey
from app.core.report import Kind
from app.core.verifications import repository
from app.core.verifications.repository import Snapshot

API_CODES: dict[Kind, str] = {
    Kind.DOCUMENT: "VERIFY_DOCUMENT",
    Kind.IDENTITY: "VERIFY_IDENTITY",
    Kind.FACE_COMPARE: "FACE_COMPARE",
    Kind.LIVENESS: "LIVENESS_CHECK_SERVER",
    Kind.FACE_INDEX: "RECOGNITION_FACE_INDEXING",
    Kind.FACE_SEARCH: "RECOGNITION_FACE_SEARCHING",
}


@dataclass(frozen=True)
class Entry:
    """One request of the history, with its verification where it became one."""

    transaction: Transaction
    snapshot: Snapshot | None

    def stored_body(self) -> str | None:
        """Returns the answer as it was given, where it was stored."""
        sealed, wrapped = self.transaction.sealed_body, self.transaction.wrapped_key
        if sealed is None or wrapped is None:
            return None
        return DataKey.unwrap(wrapped).open(sealed, "body").decode()


def record_refusal(
    session: Session,
    request_id: uuid.UUID,
    tenant_id: uuid.UUID,
    api_code: str,
    status_code: int,
    body: bytes,
) -> None:
    """Records a request that was refused, with the answer that it got."""
    key = DataKey.generate()
    session.execute(
        insert(Transaction)
        .values(
            id=request_id,
            tenant_id=tenant_id,
            api_code=api_code,
            status_code=status_code,
            created_at=utcnow(),
            wrapped_key=key.wrap(),
            sealed_body=key.seal(body, "body"),
        )
        .on_conflict_do_nothing()
    )


def record_status(session: Session, request_id: uuid.UUID, status_code: int) -> None:
    """Records with which status a request was answered: what is left to tell after a redaction."""
    session.execute(
        update(Transaction).where(Transaction.id == request_id).values(status_code=status_code)
    )


def entries(
    session: Session, tenant_id: uuid.UUID, request_ids: Collection[uuid.UUID]
) -> list[Entry]:
    """Returns the tenant's requests among the ids, newest first; unknown ids are left out."""
    transactions = session.scalars(
        select(Transaction)
        .where(Transaction.tenant_id == tenant_id, Transaction.id.in_(request_ids))
        .order_by(Transaction.created_at.desc(), Transaction.id.desc())
    )
    return [
        Entry(
            transaction,
            repository.snapshot(session, tenant_id, transaction.verification_id)
            if transaction.verification_id
            else None,
        )
        for transaction in transactions
    ]
