"""What is in the face index: list a partition, look at one face, take one out.

Faces come in, and are searched for, through verifications.
"""

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from app.api.auth import MayRead, MayRedact
from app.api.cursors import read_cursor, write_cursor
from app.api.verifications.schemas import ApiModel, Partition, Text
from app.core.database import in_transaction
from app.core.errors import NotFoundError
from app.core.faces import index
from app.core.faces.index import IndexedFace

router = APIRouter(prefix="/v1/faces", tags=["faces"])


class FaceView(ApiModel):
    """A face of the index. `request_id`: the verification that put it there; `model_sha256`: the
    embedding model that made its vector.
    """

    external_id: str
    request_id: uuid.UUID
    indexed_at: datetime
    model_sha256: str


class FacePage(ApiModel):
    """A page of a partition, newest first. `next`: the cursor of the next page."""

    items: list[FaceView]
    next: str | None


@router.get("/{partition}")
async def list_faces(
    caller: MayRead,
    partition: Partition,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> FacePage:
    """Lists a partition, newest first. One that has no faces is an empty list."""
    after = read_cursor(cursor) if cursor else None
    faces = await in_transaction(index.page, caller.tenant_id, partition, after, limit + 1)
    shown = faces[:limit]
    return FacePage(
        items=[_view(face) for face in shown],
        next=write_cursor(shown[-1].indexed_at, shown[-1].request_id)
        if len(faces) > limit
        else None,
    )


@router.get("/{partition}/{external_id:path}")
async def get_face(caller: MayRead, partition: Partition, external_id: Text) -> FaceView:
    """Shows a face by the client's own id."""
    face = await in_transaction(index.find, caller.tenant_id, partition, external_id)
    if face is None:
        raise NotFoundError("there is no such face")
    return _view(face)


@router.delete("/{partition}/{external_id:path}", status_code=204)
async def delete_face(caller: MayRedact, partition: Partition, external_id: Text) -> None:
    """Takes a face out of the index: its vector is gone and its id is free.

    The verification that put it there stays, with its picture, until it is redacted.
    """
    if not await in_transaction(index.take_out, caller.tenant_id, partition, external_id):
        raise NotFoundError("there is no such face")


def _view(face: IndexedFace) -> FaceView:
    return FaceView(**vars(face))
