"""The liveness checks judge a selfie by its faces, their quality, and the traces of a screen."""

import pytest

from app.core.report import CHECKS, Check, CheckGroup, CheckOutcome, Outcome, PictureName
from workers.checks.liveness import MAX_MASK, MAX_SUNGLASSES, MIN_OPENNESS, checks, liveness
from workers.vision.faces import Visibility
from workers.vision.presentation.selfie import Shown
from workers.vision.presentation.told import GENUINE
from workers.vision.quality import FaceQuality
from workers.vision.spectrum import Spectrum

FACE = (100.0, 100.0, 300.0, 350.0)
SHARP = FaceQuality(sharpness=90.0, colour=15.0, brightness=130.0)
CLEAN = Spectrum(4.0, 4.0, 9)
LIVE = Shown({GENUINE: 0.97, "screen": 0.02, "print": 0.01}, 200.0)
FREE = Visibility(eyes=0.28, mask=0.01, sunglasses=0.02)
SEEN = {"eyesClosed", "maskPresent", "sunglasses"}


def judged(boxes=(FACE,), face=SHARP, visible=FREE, shown=LIVE, spectrum=CLEAN) -> dict[str, Check]:
    found = checks(PictureName.SELFIE, boxes, face, visible, shown, spectrum)
    assert all(check.group == CheckGroup.LIVENESS for check in found)
    return {check.name: check for check in found}


def test_a_good_selfie_is_clear():
    found = judged()
    assert set(found) == set(CHECKS[CheckGroup.LIVENESS])
    assert all(check.outcome == CheckOutcome.CLEAR for check in found.values())
    result = liveness(list(found.values()))
    assert result.outcome == Outcome.CLEAR and result.score > 50 and not result.reasons


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("multipleFaces", {"boxes": (FACE, (400.0, 100.0, 560.0, 300.0))}),
        ("faceSize", {"boxes": ((0.0, 0.0, 60.0, 70.0),)}),
        ("blur", {"face": FaceQuality(5.0, 15.0, 130.0)}),
        ("blackAndWhite", {"face": FaceQuality(90.0, 1.2, 130.0)}),
        ("eyesClosed", {"visible": Visibility(0.05, 0.01, 0.02)}),
        ("maskPresent", {"visible": Visibility(0.28, 0.97, 0.02)}),
        ("sunglasses", {"visible": Visibility(0.28, 0.01, 0.96)}),
        ("screen", {"spectrum": Spectrum(3.0, 15.0, 9)}),
        ("screen", {"spectrum": Spectrum(13.0, 3.0, 9)}),
        ("screen", {"shown": Shown({GENUINE: 0.02, "screen": 0.95, "print": 0.03}, 200.0)}),
        ("printedFace", {"shown": Shown({GENUINE: 0.02, "screen": 0.03, "print": 0.95}, 200.0)}),
    ],
)
def test_each_fault_raises_its_own_check_and_the_result(name, changes):
    found = judged(**changes)
    assert [check.name for check in found.values() if check.outcome == "attention"] == [name]
    result = liveness(list(found.values()))
    assert result.outcome == Outcome.ATTENTION and result.score < 50
    assert [reason.code for reason in result.reasons] == [name]
    assert result.reasons[0].message


def test_a_bystander_is_no_second_face():
    assert judged(boxes=(FACE, (0.0, 0.0, 60.0, 80.0)))["multipleFaces"].outcome == "clear"


def test_the_score_falls_with_the_size_of_the_second_face():
    scores = [
        judged(boxes=(FACE, (400.0, 0.0, 400.0 + side, side)))["multipleFaces"].score
        for side in (20, 60, 120, 200)
    ]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 4


def test_eyes_behind_sunglasses_are_neither_open_nor_closed():
    found = judged(visible=Visibility(eyes=0.05, mask=0.0, sunglasses=0.9))
    assert found["eyesClosed"].outcome == CheckOutcome.NOT_PROCESSED
    result = liveness(list(found.values()))
    assert result.outcome == Outcome.ATTENTION
    assert [reason.code for reason in result.reasons] == ["sunglasses"]


def test_a_blurred_face_is_asked_again_and_not_called_an_attack():
    on_paper = Shown({GENUINE: 0.02, "screen": 0.03, "print": 0.95}, 200.0)
    found = judged(face=FaceQuality(5.0, 15.0, 130.0), shown=on_paper)
    assert found["blur"].outcome == CheckOutcome.ATTENTION
    assert found["printedFace"].outcome == CheckOutcome.NOT_PROCESSED
    assert found["screen"].outcome == CheckOutcome.CLEAR


def test_a_screen_is_told_by_its_pixels_where_the_face_is_too_small_for_the_detector():
    found = judged(shown=None, spectrum=Spectrum(3.0, 15.0, 9))
    assert found["screen"].outcome == CheckOutcome.ATTENTION
    assert found["printedFace"].outcome == CheckOutcome.NOT_PROCESSED


def test_a_screen_is_told_by_the_detector_where_the_picture_is_too_small_for_the_spectrum():
    assert judged(spectrum=Spectrum(0.0, 0.0, 0))["screen"].outcome == CheckOutcome.CLEAR
    on_screen = Shown({GENUINE: 0.02, "screen": 0.95, "print": 0.03}, 200.0)
    found = judged(shown=on_screen, spectrum=Spectrum(0.0, 0.0, 0))
    assert found["screen"].outcome == CheckOutcome.ATTENTION


def test_the_screen_has_the_score_of_the_more_suspicious_of_both_and_the_numbers_of_both():
    grid = Spectrum(3.0, 9.0, 9)
    alone = judged(shown=None, spectrum=grid)["screen"]
    both = judged(spectrum=grid)["screen"]
    assert both.score == alone.score and set(both.measured) == {"likely", "pixels", "moire", "grid"}


def test_of_a_face_that_is_too_small_it_is_not_said_how_much_of_it_is_seen():
    found = judged(boxes=((0.0, 0.0, 60.0, 70.0),), visible=Visibility(0.0, 1.0, 1.0))
    assert {name for name, one in found.items() if one.outcome == "not_processed"} == SEEN


def test_what_is_seen_of_a_face_has_a_score_of_50_at_its_threshold():
    found = judged(visible=Visibility(MIN_OPENNESS, MAX_MASK, MAX_SUNGLASSES))
    assert {found[name].score for name in SEEN} == {50.0}
    assert {found[name].outcome for name in SEEN} == {CheckOutcome.CLEAR}


def test_without_a_face_only_the_screen_is_judged():
    found = judged(boxes=(), face=None, visible=None, shown=None)
    assert {name for name, check in found.items() if check.score is not None} == {"screen"}


def test_without_a_face_and_without_a_spectrum_there_is_no_verdict():
    found = judged(boxes=(), face=None, visible=None, shown=None, spectrum=None)
    assert liveness(list(found.values())).outcome == Outcome.NOT_PROCESSED
