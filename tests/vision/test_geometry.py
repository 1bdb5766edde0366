"""The document is found under perspective, or nothing is; and it is laid flat as it was."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from workers.specimens.capture import photograph
from workers.specimens.card import render_card
from workers.vision.geometry import Card, clockwise, find_cards, rectify
from workers.vision.image import decode

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


def printed_card(width: int = 856, height: int = 540) -> np.ndarray:
    """A pale card with a portrait, a few lines of print and a coloured header."""
    card = np.full((height, width, 3), (225, 235, 230), np.uint8)
    card[: height // 9] = (150, 80, 30)
    cv2.rectangle(card, (50, 120), (260, 400), (90, 110, 140), -1)
    for row in range(5):
        cv2.putText(card, "SPECIMEN 1234567", (300, 150 + 60 * row), 0, 1.1, (40, 30, 30), 2)
    cv2.putText(card, "IDUTO<<<<<<<<<<<<<<<<<<<<<<", (40, height - 40), 0, 1.2, (20, 20, 20), 2)
    return card


def background(seed: int, width: int = 1280, height: int = 960) -> np.ndarray:
    """A cloudy dark surface with some noise."""
    rng = np.random.default_rng(seed)
    clouds = cv2.resize(rng.normal(0, 12, (12, 16, 3)), (width, height))
    noise = rng.normal(0, 3, (height, width, 3))
    return np.clip(clouds + noise + (60, 80, 110), 0, 255).astype(np.uint8)


def placed(card: np.ndarray, scene: np.ndarray, quad: np.ndarray) -> np.ndarray:
    """The card in the scene, its corners at `quad`."""
    height, width = card.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, quad.astype(np.float32))
    size = scene.shape[1], scene.shape[0]
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    seen = cv2.warpPerspective(card, matrix, size, flags=cv2.INTER_AREA)
    return np.where(mask[..., None] > 127, seen, scene)


def overlap(a: np.ndarray, b: np.ndarray, shape: tuple[int, ...]) -> float:
    """Intersection over union of two quadrilaterals."""
    masks = []
    for quad in (a, b):
        mask = np.zeros(shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, np.round(quad).astype(np.int32), 1)
        masks.append(mask.astype(bool))
    return (masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum()


STRAIGHT = np.array([[200, 200], [1056, 200], [1056, 740], [200, 740]])
TILTED = np.array([[260, 190], [1010, 280], [960, 760], [170, 650]])
UPRIGHT = np.array([[420, 60], [900, 80], [880, 850], [400, 830]])
ASKEW = np.array([[420, 110], [1080, 370], [900, 800], [210, 500]])


@pytest.mark.parametrize("quad", [STRAIGHT, TILTED, UPRIGHT, ASKEW])
def test_a_card_on_a_table_is_found(quad):
    scene = placed(printed_card(), background(1), quad)
    (card,) = find_cards(scene)
    assert isinstance(card, Card) and not card.cut and not card.full_frame
    assert overlap(card.quad, quad, scene.shape) > 0.97
    assert 0.7 < card.confidence <= 1


def test_the_corners_are_clockwise_from_the_top_left():
    scene = placed(printed_card(), background(3), TILTED)
    (card,) = find_cards(scene)
    assert np.abs(card.quad - TILTED).max() < 8
    assert (clockwise(TILTED[[2, 0, 3, 1]]) == TILTED).all()


def test_a_corner_outside_of_the_picture_is_cut_and_what_is_missing_is_white():
    quad = ASKEW + np.array([260, 0])
    scene = placed(printed_card(), background(4), quad)
    (card,) = find_cards(scene)
    assert card.cut
    assert np.abs(card.quad - quad).max() < 30
    flat = rectify(scene, card.quad)
    assert (flat[:40, -20:] == 255).all() and (flat[:40, :20] < 255).any()


def test_a_side_outside_of_the_picture_is_cut_and_the_card_has_its_proportions():
    quad = STRAIGHT + np.array([0, 300])
    scene = placed(printed_card(), background(4), quad)
    (card,) = find_cards(scene)
    assert card.cut
    assert np.abs(card.quad[:2] - quad[:2]).max() < 8
    assert (card.quad[2:, 1] >= 959).all()


@pytest.mark.parametrize("turn", range(20, 360, 80))
def test_a_card_is_found_at_any_angle(turn):
    middle = np.array([640, 480])
    radians = np.deg2rad(turn)
    rotation = np.array([[np.cos(radians), -np.sin(radians)], [np.sin(radians), np.cos(radians)]])
    quad = (TILTED - TILTED.mean(0)) * 0.9 @ rotation.T + middle
    scene = placed(printed_card(), background(6), quad)
    (card,) = find_cards(scene)
    assert not card.cut and overlap(card.quad, quad, scene.shape) > 0.97


TWO_UP = [
    np.array([[300, 60], [900, 40], [910, 420], [310, 440]]),
    np.array([[380, 520], [980, 550], [960, 930], [360, 900]]),
]


@pytest.mark.parametrize("ground", ["table", "lid", "sheet"])
def test_two_cards_on_one_picture_are_both_found(ground):
    scene = {
        "table": background(7),
        "lid": cv2.GaussianBlur(background(7), (0, 0), 60) // 12 + 230,
        "sheet": np.full((960, 1280, 3), 255, np.uint8),
    }[ground]
    for quad in TWO_UP:
        scene = placed(printed_card(), scene, quad)
    cards = find_cards(scene)
    assert len(cards) == 2
    for quad in TWO_UP:
        assert max(overlap(card.quad, quad, scene.shape) for card in cards) > 0.95


ON_A_SHEET = [
    np.array([[220, 200], [894, 200], [894, 625], [220, 625]]),
    np.array([[300, 800], [974, 812], [966, 1237], [292, 1225]]),
]
"""A card's two sides on A4 at 200 dpi, (1654, 2339) pixels."""


def copied(card: np.ndarray) -> np.ndarray:
    """A sheet of A4 with two copies of the card, as large as it is."""
    sheet = np.full((2339, 1654, 3), 250, np.uint8)
    for quad in ON_A_SHEET:
        sheet = placed(card, sheet, quad)
    return sheet


def lost_its_edges(card: np.ndarray) -> np.ndarray:
    """The card as a copier sees it whose white is too white, without its lines' far ends."""
    copy = cv2.cvtColor(cv2.cvtColor(card, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return np.where(copy > 200, 250, copy).astype(np.uint8)


def test_the_cards_on_a_photographed_sheet_are_found_and_not_the_sheet():
    photo = photograph(copied(printed_card()), 3, turn=90)
    cards = find_cards(photo.image)
    assert len(cards) == 2 and all(card.edges for card in cards)
    for quad in ON_A_SHEET:
        true = photo.place(quad)
        assert max(overlap(card.quad, true, photo.image.shape) for card in cards) > 0.93


@pytest.mark.parametrize("photographed", [True, False])
def test_copies_without_edges_are_found_by_their_print(photographed):
    sheet = copied(lost_its_edges(printed_card()))
    photo = photograph(sheet, 3, "phone" if photographed else "flat", turn=90 * photographed)
    cards = find_cards(photo.image)
    assert len(cards) == 2 and not any(card.edges or card.full_frame for card in cards)
    for quad in ON_A_SHEET:
        true = photo.place(quad)
        assert max(overlap(card.quad, true, photo.image.shape) for card in cards) > 0.75


@pytest.mark.parametrize("side", ["passport_fr_front", "icao_td2"])
def test_a_page_with_the_proportions_of_a_sheet_is_no_sheet(side):
    page = render_card(side, 8).image
    spread = np.vstack([np.full_like(page, 235), page])
    for paper in (page, spread):
        photo = photograph(paper, 8)
        assert all(
            overlap(card.quad, photo.quad, photo.image.shape) > 0.4
            for card in find_cards(photo.image)
        )


def test_a_letter_is_no_sheet_of_cards():
    letter = np.full((2339, 1654, 3), 250, np.uint8)
    for row in range(36):
        cv2.putText(
            letter,
            "Dear Sir or Madam, this is prose and no card",
            (180, 300 + 50 * row),
            0,
            1.6,
            (30, 30, 30),
            3,
        )
    photo = photograph(letter, 5, turn=90)
    assert all(
        overlap(card.quad, photo.quad, photo.image.shape) > 0.9 for card in find_cards(photo.image)
    )


def test_a_small_card_on_a_page_is_found():
    quad = np.array([[300, 200], [974, 212], [966, 637], [292, 625]])
    scene = placed(printed_card(), np.full((2339, 1654, 3), 255, np.uint8), quad)
    (card,) = find_cards(scene)
    assert overlap(card.quad, quad, scene.shape) > 0.95


def test_the_portrait_of_a_document_that_fills_the_picture_is_not_taken_for_it():
    card = printed_card()
    assert [found.full_frame for found in find_cards(card)] == [True]


def test_a_title_above_a_line_is_a_part_of_the_card():
    card = printed_card()
    card[: 540 // 9] = (225, 235, 230)
    cv2.putText(card, "REPUBLIC OF UTOPIA", (200, 45), 0, 1.2, (20, 20, 160), 3)
    cv2.line(card, (0, 64), (856, 64), (20, 20, 160), 3)
    quad = np.array([[300, 200], [974, 212], [966, 637], [292, 625]])
    scene = placed(card, np.full((960, 1280, 3), 250, np.uint8), quad)
    (found,) = find_cards(scene)
    assert overlap(found.quad, quad, scene.shape) > 0.95


@pytest.mark.parametrize("seed", range(2))
def test_a_table_without_a_card_yields_nothing(seed):
    assert find_cards(background(seed)) == []


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_blank_picture_yields_nothing(level):
    assert find_cards(np.full((300, 400, 3), level, np.uint8)) == []


def test_a_tiny_picture_yields_nothing():
    assert find_cards(np.zeros((1, 1, 3), np.uint8)) == []


def test_a_scan_with_the_proportions_of_a_card_is_a_full_frame():
    scan = cv2.GaussianBlur(printed_card(), (0, 0), 3)[60:]
    scan = cv2.resize(scan, (856, 540))
    (card,) = find_cards(scan)
    assert card.full_frame and not card.cut
    assert card.quad.tolist() == [[0, 0], [856, 0], [856, 540], [0, 540]]


def test_a_card_laid_flat_is_the_card_again():
    card = printed_card()
    scene = placed(card, background(5), STRAIGHT)
    flat = rectify(scene, STRAIGHT.astype(np.float32))
    assert flat.shape == card.shape
    assert np.abs(flat.astype(int) - card).mean() < 4


def test_a_flat_card_has_the_size_that_it_had_in_the_picture_unless_limited():
    scene = placed(printed_card(), background(5), TILTED)
    quad = TILTED.astype(np.float32)
    longest = max(np.linalg.norm(TILTED[0] - TILTED[1]), np.linalg.norm(TILTED[2] - TILTED[3]))
    assert rectify(scene, quad).shape[1] == round(longest)
    assert 299 <= max(rectify(scene, quad, max_side=300).shape) <= 300


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample pictures are not beside the checkout")
@pytest.mark.parametrize(
    ("name", "corners"),
    [  # by eye; the second card lies on a cardboard that is hardly larger
        ("test10.jpg", [[0.039, 0.222], [0.745, 0.15], [0.948, 0.839], [0.173, 0.964]]),
        ("test-old-card.jpg", [[0.041, 0.37], [0.472, 0.042], [0.644, 0.429], [0.22, 0.746]]),
    ],
)
def test_a_photographed_document_is_found(name, corners):
    data = (SAMPLES / "documents" / name).read_bytes()
    (picture,) = decode(data, max_pixels=50_000_000)
    height, width = picture.image.shape[:2]
    (card,) = find_cards(picture.image)
    assert overlap(card.quad, np.array(corners) * [width, height], picture.image.shape) > 0.88
