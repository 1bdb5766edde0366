"""The face index: reserving an id, putting a face in, searching, listing, taking out.

Vectors are compared exactly, by L2 distance, in the database. What answers a client is filtered by
tenant. Each function is a step inside a short transaction of the caller.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Double, Select, and_, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import ConflictError
from app.core.faces.models import Face
from app.core.privacy import keyed_hash
from app.core.verifications.content import open_request
from app.core.verifications.models import Verification

DEFAULT_PARTITION = "default"
L2 = "<->"  # pgvector's operator


class DuplicateFaceError(ConflictError):
    """`externalId` is in the partition, or about to be put there by another verification."""

    code = "duplicate_external_id"
    title = "This externalId is in the partition already"


@dataclass(frozen=True)
class NewFace:
    """A face to be put into the index, and which model made its vector (SHA-256, hex)."""

    vector: Sequence[float]
    model_sha256: str
    indexed_at: datetime


@dataclass(frozen=True)
class IndexedFace:
    """A face of the index. `request_id` is the verification that put it there."""

    request_id: uuid.UUID
    external_id: str
    indexed_at: datetime
    model_sha256: str


@dataclass(frozen=True)
class Found:
    """What a search found: faces with their distances (L2), the nearest first.

    `compared`: faces of the partition that were compared; `outdated`: those that were not,
    because another model made their vectors.
    """

    faces: list[tuple[IndexedFace, float]]
    compared: int
    outdated: int


def partition_of(request: dict[str, Any]) -> str:
    """Returns the partition that a request means."""
    return request.get("partition") or DEFAULT_PARTITION


def partition_hash(tenant_id: uuid.UUID, partition: str) -> bytes:
    """Returns the keyed hash by which a tenant's partition is found."""
    return keyed_hash("face-partition", str(tenant_id), partition)


def external_hash(tenant_id: uuid.UUID, external_id: str) -> bytes:
    """Returns the keyed hash by which a tenant's id is found within a partition."""
    return keyed_hash("face-id", str(tenant_id), external_id)


def reserve(
    session: Session, tenant_id: uuid.UUID, request_id: uuid.UUID, request: dict[str, Any]
) -> None:
    """Takes the request's `externalId` for a verification. Raises `DuplicateFaceError`.

    Two at once: the second one waits for the first one's commit.
    """
    partition, external_id = partition_of(request), request["externalId"]
    reserved = session.scalar(
        insert(Face)
        .values(
            verification_id=request_id,
            tenant_id=tenant_id,
            partition_hash=partition_hash(tenant_id, partition),
            external_hash=external_hash(tenant_id, external_id),
        )
        .on_conflict_do_nothing()
        .returning(Face.verification_id)
    )
    if reserved is None:
        raise DuplicateFaceError("it was indexed before, or is being indexed")


def put(session: Session, request_id: uuid.UUID, face: NewFace) -> None:
    """Puts a face into the place that its verification has reserved."""
    session.execute(
        update(Face)
        .where(Face.verification_id == request_id)
        .values(vector=face.vector, model_sha256=face.model_sha256, indexed_at=face.indexed_at)
    )


def release(session: Session, request_id: uuid.UUID) -> None:
    """Gives back the id that a verification has reserved and put no face under."""
    session.execute(
        delete(Face).where(Face.verification_id == request_id, Face.indexed_at.is_(None))
    )


def forget(session: Session, request_id: uuid.UUID) -> None:
    """Takes out whatever a verification has put in or reserved."""
    session.execute(delete(Face).where(Face.verification_id == request_id))


def search(
    session: Session,
    tenant_id: uuid.UUID,
    partition: str,
    vector: Sequence[float],
    model_sha256: str,
    limit: int,
) -> Found:
    """Returns the faces of a partition that are nearest to a vector of the same model."""
    there = _in_partition(tenant_id, partition)
    rows_of_models = session.execute(
        select(Face.model_sha256, func.count()).where(there).group_by(Face.model_sha256)
    )
    counts = {made_by: count for made_by, count in rows_of_models}
    compared = counts.pop(model_sha256, 0)
    apart: ColumnElement[float] = Face.vector.op(L2, return_type=Double())(vector)
    distance = apart.label("distance")
    nearest = (
        select(Face.verification_id, distance)
        .where(there, Face.model_sha256 == model_sha256)
        .order_by(distance, Face.verification_id)
        .limit(limit)
        .subquery()
    )
    rows = session.execute(
        select(Face, Verification, nearest.c.distance)
        .join(nearest, nearest.c.verification_id == Face.verification_id)
        .join(Verification, Verification.id == Face.verification_id)
        .order_by(nearest.c.distance, Face.verification_id)
    )
    faces = [(_opened(face, verification), far) for face, verification, far in rows]
    return Found(faces, compared, outdated=sum(counts.values()))


def find(
    session: Session, tenant_id: uuid.UUID, partition: str, external_id: str
) -> IndexedFace | None:
    """Returns a face by the client's id, None where it is not in the partition."""
    mine = Face.external_hash == external_hash(tenant_id, external_id)
    row = session.execute(_listed(tenant_id, partition).where(mine)).first()
    return _opened(row[0], row[1]) if row else None


def page(
    session: Session,
    tenant_id: uuid.UUID,
    partition: str,
    after: tuple[datetime, uuid.UUID] | None,
    limit: int,
) -> list[IndexedFace]:
    """Returns up to `limit` faces of a partition, newest first, that come after the cursor."""
    query = _listed(tenant_id, partition)
    if after is not None:
        query = query.where(tuple_(Face.indexed_at, Face.verification_id) < after)
    order = (Face.indexed_at.desc(), Face.verification_id.desc())
    rows = session.execute(query.order_by(*order).limit(limit))
    return [_opened(face, verification) for face, verification in rows]


def take_out(session: Session, tenant_id: uuid.UUID, partition: str, external_id: str) -> bool:
    """Deletes a face by the client's id, which becomes free. False where it is not there."""
    taken = session.scalar(
        delete(Face)
        .where(
            _in_partition(tenant_id, partition),
            Face.external_hash == external_hash(tenant_id, external_id),
        )
        .returning(Face.verification_id)
    )
    return taken is not None


def made_by_others(
    session: Session, model_sha256: str, after: uuid.UUID | None, limit: int
) -> list[tuple[uuid.UUID, str]]:
    """Returns verifications of all tenants whose faces another model embedded, and that model's
    hash: up to `limit`, in the order of their ids, that come after one.
    """
    query = select(Face.verification_id, Face.model_sha256).where(
        Face.indexed_at.is_not(None), Face.model_sha256 != model_sha256
    )
    if after is not None:
        query = query.where(Face.verification_id > after)
    rows = session.execute(query.order_by(Face.verification_id).limit(limit))
    return [(request_id, made_by) for request_id, made_by in rows if made_by is not None]


def replace(
    session: Session, request_id: uuid.UUID, made_by: str, vector: Sequence[float], by: str
) -> None:
    """Replaces a vector, if it is still there and still the one of the model `made_by`."""
    session.execute(
        update(Face)
        .where(Face.verification_id == request_id, Face.model_sha256 == made_by)
        .values(vector=vector, model_sha256=by)
    )


def _in_partition(tenant_id: uuid.UUID, partition: str) -> ColumnElement[bool]:
    """Without the ids that are reserved alone: these have no model."""
    return and_(
        Face.tenant_id == tenant_id,
        Face.partition_hash == partition_hash(tenant_id, partition),
        Face.model_sha256.is_not(None),
    )


def _listed(tenant_id: uuid.UUID, partition: str) -> Select[Face, Verification]:
    return (
        select(Face, Verification)
        .join(Verification, Verification.id == Face.verification_id)
        .where(_in_partition(tenant_id, partition))
    )


def _opened(face: Face, verification: Verification) -> IndexedFace:
    if face.indexed_at is None or face.model_sha256 is None:
        raise LookupError("the face is not in the index yet")
    return IndexedFace(
        request_id=face.verification_id,
        external_id=open_request(verification)["externalId"],
        indexed_at=face.indexed_at,
        model_sha256=face.model_sha256,
    )
