"""One side of a document: what it is, and the fields that are printed on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.core.report import Box, FieldValue, Mrz, PictureName, Source, TextLine
from workers.documents.schema import DocumentType, Field, Side
from workers.reading.barcodes import Payload, decode_payload
from workers.reading.confidence import field_value
from workers.reading.identify import identify
from workers.reading.merge import CERTAIN
from workers.reading.named import with_names
from workers.reading.page import Piece, page
from workers.reading.values import find_values, strips_over
from workers.reading.zone import outside
from workers.vision.mrz.dates import UNTIL

MOST_STRIPS = 24
"""Places, at most, where labels are looked for that the detector missed."""


class Barcode(Protocol):
    """A barcode as it was decoded. `box`: (4, 2) corners in pixels of the picture read."""

    @property
    def format(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def box(self) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class SideReading:
    """What one picture of a side says.

    `type` and `side`: None where nothing tells what it is; an ICAO type where only an MRZ does.
    `confidence`: in type and side, 0..1. `rotation`: quarter turns clockwise, in degrees, that
    bring the picture upright. `visual` and `barcode`: fields by the vocabulary of
    docs/documents.md; every field of the side is in `visual`, one that was not found as `""`.
    `document`: whether there is a document on the picture at all; False for a page of prose, a
    landscape, a blank. `doubtful`: which of `lines` hold print of values that are to be reviewed
    and that no barcode carries: worth a second look (`TextReader.look_again`). `unlabelled`: where
    labels may stand that the detector missed, in pixels of the picture: what is read there
    (`TextReader.read_at`) is `read_side`'s `strips`.
    """

    type: DocumentType | None
    side: Side | None
    confidence: float
    rotation: int
    visual: dict[str, FieldValue] = field(default_factory=dict)
    mrz: Mrz | None = None
    barcode: dict[str, FieldValue] = field(default_factory=dict)
    lines: Sequence[TextLine] = ()
    document: bool = True
    doubtful: Sequence[int] = ()
    unlabelled: Sequence[Box] = ()


def read_side(
    lines: Sequence[TextLine],
    *,
    mrz: Mrz | None = None,
    barcodes: Sequence[Barcode] = (),
    aspect: float | None = None,
    strips: Sequence[TextLine] = (),
    received: date = UNTIL,
) -> SideReading:
    """Identifies a side and reads its fields.

    `lines`: of one picture (the flat card, or the whole picture); boxes of lines, MRZ and
    barcodes in pixels of it. `aspect`: width over height of the flat card as it lies in that
    picture; None where no card was found. `strips`: what stands where an earlier reading missed
    labels (`SideReading.unlabelled`). `received`: the day on which the picture was; nobody on it
    was born later.
    """
    read = page(outside(mrz, lines))
    payloads = [
        (code, payload)
        for code in barcodes
        if (payload := decode_payload(code.format, code.text)) is not None
    ]
    turned = aspect if aspect is None or read.rotation % 180 == 0 else 1 / aspect
    hints = read.framed(strips)
    identity = identify(read, mrz, [payload.kind for _, payload in payloads], turned, hints)
    rotation = read.rotation if mrz is None else mrz.rotation
    coded = _barcode_fields(payloads, lines[0].picture if lines else None)
    visual: dict[str, FieldValue] = {}
    doubtful: set[int] = set()
    left = tuple(Piece(line, 0, len(line.text)) for line in read.lines)
    if identity.side is not None and identity.type is not None:
        places = {id(line): place for place, line in enumerate(lines)}
        found = find_values(read, identity.side, hints)
        left = found.left
        for value in found.values:
            name = value.field.name
            visual[name] = field_value(value, read, identity.type.country, received)
            if visual[name].to_be_reviewed and name not in coded:
                doubtful |= {places[id(piece.line.source)] for piece in value.pieces}
    visual = with_names(visual, read, mrz)
    card = mrz is not None or aspect is not None
    lacks = identity.side is None or any(_lacks(field, visual) for field in identity.side.fields)
    worth_while = card and lacks and not strips
    return SideReading(
        type=identity.type,
        side=identity.side,
        confidence=identity.confidence,
        rotation=rotation,
        visual=visual,
        mrz=mrz,
        barcode=coded,
        lines=lines,
        document=identity.document,
        doubtful=sorted(doubtful),
        unlabelled=strips_over(read, left[:MOST_STRIPS]) if worth_while else (),
    )


def _lacks(field: Field, visual: dict[str, FieldValue]) -> bool:
    return bool(field.labels) and not field.optional and not visual[field.name].value


def _barcode_fields(
    payloads: Sequence[tuple[Barcode, Payload]], picture: PictureName | None
) -> dict[str, FieldValue]:
    return {
        name: FieldValue(
            value=value,
            confidence=CERTAIN,
            to_be_reviewed=False,
            source=Source.BARCODE,
            picture=picture,
            box=[(round(float(x), 1), round(float(y), 1)) for x, y in code.box],
            printed=value,
        )
        for code, payload in payloads
        for name, value in payload.fields.items()
    }
