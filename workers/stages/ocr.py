"""`ocr`: read every side of every document: print, MRZ and barcodes, and what they say."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from statistics import median

import numpy as np
from numpy.typing import NDArray

from app.core.report import TextLine
from workers.checks.quality import MIN_LEGIBILITY
from workers.findings import Prepared, PreparedPage, Read, SideRead, View
from workers.frames import Frame
from workers.job import Job
from workers.models import registry
from workers.models.sessions import session
from workers.reading.barcodes import FORMATS
from workers.reading.read import SideReading, read_side
from workers.stages.prepare import DOCUMENT_SIDES
from workers.stages.wording import side_read, text_line, zone
from workers.vision import text
from workers.vision.barcodes import Barcode, find_barcodes
from workers.vision.geometry import rectify
from workers.vision.mrz import find_mrz
from workers.vision.text import TextReader

Pixels = NDArray[np.uint8]

RECOGNISER = "text-recognition"

PROSE = 30_000
"""Print, in columns of the recogniser's input, from which a page is taken for prose unless a
sample says otherwise: no side of a document has half of it."""

SAMPLE = 8
"""Lines of a sample: the shortest, for so are the labels and titles of documents."""


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
    sides = [_read_view(job, page, view) for view in page.views]
    if any(view.edges for view in page.views) and not any(map(_says_something, sides)):
        view = page.views[0]
        whole = _read(job.image(page.image), page.image, Frame.of_page(page, view), aspect=None)
        if whole.document:
            sides = [whole]
    yield from sides


def _says_something(side: SideRead) -> bool:
    """Whether it is a document, or print that was read well and is none."""
    legible = (
        len(side.lines) >= SAMPLE and median(x.confidence for x in side.lines) >= MIN_LEGIBILITY
    )
    return side.document or legible


def _read_view(job: Job, page: PreparedPage, view: View) -> SideRead:
    width, height = view.size
    if not view.edges:
        aspect = width / height if view.full_frame else None
        return _read(job.image(view.image), view.image, Frame.of_view(view), aspect=aspect)

    def native() -> Pixels:
        quad = np.array(view.quad, np.float32)
        return rectify(job.image(page.image), quad, max_side=max(page.size))

    flat = job.image(view.image)
    return _read(flat, view.image, Frame.of_view(view), aspect=width / height, native=native)


def _read(
    image: Pixels,
    name: str,
    frame: Frame,
    *,
    aspect: float | None,
    native: Callable[[], Pixels] | None = None,
) -> SideRead:
    """Reads one image, turned by a quarter where its print runs upwards or downwards.

    `native`: gives the same, unturned, with all the pixels of the page, where it has fewer.
    """
    boxes = reader().detect(image)
    if text.runs_vertically(boxes):
        image, frame = np.ascontiguousarray(np.rot90(image)), frame.turned(1)
        aspect = 1 / aspect if aspect is not None else None
        boxes = reader().detect(image)
    if sum(text.columns(box) for box in boxes) > PROSE:
        sample = sorted(boxes, key=text.columns)[:SAMPLE]
        lines = [text_line(line, frame) for line in reader().read_boxes(image, sample)]
        reading = read_side(lines, aspect=aspect)
        if not reading.document:
            return side_read(reading, (), name, frame)
    found = reader().read_boxes(image, boxes)
    rows = find_mrz(image, reader(), found)
    lines = [text_line(line, frame) for line in found]
    mrz = zone(rows, frame) if rows is not None else None
    codes = find_barcodes(image)
    reading = read_side(lines, mrz=mrz, barcodes=codes, aspect=aspect)
    missed = _expected(reading) - {code.format for code in codes}
    if missed:
        codes += _closer(image, frame, native, missed)
        reading = read_side(lines, mrz=mrz, barcodes=codes, aspect=aspect)
    strips: list[TextLine] = []
    if reading.unlabelled:
        boxes = [np.array(box, np.float32) for box in reading.unlabelled]
        strips = [text_line(line, frame) for line in reader().read_at(image, boxes)]
        reading = read_side(lines, mrz=mrz, barcodes=codes, aspect=aspect, strips=strips)
    if reading.doubtful:
        found = reader().look_again(image, found, reading.doubtful)
        lines = [text_line(line, frame) for line in found]
        reading = read_side(lines, mrz=mrz, barcodes=codes, aspect=aspect, strips=strips)
    return side_read(reading, codes, name, frame)


def _expected(reading: SideReading) -> set[str]:
    """The formats of the barcodes that the side carries."""
    kinds = reading.side.barcodes if reading.side is not None else ()
    return {FORMATS[kind] for kind in kinds}


def _closer(
    image: Pixels, frame: Frame, native: Callable[[], Pixels] | None, formats: Collection[str]
) -> list[Barcode]:
    """The barcodes that a closer look finds, with boxes in pixels of the image."""
    closer = np.ascontiguousarray(np.rot90(native(), frame.turns)) if native else image
    scale = image.shape[1] / closer.shape[1]
    return [
        replace(code, box=code.box * np.float32(scale))
        for code in find_barcodes(closer, expected=formats)
        if code.format in formats
    ]
