"""A selfie of which a mask or sunglasses cover a part is asked again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.core.report import CheckGroup, CheckOutcome, Outcome, Report
from tests.stages.test_closed_eyes import report_of
from training.faces import drawings
from workers.specimens.selfie import selfie
from workers.stages.faces import detector
from workers.vision.faces import Face

SEEN = {"eyesClosed", "maskPresent", "sunglasses"}
DARK = partial(drawings.with_glasses, dark=True)
CLEAR = partial(drawings.with_glasses, dark=False)
Drawing = Callable[[drawings.Image, Face, np.random.Generator], drawings.Image]


def flagged(report: Report) -> set[str]:
    checks = [check for check in report.checks if check.group is CheckGroup.LIVENESS]
    assert {check.name for check in checks} >= SEEN
    return {check.name for check in checks if check.outcome is CheckOutcome.ATTENTION}


def drawn(drawing: Drawing, seed: int) -> Report:
    image = selfie(0)
    (face,) = detector().detect(image)
    covered = drawing(image, face, np.random.default_rng(seed))
    done, data = cv2.imencode(".jpg", covered, [cv2.IMWRITE_JPEG_QUALITY, 90])
    assert done
    return report_of(data.tobytes())


@pytest.mark.parametrize("name", ["maskPresent", "sunglasses"])
def test_what_covers_a_face_asks_for_another_selfie_and_is_called_no_attack(name: str) -> None:
    report = drawn({"maskPresent": drawings.masked, "sunglasses": DARK}[name], seed=4)
    assert flagged(report) == {name}
    assert report.liveness is not None and report.liveness.outcome is Outcome.ATTENTION
    assert [reason.code for reason in report.reasons] == [name]


def test_clear_spectacles_are_no_sunglasses() -> None:
    assert flagged(drawn(CLEAR, seed=4)) == set()


@pytest.mark.parametrize("name", ["biden", "obama", "obama2"])
def test_real_faces_without_either_are_not_flagged(name: str, samples: Path) -> None:
    report = report_of((samples / f"faces/{name}.jpg").read_bytes())
    assert not flagged(report) & SEEN
