"""What the detector of forgeries suspects becomes checks of the portrait and of the text."""

import pytest

from app.core.report import Check, CheckGroup, CheckOutcome, PictureName
from workers.checks.forged import MAX_PHOTO, MAX_TEXT, checks
from workers.vision.presentation.forged import Forgeries
from workers.vision.presentation.told import GENUINE, Told

NAMES = ("photoOverlay", "photoEdit", "textOverlay", "textEdit")


def told(laid: float = 0.01, edited: float = 0.01) -> Told:
    return Told({GENUINE: 1 - laid - edited, "laid": laid, "edited": edited})


def judged(forgeries: Forgeries | None, *, may_show_portrait: bool = True) -> dict[str, Check]:
    found = checks(PictureName.FRONT, forgeries, may_show_portrait=may_show_portrait)
    return {check.name: check for check in found}


def seen(text: Told | None = None, photo: Told | None = None) -> Forgeries:
    return Forgeries(text or told(), "birthDate", photo or told(), 18.0)


def raised(found: dict[str, Check]) -> list[str]:
    return [name for name, check in found.items() if check.outcome == CheckOutcome.ATTENTION]


def test_a_genuine_card_is_clear_of_every_forgery() -> None:
    found = judged(seen())
    assert tuple(found) == NAMES
    assert all(check.group == CheckGroup.FORENSIC for check in found.values())
    assert all(check.outcome == CheckOutcome.CLEAR for check in found.values())
    assert all(check.measured["density"] == 18 for check in found.values())


@pytest.mark.parametrize(
    ("name", "forgeries"),
    [
        ("photoOverlay", seen(photo=told(laid=0.97))),
        ("photoEdit", seen(photo=told(edited=0.97))),
        ("textOverlay", seen(text=told(laid=0.97))),
        ("textEdit", seen(text=told(edited=0.97))),
    ],
)
def test_each_forgery_is_told_by_its_own_check(name: str, forgeries: Forgeries) -> None:
    found = judged(forgeries)
    assert raised(found) == [name]
    assert found[name].reason and found[name].score < 50


def test_the_field_that_stands_out_is_named() -> None:
    assert "birthDate" in (judged(seen(text=told(edited=0.97)))["textEdit"].reason or "")


def test_a_forgery_that_may_be_of_two_kinds_is_told_as_the_likelier() -> None:
    assert raised(judged(seen(text=told(laid=0.45, edited=0.53)))) == ["textEdit"]


def test_the_score_is_50_at_the_threshold() -> None:
    found = judged(seen(text=told(laid=MAX_TEXT, edited=0), photo=told(laid=MAX_PHOTO, edited=0)))
    assert found["textOverlay"].score == found["photoOverlay"].score == 50
    assert raised(found) == []


def test_what_could_not_be_looked_at_is_not_clear() -> None:
    assert {check.outcome for check in judged(None).values()} == {CheckOutcome.NOT_PROCESSED}
    few = Forgeries(None, "birthDate", told(), 18.0)
    assert judged(few)["textEdit"].outcome == CheckOutcome.NOT_PROCESSED
    assert judged(few)["photoEdit"].outcome == CheckOutcome.CLEAR
    hidden = Forgeries(told(), "birthDate", None, 18.0)
    assert judged(hidden)["photoEdit"].outcome == CheckOutcome.NOT_PROCESSED
    assert all(check.reason for check in judged(None).values())


def test_a_side_without_a_portrait_needs_none() -> None:
    found = judged(None, may_show_portrait=False)
    assert found["photoOverlay"].outcome == CheckOutcome.NOT_APPLICABLE
    assert found["photoEdit"].outcome == CheckOutcome.NOT_APPLICABLE
    assert found["textEdit"].outcome == CheckOutcome.NOT_PROCESSED
