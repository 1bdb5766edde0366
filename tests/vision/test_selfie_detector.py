"""The detector of shown faces: living ones pass, simulated attacks and the real samples do not.

The simulator's faces and the samples are no part of the repository; where they are missing, their
tests skip.
"""

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.pictures import selfie_photo
from training.attacks.sets import sample
from workers.checks.liveness import MAX_ATTACK
from workers.models.sessions import session
from workers.stages.faces import detector as faces
from workers.vision.presentation.selfie import SelfieDetector, Shown
from workers.vision.presentation.told import GENUINE

SEEDS = range(2, 14)


@pytest.fixture(scope="module")
def detector() -> SelfieDetector:
    return SelfieDetector(session("pad-selfie"))


def opened(picture: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)


def seen(detector: SelfieDetector, image: np.ndarray) -> Shown | None:
    return detector.look(image, faces().detect(image)[0].box)


def test_a_photograph_of_a_person_passes(detector: SelfieDetector) -> None:
    shown = seen(detector, opened(selfie_photo()))
    assert shown is not None and shown.attack < MAX_ATTACK


@pytest.mark.parametrize(
    ("name", "attack"),
    [
        ("image_T1", False),
        ("obama", False),
        ("obama2", False),
        ("biden", False),
        pytest.param(
            "image_F1",
            True,
            marks=pytest.mark.xfail(strict=True, reason="a glossy poster is not told: checks.md"),
        ),
        ("image_F2", True),
    ],
)
def test_real_faces_pass_and_shown_ones_do_not(
    detector: SelfieDetector, samples: Path, name: str, attack: bool
) -> None:
    shown = seen(detector, cv2.imread(str(samples / "faces" / f"{name}.jpg")))
    assert shown is not None and (shown.attack >= MAX_ATTACK) == attack


@pytest.mark.parametrize("species", ["face_print", "face_screen"])
def test_most_simulated_attacks_are_likelier_than_the_person_whom_they_show(
    people: None, detector: SelfieDetector, species: str
) -> None:
    found = []
    for seed in SEEDS:
        pair = [sample("test", name, seed).image() for name in ("live", species)]
        if all(faces().detect(image) for image in pair):
            live, shown = (seen(detector, image) for image in pair)
            if live is not None and shown is not None:
                found.append(shown.attack > live.attack)
    assert sum(found) > 0.7 * len(found) > 5


def test_the_kinds_are_probabilities(detector: SelfieDetector) -> None:
    shown = seen(detector, opened(selfie_photo()))
    assert shown is not None and set(shown.kinds) == {GENUINE, "screen", "print"}
    assert sum(shown.kinds.values()) == pytest.approx(1, abs=1e-4)


def test_a_small_face_is_not_looked_at(detector: SelfieDetector) -> None:
    image = opened(selfie_photo())
    assert detector.look(image, (100.0, 100.0, 160.0, 180.0)) is None
