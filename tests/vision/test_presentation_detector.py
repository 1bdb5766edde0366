"""The detector of attacks on documents: specimens pass, simulated attacks do not.

The simulator's faces are no part of the repository; where they are missing, its tests skip.
"""

import cv2
import numpy as np
import pytest

from training.attacks.places import places
from workers.checks.presentation import MAX_ATTACK
from workers.models.sessions import session
from workers.specimens.capture import photograph
from workers.specimens.card import render_card
from workers.vision.presentation.detector import Detector, Presentation
from workers.vision.presentation.told import GENUINE

SEEDS = (3, 4, 19, 32, 33, 39)
"""Settings whose screens are seen from near: two of the picture's pixels for one of their own."""


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(session("pad-document"))


def seen(detector: Detector, code: str, level: str) -> Presentation | None:
    photo = photograph(render_card(code, 7).image, 7, level)
    return detector.look(photo.image, photo.quad)


@pytest.mark.parametrize("level", ["flat", "scan", "phone", "hard"])
@pytest.mark.parametrize("code", ["cccd_chip_front", "passport_fr_front", "cmnd_old_back"])
def test_a_specimen_passes(detector: Detector, code: str, level: str) -> None:
    shown = seen(detector, code, level)
    assert shown is not None and shown.attack < MAX_ATTACK


@pytest.mark.parametrize("species", ["screen_replay", "colour_print", "grey_copy"])
def test_most_simulated_attacks_are_likelier_than_not(
    people: None, detector: Detector, species: str
) -> None:
    made = [places("test", species, seed) for seed in SEEDS]
    found = [detector.judge(one.squares, one.density).attack for one in made]
    assert sum(attack > 0.5 for attack in found) > len(SEEDS) / 2


def test_the_kinds_are_probabilities(detector: Detector) -> None:
    shown = seen(detector, "cccd_chip_front", "phone")
    assert shown is not None and set(shown.kinds) == {GENUINE, "screen", "print"}
    assert sum(shown.kinds.values()) == pytest.approx(1, abs=1e-4)


def test_a_card_lies_as_it_lies_and_is_judged_alike(detector: Detector) -> None:
    photo = photograph(render_card("cccd_chip_front", 7).image, 7, "phone")
    height = photo.image.shape[0]
    turned = np.ascontiguousarray(np.rot90(photo.image, -1))
    quad = np.stack([height - photo.quad[:, 1], photo.quad[:, 0]], axis=1).astype(np.float32)
    upright, sideways = detector.look(photo.image, photo.quad), detector.look(turned, quad)
    assert upright is not None and sideways is not None
    assert sideways.density == pytest.approx(upright.density, abs=0.2)
    assert sideways.attack == pytest.approx(upright.attack, abs=0.3)


def test_a_card_of_few_pixels_is_not_looked_at(detector: Detector) -> None:
    photo = photograph(render_card("cccd_chip_front", 7).image, 7, "flat")
    small = cv2.resize(photo.image, None, fx=0.12, fy=0.12)
    assert detector.look(np.asarray(small, np.uint8), photo.quad * np.float32(0.12)) is None


def test_a_blurred_card_is_not_looked_at(detector: Detector) -> None:
    photo = photograph(render_card("cccd_chip_front", 7).image, 7, "phone")
    soft = np.asarray(cv2.GaussianBlur(photo.image, (0, 0), 5), np.uint8)
    assert detector.look(photo.image, photo.quad) is not None
    assert detector.look(soft, photo.quad) is None
