"""`forgeries`: hold the fields and the portrait of every side that was read against each other."""

from functools import cache, lru_cache

import cv2
import numpy as np

from workers.checks.format import has_shape
from workers.checks.quality import MIN_SHARPNESS
from workers.documents.catalogue import document_types
from workers.findings import Faces, ForgedPlaces, Prepared, Read, SideRead, View
from workers.job import Job
from workers.models.sessions import session
from workers.specimens.card import sides
from workers.specimens.drawing import Portrait
from workers.vision.presentation.forged import ForgeryDetector
from workers.vision.presentation.strips import Box, Matrix

WORTH = ("fullName", "lastName", "firstName", "birthDate", "documentNumber", "personalNumber",
         "expirationDate", "issuingDate", "gender", "address", "placeOfOrigin")  # fmt: skip
"""Fields that somebody would alter: they are looked at first."""

PADDING = 0.3
"""Millimetres by which the boxes of read print begin before its ink: the median of 52 fields of
seven specimens, half of which are within 0.15 of it."""

HIGHEST = 4.9
"""Millimetres of such a box: what is higher is more than one line."""

LETTERS = range(3, 31)
"""Of a value: others were not trained with."""


@lru_cache
def detector() -> ForgeryDetector:
    """Returns the detector of forgeries of this process."""
    return ForgeryDetector(session("forged-places"))


def look_for_forgeries(job: Job) -> ForgedPlaces:
    """Looks at every side of known type whose borders were seen, at the page's own pixels."""
    prepared, read = job.found("prepare", Prepared), job.found("ocr", Read)
    faces = job.found("faces", Faces)
    found = ForgedPlaces()
    views = {view.image: view for view in prepared.views()} if prepared is not None else {}
    for side in read.sides if read is not None else ():
        view = views.get(side.view)
        placed = _placed(side, view) if view is not None else None
        if view is None or placed is None:
            continue
        to_page, size = placed
        seen = detector().look(
            job.image(f"{view.picture}.{view.page}"),
            to_page,
            size,
            _fields(side, to_page),
            _portrait(side, to_page, faces),
        )
        if seen is not None:
            found.forgeries[view.image] = seen
    return found


def _placed(side: SideRead, view: View) -> tuple[Matrix, tuple[float, float]] | None:
    """The homography from mm of the card to the page, and the card's size; None where either is
    not known, or the card is blurred."""
    known = document_types().get(side.type or "")
    width, height = view.size
    shape = height / width if side.rotation in (90, 270) else width / height
    if known is None or not (view.edges or view.full_frame) or not has_shape(known, shape):
        return None
    if view.quality["sharpness"] < MIN_SHARPNESS:
        return None
    across, down = known.size
    card = np.array([(0, 0), (across, 0), (across, down), (0, down)], np.float32)
    quad = np.roll(np.array(view.quad, np.float32), side.rotation // 90, axis=0)
    return cv2.getPerspectiveTransform(card, quad).astype(np.float64), known.size


def _fields(side: SideRead, to_page: Matrix) -> dict[str, Box]:
    """Where the values of one line are, mm, those first that somebody would alter."""
    found = {}
    for name, value in side.visual.items():
        if value.box is None or len(value.printed or "") not in LETTERS:
            continue
        left, top, right, bottom = _on_card(value.box, to_page)
        if bottom - top <= HIGHEST:
            found[name] = (left + PADDING, top, right - PADDING, bottom)
    ranks = {name: rank for rank, name in enumerate(WORTH)}
    return dict(sorted(found.items(), key=lambda one: ranks.get(one[0], len(ranks))))


def _portrait(side: SideRead, to_page: Matrix, faces: Faces | None) -> Box | None:
    """Where the layout has the portrait, mm; None where it has none, or no face is in it."""
    box = _layouts().get(side.side or "")
    face = faces.portrait(side.view) if faces is not None else None
    if box is None or face is None:
        return None
    left, top, right, bottom = _on_card(face.box, to_page)
    x, y = (left + right) / 2, (top + bottom) / 2
    return box if box[0] < x < box[2] and box[1] < y < box[3] else None


def _on_card(box: object, to_page: Matrix) -> Box:
    points = np.array(box, np.float32)[None]
    moved = cv2.perspectiveTransform(points, np.linalg.inv(to_page))[0]
    (left, top), (right, bottom) = moved.min(axis=0).tolist(), moved.max(axis=0).tolist()
    return left, top, right, bottom


@cache
def _layouts() -> dict[str, Box]:
    """Where sides have the portrait, mm, by code: as specimens are drawn."""
    return {
        side.reads_as or side.code: (part.x, part.y, part.x + part.width, part.y + part.height)
        for side in sides().values()
        for part in side.parts
        if isinstance(part, Portrait) and not part.faint
    }
