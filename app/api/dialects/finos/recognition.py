"""`indexing_face` and `search`: the face index."""

import uuid
from collections.abc import Collection
from datetime import datetime

from app.api.dialects.dialect import Answer, Told
from app.api.dialects.finos.catalogue import INDEXING, INVALID_IMAGE, SEARCH, Endpoint
from app.api.dialects.finos.errors import FAULT, failure
from app.api.dialects.finos.schemas import (
    FoundFace,
    IndexedFace,
    IndexingAnswer,
    Message,
    SearchAnswer,
)
from app.core.report import State

SUCCESS = [Message(code="SUCCESS", message="Operation successful.")]
DIGITS = 18


def indexing_face(told: Told, asked: Collection[str]) -> Answer:
    """Renders the face that went into the index; 400 where the picture shows none."""
    indexed = told.report.face_index if told.report is not None else None
    if indexed is None or indexed.indexed_at is None:
        return _refused(INDEXING, told)
    face = IndexedFace(
        milvus_id=milvus_id(told.request_id),
        id_number=indexed.external_id,
        face_path=told.faces.get(told.request_id, ""),
        indexing_time=day(indexed.indexed_at),
    )
    return Answer(200, IndexingAnswer(messages=SUCCESS, data=face).model_dump(by_alias=True))


def search(told: Told, asked: Collection[str]) -> Answer:
    """Renders the candidates, best first; 400 where the picture shows no face."""
    report = told.report
    if report is None or report.face_search is None or told.state is State.FAILED:
        return _refused(SEARCH, told)
    found = [
        FoundFace(
            milvus_id=milvus_id(candidate.request_id),
            similar=candidate.score or 0.0,
            id_number=candidate.external_id,
            face_path=told.faces.get(candidate.request_id, ""),
            indexing_time=day(candidate.indexed_at),
        )
        for candidate in report.face_search.candidates
    ]
    return Answer(200, SearchAnswer(messages=SUCCESS, data=found).model_dump(by_alias=True))


def milvus_id(request_id: uuid.UUID) -> str:
    """Returns the number by which FinOS' clients know a face, made of who put it there."""
    return str(request_id.int % 10**DIGITS)


def day(moment: datetime) -> str:
    return moment.date().isoformat()


def _refused(endpoint: Endpoint, told: Told) -> Answer:
    status, words = (400, INVALID_IMAGE) if told.state is State.FAILED else (500, FAULT)
    return Answer(status, failure(endpoint, status, words, str(told.request_id), ""))
