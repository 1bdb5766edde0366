"""The detector of forgeries of one place: most simulated ones stand out, the genuine card does not.

The simulator's faces are no part of the repository; where they are missing, these tests skip.
"""

from collections.abc import Sequence

import numpy as np
import pytest

from training.attacks.fields import twins
from training.pad.forged.cards import GENUINE, of_twins, shown
from workers.checks.forged import MAX_PHOTO, MAX_TEXT
from workers.models.sessions import session
from workers.vision.presentation import strips
from workers.vision.presentation.forged import ForgeryDetector

SEEDS = (1, 7, 9, 10)
"""Photographs of cards with a portrait; of one in three the painted text is not seen."""


@pytest.fixture(scope="module")
def detector() -> ForgeryDetector:
    return ForgeryDetector(session("forged-places"))


@pytest.fixture(scope="module")
def attacks(people: None, detector: ForgeryDetector) -> dict[tuple[str, str], list[float]]:
    """How likely some cards are called forged, by what was forged and which check is asked."""
    found: dict[tuple[str, str], list[float]] = {}
    for seed in SEEDS:
        card = of_twins(twins("test", seed), "bona_fide")
        for species, check, _, fields, border in shown(card, seed):
            names = [str(place) for place in range(len(fields))]
            seen = detector.judge(names, fields, border, card.density)
            told = seen.text if check == "text" else seen.photo
            if told is not None:
                found.setdefault((species, check), []).append(told.attack)
    return found


def test_genuine_cards_pass(attacks: dict[tuple[str, str], list[float]]) -> None:
    assert max(attacks[GENUINE, "text"]) < MAX_TEXT
    assert max(attacks[GENUINE, "photo"]) < MAX_PHOTO


@pytest.mark.parametrize(
    ("species", "check", "most"),
    [
        ("physical_text", "text", MAX_TEXT),
        ("digital_text", "text", MAX_TEXT),
        ("photo_replacement", "photo", MAX_PHOTO),
        ("digital_photo", "photo", MAX_PHOTO),
    ],
)
def test_most_forgeries_are_seen(
    attacks: dict[tuple[str, str], list[float]], species: str, check: str, most: float
) -> None:
    likely = attacks[species, check]
    assert sum(attack > most for attack in likely) > len(likely) / 2


def blank(count: int) -> np.ndarray:
    return np.full((count, strips.PLANES, strips.HEIGHT, strips.WIDTH), 128, np.uint8)


@pytest.mark.parametrize(("fields", "judged"), [(1, False), (2, False), (3, True), (8, True)])
def test_of_few_fields_nothing_is_said_but_of_the_portrait_it_is(
    detector: ForgeryDetector, fields: int, judged: bool
) -> None:
    names = [str(place) for place in range(fields)]
    seen = detector.judge(names, blank(fields), blank(6), 20.0)
    assert (seen.text is not None) == judged and seen.photo is not None
    assert sum(seen.photo.kinds.values()) == pytest.approx(1, abs=1e-4)
    assert detector.judge(names, blank(fields), blank(0), 20.0).photo is None


def look(detector: ForgeryDetector, density: float, names: Sequence[str]) -> object:
    picture = np.full((int(60 * density), int(90 * density), 3), 200, np.uint8)
    to_picture = np.diag([density, density, 1.0])
    boxes = {name: (30.0, 10.0 + 5 * k, 50.0, 12.0 + 5 * k) for k, name in enumerate(names)}
    return detector.look(picture, to_picture, (85.6, 53.98), boxes, None)


def test_too_few_pixels_or_no_field_are_not_looked_at(detector: ForgeryDetector) -> None:
    names = ("lastName", "firstName", "birthDate")
    assert look(detector, 12, names) is not None
    assert look(detector, 6, names) is None
    assert look(detector, 12, ()) is None
