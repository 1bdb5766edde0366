"""What `decide` knows when it begins, and what it keeps."""

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from app.core.report import Kind, PictureName
from app.core.verifications.models import Picture
from bench.reading.vouch import MemoryJob
from tests.dialects.specimens import photo
from workers.decision.evidence import Evidence
from workers.findings import Prepared
from workers.stages.decide import decide
from workers.stages.faces import detector, find_faces
from workers.stages.ocr import read_documents
from workers.stages.prepare import prepare
from workers.vision.barcodes import find_barcodes


def test_a_verification_is_judged_by_the_day_on_which_it_was_accepted():
    job = replace(MemoryJob.with_pictures({}), received=date(2020, 2, 29))
    job.finds["prepare"] = Prepared(pictures={})
    assert Evidence.of(job).today == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("kind", "detectors"),
    [
        (Kind.DOCUMENT, {"pad-document"}),
        (Kind.IDENTITY, {"pad-document", "pad-selfie"}),
        (Kind.LIVENESS, {"pad-selfie"}),
        (Kind.FACE_COMPARE, set()),
    ],
)
def test_a_report_names_the_detectors_of_attacks_that_took_part(
    kind: Kind, detectors: set[str]
) -> None:
    job = replace(MemoryJob.with_pictures({}), kind=kind)
    job.finds["prepare"] = Prepared(pictures={})
    named = {model.name for model in decide(job).report.models}
    assert {name for name in named if name.startswith("pad")} == detectors


@dataclass(frozen=True)
class KeepingJob(MemoryJob):
    kept: dict[str, NDArray[np.uint8]] = field(default_factory=dict)

    def keep_image(self, name: str, image: NDArray[np.uint8]) -> Picture:
        self.kept[name] = image
        return Picture(name=name)


def test_a_portrait_and_a_code_are_cut_out_where_the_request_asks_for_them():
    sent = {PictureName.FRONT: photo("cccd_chip_front")}
    job = KeepingJob.with_pictures(sent, keep=["portrait", "code"])
    job.finds["prepare"] = prepare(job)
    job.finds["ocr"] = read_documents(job)
    job.finds["faces"] = find_faces(job)
    done = decide(job)
    assert [picture.name for picture in done.pictures] == ["portrait.0.0", "code.0.0"]
    (document,) = done.report.documents
    (code,) = find_barcodes(job.kept["code.0.0"])
    assert code.text == document.extracted.barcodes[0].text
    portrait = job.kept["portrait.0.0"]
    (face,) = detector().detect(portrait)
    height = face.box[3] - face.box[1]
    assert 0.5 < height / portrait.shape[0] < 0.7, "the head, with something around it"
    not_asked = replace(job, request={}, kept={})
    assert decide(not_asked).pictures == []
    assert not_asked.kept == {}
