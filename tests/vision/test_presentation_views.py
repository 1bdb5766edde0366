"""The views of a face: at one scale, inside of the picture, none of a face that is too small."""

import numpy as np
import pytest

from workers.vision.presentation.views import AROUND, BEYOND, FACE, NEAR, SMALLEST, WIDE, cut

Box = tuple[float, float, float, float]


def striped(width: int, height: int, period: int) -> np.ndarray:
    """Upright stripes, each `period` pixels wide."""
    row = (np.arange(width) // period % 2 * 255).astype(np.uint8)
    return np.repeat(np.tile(row, (height, 1))[..., None], 3, axis=2)


def crossings(view: np.ndarray) -> int:
    """How often a row of a view goes from dark to light, or back."""
    return int(np.count_nonzero(np.diff((view[view.shape[0] // 2, :, 0] > 127).astype(int))))


def box(middle: tuple[float, float], across: float) -> Box:
    x, y = middle
    return x - across / 2, y - 0.6 * across, x + across / 2, y + 0.6 * across


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_face_of_more_pixels_is_looked_at_at_the_same_scale(times: int) -> None:
    picture = striped(600 * times, 800 * times, 8 * times)
    seen = cut(picture, box((300 * times, 400 * times), FACE * times))
    assert seen is not None and seen.pixels == FACE * times
    assert seen.near.shape == (NEAR, NEAR, 3) and seen.wide.shape == (WIDE, WIDE, 3)
    assert abs(crossings(seen.near) - NEAR / 8) <= 1


def test_a_face_of_few_pixels_is_not_made_larger() -> None:
    seen = cut(striped(600, 800, 8), box((300, 400), SMALLEST))
    assert seen is not None and abs(crossings(seen.near) - NEAR / 8) <= 1


def test_a_smaller_face_is_not_looked_at() -> None:
    assert cut(striped(600, 800, 8), box((300, 400), SMALLEST - 1)) is None


@pytest.mark.parametrize("middle", [(20.0, 30.0), (590.0, 790.0), (300.0, -10.0)])
def test_the_head_is_looked_at_inside_of_the_picture(middle: tuple[float, float]) -> None:
    picture = np.full((800, 600, 3), 200, np.uint8)
    seen = cut(picture, box(middle, 150))
    assert seen is not None and seen.near.min() == 200


@pytest.mark.parametrize("middle", [(300.0, 400.0), (20.0, 30.0), (590.0, 790.0)])
@pytest.mark.parametrize("across", [120.0, 310.0])
def test_what_is_around_a_face_ends_where_the_picture_ends(
    middle: tuple[float, float], across: float
) -> None:
    picture = np.full((800, 600, 3), 200, np.uint8)
    seen = cut(picture, box(middle, across))
    assert seen is not None
    step = AROUND * across / WIDE
    for axis, (place, whole) in enumerate(zip(middle, (600, 800), strict=True)):
        through = seen.wide[:, :, 0].max(axis=axis)
        inside = np.flatnonzero(through == 200)
        low, high = place - step * WIDE / 2, place + step * WIDE / 2
        assert abs(inside[0] - max(0, -low / step)) <= 1
        assert abs(inside[-1] + 1 - min(WIDE, (whole - low) / step)) <= 1
        assert (high < whole) == (inside[-1] == WIDE - 1)
        assert set(np.unique(through)) <= {BEYOND, 200}


def test_a_picture_smaller_than_its_view_is_looked_at_whole() -> None:
    seen = cut(striped(130, 140, 10), box((65, 70), 90))
    assert seen is not None and seen.near.shape == (NEAR, NEAR, 3)
    assert crossings(seen.near) == crossings(striped(130, 140, 10))
