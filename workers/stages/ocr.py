"""`ocr`: read every side of every document: print, MRZ and barcodes, and what they say."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from app.core import pipeline
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

MOST_PRINT = 64_000
"""Columns that are read of one picture, and so 200 lines at most, however many boxes a texture or
a newspaper gives: the print of four sides, each with as much as the fullest specimen (35 lines,
15,712 columns with padding, of 30 sides, flat and captured hard)."""

SAMPLE = 8
"""Lines of a sample: the shortest, for so are the labels and titles of documents."""


@lru_cache
def reader() -> TextReader:
    """Returns the text reader of this process."""
    return TextReader(session("text-detection"), session(RECOGNISER), registry.charset(RECOGNISER))


def read_documents(job: Job, clock: Callable[[], float] = time.monotonic) -> Read:
    """Reads all views of the pages that could be decoded, as far as the stage's time goes.

    The largest view of every page comes first, then the second largest: what is left when the time
    is spent is what matters least. `clock`: tells the time, in seconds.
    """
    prepared = job.found("prepare", Prepared)
    pages = list(prepared.pages(*DOCUMENT_SIDES)) if prepared is not None else []
    ends = clock() + pipeline.OCR.budget
    read: dict[str, SideRead] = {}
    for page, view in _by_worth(pages):
        if clock() < ends:
            read[view.image] = _read_view(job, page, view)
    found = Read(sides=[])
    for page in pages:
        sides = [read[view.image] for view in page.views if view.image in read]
        late = len(sides) < len(page.views)
        if any(view.image != page.image for view in page.views) and not any(
            map(_says_something, sides)
        ):
            late = late or clock() >= ends
            sides = sides if late else _read_whole(job, page) or sides
        if late:
            found.late.setdefault(page.views[0].picture, []).append(page.number)
        found.sides += sides
    return found


def _by_worth(pages: Sequence[PreparedPage]) -> list[tuple[PreparedPage, View]]:
    """The views in the order in which they are read: first pages before later ones, fronts before
    backs, among views that are as large as others on their own pages.
    """
    ranked = [
        (rank, page.number, DOCUMENT_SIDES.index(view.picture), page, view)
        for page in pages
        for rank, view in enumerate(sorted(page.views, key=_area, reverse=True))
    ]
    return [(page, view) for *_, page, view in sorted(ranked, key=lambda one: one[:3])]


def _area(view: View) -> float:
    """What a view covers of its page, pixels."""
    return float(cv2.contourArea(np.array(view.quad, np.float32)))


def _read_whole(job: Job, page: PreparedPage) -> list[SideRead]:
    """Reads the page itself, where none of its cards says anything: a wrong quadrilateral must not
    hide a document. Empty where it shows none either.
    """
    frame = Frame.of_page(page, page.views[0])
    whole = _read(job.image(page.image), page.image, frame, job.received, aspect=None)
    return [whole] if whole.document else []


def _says_something(side: SideRead) -> bool:
    """Whether it is a document, or print that was read well and is none."""
    legible = (
        len(side.lines) >= SAMPLE and median(x.confidence for x in side.lines) >= MIN_LEGIBILITY
    )
    return side.document or legible


def _read_view(job: Job, page: PreparedPage, view: View) -> SideRead:
    width, height = view.size
    flat, frame = job.image(view.image), Frame.of_view(view)
    if not view.edges:
        aspect = width / height if view.full_frame else None
        return _read(flat, view.image, frame, job.received, aspect=aspect)

    def native() -> Pixels:
        quad = np.array(view.quad, np.float32)
        return rectify(job.image(page.image), quad, max_side=max(page.size))

    return _read(flat, view.image, frame, job.received, aspect=width / height, native=native)


def _read(
    image: Pixels,
    name: str,
    frame: Frame,
    received: date,
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
    understood = partial(read_side, aspect=aspect, received=received)
    if sum(text.columns(box) for box in boxes) > PROSE:
        sample = sorted(boxes, key=text.columns)[:SAMPLE]
        lines = [text_line(line, frame) for line in reader().read_boxes(image, sample)]
        reading = understood(lines)
        if not reading.document:
            return side_read(reading, (), name, frame)
    largest = text.largest(boxes, MOST_PRINT)
    crowded = len(largest) < len(boxes)
    found = reader().read_boxes(image, largest)
    rows = find_mrz(image, reader(), found, received)
    lines = [text_line(line, frame) for line in found]
    mrz = zone(rows, frame) if rows is not None else None
    codes = find_barcodes(image)
    reading = understood(lines, mrz=mrz, barcodes=codes)
    missed = _expected(reading) - {code.format for code in codes}
    if missed:
        codes += _closer(image, frame, native, missed)
        reading = understood(lines, mrz=mrz, barcodes=codes)
    strips: list[TextLine] = []
    if reading.unlabelled:
        boxes = [np.array(box, np.float32) for box in reading.unlabelled]
        strips = [text_line(line, frame) for line in reader().read_at(image, boxes)]
        reading = understood(lines, mrz=mrz, barcodes=codes, strips=strips)
    if reading.doubtful:
        found = reader().look_again(image, found, reading.doubtful)
        lines = [text_line(line, frame) for line in found]
        reading = understood(lines, mrz=mrz, barcodes=codes, strips=strips)
    return side_read(reading, codes, name, frame).model_copy(update={"crowded": crowded})


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
