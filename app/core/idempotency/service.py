"""Doing once what is asked for several times with one `Idempotency-Key`."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core.database import utcnow
from app.core.errors import IdempotencyMismatchError
from app.core.idempotency.models import IdempotentCall
from app.core.privacy import keyed_hash
from app.core.settings import get_settings


@dataclass(frozen=True)
class Call:
    """A call that may come again: the hash of its endpoint and key, and that of its content."""

    key_hash: bytes
    fingerprint: bytes

    @classmethod
    def of(cls, path: str, key: str, content: str) -> "Call":
        return cls(keyed_hash("call", path, key), keyed_hash("content", content))


def once(
    session: Session, tenant_id: uuid.UUID, call: Call | None, make: Callable[[Session], uuid.UUID]
) -> tuple[uuid.UUID, bool]:
    """Returns the id of what the call made or changed, and whether it was heard before.

    It is remembered in the transaction in which it is done; a second one at the same time waits for
    its end. Without a key (None) it is simply done. Raises `IdempotencyMismatchError` where the key
    came with other content, and what `make` raises.
    """
    if call is None:
        return make(session), False
    session.execute(select(func.pg_advisory_xact_lock(_lock(tenant_id, call))))
    known = session.get(IdempotentCall, (tenant_id, call.key_hash))
    if known is not None and known.created_at < _oldest():
        session.delete(known)
        session.flush()
        known = None
    if known is None:
        row = IdempotentCall(tenant_id=tenant_id, made=make(session), **vars(call))
        session.add(row)
        return row.made, False
    if known.fingerprint != call.fingerprint:
        raise IdempotencyMismatchError()
    return known.made, True


def _lock(tenant_id: uuid.UUID, call: Call) -> int:
    """Returns the number of the lock of a key, of 64 bits with a sign."""
    return int.from_bytes(keyed_hash("lock", str(tenant_id), call.key_hash.hex())[:8], signed=True)


def _oldest() -> datetime:
    return utcnow() - timedelta(seconds=get_settings().api.idempotency_lifetime)


def forget_old(session: Session) -> None:
    """Deletes calls that are not remembered any more."""
    session.execute(delete(IdempotentCall).where(IdempotentCall.created_at < _oldest()))
