"""What the detector of attacks looks at: squares of the picture as it came."""

import cv2
import numpy as np
import pytest

from workers.vision.presentation import squares

ID_1 = (85.6, 53.98)
DENSITY = 24.0


def page(width: int = 2600, height: int = 1800) -> np.ndarray:
    """Uneven ground with a little noise."""
    rng = np.random.default_rng(3)
    ground = cv2.resize(rng.integers(60, 220, (7, 11, 3)).astype(np.uint8), (width, height))
    return np.clip(ground + rng.normal(0, 2, ground.shape), 0, 255).astype(np.uint8)


def quad(left: float = 200, top: float = 200, density: float = DENSITY) -> np.ndarray:
    width, height = (side * density for side in ID_1)
    return np.array(
        [(left, top), (left + width, top), (left + width, top + height), (left, top + height)],
        np.float32,
    )


def test_squares_are_the_pictures_own_pixels_and_begin_where_blocks_of_jpeg_do() -> None:
    picture = page()
    y, x = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]]
    picture[..., 0], picture[..., 1] = x % 251, y % 241
    cut = squares.cut(picture, quad(), ID_1)
    assert cut.shape == (12, squares.SIDE, squares.SIDE, 3)
    for square in cut:
        found = np.argwhere((picture[::16, ::16] == square[0, 0]).all(axis=-1)) * 16
        assert any(
            (picture[top : top + squares.SIDE, left : left + squares.SIDE] == square).all()
            for top, left in found
        )


def test_squares_lie_on_the_card_however_it_is_turned() -> None:
    picture = np.zeros((2600, 2600, 3), np.uint8)
    centre = np.array([1300, 1300], np.float32)
    for degrees in (0, 33, 90, 200):
        turn = cv2.getRotationMatrix2D((0, 0), degrees, 1)[:, :2]
        card = ((quad(0, 0) - quad(0, 0).mean(axis=0)) @ turn.T + centre).astype(np.float32)
        cv2.fillPoly(picture, [card.astype(np.int32)], (255, 255, 255))
        cut = squares.cut(picture, card, ID_1)
        assert len(cut) == 12 and cut.min() == 255
        picture[:] = 0


def test_what_is_hidden_is_not_looked_at_and_a_card_of_few_pixels_not_at_all() -> None:
    picture, card = np.zeros((1800, 2600, 3), np.uint8), quad()
    left, top = (int(side) for side in card[0])
    portrait = np.array(
        [(left, top), (left + 900, top), (left + 900, top + 1300), (left, top + 1300)]
    )
    picture[top : top + 1300, left : left + 900] = 255
    cut = squares.cut(picture, card, ID_1, portrait.astype(np.float32))
    assert 0 < len(cut) < 12 and cut.max() == 0
    assert len(squares.cut(picture, quad(density=1.5), ID_1)) == 0


def test_the_density_is_in_pixels_a_millimetre() -> None:
    assert squares.density(quad(), ID_1) == pytest.approx(DENSITY, rel=1e-3)
