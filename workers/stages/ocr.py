"""`ocr`: read every side of every document: print, MRZ and barcodes, and what they say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from statistics import median

import numpy as np
from numpy.typing import NDArray

from app.core.report import Barcode, Box, FieldValue, Mrz, MrzAmbiguity, MrzCorrection, TextLine
from workers.findings import Prepared, PreparedPage, Read, SideRead, View
from workers.frames import Frame
from workers.job import Job
from workers.models import registry
from workers.models.sessions import session
from workers.reading.barcodes import FORMATS
from workers.reading.read import SideReading, read_side
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision import barcodes, text
from workers.vision.barcodes import find_barcodes
from workers.vision.mrz import MrzReading, find_mrz
from workers.vision.text import TextReader

Pixels = NDArray[np.uint8]

RECOGNISER = "text-recognition"

PROSE = 30_000
"""Print, in columns of the recogniser's input, from which a page is taken for prose unless a
sample says otherwise: no side of a document has half of it."""

SAMPLE = 8
"""Lines of a sample: the shortest, for so are the labels and titles of documents."""

LEGIBLE = 0.8
"""Mean probability of the characters of a middling line from which print was read well."""


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
    if any(view.edges for view in page.views) and not any(map(_says_something, sides)):
        view = page.views[0]
        whole = _read(job.image(page.image), page.image, Frame.of_page(page, view), aspect=None)
        if whole.document:
            sides = [whole]
    yield from sides


def _says_something(side: SideRead) -> bool:
    """Whether it is a document, or print that was read well and is none."""
    legible = len(side.lines) >= SAMPLE and median(x.confidence for x in side.lines) >= LEGIBLE
    return side.document or legible


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
    if sum(text.columns(box) for box in boxes) > PROSE:
        sample = sorted(boxes, key=text.columns)[:SAMPLE]
        lines = [_line(line, frame) for line in reader().read_boxes(image, sample)]
        reading = read_side(lines, aspect=aspect)
        if not reading.document:
            return _side_read(reading, (), name, frame)
    found = reader().read_boxes(image, boxes)
    zone = find_mrz(image, reader(), found)
    lines = [_line(line, frame) for line in found]
    mrz = _mrz(zone, frame) if zone is not None else None
    codes = find_barcodes(image)
    reading = read_side(lines, mrz=mrz, barcodes=codes, aspect=aspect)
    missed = _expected(reading) - {code.format for code in codes}
    if missed:
        codes = find_barcodes(image, expected=missed)
        reading = read_side(lines, mrz=mrz, barcodes=codes, aspect=aspect)
    if reading.doubtful:
        found = reader().look_again(image, found, reading.doubtful)
        lines = [_line(line, frame) for line in found]
        reading = read_side(lines, mrz=mrz, barcodes=codes, aspect=aspect)
    return _side_read(reading, codes, name, frame)


def _expected(reading: SideReading) -> set[str]:
    """The formats of the barcodes that the side carries."""
    kinds = reading.side.barcodes if reading.side is not None else ()
    return {FORMATS[kind] for kind in kinds}


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
        ambiguous=[MrzAmbiguity(**asdict(doubt)) for doubt in found.ambiguous],
        confidence=found.confidence,
        picture=frame.picture,
        page=frame.page,
        box=_corners(found.box),
        rotation=found.rotation,
    )


def _corners(box: NDArray[np.float32]) -> Box:
    return [(float(x), float(y)) for x, y in box]


def _side_read(
    reading: SideReading, codes: Sequence[barcodes.Barcode], name: str, frame: Frame
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
                text=code.text,
                picture=frame.picture,
                page=frame.page,
                box=frame.box(code.box),
            )
            for code in codes
        ],
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
