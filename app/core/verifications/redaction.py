"""Deleting the objects of verifications that are redacted or over."""

import uuid

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.storage import delete_folder, object_store, work_folder
from app.core.verifications.models import Picture, Verification


def delete_objects(request_id: uuid.UUID) -> None:
    """Deletes every stored object of a redacted verification; may be repeated.

    What fails is tried again by the dispatcher: `objects_kept` and `work_kept` stay set. Until
    then the store holds ciphertext whose key is gone.
    """
    with transaction() as session:
        keys = session.scalars(
            select(Picture.object_key).where(Picture.verification_id == request_id)
        ).all()
    for key in keys:
        object_store().delete(key)
    delete_work(request_id)
    with transaction() as session:
        session.execute(delete(Picture).where(Picture.verification_id == request_id))
        session.get_one(Verification, request_id).objects_kept = False


def delete_work(request_id: uuid.UUID) -> None:
    """Deletes what the stages of a verification that is over handed to each other."""
    delete_folder(work_folder(request_id))
    with transaction() as session:
        session.get_one(Verification, request_id).work_kept = False


def to_clean(session: Session, limit: int) -> list[tuple[uuid.UUID, bool]]:
    """Returns verifications whose objects are still to be deleted, and whether they are
    redacted (all objects) or merely over (what the stages left).
    """
    over = Verification.finished_at.is_not(None)
    rows = session.execute(
        select(Verification.id, Verification.redacted_at)
        .where(
            over
            & (
                Verification.work_kept
                | (Verification.objects_kept & Verification.redacted_at.is_not(None))
            )
        )
        .order_by(Verification.finished_at)
        .limit(limit)
    )
    return [(request_id, redacted_at is not None) for request_id, redacted_at in rows]
