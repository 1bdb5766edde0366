"""`ocr`: read every line of print and the MRZ, on the flat card where there is one."""

from dataclasses import asdict
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from app.core.report import Box, Mrz, MrzCorrection, PictureName, TextLine
from workers.findings import Prepared, PreparedPicture, Read
from workers.job import Job
from workers.models import registry
from workers.models.sessions import session
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision.mrz import MrzReading, find_mrz
from workers.vision.text import TextReader

Pixels = NDArray[np.uint8]
Transform = NDArray[np.float64]

RECOGNISER = "text-recognition"


@lru_cache
def reader() -> TextReader:
    """Returns the text reader of this process."""
    return TextReader(session("text-detection"), session(RECOGNISER), registry.charset(RECOGNISER))


def read_documents(job: Job) -> Read:
    """Reads all sides of the document that could be decoded."""
    prepared = job.found("prepare", Prepared)
    read = Read(lines=[], mrzs=[])
    if prepared is None:
        return read
    for name in DOCUMENT_SIDES:
        picture = prepared.readable(name)
        if picture is not None:
            _read_side(job, name, picture, read)
    return read


def _read_side(job: Job, name: PictureName, picture: PreparedPicture, read: Read) -> None:
    """Reads the flat card; the whole picture where there is none, or no MRZ was on it.

    A wrong quadrilateral must not hide a document: whichever reading has the MRZ, or else
    more lines, is kept.
    """
    whole = job.image(name)
    if picture.card is not None and picture.flat is not None:
        flat = job.image(f"{name}.card")
        back = _to_picture(picture.card, picture.flat)
        lines, mrz = _read_image(flat, name, back)
        if mrz is None:
            other_lines, mrz = _read_image(whole, name, np.eye(3))
            if mrz is not None or len(other_lines) > len(lines):
                lines = other_lines
    else:
        lines, mrz = _read_image(whole, name, np.eye(3))
    read.lines += lines
    if mrz is not None:
        read.mrzs.append(mrz)


def _read_image(
    image: Pixels, name: PictureName, back: Transform
) -> tuple[list[TextLine], Mrz | None]:
    lines = reader().read(image)
    found = find_mrz(image, reader(), lines)
    texts = [
        TextLine(
            text=line.text, confidence=line.confidence, box=_moved(line.box, back), picture=name
        )
        for line in lines
    ]
    return texts, _mrz(found, name, back) if found is not None else None


def _mrz(found: MrzReading, name: PictureName, back: Transform) -> Mrz:
    return Mrz(
        format=found.format,
        lines=found.lines,
        fields=found.fields,
        check_digits=found.check_digits,
        valid=found.valid,
        corrections=[MrzCorrection(**asdict(correction)) for correction in found.corrections],
        confidence=found.confidence,
        picture=name,
        box=_moved(found.box, back),
        rotation=found.rotation,
    )


def _to_picture(card: Box, flat: tuple[int, int]) -> Transform:
    """Returns the homography from the flat card to the picture."""
    width, height = flat
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    transform = cv2.getPerspectiveTransform(corners, np.array(card, np.float32))
    return transform.astype(np.float64)


def _moved(box: NDArray[np.float32], back: Transform) -> Box:
    corners = cv2.perspectiveTransform(box.astype(np.float64)[None], back)[0]
    return [(round(float(x), 1), round(float(y), 1)) for x, y in corners]
