"""Which workers are there: each says so every few seconds.

The dispatcher admits as much work as they have slots for, and `/readyz?workers=1` asks here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.database import Base, utcnow
from app.core.pipeline import QUEUES


class WorkerRow(Base):
    """One worker, whose models are there and have the right hashes."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(primary_key=True)
    slots: Mapped[int]
    queues: Mapped[list[str]] = mapped_column(ARRAY(String))
    version: Mapped[str]
    seen_at: Mapped[datetime]


def say_hello(session: Session, name: str, slots: int, queues: Sequence[str], version: str) -> None:
    """Records that a worker is there now, with its models, for these queues."""
    row = {
        "slots": slots,
        "queues": list(queues),
        "version": version,
        "seen_at": utcnow(),
    }
    statement = insert(WorkerRow).values(name=name, **row)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=row))


def say_goodbye(session: Session, name: str) -> None:
    """Records that a worker has stopped."""
    row = session.get(WorkerRow, name)
    if row is not None:
        session.delete(row)


def ready_slots(session: Session, timeout: float) -> int:
    """Returns how many verifications can be worked on at once: the slots of the queue that has
    fewest, of workers that were seen within `timeout` seconds.

    0 where any queue has no worker: what is begun could not be finished.
    """
    since = utcnow() - timedelta(seconds=timeout)
    workers = session.scalars(select(WorkerRow).where(WorkerRow.seen_at > since)).all()
    return min(
        sum(worker.slots for worker in workers if queue in worker.queues) for queue in QUEUES
    )


def forget_the_gone(session: Session, timeout: float) -> None:
    """Deletes the rows of workers that were not seen for a hundred times `timeout` seconds."""
    since = utcnow() - timedelta(seconds=100 * timeout)
    for row in session.scalars(select(WorkerRow).where(WorkerRow.seen_at < since)):
        session.delete(row)
