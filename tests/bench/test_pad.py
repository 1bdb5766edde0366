"""The benchmark of presentation attacks: it says where it cannot run, and counts what it says."""

import os
import subprocess
import sys

import numpy as np

from training.pad.ablation import ablation
from training.pad.evaluate import Judged, report
from training.pad.kinds import KINDS, NAMES
from training.pad.table import NETWORKS, WIDTH

EACH = 60


def judged() -> Judged:
    """So many captures of each species; the attacks are told by their first input and by chance."""
    rng = np.random.default_rng(7)
    species = np.repeat(list(KINDS), EACH)
    kinds = np.array([NAMES.index(KINDS[name]) for name in species])
    inputs = rng.normal(0, 1, (len(species), WIDTH))
    inputs[:, 0] += 5 * (kinds > 0)
    screens = species == "screen_replay"
    return Judged(
        species=species,
        kinds=kinds,
        inputs=inputs,
        attack=np.where(kinds > 0, 0.9, 0.1) - 0.8 * (screens & (np.arange(len(species)) % 2 == 0)),
        densities=np.full(len(species), 18.0),
        pixels=np.where(screens, 1.2, np.nan),
    )


def test_rates_are_told_by_species_by_density_and_by_how_large_a_screens_pixels_are() -> None:
    told = report(judged(), 0.5)
    lines = [line.split() for line in told.splitlines()]
    assert "at a threshold of 0.5" in told
    assert ["BPCER", "0.0%"] in [line[:2] for line in lines]
    assert ["screen_replay", "APCER", "50.0%"] in [line[:3] for line in lines]
    assert ["grey_copy", "APCER", "0.0%"] in [line[:3] for line in lines]
    assert ["1", "to", "1.4", "APCER", "50.0%"] in [line[:5] for line in lines]


def test_the_ablation_shows_that_the_network_is_missed_where_it_alone_knows() -> None:
    told = {
        line.rpartition("%")[0].rsplit(maxsplit=2)[0].strip(): float(line.split()[-2])
        for line in ablation(judged(), judged(), NETWORKS).splitlines()
        if line.startswith("  ")
    }
    assert told["everything"] > 0.99
    assert told["without the network"] < 0.7 < told["the network alone"]


def test_without_generated_faces_it_says_so_and_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.pad"],
        env={**os.environ, "VOUCH_FACES": "/nonexistent"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Skipped: the faces are not at /nonexistent")
