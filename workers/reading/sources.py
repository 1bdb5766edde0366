"""Documents from sides: which belong together, and which source to believe for each field."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.report import FieldValue, Mrz
from workers.documents.catalogue import document_types
from workers.documents.schema import DocumentType
from workers.reading.merge import merged, zone_fields
from workers.reading.read import SideReading
from workers.reading.zone import reviewed


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
    several types share joins whichever front is there. A side that nothing identifies joins the
    only document that lacks a side, if there is one.
    """
    groups: list[list[SideReading]] = []
    for side in sides:
        if side.document and side.side is not None:
            home = next((group for group in groups if _together([*group, side])), None)
            if home is None:
                groups.append([side])
            else:
                home.append(side)
    for side in sides:
        if side.document and side.side is None:
            lacking = [group for group in groups if _lacks_one(group)]
            if len(groups) == 1 and lacking:
                groups[0].append(side)
            else:
                groups.append([side])
    return [_document(group) for group in groups]


def _together(sides: Sequence[SideReading]) -> list[DocumentType]:
    """The types that these sides, all different, may be of."""
    codes = {side.side.code for side in sides if side.side is not None}
    if len(codes) < len(sides):
        return []
    return [
        document
        for document in document_types().values()
        if codes <= {side.code for side in document.sides}
    ]


def _lacks_one(group: Sequence[SideReading]) -> bool:
    return any(len(document.sides) > len(group) for document in _together(group))


def _document(sides: Sequence[SideReading]) -> DocumentReading:
    known = [side for side in sides if side.side is not None]
    types = _together(known) if known else []
    document = next((one for one in types if any(side.type is one for side in sides)), None)
    if len(types) == 1:
        document = types[0]
    visual: dict[str, FieldValue] = {}
    barcode: dict[str, FieldValue] = {}
    for side in sides:
        for name, value in side.visual.items():
            if not visual.get(name) or visual[name].confidence < value.confidence:
                visual[name] = value
        barcode |= side.barcode
    zones = [side.mrz for side in sides if side.mrz is not None]
    mrz = max(zones, key=lambda zone: (zone.valid, zone.confidence), default=None)
    fields = merged(visual, barcode, zone_fields(document, mrz))
    return DocumentReading(
        type=document,
        confidence=max((side.confidence for side in sides), default=0.0),
        sides=tuple(sides),
        fields=reviewed(fields, document, mrz, [line for side in sides for line in side.lines]),
        visual=visual,
        barcode=barcode,
        mrz=mrz,
    )
