"""What is deleted by itself: leftovers, what retention says, pictures that no row names."""

import time
import uuid
from datetime import timedelta

from sqlalchemy import delete, select

from app.core.database import transaction, utcnow
from app.core.history.models import Transaction
from app.core.settings import get_settings
from app.core.storage import folder_of_day, object_store
from app.core.verifications import redaction, service
from app.core.verifications.models import IdempotencyKey, Picture, Verification

BATCH = 500
DAY = 86_400
DAYS_LOOKED_BACK = 3


def clean() -> None:
    """Does what is due often, in batches; `delete_orphans` is for now and then."""
    delete_leftovers()
    redact_the_old()
    forget_idempotency_keys()


def delete_leftovers() -> None:
    """Deletes the objects of what is redacted, and the stages' hand-overs of what is over."""
    with transaction() as session:
        rows = redaction.to_clean(session, BATCH)
    for request_id, redacted in rows:
        if redacted:
            redaction.delete_objects(request_id)
        else:
            redaction.delete_work(request_id)


def redact_the_old() -> None:
    """Redacts verifications that are older than retention allows; deletes refusals that are."""
    days = get_settings().retention.verifications
    if days == 0:
        return
    with transaction() as session:
        old = session.execute(
            select(Verification.tenant_id, Verification.id)
            .where(
                Verification.created_at < utcnow() - timedelta(days=days),
                Verification.finished_at.is_not(None),
                Verification.redacted_at.is_(None),
            )
            .limit(BATCH)
        ).all()
        session.execute(
            delete(Transaction).where(
                Transaction.verification_id.is_(None),
                Transaction.created_at < utcnow() - timedelta(days=days),
            )
        )
    for tenant_id, request_id in old:
        with transaction() as session:
            service.redact(session, tenant_id, request_id)
        redaction.delete_objects(request_id)


def forget_idempotency_keys() -> None:
    """Deletes keys that are not remembered any more."""
    lifetime = timedelta(seconds=get_settings().api.idempotency_lifetime)
    with transaction() as session:
        session.execute(
            delete(IdempotencyKey).where(IdempotencyKey.created_at < utcnow() - lifetime)
        )


def delete_orphans() -> None:
    """Deletes what a crash left in the store: pictures that no row names, hand-overs of
    verifications that are over.
    """
    old = utcnow() - timedelta(seconds=get_settings().retention.orphans)
    store = object_store()
    for day in range(DAYS_LOOKED_BACK):
        folder = folder_of_day(time.time() - day * DAY)
        found = [key for key, changed in store.keys(folder) if changed < old]
        for start in range(0, len(found), BATCH):
            batch = found[start : start + BATCH]
            with transaction() as session:
                named = set(
                    session.scalars(select(Picture.object_key).where(Picture.object_key.in_(batch)))
                )
            for key in batch:
                if key not in named:
                    store.delete(key)
    for key, changed in list(store.keys("work/")):
        if changed < old and _is_over(key.split("/")[1]):
            store.delete(key)


def _is_over(request_id: str) -> bool:
    with transaction() as session:
        verification = session.get(Verification, uuid.UUID(request_id))
        return verification is None or verification.finished_at is not None
