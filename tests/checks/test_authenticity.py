"""What belongs on a card is found in its place, missed where it is not, and never guessed."""

import functools
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.core.report import Check, CheckOutcome, PictureName
from tests.checks.test_quality import GOOD
from workers.checks.authenticity import Card, checks
from workers.documents.catalogue import document_types
from workers.documents.schema import Side
from workers.specimens.card import render_card
from workers.vision.likeness import fingerprint
from workers.vision.surface import Surface, measure

NOBODY = np.full((54, 42, 3), 150, np.uint8)
CLEAR, ATTENTION = CheckOutcome.CLEAR, CheckOutcome.ATTENTION
CHIP, EMBLEM = "cccd_chip_back", "cmnd_old_front"


@functools.cache
def side(code: str, seed: int = 4) -> np.ndarray:
    return render_card(code, seed, portrait=NOBODY).image


def model(code: str) -> Side:
    sides = [one for kind in document_types().values() for one in kind.sides]
    return next(one for one in sides if one.code == code)


def painted(code: str, left: float, top: float, right: float, bottom: float, ink) -> np.ndarray:
    """A side with a rectangle, in parts of its size, painted in one colour; None: of its paper."""
    image = side(code).copy()
    height, width = image.shape[:2]
    part = np.s_[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
    image[part] = np.median(image.reshape(-1, 3), axis=0) if ink is None else ink
    return image


def judged(
    image: np.ndarray | None,
    code: str,
    *,
    whole: bool = True,
    turned: int = 0,
    quality=GOOD,
    listed: Path | None = None,
) -> dict[str, Check]:
    surface: Surface | None = measure(image) if image is not None else None
    card = Card(PictureName.FRONT, surface, quality, model(code), whole, turned)
    return {check.name: check for check in checks(card, listed=listed)}


@pytest.mark.parametrize("code", [CHIP, "cc_back", "id_card_fr_2021_back"])
def test_the_contacts_of_a_chip_are_found_where_they_belong(code: str) -> None:
    check = judged(side(code), code)["chipPresent"]
    assert check.outcome == CLEAR
    assert check.score is not None and check.score > 60


@pytest.mark.parametrize(
    ("name", "forged"),
    [
        ("missing", painted(CHIP, 0.08, 0.3, 0.28, 0.58, None)),
        ("a patch without contacts", painted(CHIP, 0.105, 0.345, 0.245, 0.53, (120, 186, 214))),
        ("elsewhere", side(CHIP)[:, ::-1].copy()),
    ],
)
def test_a_card_without_its_chip_needs_attention(name: str, forged: np.ndarray) -> None:
    check = judged(forged, CHIP)["chipPresent"]
    assert check.outcome == ATTENTION, name
    assert check.score == 0


def test_an_emblem_that_is_painted_over_needs_attention() -> None:
    assert judged(side(EMBLEM), EMBLEM)["emblem"].outcome == CLEAR
    forged = painted(EMBLEM, 0.04, 0.02, 0.29, 0.36, None)
    assert judged(forged, EMBLEM)["emblem"].outcome == ATTENTION


def test_a_grey_picture_does_not_say_that_the_emblem_is_missing() -> None:
    grey = cv2.cvtColor(cv2.cvtColor(side(EMBLEM), cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    check = judged(grey.astype(np.uint8), EMBLEM)["emblem"]
    assert check.outcome == CheckOutcome.NOT_PROCESSED
    assert "colours" in (check.reason or "")


def test_what_is_missing_under_glare_is_not_missed() -> None:
    forged = painted(CHIP, 0.08, 0.3, 0.28, 0.58, (255, 255, 255))
    washed_out = type(GOOD)(**{**vars(GOOD), "glare": 0.05})
    assert judged(forged, CHIP, quality=washed_out)["chipPresent"].outcome == (
        CheckOutcome.NOT_PROCESSED
    )


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_card_may_lie_on_its_side(turns: int) -> None:
    lying = np.ascontiguousarray(np.rot90(side(CHIP), turns))
    assert judged(lying, CHIP, turned=90 * turns)["chipPresent"].outcome == CLEAR
    assert judged(lying, CHIP, turned=90 * turns - 90)["chipPresent"].outcome == ATTENTION


def test_without_edges_no_place_is_known() -> None:
    for name, code in (("chipPresent", CHIP), ("emblem", EMBLEM)):
        check = judged(side(code), code, whole=False)[name]
        assert check.outcome == CheckOutcome.NOT_PROCESSED


def test_a_side_that_has_neither_is_not_asked_for_them() -> None:
    found = judged(side("driving_licence_fr_back"), "driving_licence_fr_back")
    assert found["chipPresent"].outcome == CheckOutcome.NOT_APPLICABLE
    assert found["emblem"].outcome == CheckOutcome.NOT_APPLICABLE


def test_a_hologram_that_does_not_shine_is_not_missed() -> None:
    code = "living_permit_fr_2011_front"
    shining = judged(side(code, seed=4), code)["hologramPresent"]
    assert shining.outcome == CLEAR
    assert shining.measured["area"] > 0.006
    dull = judged(side(code, seed=1), code)["hologramPresent"]
    assert dull.outcome == CheckOutcome.NOT_PROCESSED
    assert dull.measured == {"area": 0.0, "hues": 0.0}


def test_a_picture_of_the_operators_list_is_known_again(tmp_path: Path) -> None:
    listed = tmp_path / "known.txt"
    listed.write_text(f"# ours\n{fingerprint(side(CHIP))} A card from the news\n")
    small = cv2.resize(side(CHIP), None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    again = np.ascontiguousarray(np.rot90(small)).astype(np.uint8)
    check = judged(again, CHIP, listed=listed)["publicPicture"]
    assert check.outcome == ATTENTION
    assert "A card from the news" in (check.reason or "")
    assert check.score is not None and check.score < 50
    other = judged(side("cc_back"), "cc_back", listed=listed)["publicPicture"]
    assert other.outcome == CLEAR
    assert other.measured["compared"] > 1


def test_a_list_that_cannot_be_read_clears_nobody(tmp_path: Path) -> None:
    broken = tmp_path / "known.txt"
    broken.write_text("12ab no fingerprint\n")
    for listed in (broken, tmp_path / "missing.txt"):
        check = judged(side(CHIP), CHIP, listed=listed)["publicPicture"]
        assert check.outcome == CheckOutcome.NOT_PROCESSED


def test_what_was_not_measured_is_not_processed() -> None:
    assert {check.outcome for check in judged(None, CHIP).values()} == {
        CheckOutcome.NOT_PROCESSED,
        CheckOutcome.NOT_APPLICABLE,
    }
