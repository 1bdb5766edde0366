"""Every number of the quality of a picture moves with what it measures, and with little else."""

import dataclasses
import json

import cv2
import numpy as np
import pytest

from workers.vision.corners import ROUNDING
from workers.vision.geometry import Card
from workers.vision.quality import (
    Quality,
    colour,
    glare,
    measure,
    measure_face,
    second_hue,
    sharpness,
    worst_sharpness,
)


def page(width: int = 640, height: int = 404) -> np.ndarray:
    """A printed card: pale blue, a header, a portrait, lines of print."""
    card = np.full((height, width, 3), (225, 205, 180), np.uint8)
    card[: height // 8] = (140, 70, 30)
    cv2.rectangle(card, (30, 90), (190, 300), (100, 130, 190), -1)
    for row in range(6):
        cv2.putText(card, "SPECIMEN 12345", (220, 110 + 40 * row), 0, 0.9, (40, 30, 30), 2)
    return card


def grey_copy(image: np.ndarray, light: tuple[float, float, float]) -> np.ndarray:
    """A photocopy, photographed under light of this colour (B, G, R gains), with noise."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)[..., None] * np.array(light)
    noise = np.random.default_rng(1).normal(0, 3, grey.shape)
    return np.clip(grey + noise, 0, 255).astype(np.uint8)


def card_at(x0: float, y0: float, x1: float, y1: float, **more: bool) -> Card:
    quad = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)
    return Card(quad, 0.9, cut=False, **more)


def test_the_more_blur_the_less_sharpness():
    values = [sharpness(cv2.GaussianBlur(page(), (0, 0), s)) for s in (0.5, 1, 2, 3, 5)]
    assert values == sorted(values, reverse=True)
    assert values[0] > 100 > 15 > values[-2]


@pytest.mark.parametrize(("gain", "offset"), [(0.4, 0), (0.5, 120), (0.7, 30)])
def test_sharpness_does_not_depend_on_contrast_or_brightness(gain, offset):
    changed = np.clip(page() * gain + offset, 0, 255).astype(np.uint8)
    assert sharpness(changed) == pytest.approx(sharpness(page()), rel=0.05)


def test_sharpness_does_not_depend_on_the_camera():
    large = cv2.resize(page(), None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    ratio = measure(large, None).sharpness / measure(page(), None).sharpness
    assert 0.6 < ratio < 1.4


def test_a_flat_picture_has_no_sharpness():
    assert sharpness(np.full((50, 50, 3), 90, np.uint8)) == 0


def test_a_reflection_is_measured_by_its_area():
    card = page()
    assert glare(card) == (0, 0)
    cv2.circle(card, (420, 200), 60, (255, 255, 255), -1)
    cv2.circle(card, (100, 350), 30, (255, 255, 255), -1)
    both = np.pi * np.array([60**2 + 30**2, 60**2]) / card[..., 0].size
    assert glare(card) == pytest.approx(tuple(both), rel=0.1)


def test_glare_cannot_be_told_from_a_white_scan():
    scan = np.full((404, 640, 3), 255, np.uint8)
    cv2.putText(scan, "PRINT", (100, 200), 0, 3, (20, 20, 20), 5)
    assert glare(scan) is None


@pytest.mark.parametrize("light", [(1, 1, 1), (0.7, 0.9, 1), (1, 0.95, 0.8)])
def test_a_grey_copy_has_no_colours_under_any_light(light):
    assert colour(grey_copy(page(), light)) < 1.6
    assert second_hue(grey_copy(page(), light)) < 0.9


@pytest.mark.parametrize("light", [(1, 1, 1), (0.7, 0.9, 1), (1, 0.95, 0.8)])
def test_a_document_has_colours_under_any_light(light):
    assert colour((page() * np.array(light)).astype(np.uint8)) > 8
    assert second_hue((page() * np.array(light)).astype(np.uint8)) > 2


def test_what_is_printed_in_one_ink_has_no_second_hue() -> None:
    paper, ink = np.array([232, 238, 240]), np.array([150, 70, 120])
    share = page()[..., :1] / 255
    assert second_hue((paper * share + ink * (1 - share)).astype(np.uint8)) < 0.9
    assert second_hue(np.zeros((8, 8, 3), np.uint8)) is None


def test_the_size_and_the_margin_are_those_of_the_card_in_the_picture():
    scene = np.full((800, 1000, 3), 60, np.uint8)
    scene[200:604, 300:940] = page()
    found = measure(scene, card_at(300, 200, 940, 604))
    assert (found.long_side, found.short_side) == (640, 404)
    assert found.margin == pytest.approx(60 / 800, abs=0.001)
    assert found.coverage == pytest.approx(640 * 404 / 800_000, rel=0.02)
    assert found.found and not found.full_frame


def test_a_corner_outside_of_the_picture_has_a_negative_margin():
    found = measure(page(), card_at(20, 20, 600, 424))
    assert found.margin == pytest.approx(-20 / 404, abs=0.001)


def test_a_side_that_leaves_the_picture_is_named_with_what_is_missing():
    found = measure(page(), card_at(20, 20, 600, 444))
    assert found.sides_outside == ["right", "bottom", "left"]
    assert found.outside == pytest.approx(40 / 424, abs=0.002)
    inside = measure(page(), card_at(20, 20, 600, 390))
    assert (inside.sides_outside, inside.outside) == ([], 0)


def test_the_surroundings_are_measured_by_the_documents_own_width():
    scene = np.full((800, 1000, 3), 60, np.uint8)
    scene[200:604, 300:940] = page()
    assert measure(scene, card_at(300, 200, 940, 604)).surround == pytest.approx(60 / 640, abs=1e-3)


def test_a_smudge_on_one_field_is_seen_where_the_whole_is_sharp():
    card = page()
    smudged = card.copy()
    smudged[270:404, 320:] = cv2.GaussianBlur(card, (0, 0), 2.5)[270:404, 320:]
    assert worst_sharpness(smudged) < 20 < worst_sharpness(card) / 10
    assert sharpness(smudged) > 100
    assert worst_sharpness(np.full((404, 640, 3), 200, np.uint8)) == 0


def clipped(corner: int, length: int) -> tuple[np.ndarray, Card]:
    """A card on a table with one of its rounded corners cut off by `length` of 404 pixels."""
    card, scene = page(), np.full((604, 840, 3), (60, 80, 100), np.uint8)
    scene += np.random.default_rng(2).integers(0, 20, scene.shape, dtype=np.uint8)
    whole = np.zeros(card.shape[:2], np.uint8)
    cv2.rectangle(whole, (24, 0), (615, 403), 1, -1)
    cv2.rectangle(whole, (0, 24), (639, 379), 1, -1)
    for x in (24, 615):
        for y in (24, 379):
            cv2.circle(whole, (x, y), 24, 1, -1)
    x, y = ((0, 0), (639, 0), (639, 403), (0, 403))[corner]
    ends = [(x, y), (abs(x - length), y), (x, abs(y - length))]
    cv2.fillConvexPoly(whole, np.array(ends), 0)
    scene[100:504, 100:740][whole > 0] = card[whole > 0]
    return scene, card_at(100, 100, 740, 504)


@pytest.mark.parametrize("corner", range(4))
def test_a_corner_that_is_cut_off_is_measured_and_the_others_are_whole(corner):
    cuts = measure(*clipped(corner, 60)).corner_cuts
    assert cuts.pop(corner) == pytest.approx(60 / 404, abs=0.02)
    assert cuts == pytest.approx([ROUNDING] * 3, abs=0.01)


def test_a_corner_outside_of_the_picture_is_not_called_cut_off():
    scene, card = clipped(0, 60)
    shifted = Card(card.quad - np.float32([70, 70]), 0.9, cut=True)
    assert measure(scene[70:, 70:], shifted).corner_cuts[0] > 0.1
    shifted = Card(card.quad - np.float32([110, 110]), 0.9, cut=True)
    assert measure(scene[110:, 110:], shifted).corner_cuts[0] == 0


def test_on_a_ground_of_its_own_colour_no_corner_is_called_cut_off():
    scene = np.full((604, 840, 3), (225, 205, 180), np.uint8)
    scene[100:504, 100:740] = page()
    assert max(measure(scene, card_at(100, 100, 740, 504)).corner_cuts) <= ROUNDING


def test_a_full_frame_has_no_margin_to_measure():
    found = measure(page(), card_at(0, 0, 640, 404, full_frame=True, edges=False))
    assert not found.found and found.full_frame
    assert (found.margin, found.coverage, found.long_side) == (0, 1, 640)


def test_the_numbers_survive_being_stored():
    measured = measure(page(), None)
    assert Quality(**json.loads(json.dumps(dataclasses.asdict(measured)))) == measured


def test_a_blurred_face_is_less_sharp_than_a_sharp_one():
    portrait = page()[90:300, 30:440]
    box = (10, 10, 300, 200)
    sharp = measure_face(portrait, box)
    assert measure_face(cv2.GaussianBlur(portrait, (0, 0), 4), box).sharpness < sharp.sharpness / 4


def test_a_face_box_outside_of_the_picture_measures_nothing():
    assert measure_face(page(), (900, 900, 950, 950)).sharpness == 0
