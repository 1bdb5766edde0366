"""The forensic checks convict on what they see and say what they cannot do."""

import dataclasses

import numpy as np
import pytest

from app.core.report import Check, CheckGroup, CheckOutcome, PictureName
from tests.checks.test_quality import GOOD
from workers.checks.forensic import checks

CARD = [(100.0, 100.0), (956.0, 100.0), (956.0, 640.0), (100.0, 640.0)]
MRZ = [(130.0, 450.0), (930.0, 450.0), (930.0, 610.0), (130.0, 610.0)]
PORTRAIT = [(130.0, 200.0), (330.0, 200.0), (330.0, 420.0), (130.0, 420.0)]
ZONE = (0.0, 0.15, 0.35, 0.65)


def judged(quality=GOOD, metadata=None, **places) -> dict[str, Check]:
    found = checks(PictureName.FRONT, quality, metadata or {}, **places)
    return {check.name: check for check in found}


def turned(box: list[tuple[float, float]], degrees: float) -> list[tuple[float, float]]:
    """The box turned clockwise about the middle of a 1100 × 800 picture."""
    a = np.deg2rad(degrees)
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    return [tuple(p) for p in (np.array(box) - (550, 400)) @ turn.T + (550, 400)]


def test_every_check_is_answered_once():
    found = checks(PictureName.BACK, GOOD, {})
    assert [check.name for check in found] == [
        "photocopyDetected",
        "tamperingDetected",
        "aiGenerated",
        "mrzVisualPlacement",
        "photoLocation",
        "daylightAnalysis",
        "securityElements",
    ]
    assert all(check.picture == PictureName.BACK for check in found)


def test_a_document_without_colours_is_a_photocopy():
    check = judged(dataclasses.replace(GOOD, colour=1.2))["photocopyDetected"]
    assert check.outcome == CheckOutcome.ATTENTION and check.group == CheckGroup.FORMAT
    assert judged()["photocopyDetected"].outcome == CheckOutcome.CLEAR


def test_a_grey_copy_that_the_light_tints_is_a_photocopy():
    check = judged(dataclasses.replace(GOOD, second_hue=0.6))["photocopyDetected"]
    assert check.outcome == CheckOutcome.ATTENTION and check.score < 50
    assert check.measured == {"colour": GOOD.colour, "secondHue": 0.6}


def test_pale_paper_of_more_than_one_hue_is_no_photocopy():
    pale = dataclasses.replace(GOOD, colour=2.3, second_hue=1.5)
    assert judged(pale)["photocopyDetected"].outcome == CheckOutcome.CLEAR


def test_what_is_black_or_washed_out_is_no_photocopy():
    check = judged(dataclasses.replace(GOOD, colour=None))["photocopyDetected"]
    assert check.outcome == CheckOutcome.NOT_PROCESSED and check.score is None


@pytest.mark.parametrize(
    ("metadata", "outcome"),
    [
        ({"software": "Adobe Photoshop 25.0 (Windows)"}, CheckOutcome.ATTENTION),
        ({"software": "GIMP 2.10", "make": "A", "model": "B"}, CheckOutcome.ATTENTION),
        ({"software": "17.5.1", "make": "A", "model": "B"}, CheckOutcome.NOT_PROCESSED),
        ({"quality": "80"}, CheckOutcome.NOT_PROCESSED),
        ({}, CheckOutcome.NOT_PROCESSED),
    ],
)
def test_the_file_itself_says_whether_an_editor_wrote_it(metadata, outcome):
    assert judged(metadata=metadata)["tamperingDetected"].outcome == outcome


def test_a_file_that_says_that_it_was_generated_is_believed_and_silence_acquits_nobody():
    said = judged(metadata={"generator": "trainedAlgorithmicMedia"})["aiGenerated"]
    assert said.outcome == CheckOutcome.ATTENTION and "trainedAlgorithmicMedia" in said.reason
    assert judged(metadata={"make": "A"})["aiGenerated"].outcome == CheckOutcome.NOT_PROCESSED


@pytest.mark.parametrize("degrees", [0, 12, 90, 180, 270, -30])
def test_an_mrz_along_the_lower_edge_is_in_its_place_however_the_card_lies(degrees):
    quad = np.roll(turned(CARD, degrees), 1, axis=0).tolist()
    check = judged(quad=quad, mrz_box=turned(MRZ, degrees))["mrzVisualPlacement"]
    assert check.outcome == CheckOutcome.CLEAR
    assert check.measured["angle"] == pytest.approx(0, abs=0.01)
    assert check.measured["height"] == pytest.approx(430 / 540, abs=0.01)


def test_an_mrz_in_the_upper_half_is_misplaced():
    upper = [(x, y - 300) for x, y in MRZ]
    check = judged(quad=CARD, mrz_box=upper)["mrzVisualPlacement"]
    assert check.outcome == CheckOutcome.ATTENTION and check.score < 50


def test_an_mrz_askew_is_misplaced():
    check = judged(quad=CARD, mrz_box=turned(MRZ, 8))["mrzVisualPlacement"]
    assert check.outcome == CheckOutcome.ATTENTION
    assert check.measured["angle"] == pytest.approx(8, abs=0.1)


def test_the_placement_is_not_judged_without_an_mrz_or_without_edges():
    assert judged(quad=CARD)["mrzVisualPlacement"].outcome == CheckOutcome.NOT_APPLICABLE
    assert judged(mrz_box=MRZ)["mrzVisualPlacement"].outcome == CheckOutcome.NOT_PROCESSED


@pytest.mark.parametrize("degrees", [0, 90, 180])
def test_a_portrait_in_its_zone_is_in_its_place(degrees):
    places = {
        "quad": turned(CARD, degrees),
        "mrz_box": turned(MRZ, degrees),
        "portrait_box": turned(PORTRAIT, degrees),
    }
    assert judged(**places, portrait_zone=ZONE)["photoLocation"].outcome == CheckOutcome.CLEAR
    other = (0.6, 0.15, 1.0, 0.65)
    assert judged(**places, portrait_zone=other)["photoLocation"].outcome == "attention"
    assert judged(**places)["photoLocation"].outcome == CheckOutcome.NOT_APPLICABLE


@pytest.mark.parametrize("name", ["daylightAnalysis", "securityElements"])
def test_what_one_picture_cannot_tell_is_not_supported(name):
    assert judged()[name].outcome == CheckOutcome.NOT_SUPPORTED and judged()[name].reason
