"""Selfies as rows of numbers: what the fusion is fitted on and judged by."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.pad import signals
from training.pad.kinds import NAMES
from training.pad.selfie import captures
from training.pad.selfie.captures import Selfie
from training.pad.selfie.crisp import crisp
from training.pad.software import processed, repeated
from training.pad.table import Floats
from workers.vision.presentation.squares import SIDE
from workers.vision.presentation.views import NEAR, Views

NETWORKS = {
    "the near network": slice(0, len(NAMES)),
    "the wide network": slice(len(NAMES), 2 * len(NAMES)),
}
"""Which inputs are whose; those behind are signals of physics."""


def measured(seen: Views) -> npt.NDArray[np.float32]:
    """The signals of physics of the near view, float32 (27,), as of the squares of a document; in
    the place of its density stand the pixels across the face."""
    begin = (0, NEAR - SIDE)
    squares = [seen.near[y : y + SIDE, x : x + SIDE] for y in begin for x in begin]
    return signals.measure(np.stack(squares), seen.pixels)


def inputs(told: npt.NDArray[np.floating], selfie: Selfie) -> Floats:
    """One row, of what both networks say (2 · kinds,) and the signals."""
    return np.concatenate([told, measured(selfie.views())]).astype(np.float64)


def varied(files: list[Path], times: int) -> Iterator[Selfie]:
    """Selfies, each as it is and so many times as other software would have left it."""
    return repeated(map(captures.read, files), times, _otherwise)


def _otherwise(selfie: Selfie, rng: np.random.Generator) -> Selfie:
    near, wide = (processed(crisp(view, rng)[None], rng)[0] for view in (selfie.near, selfie.wide))
    return replace(selfie, near=near, wide=wide)
