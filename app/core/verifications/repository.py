"""Reading verifications. Every query is filtered by tenant."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.core.report import PictureName
from app.core.verifications.models import Picture, StageRow, Verification


@dataclass(frozen=True)
class Snapshot:
    """A verification with its stages and pictures, as it was at one moment.

    `pictures`: those that were sent. `cuts`: those that were cut out of them and kept.
    """

    verification: Verification
    stages: list[StageRow]
    pictures: list[Picture]
    cuts: list[Picture]


@dataclass(frozen=True)
class Filters:
    """What a list of verifications is narrowed to. Times are inclusive and exclusive."""

    state: str | None = None
    outcome: str | None = None
    kind: str | None = None
    transaction_hash: bytes | None = None
    since: datetime | None = None
    until: datetime | None = None


def find(session: Session, tenant_id: uuid.UUID, request_id: uuid.UUID) -> Verification | None:
    return session.scalar(
        select(Verification).where(
            Verification.id == request_id, Verification.tenant_id == tenant_id
        )
    )


def snapshot(session: Session, tenant_id: uuid.UUID, request_id: uuid.UUID) -> Snapshot | None:
    """Returns a verification with its stages in the order of its pipeline."""
    verification = find(session, tenant_id, request_id)
    if verification is None:
        return None
    stages = session.scalars(select(StageRow).where(StageRow.verification_id == request_id))
    query = select(Picture).where(Picture.verification_id == request_id).order_by(Picture.name)
    sent: list[Picture] = []
    cuts: list[Picture] = []
    for picture in session.scalars(query):
        (sent if picture.name in list(PictureName) else cuts).append(picture)
    return Snapshot(verification, list(stages), sent, cuts)


def page(
    session: Session,
    tenant_id: uuid.UUID,
    filters: Filters,
    after: tuple[datetime, uuid.UUID] | None,
    limit: int,
) -> list[Verification]:
    """Returns up to `limit` verifications, newest first, that come after the cursor."""
    query = select(Verification).where(Verification.tenant_id == tenant_id)
    for column, value in (
        (Verification.state, filters.state),
        (Verification.outcome, filters.outcome),
        (Verification.kind, filters.kind),
        (Verification.transaction_hash, filters.transaction_hash),
    ):
        if value is not None:
            query = query.where(column == value)
    if filters.since is not None:
        query = query.where(Verification.created_at >= filters.since)
    if filters.until is not None:
        query = query.where(Verification.created_at < filters.until)
    if after is not None:
        query = query.where(tuple_(Verification.created_at, Verification.id) < after)
    order = (Verification.created_at.desc(), Verification.id.desc())
    return list(session.scalars(query.order_by(*order).limit(limit)))


def terminal_ids(session: Session, request_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Returns those of the ids that have finished: the safety net of everyone who waits."""
    return set(
        session.scalars(
            select(Verification.id).where(
                Verification.id.in_(request_ids), Verification.finished_at.is_not(None)
            )
        )
    )


def pictures_named(
    session: Session, tenant_id: uuid.UUID, request_ids: Collection[uuid.UUID], name: str
) -> list[Picture]:
    """Returns the picture of that name of each verification that has one and was not redacted."""
    return list(
        session.scalars(
            select(Picture)
            .join(Verification, Verification.id == Picture.verification_id)
            .where(
                Verification.tenant_id == tenant_id,
                Verification.id.in_(request_ids),
                Verification.redacted_at.is_(None),
                Picture.name == name,
            )
        )
    )


def find_picture(
    session: Session, tenant_id: uuid.UUID, picture_id: uuid.UUID
) -> tuple[Picture, Verification] | None:
    """Returns a picture with its verification."""
    row = session.execute(
        select(Picture, Verification)
        .join(Verification, Verification.id == Picture.verification_id)
        .where(Picture.id == picture_id, Verification.tenant_id == tenant_id)
    ).first()
    return (row[0], row[1]) if row else None
