"""The parts of the PAD training that need no torch: tiles, signals, fusion, error rates."""

import cv2
import numpy as np
import pytest

from training.pad import fusion, rates, signals, tiles


def card(width: int = 900, height: int = 560) -> np.ndarray:
    rng = np.random.default_rng(3)
    ground = cv2.resize(rng.integers(60, 220, (7, 11, 3)).astype(np.uint8), (width, height))
    return np.clip(ground + rng.normal(0, 2, ground.shape), 0, 255).astype(np.uint8)


def test_tiles_are_the_cards_own_pixels_and_reach_all_its_edges() -> None:
    flat = card()
    cut = tiles.cut(flat)
    for pixels, (x, y) in zip(cut.pixels, cut.corners, strict=True):
        assert (pixels == flat[y : y + tiles.SIDE, x : x + tiles.SIDE]).all()
    assert cut.corners.min(axis=0).tolist() == [0, 0]
    assert (cut.corners.max(axis=0) + tiles.SIDE).tolist() == [900, 560]


@pytest.mark.parametrize("size", [(1600, 1010), (1600, 160), (300, 100), (60, 40)])
def test_a_card_of_any_size_has_tiles_but_not_too_many(size: tuple[int, int]) -> None:
    assert 1 <= len(tiles.cut(card(*size)).pixels) <= tiles.MOST


def test_only_the_tiles_on_a_forged_place_show_it() -> None:
    corners = np.array([(0, 0), (128, 0), (500, 300)])
    forged = np.array([(20, 20), (160, 20), (160, 90), (20, 90)], np.float32)
    marks = tiles.labels("physical_text", corners, forged)
    overlay = tiles.CUES.index("overlay")
    assert marks[:, overlay].tolist() == [1, 1, 0]
    assert np.nansum(np.delete(marks, overlay, axis=1)) == 0
    assert tiles.labels("bona_fide", corners, None).sum() == 0


def test_the_signals_tell_a_grid_and_grey_from_a_plain_card() -> None:
    flat = card()
    lines = (20 * np.sin(np.arange(900) * 2.05)[None, :] + np.arange(560)[:, None] * 0).astype(int)
    leaning = cv2.warpAffine(
        np.asarray(lines + 128, np.uint8),
        cv2.getRotationMatrix2D((450, 280), 11, 1.0),
        (900, 560),
        borderMode=cv2.BORDER_REFLECT,
    )
    screen = np.clip(flat.astype(int) + leaning[..., None] - 128, 0, 255).astype(np.uint8)
    grey = cv2.merge([cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY)] * 3)
    at = {name: k for k, name in enumerate(signals.NAMES)}
    plain, gridded, colourless = map(signals.measure, (flat, screen, np.asarray(grey, np.uint8)))
    assert plain.shape == (len(signals.NAMES),)
    assert gridded[at["grid"]] > plain[at["grid"]] + 5
    assert colourless[at["chroma"]] < plain[at["chroma"]] / 4


def test_the_fusion_is_a_calibrated_probability() -> None:
    rng = np.random.default_rng(5)
    inputs = rng.normal(0, 1, (8000, 3))
    true = 1 / (1 + np.exp(-(2 * inputs[:, 0] - inputs[:, 1])))
    attack = rng.random(8000) < true
    joined = fusion.fit(inputs[:4000], attack[:4000])
    told = joined.probability(inputs[4000:])
    likely = (told > 0.7) & (told < 0.9)
    assert attack[4000:][likely].mean() == pytest.approx(told[likely].mean(), abs=0.05)
    assert rates.auc(told[attack[4000:]], told[~attack[4000:]]) > 0.85


def test_error_rates_carry_wilsons_interval() -> None:
    scores = np.array([0.1] * 3 + [0.9] * 97)
    rate = rates.apcer(scores, 0.5)
    assert (rate.errors, rate.count) == (3, 100)
    assert (rate.low, rate.high) == pytest.approx((0.0103, 0.0845), abs=1e-3)
    assert rates.bpcer(scores, 0.5).errors == 97
    assert rates.rate(0, 300).high == pytest.approx(0.0126, abs=1e-3)
    assert rates.auc(np.array([1.0, 2.0]), np.array([0.0, 1.0])) == pytest.approx(0.875)
