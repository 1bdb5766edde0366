"""`faces` looks at selfies as they are, and at documents whichever way they lie."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.core.report import Kind, PictureName
from bench.reading.vouch import MemoryJob
from tests.pictures import passport_photo, selfie_photo
from workers.stages.faces import find_faces
from workers.stages.match import match
from workers.stages.prepare import prepare


def compared(turns: int, **request: str) -> float | None:
    """The distance of a selfie to a passport's portrait that was turned counterclockwise."""
    passport = cv2.imdecode(np.frombuffer(passport_photo(), np.uint8), cv2.IMREAD_COLOR)
    turned = cv2.imencode(".png", np.rot90(passport, turns))[1].tobytes()
    sent = {PictureName.IMAGE1: selfie_photo(), PictureName.IMAGE2: turned}
    job = replace(MemoryJob.with_pictures(sent, **request), kind=Kind.FACE_COMPARE)
    job.finds["prepare"] = prepare(job)
    job.finds["faces"] = find_faces(job)
    return match(job).distances.get(PictureName.IMAGE2)


@pytest.mark.parametrize("turns", [1, 2])
def test_a_document_is_compared_however_it_lies(turns: int) -> None:
    upright = compared(0)
    assert upright is not None
    assert compared(turns, portrait="image2") == pytest.approx(upright, abs=0.05)
    taken_for_a_selfie = compared(turns)
    assert taken_for_a_selfie is None or taken_for_a_selfie > upright + 0.05
