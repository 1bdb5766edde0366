"""The verifications that are about clients."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clients.lists import Narrowed, page_of
from app.core.verifications.models import Verification


def page(session: Session, tenant_id: uuid.UUID, narrowed: Narrowed) -> tuple[list[uuid.UUID], int]:
    """Returns a page of the verifications of clients, newest first, and how many there are."""
    query = select(Verification.id).where(
        Verification.tenant_id == tenant_id, Verification.client_id.is_not(None)
    )
    if narrowed.client_id is not None:
        query = query.where(Verification.client_id == narrowed.client_id)
    if narrowed.kind is not None:
        query = query.where(Verification.kind == narrowed.kind)
    changed = func.coalesce(Verification.finished_at, Verification.created_at)
    return page_of(session, query, narrowed, Verification, changed)
