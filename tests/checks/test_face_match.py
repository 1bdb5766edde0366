"""A comparison of faces: the threshold of its use, the review band, and how often it errs."""

from types import SimpleNamespace

import pytest

from app.core.report import Kind
from app.core.settings import get_settings
from workers.decision.face_match import face_match_check, judged, threshold, use
from workers.models import registry
from workers.vision.faces import Rates, Use, rates

MODEL = registry.sha256("face-embedding")


@pytest.fixture
def settings(monkeypatch):
    """Sets VOUCH_FACE_MATCH__… for one test."""

    def put(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"VOUCH_FACE_MATCH__{name.upper()}", str(value))
        get_settings.cache_clear()

    yield put
    monkeypatch.undo()
    get_settings.cache_clear()


def compared(distance, kind=Kind.IDENTITY, **request):
    evidence = SimpleNamespace(kind=kind, request=request)
    return judged(distance, threshold(evidence), use(evidence))


def codes(match):
    return [reason.code for reason in match.reasons]


def test_documents_and_selfies_have_thresholds_of_their_own(settings):
    settings(document_threshold=70, selfie_threshold=95)
    of_document, of_selfies = compared(0.45), compared(0.45, Kind.FACE_COMPARE)
    assert (of_document.outcome, of_document.threshold) == ("clear", 70)
    assert (of_selfies.outcome, of_selfies.threshold) == ("attention", 95)


def test_two_pictures_of_which_one_is_a_documents_are_judged_like_an_identity(settings):
    settings(document_threshold=70, selfie_threshold=95)
    pair = compared(0.45, Kind.FACE_COMPARE, portrait="image2")
    assert pair == compared(0.45)
    assert pair.confidence != compared(0.45, Kind.FACE_COMPARE).confidence, "another curve"


def test_a_request_has_its_own_threshold(settings):
    settings(document_threshold=95)
    assert compared(0.45, threshold=60).outcome == "clear"


def test_the_review_band_is_a_setting(settings):
    settings(document_threshold=90, review_band=2)
    assert codes(compared(0.45)) == ["different"]
    settings(review_band=20)
    assert codes(compared(0.45)) == ["review"]


@pytest.mark.parametrize("kind", Use)
def test_the_bound_gets_weaker_as_faces_get_less_alike(kind):
    curve = rates(kind, MODEL, "mtcnn")
    bounds = [curve.one_in(distance / 100) for distance in range(0, 150)]
    assert bounds == sorted(bounds, reverse=True) and bounds[-1] == 1
    missed = [curve.missed(distance / 100) for distance in range(0, 150)]
    assert missed == sorted(missed, reverse=True) and missed[0] == 1


@pytest.mark.parametrize("kind", Use)
def test_no_bound_is_better_than_the_number_of_pairs_supports(kind):
    """Rule of three, with the pairs of people that the curve was measured on."""
    people = 393  # half of all there are
    assert rates(kind, MODEL, "mtcnn").one_in(0.0) <= people * (people - 1) / 2 / 3
    assert rates(kind, MODEL, "mtcnn").missed(2.0) >= 3 / people


def test_a_match_says_its_false_match_rate_and_how_sure_it_is():
    match = compared(0.25)
    assert match.outcome == "clear"
    assert match.false_match_one_in >= 1000
    assert match.summary == f"Match, false match rate at most 1 in {match.false_match_one_in:,}."
    assert match.confidence > 0.99
    assert face_match_check(match).measured == {
        "distance": 0.25, "falseMatchOneIn": match.false_match_one_in,
    }  # fmt: skip


def test_somebody_else_is_told_without_a_rate_and_with_confidence():
    match = compared(0.95)
    assert (codes(match), match.false_match_one_in, match.summary) == (
        ["different"], None, "No match.",
    )  # fmt: skip
    assert match.confidence > 0.95


def test_what_lies_between_is_decided_with_less_confidence():
    sure = [compared(0.25).confidence, compared(0.95).confidence]
    assert compared(0.52).confidence < min(sure)


def test_a_model_that_was_never_measured_has_no_rates(monkeypatch):
    assert rates(Use.SELFIE, "0" * 64, "mtcnn") is None
    assert rates(Use.SELFIE, MODEL, "yunet") is None
    monkeypatch.setattr(registry, "sha256", lambda name: "0" * 64)
    match = compared(0.25)
    assert (match.outcome, match.false_match_one_in, match.confidence) == ("clear", None, None)
    assert match.summary == "Match, error rates not measured."


def test_a_distance_that_is_as_rare_either_way_is_undecided():
    curve = Rates(false_match=((0.4, 100), (0.5, 20)), false_non_match=((0.3, 0.5), (0.5, 0.05)))
    assert curve.same(0.5) == pytest.approx(0.5)
    assert curve.same(0.35) == pytest.approx(0.5 / 0.51)
    assert curve.same(0.2) == pytest.approx(1 / 1.01)
    assert curve.same(0.9) == pytest.approx(0.05 / 1.05)
