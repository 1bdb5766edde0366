"""The database as the queue: who is admitted next, what is to be rung for, what stands still."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import Session

from app.core import pipeline
from app.core.report import Kind
from app.core.settings import get_settings
from app.core.verifications.models import StageRow, Verification

# Round-robin over tenants: a verification's turn is how many of its tenant come before it,
# those in progress included. Interactive before batch among equals.
NEXT = text("""
    WITH busy AS (
        SELECT tenant_id, count(*) AS running FROM verifications
        WHERE admitted_at IS NOT NULL AND finished_at IS NULL GROUP BY 1
    ), tenants_waiting AS (
        SELECT DISTINCT tenant_id FROM verifications
        WHERE admitted_at IS NULL AND finished_at IS NULL
    ), candidates AS (
        SELECT first.id, first.priority, first.created_at,
            coalesce(busy.running, 0) + first.place AS turn
        FROM tenants_waiting
        LEFT JOIN busy USING (tenant_id)
        CROSS JOIN LATERAL (
            SELECT id, priority, created_at,
                row_number() OVER (ORDER BY priority, created_at, id) AS place
            FROM verifications
            WHERE tenant_id = tenants_waiting.tenant_id
                AND admitted_at IS NULL AND finished_at IS NULL
            ORDER BY priority, created_at, id
            LIMIT :free
        ) AS first
    )
    SELECT id FROM candidates ORDER BY turn, priority, created_at LIMIT :free
""")


@dataclass(frozen=True)
class Ring:
    """A stage to ring for."""

    verification_id: uuid.UUID
    stage: str
    queue: str
    limit: float


def admit(session: Session, capacity: int) -> int:
    """Admits waiting verifications up to `capacity` in progress. Returns how many."""
    in_progress = session.scalar(
        select(func.count())
        .select_from(Verification)
        .where(Verification.admitted_at.is_not(None), Verification.finished_at.is_(None))
    )
    free = capacity - (in_progress or 0)
    if free <= 0:
        return 0
    chosen = session.scalars(NEXT, {"free": free}).all()
    if chosen:
        session.execute(
            update(Verification).where(Verification.id.in_(chosen)).values(admitted_at=func.now())
        )
    return len(chosen)


def take_due_stages(session: Session, most: int = 200) -> list[Ring]:
    """Returns admitted stages that are due and were not rung for, or long ago; marks them."""
    again = func.now() - timedelta(seconds=get_settings().pipeline.republish_after)
    due = session.execute(
        select(StageRow.verification_id, StageRow.name, StageRow.queue, Verification.kind)
        .join(Verification, Verification.id == StageRow.verification_id)
        .where(
            StageRow.state == "due",
            StageRow.due_at <= func.now(),
            or_(StageRow.published_at.is_(None), StageRow.published_at < again),
            Verification.admitted_at.is_not(None),
        )
        .order_by(StageRow.due_at)
        .limit(most)
    ).all()
    rings = [
        Ring(request_id, name, queue, pipeline.stage(Kind(kind), name).time_limit)
        for request_id, name, queue, kind in due
        if any(stage.name == name for stage in pipeline.PIPELINES[Kind(kind)])
    ]
    for ring in rings:
        _set_published(session, ring, rung=True)
    return rings


def not_rung(session: Session, rings: list[Ring]) -> None:
    """Takes the mark off stages that could not be rung for."""
    for ring in rings:
        _set_published(session, ring, rung=False)


def _set_published(session: Session, ring: Ring, *, rung: bool) -> None:
    session.execute(
        update(StageRow)
        .where(
            StageRow.verification_id == ring.verification_id,
            StageRow.name == ring.stage,
            StageRow.state == "due",
        )
        .values(published_at=func.now() if rung else None)
    )


def expired_leases(session: Session, most: int = 100) -> list[tuple[uuid.UUID, str]]:
    """Returns stages whose worker has gone silent."""
    rows = session.execute(
        select(StageRow.verification_id, StageRow.name)
        .where(StageRow.state == "running", StageRow.lease_until < func.now())
        .limit(most)
    )
    return [(request_id, name) for request_id, name in rows]
