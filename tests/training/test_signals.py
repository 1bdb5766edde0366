"""Signals of physics: what repeats is a peak, dots are noise, a grey copy has no colours."""

import cv2
import numpy as np
import pytest

from training.pad import signals

DENSITY = 24.0
SIDE = 96


def squares(picture: np.ndarray) -> np.ndarray:
    """Twelve pieces of a picture in no order of the grid on it."""
    places = [(120 * row + 7 * column, 150 * column) for row in range(3) for column in range(4)]
    cut = [picture[top : top + SIDE, left : left + SIDE] for top, left in places]
    return np.clip(cut, 0, 255).astype(np.uint8)


def ground() -> np.ndarray:
    """Uneven ground with a little noise."""
    rng = np.random.default_rng(3)
    coarse = cv2.resize(rng.integers(60, 220, (4, 6, 3)).astype(np.uint8), (600, 400))
    return coarse + rng.normal(0, 2, coarse.shape)


def at(name: str) -> int:
    return signals.NAMES.index(name)


@pytest.mark.parametrize(("channel", "name"), [(None, "peak"), (2, "colour_peak")])
def test_a_grid_that_runs_through_all_squares_is_a_peak(channel: int | None, name: str) -> None:
    picture = ground()
    y, x = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]]
    grid = 5 * np.sin(2 * np.pi * (0.27 * x + 0.11 * y))
    shown = picture.copy()
    if channel is None:
        shown += grid[..., None]
    else:
        shown[..., channel] += 3 * grid
    plain, gridded = (signals.measure(squares(one), DENSITY) for one in (picture, shown))
    assert plain.shape == (len(signals.NAMES),) and np.isfinite(plain).all()
    band = at(f"{name}_0.25-0.35")
    assert gridded[band] > plain[band] + 1.5


def test_dots_are_noise_and_a_grey_copy_has_no_chroma() -> None:
    picture = ground()
    rng = np.random.default_rng(4)
    dotted = picture + rng.choice((-25.0, 25.0), picture.shape[:2])[..., None]
    grey = cv2.merge([picture.mean(axis=2)] * 3)
    plain, printed, colourless = (
        signals.measure(squares(one), DENSITY) for one in (picture, dotted, grey)
    )
    assert printed[at("noise")] > plain[at("noise")] + 1
    assert colourless[at("chroma")] < plain[at("chroma")] - 2
