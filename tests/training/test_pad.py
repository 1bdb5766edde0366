"""The parts of the PAD training that need no torch: tiles, labels, signals, fusion, error rates."""

import cv2
import numpy as np
import pytest

from training.pad import fusion, rates, signals, tiles
from training.pad.labels import CUES, labels


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


def test_a_card_is_looked_at_no_larger_than_in_training_and_not_at_all_where_smaller() -> None:
    scale, flat = tiles.Scale(540, 1400), card()
    large = scale.fitted(card(2800, 1760))
    assert large is not None and large.shape == (880, 1400, 3)
    assert scale.fitted(flat) is flat
    assert scale.fitted(card(530, 334)) is None


@pytest.mark.parametrize("size", [(1600, 1010), (1600, 160), (300, 100), (60, 40)])
def test_a_card_of_any_size_has_tiles_but_not_too_many(size: tuple[int, int]) -> None:
    assert 1 <= len(tiles.cut(card(*size)).pixels) <= tiles.MOST


def test_only_the_tiles_on_a_forged_place_show_it() -> None:
    corners = np.array([(0, 0), (128, 0), (500, 300)])
    forged = np.array([(20, 20), (160, 20), (160, 90), (20, 90)], np.float32)
    marks = labels("document", "physical_text", corners, forged)
    overlay = CUES["document"].index("overlay")
    assert marks[:, overlay].tolist() == [1, 1, 0]
    assert np.nansum(np.delete(marks, overlay, axis=1)) == 0
    assert labels("document", "bona_fide", corners, None).sum() == 0


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


def test_the_fusion_tells_calibrated_probabilities_of_each_kind() -> None:
    rng = np.random.default_rng(5)
    kinds = rng.choice(3, 12000, p=(0.5, 0.25, 0.25))
    means = np.array([(0, 0), (1.5, 0), (0, 1.5)])
    inputs = np.column_stack([means[kinds] + rng.normal(0, 1, (12000, 2)), rng.random(12000)])
    joined = fusion.fit(inputs[:6000], kinds[:6000])
    told, true = joined.probabilities(inputs[6000:]), kinds[6000:]
    assert told.sum(axis=1) == pytest.approx(np.ones(6000))
    for kind in range(3):
        likely = (told[:, kind] > 0.6) & (told[:, kind] < 0.8)
        assert likely.sum() > 200
        assert (true[likely] == kind).mean() == pytest.approx(told[likely, kind].mean(), abs=0.06)


def test_an_input_beyond_all_that_was_fitted_says_no_more_than_the_last_that_was() -> None:
    rng = np.random.default_rng(6)
    kinds = rng.choice(2, 2000)
    joined = fusion.fit(kinds[:, None] + rng.normal(0, 0.5, (2000, 1)), kinds)
    far, farther = joined.probabilities(np.array([[50.0], [5000.0]]))
    assert far == pytest.approx(farther)


def test_the_most_suspicious_tiles_count_beside_the_mean_of_all() -> None:
    logits = np.full((20, 2), -5.0)
    logits[3, 1] = 5.0
    plain, mean, lowest, highest = fusion.pooled(logits)
    assert (plain, mean) == pytest.approx((-5.0, -4.5))
    assert lowest == pytest.approx(-5.0)
    assert highest > 4.5


def test_error_rates_carry_wilsons_interval() -> None:
    scores = np.array([0.1] * 3 + [0.9] * 97)
    rate = rates.apcer(scores, 0.5)
    assert (rate.errors, rate.count) == (3, 100)
    assert (rate.low, rate.high) == pytest.approx((0.0103, 0.0845), abs=1e-3)
    assert rates.bpcer(scores, 0.5).errors == 97
    assert rates.rate(0, 300).high == pytest.approx(0.0126, abs=1e-3)
    assert rates.auc(np.array([1.0, 2.0]), np.array([0.0, 1.0])) == pytest.approx(0.875)
