"""The product's own stages over one picture, without a database, a store or a broker."""

import time
import uuid
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from app.core.database import utcnow
from app.core.privacy import DataKey
from app.core.report import Document, Kind, PictureName, Report, Source
from bench.reading.score import Score, score_text, score_zone
from workers.documents.catalogue import document_types
from workers.job import Job
from workers.stages.decide import decide
from workers.stages.ocr import read_documents
from workers.stages.prepare import prepare

F = TypeVar("F", bound=BaseModel)


@dataclass(frozen=True)
class MemoryJob(Job):
    """A job whose pictures and findings are in memory; nothing is sealed."""

    sent: dict[PictureName, bytes] = field(default_factory=dict)
    images: dict[str, NDArray[np.uint8]] = field(default_factory=dict)
    finds: dict[str, BaseModel] = field(default_factory=dict)

    @classmethod
    def with_pictures(cls, sent: dict[PictureName, bytes], **request: Any) -> "MemoryJob":
        """A job that verifies a document."""
        return cls(
            verification_id=uuid.UUID(int=0),
            tenant_id=uuid.UUID(int=0),
            kind=Kind.DOCUMENT,
            stage="",
            received=utcnow().date(),
            key=DataKey(b"\0" * 32),
            request=request,
            pictures=dict.fromkeys(sent, ""),
            earlier={},
            sent=sent,
        )

    def original(self, name: PictureName) -> bytes:
        return self.sent[name]

    def put_image(self, name: str, image: NDArray[np.uint8]) -> None:
        self.images[name] = image

    def image(self, name: str) -> NDArray[np.uint8]:
        return self.images[name]

    def found(self, stage: str, model: type[F]) -> F | None:
        found = self.finds.get(stage)
        return found if isinstance(found, model) else None


def report_of(jpeg: bytes) -> tuple[Report, float]:
    """Returns the report of one picture, and the processor's seconds that it took."""
    job = MemoryJob.with_pictures({PictureName.FRONT: jpeg})
    start = time.process_time()
    job.finds["prepare"] = prepare(job)
    job.finds["ocr"] = read_documents(job)
    report = decide(job).report
    return report, time.process_time() - start


def score_report(report: Report, truth: dict[str, Any], seconds: float) -> Score:
    """Compares the first document of a report with what the specimen says."""
    score = Score()
    score.seconds.add(seconds)
    document = report.documents[0] if report.documents else None
    score.side.add(
        document is not None
        and document.model in _types(truth)
        and any(side.model == truth["side"] for side in document.sides)
    )
    for name, expected in truth["fields"].items():
        read = document.extracted.fields.get(name) if document else None
        right = read is not None and read.value == expected["value"]
        score.fields.add(right)
        score.wrong.add(read is not None and not right and not read.to_be_reviewed)
    for name, read in document.extracted.fields.items() if document else ():
        invented = name not in truth["fields"] and read.source is Source.VISUAL
        if invented and read.value and not read.to_be_reviewed:
            score.wrong.add(True)
    score_text(score, truth, _lines(document))
    zone = document.extracted.mrz if document else None
    score_zone(score, truth, zone.lines if zone else None)
    read_codes = {barcode.text for barcode in document.extracted.barcodes} if document else set()
    for barcode in truth.get("barcodes", ()):
        score.barcode.add(barcode["text"] in read_codes)
    return score


def _types(truth: dict[str, Any]) -> set[str]:
    """The types that have this side: a back that two types share tells no more."""
    return {truth["type"]} | {
        document.code
        for document in document_types().values()
        if any(side.code == truth["side"] for side in document.sides)
    }


def _lines(document: Document | None) -> list[str]:
    return [line.text for line in document.extracted.text] if document else []
