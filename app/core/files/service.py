"""Keeping uploads, finding them by their tokens, deleting what has expired."""

import uuid

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.database import transaction, utcnow
from app.core.files.models import Upload
from app.core.storage import object_store


def object_key(token: uuid.UUID) -> str:
    """Returns where the store has the picture of a token."""
    return f"uploads/{token}"


def keep(session: Session, upload: Upload) -> None:
    """Writes the row of an upload whose object is stored next."""
    session.add(upload)


def find(session: Session, tenant_id: uuid.UUID, token: uuid.UUID) -> Upload | None:
    """Returns the tenant's upload, None where there is none, or not any more."""
    return session.scalar(
        select(Upload).where(
            Upload.id == token, Upload.tenant_id == tenant_id, Upload.expires_at > utcnow()
        )
    )


def delete_expired(limit: int) -> None:
    """Deletes up to `limit` uploads that have expired, the object before the row; may be
    repeated.
    """
    with transaction() as session:
        tokens = session.scalars(
            select(Upload.id).where(Upload.expires_at <= utcnow()).limit(limit)
        ).all()
    for token in tokens:
        object_store().delete(object_key(token))
        with transaction() as session:
            session.execute(delete(Upload).where(Upload.id == token))
