"""Which workers are there: each says so every few seconds.

The dispatcher admits as much work as they have slots for, and `/readyz?workers=1` asks here.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.database import Base, utcnow


class WorkerRow(Base):
    """One worker. `ready`: its models are there and have the right hashes."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(primary_key=True)
    slots: Mapped[int]
    ready: Mapped[bool]
    version: Mapped[str]
    seen_at: Mapped[datetime]


def say_hello(session: Session, name: str, slots: int, ready: bool, version: str) -> None:
    """Records that a worker is there now."""
    row = {"slots": slots, "ready": ready, "version": version, "seen_at": utcnow()}
    statement = insert(WorkerRow).values(name=name, **row)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=row))


def say_goodbye(session: Session, name: str) -> None:
    """Records that a worker has stopped."""
    row = session.get(WorkerRow, name)
    if row is not None:
        session.delete(row)


def ready_slots(session: Session, timeout: float) -> int:
    """Returns the slots of the workers that are ready and were seen within `timeout` seconds."""
    since = utcnow() - timedelta(seconds=timeout)
    total = session.scalar(
        select(func.coalesce(func.sum(WorkerRow.slots), 0)).where(
            WorkerRow.ready, WorkerRow.seen_at > since
        )
    )
    return int(total or 0)


def forget_the_gone(session: Session, timeout: float) -> None:
    """Deletes the rows of workers that were not seen for a hundred times `timeout` seconds."""
    since = utcnow() - timedelta(seconds=100 * timeout)
    for row in session.scalars(select(WorkerRow).where(WorkerRow.seen_at < since)):
        session.delete(row)
