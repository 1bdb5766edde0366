"""The quality checks judge the numbers of a picture: monotone, with 50 at the threshold."""

import dataclasses

import pytest

from app.core.report import CHECKS, Check, CheckGroup, CheckOutcome, PictureName
from tests.checks.readings import line, side
from workers.checks.quality import THRESHOLDS, checks
from workers.vision.quality import Quality
from workers.vision.spectrum import Spectrum

GOOD = Quality(
    width=1600,
    height=1200,
    found=True,
    full_frame=False,
    long_side=1100.0,
    short_side=700.0,
    sharpness=300.0,
    glare=0.0,
    colour=14.0,
    brightness=150.0,
    margin=0.1,
    coverage=0.4,
    worst_sharpness=200.0,
    surround=0.1,
    corner_cuts=[0.03, 0.035, 0.03, 0.04],
)


def judged(*, metadata=None, reading=None, face=None, spectrum=None, **changes) -> dict[str, Check]:
    quality = dataclasses.replace(GOOD, **changes)
    shown = {"metadata": metadata, "reading": reading, "face": face, "spectrum": spectrum}
    return {check.name: check for check in checks(quality, PictureName.FRONT, **shown)}


FRONT = {"documentNumber": "079190001234", "fullName": "NGUYỄN THỊ ÁNH", "birthDate": "1990-03-05"}
FRONT |= {"gender": "female", "nationality": "VNM", "placeOfOrigin": "Bến Nghé", "address": ""}
WELL = {
    "metadata": {"quality": "92"},
    "reading": side("cccd_chip_front", visual=FRONT),
    "face": True,
    "spectrum": Spectrum(moire=4.0, grid=4.0, tiles=12),
}


def test_a_good_picture_passes_every_check():
    found = judged(**WELL)
    of_all_pages = ("unreadPages",)
    assert (*found, *of_all_pages) == CHECKS[CheckGroup.QUALITY]
    for check in found.values():
        assert check.outcome == CheckOutcome.CLEAR
        assert check.group == CheckGroup.QUALITY and check.picture == PictureName.FRONT
        assert check.score > 50 and check.reason is None


@pytest.mark.parametrize(
    ("name", "field", "good_to_bad", "threshold"),
    [
        ("blur", "sharpness", [500, 100, 20, 10, 0], "quality.minSharpness"),
        ("glare", "glare", [0, 0.01, 0.02, 0.05, 0.4], "quality.maxGlare"),
        ("margin", "surround", [0.4, 0.1, 0.06, 0.04, -0.1], "quality.minSurroundings"),
        ("tooSmall", "long_side", [2000, 800, 520, 400, 100], "quality.minLongSide"),
        ("partialDocument", "margin", [0.2, 0.05, 0.0, -0.02, -0.3], "quality.minMargin"),
        ("documentTooClose", "coverage", [0.2, 0.6, 0.9, 0.98, 1.0], "quality.maxCoverage"),
        ("blackAndWhite", "colour", [30, 10, 3, 2, 0], "quality.minColour"),
    ],
)
def test_the_score_falls_as_the_picture_gets_worse_and_is_50_at_the_threshold(
    name, field, good_to_bad, threshold
):
    found = [judged(**{field: float(value)})[name] for value in good_to_bad]
    scores = [check.score for check in found]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 5
    assert [check.outcome == CheckOutcome.ATTENTION for check in found] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert all(check.reason for check in found[3:])
    assert judged(**{field: THRESHOLDS[threshold]})[name].score == 50


def test_what_needs_the_edges_is_not_judged_without_them():
    found = judged(found=False)
    for name in ("glare", "partialDocument", "documentTooClose", "margin", "cornerCut"):
        assert found[name].outcome == CheckOutcome.NOT_PROCESSED
        assert found[name].reason and found[name].score is None
    assert found["blur"].outcome == CheckOutcome.CLEAR


def test_glare_is_judged_on_a_scan_from_border_to_border():
    assert judged(found=False, full_frame=True, glare=0.2)["glare"].outcome == "attention"


def test_a_page_from_border_to_border_has_no_margin():
    found = judged(found=False, full_frame=True, surround=0.0)
    assert found["margin"].outcome == CheckOutcome.ATTENTION
    assert found["cornerCut"].outcome == CheckOutcome.NOT_PROCESSED


@pytest.mark.parametrize(
    ("cuts", "outcome"),
    [([0.03, 0.2, 0.03, 0.03], "attention"), ([0.0, 0.04, 0.0, 0.0], "clear"), ([0.0] * 4, None)],
)
def test_a_cut_corner_is_seen_where_corners_are(cuts, outcome):
    assert judged(corner_cuts=cuts)["cornerCut"].outcome == (outcome or "not_processed")


def test_sides_that_leave_the_picture_are_named():
    found = judged(margin=-0.1, outside=0.2, sides_outside=["right"])["partialDocument"]
    assert found.outcome == "attention" and "right" in found.reason


@pytest.mark.parametrize(
    ("width", "height", "outcome"),
    [(1280, 720, "clear"), (4000, 719, "attention"), (640, 480, "attention")],
)
def test_a_picture_has_the_resolution_of_its_shorter_side(width, height, outcome):
    assert judged(width=width, height=height)["resolution"].outcome == outcome


@pytest.mark.parametrize(
    ("metadata", "outcome"),
    [({"quality": "70"}, "clear"), ({"quality": "69"}, "attention"), ({}, "not_applicable")],
)
def test_only_a_jpeg_is_compressed(metadata, outcome):
    assert judged(metadata=metadata)["compression"].outcome == outcome


@pytest.mark.parametrize(
    ("code", "face", "outcome"),
    [
        ("cccd_chip_front", True, "clear"),
        ("cccd_chip_front", False, "attention"),
        ("cccd_chip_front", None, "not_processed"),
        ("cccd_chip_back", False, "not_applicable"),
        ("icao_passport", False, "not_processed"),
        ("icao_passport", True, "clear"),
        (None, False, "not_processed"),
        (None, True, "clear"),
    ],
)
def test_a_face_is_missed_where_the_side_has_one(code, face, outcome):
    assert judged(reading=side(code), face=face)["faceNotDetected"].outcome == outcome


def test_glare_is_not_told_from_the_paper_of_a_white_scan():
    check = judged(glare=None, glare_spot=None)["glare"]
    assert (check.outcome, check.score) == ("not_processed", None)


def test_text_is_unreadable_where_most_fields_are_empty():
    few = side("cccd_chip_front", visual={"documentNumber": "079190001234"})
    assert judged(reading=few)["unreadableText"].outcome == CheckOutcome.ATTENTION
    assert (
        judged(reading=side("cccd_chip_front", visual=FRONT))["unreadableText"].outcome == "clear"
    )
    assert judged()["unreadableText"].outcome == CheckOutcome.NOT_PROCESSED


@pytest.mark.parametrize(("confidence", "outcome"), [(0.95, "clear"), (0.5, "attention")])
def test_text_of_an_unknown_document_is_as_readable_as_its_lines(confidence, outcome):
    lines = [line("DRIVING LICENCE", 20.0 * i, confidence=confidence) for i in range(3)]
    assert judged(reading=side(lines=lines))["unreadableText"].outcome == outcome


@pytest.mark.parametrize(
    ("spectrum", "outcome"),
    [
        (Spectrum(4.0, 4.0, 12), "clear"),
        (Spectrum(20.0, 4.0, 12), "attention"),
        (Spectrum(20.0, 4.0, 1), "not_processed"),
        (None, "not_processed"),
    ],
)
def test_the_pixels_of_a_screen_show_or_cannot_be_looked_for(spectrum, outcome):
    assert judged(spectrum=spectrum)["capturedFromScreen"].outcome == outcome
