"""What is cut out of the pictures of a verification, to be kept."""

from collections.abc import Iterator, Sequence

import numpy as np

from app.core.report import Box
from app.core.verifications.cuts import KEEP, Cut, cut_name
from app.core.verifications.models import Picture
from workers.decision.documents import FoundDocument, FoundSide
from workers.decision.evidence import Evidence
from workers.job import Job
from workers.vision.geometry import rectify
from workers.vision.image import Pixels

AROUND_FACE = 0.35
"""Of the box of a face, on each side: so much shows the head as a portrait does."""
AROUND_CODE = 0.1
"""Of the box of a barcode: its quiet zone, which a reader of the picture wants."""


def keep_cuts(job: Job, evidence: Evidence, found: Sequence[FoundDocument]) -> list[Picture]:
    """Stores what the request asks to be kept."""
    wanted = job.request.get(KEEP, ())
    makers = {Cut.CARD: _cards, Cut.PORTRAIT: _portraits, Cut.CODE: _codes}
    return [
        job.keep_image(cut_name(cut, place, number), pixels)
        for cut, make in makers.items()
        if cut in wanted
        for place, one in enumerate(found)
        for number, pixels in make(job, evidence, one)
    ]


def _cards(job: Job, evidence: Evidence, one: FoundDocument) -> Iterator[tuple[int, Pixels]]:
    """Every side flat and upright; the whole page where no card's edges were seen."""
    for number, side in enumerate(one.sides):
        yield number, np.rot90(job.image(side.view.image), -side.read.rotation // 90)


def _portraits(job: Job, evidence: Evidence, one: FoundDocument) -> Iterator[tuple[int, Pixels]]:
    """The face of every side that may show a portrait."""
    for number, side in enumerate(one.sides):
        portrait = evidence.portrait(side.view) if side.may_show_portrait else None
        if portrait is not None:
            yield number, _cut_out(job, evidence, side, portrait.box, AROUND_FACE)


def _codes(job: Job, evidence: Evidence, one: FoundDocument) -> Iterator[tuple[int, Pixels]]:
    """Every barcode that was read."""
    codes = ((side, code) for side in one.sides for code in side.read.barcodes)
    for number, (side, code) in enumerate(codes):
        yield number, _cut_out(job, evidence, side, code.box, AROUND_CODE)


def _cut_out(job: Job, evidence: Evidence, side: FoundSide, box: Box, around: float) -> Pixels:
    """Returns a box of the side's page, upright for its reader, with something around it."""
    corners = np.array(box, np.float32)
    centre = corners.mean(axis=0)
    page = job.image(evidence.page(side.view).image)
    return rectify(page, centre + (corners - centre) * (1 + 2 * around))
