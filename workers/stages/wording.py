"""What was read on an image, as the report words it; and as it is stored, in pixels of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from app.core.report import Barcode, Box, FieldValue, Mrz, MrzAmbiguity, MrzCorrection, TextLine
from workers.findings import SideRead
from workers.frames import Frame
from workers.reading.read import SideReading
from workers.vision import text
from workers.vision.barcodes import Barcode as FoundBarcode
from workers.vision.mrz import MrzReading


def text_line(line: text.TextLine, frame: Frame) -> TextLine:
    return TextLine(
        text=line.text,
        confidence=round(line.confidence, 4),
        box=_corners(line.box),
        picture=frame.picture,
        page=frame.page,
        characters=list(zip(line.probabilities.tolist(), line.positions.tolist(), strict=True)),
    )


def zone(found: MrzReading, frame: Frame) -> Mrz:
    return Mrz(
        format=found.format,
        lines=found.lines,
        fields=found.fields,
        check_digits=found.check_digits,
        valid=found.valid,
        corrections=[MrzCorrection(**asdict(correction)) for correction in found.corrections],
        ambiguous=[MrzAmbiguity(**asdict(doubt)) for doubt in found.ambiguous],
        confidence=round(found.confidence, 4),
        picture=frame.picture,
        page=frame.page,
        box=_corners(found.box),
        rotation=found.rotation,
    )


def _corners(box: NDArray[np.float32]) -> Box:
    return [(float(x), float(y)) for x, y in box]


def side_read(
    reading: SideReading, codes: Sequence[FoundBarcode], name: str, frame: Frame
) -> SideRead:
    """A reading with its boxes, which are the image's, in pixels of the page."""
    mrz = reading.mrz
    if mrz is not None:
        rotation = frame.rotation(mrz.rotation)
        mrz = mrz.model_copy(update={"box": frame.box(mrz.box), "rotation": rotation})
    return SideRead(
        picture=frame.picture,
        page=frame.page,
        view=name,
        type=reading.type.code if reading.type is not None else None,
        side=reading.side.code if reading.side is not None else None,
        confidence=reading.confidence,
        rotation=frame.rotation(reading.rotation),
        document=reading.document,
        visual=_on_page(reading.visual, frame),
        mrz=mrz,
        barcode=_on_page(reading.barcode, frame),
        barcodes=[
            Barcode(
                format=code.format,
                text=_storable(code.text),
                picture=frame.picture,
                page=frame.page,
                box=frame.box(code.box),
            )
            for code in codes
        ],
        lines=[line.model_copy(update={"box": frame.box(line.box)}) for line in reading.lines],
    )


def _storable(text: str) -> str:
    """What a barcode says, without NUL: JSON has it, but PostgreSQL's text and jsonb do not, and
    a client is to be able to keep the report there. Other control characters part the fields of
    some codes.
    """
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _on_page(fields: Mapping[str, FieldValue], frame: Frame) -> dict[str, FieldValue]:
    return {
        name: value.model_copy(
            update={
                "picture": frame.picture,
                "page": frame.page,
                "box": frame.box(value.box) if value.box is not None else None,
            }
        )
        for name, value in fields.items()
    }
