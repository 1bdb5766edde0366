"""What the detector of attacks suspects, and the spectrum shows, becomes checks of documents."""

import pytest

from app.core.report import Check, CheckGroup, CheckOutcome, Outcome, PictureName
from tests.checks.test_quality import GOOD
from workers.checks import forensic
from workers.checks.presentation import MAX_ATTACK, checks, document_pad
from workers.vision.presentation.detector import Presentation
from workers.vision.presentation.told import GENUINE
from workers.vision.spectrum import Spectrum

CLEAN = Spectrum(moire=4.0, grid=4.0, tiles=12)


def seen(screen: float = 0.01, paper: float = 0.01) -> Presentation:
    return Presentation({GENUINE: 1 - screen - paper, "screen": screen, "print": paper}, 20.0)


def judged(presentation=None, spectrum=CLEAN) -> dict[str, Check]:
    found = checks(PictureName.FRONT, presentation, spectrum)
    return {check.name: check for check in found}


def raised(found: dict[str, Check]) -> list[str]:
    return [name for name, check in found.items() if check.outcome == CheckOutcome.ATTENTION]


def test_a_genuine_card_is_clear_of_every_attack():
    found = judged(seen())
    assert tuple(found) == ("documentLivenessCheck", "printedCopy")
    assert all(check.group == CheckGroup.FORENSIC for check in found.values())
    assert all(check.outcome == CheckOutcome.CLEAR for check in found.values())
    assert all(check.score > 50 for check in found.values())


@pytest.mark.parametrize(
    ("name", "presentation"),
    [("documentLivenessCheck", seen(screen=0.95)), ("printedCopy", seen(paper=0.95))],
)
def test_each_attack_is_told_by_its_own_check(name, presentation):
    found = judged(presentation)
    assert raised(found) == [name]
    assert found[name].reason and found[name].score < 50
    assert found[name].measured["likely"] == pytest.approx(presentation.attack, abs=1e-3)


def test_an_attack_that_may_be_of_two_kinds_is_told_as_the_likelier():
    assert raised(judged(seen(screen=0.45, paper=0.5))) == ["printedCopy"]


def test_the_score_is_50_where_the_detector_is_as_sure_as_it_must_be():
    shares = (0.1, 0.5, MAX_ATTACK, 0.95)
    scores = [judged(seen(screen=0, paper=share))["printedCopy"].score for share in shares]
    assert scores == sorted(scores, reverse=True) and scores[2] == 50


def test_peaks_of_a_screen_are_an_attack_and_the_score_falls_with_them():
    scores = []
    for decibels in (0, 5, 9, 12, 20):
        check = judged(spectrum=Spectrum(2.0, float(decibels), 12))["documentLivenessCheck"]
        assert (check.outcome == CheckOutcome.ATTENTION) == (decibels > 9.3)
        assert check.measured == {"moire": 2.0, "grid": decibels}
        scores.append(check.score)
    assert scores == sorted(scores, reverse=True)


def test_the_detector_decides_where_it_looked_whatever_the_spectrum_shows():
    check = judged(seen(), Spectrum(14.0, 2.0, 12))["documentLivenessCheck"]
    assert check.outcome == CheckOutcome.CLEAR
    assert check.measured == {"likely": pytest.approx(0.02), "density": 20.0}


def test_without_the_detector_peaks_of_moire_are_an_attack_and_a_print_is_not_looked_for():
    found = judged(spectrum=Spectrum(14.0, 2.0, 12))
    assert found["documentLivenessCheck"].outcome == CheckOutcome.ATTENTION
    assert found["printedCopy"].outcome == CheckOutcome.NOT_PROCESSED


@pytest.mark.parametrize("spectrum", [None, Spectrum(20.0, 20.0, 3)])
def test_a_picture_too_small_is_not_judged(spectrum):
    found = judged(spectrum=spectrum)
    assert {check.outcome for check in found.values()} == {CheckOutcome.NOT_PROCESSED}
    assert document_pad(list(found.values())).outcome == Outcome.NOT_PROCESSED


def test_document_pad_is_the_worst_of_its_checks_on_all_pictures():
    front, back = judged(seen()), judged(seen(paper=0.95))
    rest = forensic.checks(PictureName.FRONT, GOOD, {"software": "GIMP"})
    found = document_pad([*front.values(), *back.values(), *rest])
    assert found.outcome == Outcome.ATTENTION and found.score < 50
    assert [reason.code for reason in found.reasons] == ["printedCopy"]


def test_a_genuine_document_is_clear_and_an_edited_file_is_no_presentation_attack():
    rest = forensic.checks(PictureName.FRONT, GOOD, {"software": "GIMP"})
    found = document_pad([*judged(seen()).values(), *rest])
    assert found.outcome == Outcome.CLEAR and found.score > 50 and not found.reasons


def test_without_any_check_there_is_no_verdict():
    assert document_pad([]).outcome == Outcome.NOT_PROCESSED
