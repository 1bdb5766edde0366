"""A selfie whose eyes are closed is asked again."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.core.report import CheckGroup, CheckOutcome, Kind, Outcome, PictureName, Report
from bench.reading.vouch import MemoryJob
from tests.pictures import selfie_photo
from training.faces.drawings import with_closed_eyes
from workers.specimens.selfie import selfie
from workers.stages.decide import decide
from workers.stages.faces import detector, find_faces
from workers.stages.liveness import measure_selfie, meter
from workers.stages.prepare import prepare

SELFIE = PictureName.SELFIE


def report_of(jpeg: bytes) -> Report:
    """The report of a liveness check, by the product's own stages."""
    job = replace(MemoryJob.with_pictures({SELFIE: jpeg}), kind=Kind.LIVENESS)
    job.finds["prepare"] = prepare(job)
    job.finds["faces"] = find_faces(job)
    job.finds["liveness"] = measure_selfie(job)
    return decide(job).report


def eyes_of(report: Report) -> CheckOutcome:
    checks = [check for check in report.checks if check.group is CheckGroup.LIVENESS]
    return next(check.outcome for check in checks if check.name == "eyesClosed")


def test_an_open_eyed_selfie_is_clear() -> None:
    report = report_of(selfie_photo())
    assert eyes_of(report) is CheckOutcome.CLEAR
    assert report.outcome is Outcome.CLEAR


@pytest.mark.parametrize("scale", [0.5, 2])
def test_closed_eyes_ask_for_another_selfie_whatever_its_size(scale: float) -> None:
    image = selfie(0)
    (face,) = detector().detect(image)
    lids = meter().lids(image, face)
    shut = with_closed_eyes(image, face, lids, np.random.default_rng(4))
    sized = cv2.resize(shut, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    done, data = cv2.imencode(".jpg", sized, [cv2.IMWRITE_JPEG_QUALITY, 90])
    assert done
    report = report_of(data.tobytes())
    assert eyes_of(report) is CheckOutcome.ATTENTION
    assert report.liveness is not None and report.liveness.outcome is Outcome.ATTENTION
    assert "eyesClosed" in [reason.code for reason in report.reasons]


@pytest.mark.parametrize("name", ["biden", "obama", "obama2"])
def test_real_faces_with_open_eyes_are_not_flagged(name: str, samples: Path) -> None:
    report = report_of((samples / f"faces/{name}.jpg").read_bytes())
    assert eyes_of(report) is not CheckOutcome.ATTENTION
