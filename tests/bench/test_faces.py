"""The error rates of `make bench-faces`, on distances that are known."""

import subprocess
import sys

import numpy as np
import pytest

from bench.faces.curves import Distances, poisson_limit
from bench.faces.detection import table
from workers.models import registry


def people(count, spread=1.0, noise=0.1):
    """Captures of people at random places, (count, 128) each."""
    rng = np.random.default_rng(1)
    where = spread * rng.standard_normal((count, 128)) / 16
    return tuple(where + noise * rng.standard_normal((count, 128)) / 16 for _ in range(2))


def test_pairs_of_one_person_and_of_two_are_told_apart():
    one, other = people(30)
    one[4] = np.nan
    distances = Distances.between(one, other)
    assert (distances.people, distances.comparisons) == (29, 29 * 28)
    direct = np.linalg.norm(one[0] - other[0]), np.linalg.norm(one[0] - other[1])
    assert distances.genuine[0] == pytest.approx(direct[0])
    assert distances.impostor[0, 1] == pytest.approx(direct[1])
    assert np.isnan(distances.impostor.diagonal()).all()


def test_rates_count_what_is_too_near_and_too_far():
    genuine = np.array([0.1, 0.2, 0.6])
    impostor = np.array([[np.nan, 0.5, 0.9], [0.3, np.nan, 0.8], [0.9, 0.9, np.nan]])
    distances = Distances(genuine, impostor)
    assert distances.false_matches(0.5) == pytest.approx(2 / 6)
    assert distances.false_non_matches(0.5) == pytest.approx(1 / 3)
    assert 0.5 <= distances.at_false_match_rate(2 / 6) < 0.8


def test_a_bound_is_never_under_the_rule_of_three():
    distances = Distances.between(*people(40))
    assert distances.false_matches(0.05) == 0
    assert distances.false_match_bound(0.05) == pytest.approx(3 / (40 * 39 / 2), rel=0.01)
    assert distances.false_non_match_bound(5.0) == pytest.approx(3 / 40, rel=0.01)


def test_a_bound_lies_over_what_was_counted_and_people_who_are_alike_raise_it():
    distances = Distances.between(*people(60))
    near = distances.at_false_match_rate(0.05)
    low, high = distances.false_match_interval(near)
    assert low < distances.false_matches(near) < high
    assert distances.false_match_bound(near) > distances.false_matches(near)
    # As many errors, but all of them with one of the people: another sample could have two such.
    impostor = np.where(np.isnan(distances.impostor), np.nan, 1.0)
    errors = round(distances.false_matches(near) * distances.comparisons) // 2
    impostor[0, 1 : 1 + errors] = impostor[1 : 1 + errors, 0] = 0.0
    alike = Distances(distances.genuine, impostor)
    assert alike.false_match_bound(near) > distances.false_match_bound(near)


@pytest.mark.parametrize(("errors", "limit"), [(0, 3.0), (1, 4.74), (5, 10.51), (100, 118.1)])
def test_so_few_errors_have_a_chance_of_one_in_twenty_at_the_limit(errors, limit):
    """Limits from tables of the Poisson distribution."""
    assert poisson_limit(errors) == pytest.approx(limit, rel=0.002)


def test_every_detector_has_a_row_of_what_it_found():
    if not registry.path("portrait-astronaut").is_file():
        pytest.skip("the portrait is not there: run `vouch models build`")
    _, _, mtcnn, yunet = table([registry.path("portrait-astronaut")], [])
    found = "1 of 1 1 of 1 1 of 1 0 of 0"
    assert " ".join(mtcnn.split()[:-1]) == f"mtcnn {found}"
    built = registry.path("face-yunet").is_file()
    assert " ".join(yunet.split()[:-1]) == (f"yunet {found}" if built else "yunet not")


def test_the_search_among_many_runs_behind_benchmarks_that_have_read_the_settings():
    program = (
        "from app.core.settings import get_settings; get_settings()\n"
        "from bench.faces import one_to_many\n"
        "one_to_many.SIZES = (300,)\n"
        "one_to_many.main()"
    )
    done = subprocess.run(  # a process of its own: it points the settings to its own database
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "300 | 1.0000 | 1.0000" in done.stdout
