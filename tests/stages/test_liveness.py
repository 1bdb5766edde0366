"""Stage `liveness` measures a selfie where somebody asks for it."""

from dataclasses import replace

import pytest

from app.core.report import Kind, PictureName
from bench.reading.vouch import MemoryJob
from tests.pictures import selfie_photo
from workers.findings import Measured
from workers.stages.liveness import measure_selfie
from workers.stages.prepare import prepare

SELFIE = PictureName.SELFIE


def measured(kind: Kind, **request: object) -> Measured:
    job = replace(MemoryJob.with_pictures({SELFIE: selfie_photo()}, **request), kind=kind)
    job.finds["prepare"] = prepare(job)
    return measure_selfie(job)


@pytest.mark.parametrize("kind", [Kind.FACE_INDEX, Kind.FACE_SEARCH])
def test_a_selfie_for_the_index_is_not_measured_for_checks_that_nobody_named(kind: Kind) -> None:
    assert measured(kind, checks=["unreadPages"]) == Measured()
    assert measured(kind, checks=["unreadPages", "screen"]).spectrum
    assert measured(kind).spectrum


@pytest.mark.parametrize("kind", [Kind.IDENTITY, Kind.LIVENESS])
def test_liveness_is_measured_whatever_was_named_where_it_is_judged(kind: Kind) -> None:
    assert measured(kind, checks=["unreadPages"]).spectrum
