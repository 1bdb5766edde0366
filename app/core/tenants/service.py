"""Making, finding, rotating and revoking API keys."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.database import utcnow
from app.core.errors import NotFoundError
from app.core.privacy import keyed_hash
from app.core.tenants.models import ApiKey, Tenant


class Scope(StrEnum):
    """What a key may do."""

    VERIFY = "verify"
    READ = "read"
    REDACT = "redact"
    REVIEW = "review"
    WEBHOOKS = "webhooks"


ALL_SCOPES = tuple(scope.value for scope in Scope)


@dataclass(frozen=True)
class Caller:
    """Who is asking: a tenant, by one of its keys."""

    tenant_id: uuid.UUID
    key_id: uuid.UUID
    scopes: frozenset[str]


def _hash(key: str) -> bytes:
    return keyed_hash("api-key", key)


def authenticate(session: Session, key: str) -> Caller | None:
    """Returns whose key this is, None where it is unknown, expired or revoked."""
    row = session.scalar(
        select(ApiKey).where(
            ApiKey.hash == _hash(key),
            or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > utcnow()),
        )
    )
    return Caller(row.tenant_id, row.id, frozenset(row.scopes)) if row else None


def caller_of(session: Session, key_id: uuid.UUID) -> Caller | None:
    """Returns who holds the key of this id, None where it is unknown, expired or revoked."""
    row = session.get(ApiKey, key_id)
    if row is None or (row.expires_at is not None and row.expires_at <= utcnow()):
        return None
    return Caller(row.tenant_id, row.id, frozenset(row.scopes))


def ensure_tenant(session: Session, name: str) -> Tenant:
    """Returns the tenant of that name, made where there is none."""
    session.execute(
        insert(Tenant)
        .values(id=uuid.uuid4(), name=name, created_at=utcnow())
        .on_conflict_do_nothing(index_elements=["name"])
    )
    return session.scalars(select(Tenant).where(Tenant.name == name)).one()


def create_key(
    session: Session,
    tenant: str,
    name: str,
    scopes: tuple[str, ...] = ALL_SCOPES,
    value: str | None = None,
) -> tuple[uuid.UUID, str]:
    """Makes a key for a tenant. Returns its id and the key, which is stored nowhere.

    With `value`, the key has that value; where it exists already nothing is changed.
    """
    key = value or f"vouch_{secrets.token_urlsafe(32)}"
    existing = session.scalar(select(ApiKey).where(ApiKey.hash == _hash(key)))
    if existing is not None:
        return existing.id, key
    owner = ensure_tenant(session, tenant)
    key_id = uuid.uuid4()
    session.execute(
        insert(ApiKey)
        .values(
            id=key_id,
            tenant_id=owner.id,
            name=name,
            hash=_hash(key),
            scopes=list(scopes),
            created_at=utcnow(),
        )
        .on_conflict_do_nothing(index_elements=["hash"])
    )
    return key_id, key


def rotate_key(session: Session, key_id: uuid.UUID, grace: timedelta) -> tuple[uuid.UUID, str]:
    """Makes a new key with the old one's name and scopes; the old one ends after the grace.

    Raises `NotFoundError` for an unknown key.
    """
    old = session.get(ApiKey, key_id)
    if old is None:
        raise NotFoundError(f"there is no key {key_id}")
    tenant = session.get_one(Tenant, old.tenant_id)
    new_id, key = create_key(session, tenant.name, old.name, tuple(old.scopes))
    expire_key(session, key_id, utcnow() + grace)
    return new_id, key


def expire_key(session: Session, key_id: uuid.UUID, moment: datetime) -> None:
    """Ends a key at a moment, never later than it would have ended. Raises `NotFoundError`."""
    row = session.get(ApiKey, key_id)
    if row is None:
        raise NotFoundError(f"there is no key {key_id}")
    row.expires_at = min(moment, row.expires_at) if row.expires_at else moment


def list_keys(session: Session) -> list[tuple[ApiKey, str]]:
    """Returns all keys with the names of their tenants, oldest first."""
    rows = session.execute(
        select(ApiKey, Tenant.name)
        .join(Tenant, Tenant.id == ApiKey.tenant_id)
        .order_by(ApiKey.created_at)
    )
    return [(key, name) for key, name in rows]
