"""`ocr`: read every side of every document: print, MRZ and barcodes, and what they say."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.core.report import Box, FieldValue, Mrz, MrzCorrection, TextLine
from workers.findings import Prepared, PreparedPage, Read, SideRead, View
from workers.frames import Frame
from workers.job import Job
from workers.models import registry
from workers.models.sessions import session
from workers.reading.read import SideReading, read_side
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision import text
from workers.vision.mrz import MrzReading, find_mrz
from workers.vision.text import TextReader

Pixels = NDArray[np.uint8]

RECOGNISER = "text-recognition"


@lru_cache
def reader() -> TextReader:
    """Returns the text reader of this process."""
    return TextReader(session("text-detection"), session(RECOGNISER), registry.charset(RECOGNISER))


def read_documents(job: Job) -> Read:
    """Reads all views of the pages that could be decoded."""
    prepared = job.found("prepare", Prepared)
    pages = prepared.pages(*DOCUMENT_SIDES) if prepared is not None else ()
    return Read(sides=[side for page in pages for side in _read_page(job, page)])


def _read_page(job: Job, page: PreparedPage) -> Iterator[SideRead]:
    """Reads the cards of a page, and only where none of them says anything the page itself: a
    wrong quadrilateral must not hide a document.
    """
    sides = [_read_view(job, view) for view in page.views]
    if any(view.edges for view in page.views) and not any(side.document for side in sides):
        view = page.views[0]
        whole = _read(job.image(page.image), page.image, Frame.of_page(page, view), aspect=None)
        if whole.document:
            sides = [whole]
    yield from sides


def _read_view(job: Job, view: View) -> SideRead:
    width, height = view.size
    aspect = width / height if view.edges or view.full_frame else None
    return _read(job.image(view.image), view.image, Frame.of_view(view), aspect=aspect)


def _read(image: Pixels, name: str, frame: Frame, *, aspect: float | None) -> SideRead:
    """Reads one image, turned by a quarter where its print runs upwards or downwards."""
    boxes = reader().detect(image)
    if text.runs_vertically(boxes):
        image, frame = np.ascontiguousarray(np.rot90(image)), frame.turned(1)
        aspect = 1 / aspect if aspect is not None else None
        boxes = reader().detect(image)
    found = reader().read_boxes(image, boxes)
    zone = find_mrz(image, reader(), found)
    reading = read_side(
        [_line(line, frame) for line in found],
        mrz=_mrz(zone, frame) if zone is not None else None,
        aspect=aspect,
    )
    return _side_read(reading, name, frame)


def _line(line: text.TextLine, frame: Frame) -> TextLine:
    return TextLine(
        text=line.text,
        confidence=line.confidence,
        box=_corners(line.box),
        picture=frame.picture,
        page=frame.page,
        characters=list(zip(line.probabilities.tolist(), line.positions.tolist(), strict=True)),
    )


def _mrz(found: MrzReading, frame: Frame) -> Mrz:
    return Mrz(
        format=found.format,
        lines=found.lines,
        fields=found.fields,
        check_digits=found.check_digits,
        valid=found.valid,
        corrections=[MrzCorrection(**asdict(correction)) for correction in found.corrections],
        confidence=found.confidence,
        picture=frame.picture,
        page=frame.page,
        box=_corners(found.box),
        rotation=found.rotation,
    )


def _corners(box: NDArray[np.float32]) -> Box:
    return [(float(x), float(y)) for x, y in box]


def _side_read(reading: SideReading, name: str, frame: Frame) -> SideRead:
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
        barcodes=[],
        lines=[line.model_copy(update={"box": frame.box(line.box)}) for line in reading.lines],
    )


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
