"""Claiming, finishing and failing stages: leases, attempts, the fan-in, the one terminal step.

Each function is one step inside a short transaction of the caller. All that change more than
the stage that a worker holds lock the row of the verification first, so that the steps of one
verification happen one after the other and nothing is finished after a redaction. Times are
the database's, so that leases do not depend on the clocks of the workers.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.orm import Session

from app.core import pipeline
from app.core.faces import index
from app.core.faces.index import NewFace
from app.core.report import Kind, Outcome, State
from app.core.settings import get_settings
from app.core.verifications.models import Picture, StageRow, Verification
from app.core.webhooks.outbox import announce

CHANNEL = "vouch"
OVER = ("done", "failed", "skipped")
OUTAGE_PAUSE = 5.0  # seconds
OUTAGE_LIMIT = 3600.0  # seconds that a stage waits for something that is away


@dataclass(frozen=True)
class Claim:
    """A stage that now belongs to one worker, for as long as the lease is renewed."""

    verification_id: uuid.UUID
    tenant_id: uuid.UUID
    kind: Kind
    stage: str
    attempt: int
    wrapped_key: bytes


def notify(session: Session, verification_id: uuid.UUID) -> None:
    """Wakes, at commit, whoever waits for news of this verification, and the dispatcher."""
    session.execute(
        text("SELECT pg_notify(:channel, :id)"), {"channel": CHANNEL, "id": str(verification_id)}
    )


def _locked(session: Session, verification_id: uuid.UUID) -> Verification | None:
    """Returns the verification, locked, where there is still something to do for it."""
    verification = session.get(Verification, verification_id, with_for_update=True)
    if verification is None or verification.redacted_at or State(verification.state).terminal:
        return None
    return verification


def claim(session: Session, verification_id: uuid.UUID, stage: str) -> Claim | None:
    """Takes a due stage. Returns None where it is not due: leased, over, or redacted."""
    verification = _locked(session, verification_id)
    if verification is None or verification.wrapped_key is None:
        return None
    attempt = session.scalar(
        update(StageRow)
        .where(
            StageRow.verification_id == verification_id,
            StageRow.name == stage,
            StageRow.state == "due",
        )
        .values(
            state="running",
            attempt=StageRow.attempt + 1,
            lease_until=func.now() + timedelta(seconds=get_settings().pipeline.lease),
            started_at=func.coalesce(StageRow.started_at, func.now()),
        )
        .returning(StageRow.attempt)
    )
    if attempt is None:
        return None
    verification.state = State.IN_PROGRESS
    notify(session, verification_id)
    kind = Kind(verification.kind)
    return Claim(
        verification_id, verification.tenant_id, kind, stage, attempt, verification.wrapped_key
    )


def renew(session: Session, held: Claim) -> bool:
    """Renews the lease. Returns False where the stage is no longer ours."""
    renewed = session.scalar(
        update(StageRow)
        .where(*_is_held(held))
        .values(lease_until=func.now() + timedelta(seconds=get_settings().pipeline.lease))
        .returning(StageRow.attempt)
    )
    return renewed is not None


def findings(session: Session, verification_id: uuid.UUID) -> dict[str, bytes]:
    """Returns the sealed findings of the stages that are done, by name."""
    rows = session.execute(
        select(StageRow.name, StageRow.sealed_findings).where(
            StageRow.verification_id == verification_id,
            StageRow.state == "done",
            StageRow.sealed_findings.is_not(None),
        )
    )
    return {name: sealed for name, sealed in rows if sealed is not None}


def finish(session: Session, held: Claim, sealed_findings: bytes) -> bool:
    """Marks a stage done and counts down what waits for it. False where it was not ours."""
    verification = _locked(session, held.verification_id)
    if verification is None or not _close(session, held, "done", sealed_findings):
        return False
    _count_down(session, verification, held.stage)
    notify(session, held.verification_id)
    return True


def conclude(
    session: Session,
    held: Claim,
    state: State,
    outcome: Outcome,
    sealed_report: bytes,
    face: NewFace | None = None,
    pictures: Sequence[Picture] = (),
) -> bool:
    """Finishes the last stage and makes the terminal transition. False where not ours.

    `face`: what goes into the face index with it. `pictures`: what was stored to be kept.
    """
    verification = _locked(session, held.verification_id)
    if verification is None or not _close(session, held, "done", None):
        return False
    verification.outcome = outcome
    verification.sealed_report = sealed_report
    if face is not None:
        index.put(session, verification.id, face)
    session.add_all(pictures)
    _terminate(session, verification, state)
    return True


def give_up_attempt(session: Session, held: Claim, error_code: str) -> None:
    """Ends an attempt that failed: the stage is due again after a pause, or has failed."""
    verification = _locked(session, held.verification_id)
    if verification is None:
        return
    row = session.scalar(select(StageRow).where(*_is_held(held)))
    if row is not None:
        _retry_or_fail(session, verification, row, error_code)


def postpone(session: Session, held: Claim) -> None:
    """Gives a stage back without counting the attempt: what it needs is away for a while.

    Not for ever: a stage that was first begun longer ago than `OUTAGE_LIMIT` has used one up.
    """
    longest = func.now() - timedelta(seconds=OUTAGE_LIMIT)
    overdue = session.scalar(
        select(StageRow.attempt).where(*_is_held(held), StageRow.started_at < longest)
    )
    if overdue is not None:
        give_up_attempt(session, held, "store_failed")
        return
    session.execute(
        update(StageRow)
        .where(*_is_held(held))
        .values(
            state="due",
            attempt=StageRow.attempt - 1,
            lease_until=None,
            published_at=None,
            due_at=func.now() + timedelta(seconds=OUTAGE_PAUSE),
        )
    )


def expire_lease(session: Session, verification_id: uuid.UUID, stage: str) -> None:
    """Ends the attempt of a worker that has gone silent, if its lease is really over."""
    verification = _locked(session, verification_id)
    if verification is None:
        return
    row = session.scalar(
        select(StageRow).where(
            StageRow.verification_id == verification_id,
            StageRow.name == stage,
            StageRow.state == "running",
            StageRow.lease_until < func.now(),
        )
    )
    if row is not None:
        _retry_or_fail(session, verification, row, "worker_lost")


def _is_held(held: Claim) -> tuple[ColumnElement[bool], ...]:
    return (
        StageRow.verification_id == held.verification_id,
        StageRow.name == held.stage,
        StageRow.state == "running",
        StageRow.attempt == held.attempt,
    )


def _close(session: Session, held: Claim, state: str, sealed: bytes | None) -> bool:
    closed = session.scalar(
        update(StageRow)
        .where(*_is_held(held))
        .values(state=state, finished_at=func.now(), lease_until=None, sealed_findings=sealed)
        .returning(StageRow.attempt)
    )
    return closed is not None


def _retry_or_fail(
    session: Session, verification: Verification, row: StageRow, error_code: str
) -> None:
    settings = get_settings().pipeline
    row.error_code = error_code
    row.lease_until = None
    row.published_at = None
    if row.attempt < settings.max_attempts:
        pause = settings.backoff * 2 ** (row.attempt - 1)
        row.state = "due"
        row.due_at = func.now() + timedelta(seconds=pause)
    else:
        row.state = "failed"
        row.finished_at = func.now()
        session.flush()
        if pipeline.stage(Kind(verification.kind), row.name).essential:
            verification.error_code = error_code
            _terminate(session, verification, State.ERROR)
            return
        _count_down(session, verification, row.name)
    session.flush()
    notify(session, verification.id)


def _count_down(session: Session, verification: Verification, stage: str) -> None:
    """One stage is over: what waited for it alone is due, or skipped where it cannot run."""
    kind = Kind(verification.kind)
    for dependent in pipeline.dependents(kind, stage):
        mine = (
            StageRow.verification_id == verification.id,
            StageRow.name == dependent.name,
            StageRow.state == "waiting",
        )
        pending = session.scalar(
            update(StageRow)
            .where(*mine)
            .values(pending=StageRow.pending - 1)
            .returning(StageRow.pending)
        )
        if pending != 0:
            continue
        if dependent.name != "decide" and _lacks_something(session, verification.id, dependent):
            session.execute(
                update(StageRow).where(*mine).values(state="skipped", finished_at=func.now())
            )
            _count_down(session, verification, dependent.name)
        else:
            session.execute(update(StageRow).where(*mine).values(state="due", due_at=func.now()))


def _lacks_something(
    session: Session, verification_id: uuid.UUID, dependent: pipeline.Stage
) -> bool:
    unmet = session.scalar(
        select(func.count())
        .select_from(StageRow)
        .where(
            StageRow.verification_id == verification_id,
            StageRow.name.in_(dependent.needs),
            StageRow.state != "done",
        )
    )
    return bool(unmet)


def _terminate(session: Session, verification: Verification, state: State) -> None:
    """The one terminal transition, with its event, in the caller's transaction."""
    verification.state = state
    verification.finished_at = func.now()
    session.execute(
        update(StageRow)
        .where(
            StageRow.verification_id == verification.id,
            StageRow.state.not_in(OVER),
        )
        .values(state="skipped", finished_at=func.now(), lease_until=None)
    )
    session.execute(
        update(StageRow)
        .where(StageRow.verification_id == verification.id)
        .values(sealed_findings=None)
    )
    index.release(session, verification.id)
    session.flush()
    announce(session, verification, f"verification.{state.value.lower()}")
    notify(session, verification.id)
