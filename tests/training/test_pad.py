"""The parts of the PAD training that need no torch: kinds, rows, fusion, error rates."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from training.attacks.species import SPECIES
from training.pad import captures, fusion, patterns, rates, signals
from training.pad.captures import Capture
from training.pad.kinds import KINDS, NAMES, NO_CAPTURES, UNTRAINED
from training.pad.selfie import kinds as selfie_kinds
from training.pad.software import SOFT, defocused, varied
from training.pad.table import NETWORK, WIDTH, inputs
from workers.vision.presentation.detector import LEAST_DETAIL
from workers.vision.presentation.squares import detail


def test_every_kind_is_shown_by_species_that_are_attacks_or_genuine_alike() -> None:
    assert set(KINDS.values()) == set(NAMES)
    for name, kind in (KINDS | selfie_kinds.KINDS).items():
        assert SPECIES[name].attack == (kind != NAMES[0])
    assert set(selfie_kinds.SHARES) == set(selfie_kinds.KINDS)
    assert set(UNTRAINED) <= set(KINDS) and set(NO_CAPTURES) <= set(KINDS | selfie_kinds.KINDS)


def test_a_row_has_what_the_squares_say_before_the_signals_and_shifts_of_logits_do_not_count() -> (
    None
):
    rng = np.random.default_rng(2)
    logits, measured = rng.normal(0, 3, (9, len(NAMES))), rng.random(len(signals.NAMES))
    row = inputs(logits, measured)
    assert row.shape == (WIDTH,) and row[NETWORK:] == pytest.approx(measured)
    assert row == pytest.approx(inputs(logits + 5, measured))
    plain = inputs(np.repeat(logits[:1], 9, axis=0), measured)
    assert plain[: len(NAMES)] == pytest.approx(plain[len(NAMES) : NETWORK])


@pytest.mark.parametrize("pattern", [patterns.screened, patterns.printed])
def test_a_pattern_leaves_the_picture_and_adds_detail_that_no_two_draws_share(pattern) -> None:
    rng = np.random.default_rng(3)
    squares = np.full((2, 96, 96, 3), 150, np.uint8)
    squares[:, :, 48:] = 90
    made = [pattern(squares, rng) for _ in range(20)]
    assert all(one.shape == squares.shape and one.dtype == np.uint8 for one in made)
    assert np.median([one[..., :48, :].mean() - one[..., 48:, :].mean() for one in made]) > 40
    rough = [float(one[..., :48, :].astype(float).std()) for one in made]
    assert min(rough) > 0.2 and max(rough) > 8 and len(set(rough)) == len(rough)


def test_a_grid_of_lights_is_a_peak_of_the_spectrum_wherever_a_square_lies() -> None:
    squares = np.full((8, 96, 96, 3), 150, np.uint8)
    noise = np.random.default_rng(1).normal(0, 1, squares.shape)
    bands = 2 * len(signals.BANDS)
    plain = signals.measure(np.uint8(squares + noise), 15.0)[:bands].max()
    peaks = [
        signals.measure(
            np.uint8(patterns.screened(squares, np.random.default_rng(seed)) + noise), 15.0
        )[:bands].max()
        for seed in range(12)
    ]
    assert np.median(peaks) > plain + 1


def test_a_part_of_the_captures_is_out_of_focus_whatever_they_show() -> None:
    squares = np.random.default_rng(4).integers(0, 256, (2, 96, 96, 3), np.uint8)
    rng = np.random.default_rng(9)
    rough = [float(defocused(squares, rng).std()) for _ in range(400)]
    soft = [value < 0.9 * squares.std() for value in rough]
    assert np.mean(soft) == pytest.approx(SOFT, abs=0.06)
    assert len(set(rough)) > 20


def test_a_capture_is_varied_alike_whatever_lies_beside_it_and_never_too_soft_to_be_looked_at(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(7)
    files = [captures.path(tmp_path, "validation", seed, "scan") for seed in range(40)]
    files[0].parent.mkdir()
    for file in files:
        print_ = cv2.GaussianBlur(rng.integers(0, 256, (96, 96, 3), np.uint8), (0, 0), 1)
        captures.write(Capture("scan", print_[None], 12.0), file)
    all_of_them = [one.squares for one in varied(files, 1)]
    alone = [one.squares for one in varied(files[3:4], 1)]
    assert np.array_equal(alone, all_of_them[6:8]) and not np.array_equal(*alone)
    assert min(detail(squares) for squares in all_of_them[1::2]) > 0.9 * LEAST_DETAIL


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


def test_a_row_is_judged_by_what_other_settings_have_taught() -> None:
    """Each setting has a mark of its own that tells its kind: of no use for the others."""
    rng = np.random.default_rng(8)
    settings = np.repeat(np.arange(40), 6)
    kinds = rng.permutation(40)[settings] % 2
    inputs = np.eye(40)[settings] * 3 + rng.normal(0, 0.1, (240, 40))
    seen = 1 - fusion.fit(inputs, kinds, 0.01).probabilities(inputs)[:, 0]
    told = fusion.unseen(inputs, kinds, settings)
    assert ((seen > 0.5) == kinds).mean() > 0.95
    assert 0.2 < ((told > 0.5) == kinds).mean() < 0.8


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
