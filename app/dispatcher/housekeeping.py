"""What is deleted by itself: leftovers, what retention says, pictures that no row names."""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select

from app.core.clients import pictures
from app.core.database import transaction, utcnow
from app.core.files.service import delete_expired
from app.core.fleet import forget_the_gone
from app.core.history.models import Transaction
from app.core.idempotency.service import forget_old
from app.core.settings import get_settings
from app.core.storage import folder_of_day, object_store
from app.core.verifications import redaction, service
from app.core.verifications.models import IdempotencyKey, Picture, Verification

log = logging.getLogger(__name__)

BATCH = 500
DAY = 86_400
DAYS_LOOKED_BACK = 3
CLEAN_EVERY = 30.0  # seconds
ORPHANS_EVERY = 600.0  # seconds: it lists the store


def run(over: threading.Event) -> None:
    """Cleans up until it is over, in a thread of its own: a slow store delays nothing else.

    Two dispatchers may do so at once: every step may be repeated.
    """
    looked_for_orphans = -ORPHANS_EVERY
    while not over.wait(CLEAN_EVERY):
        clean()
        if time.monotonic() >= looked_for_orphans + ORPHANS_EVERY:
            looked_for_orphans = time.monotonic()
            _try("the orphans", delete_orphans)


def clean() -> None:
    """Does what is due often, in batches. What cannot be done now is left for the next time."""
    _try("the idempotency keys", forget_idempotency_keys)
    _try("what is old", redact_the_old)
    _try("the leftovers", delete_leftovers)
    _try("the pictures of deleted clients", delete_pictures_of_clients)
    _try("the uploads that have expired", delete_expired, BATCH)
    _try("the workers that are gone", forget_workers)


def _try(what: str, work: Callable[..., None], *arguments: object) -> None:
    try:
        work(*arguments)
    except Exception as error:
        log.warning("%s wait: %s", what, type(error).__name__)


def forget_workers() -> None:
    """Deletes the rows of workers that have not been there for long."""
    with transaction() as session:
        forget_the_gone(session, get_settings().dispatcher.worker_timeout)


def delete_leftovers() -> None:
    """Deletes the objects of what is redacted, and the stages' hand-overs of what is over."""
    with transaction() as session:
        rows = redaction.to_clean(session, BATCH)
    for request_id, redacted in rows:
        delete_them = redaction.delete_objects if redacted else redaction.delete_work
        _try(f"the objects of {request_id}", delete_them, request_id)


def delete_pictures_of_clients() -> None:
    """Deletes what the deletion of a client had to leave in the store."""
    with transaction() as session:
        deleted = pictures.to_clean(session, BATCH)
    for client_id in deleted:
        _try(f"the pictures of {client_id}", pictures.delete_objects, client_id)


def redact_the_old() -> None:
    """Redacts verifications that are older than retention allows; deletes refusals that are.

    Their objects are leftovers from then on.
    """
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


def forget_idempotency_keys() -> None:
    """Deletes keys that are not remembered any more."""
    lifetime = timedelta(seconds=get_settings().api.idempotency_lifetime)
    with transaction() as session:
        session.execute(
            delete(IdempotencyKey).where(IdempotencyKey.created_at < utcnow() - lifetime)
        )
        forget_old(session)


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
    try:
        known = uuid.UUID(request_id)
    except ValueError:
        return False
    with transaction() as session:
        verification = session.get(Verification, known)
        return verification is None or verification.finished_at is not None
