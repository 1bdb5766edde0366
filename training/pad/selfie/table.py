"""Selfies as rows of numbers: what the fusion is fitted on and judged by."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.pad.kinds import NAMES
from training.pad.selfie import captures
from training.pad.selfie.captures import Selfie
from training.pad.selfie.crisp import crisp
from training.pad.software import processed
from workers.vision.presentation import signals
from workers.vision.presentation.selfie import measured

Floats = npt.NDArray[np.float64]

NETWORKS = {"the near network": slice(0, len(NAMES)),
            "the wide network": slice(len(NAMES), 2 * len(NAMES))}  # fmt: skip
"""Which inputs are whose."""

WIDTH = 2 * len(NAMES) + len(signals.NAMES)


def inputs(told: npt.NDArray[np.floating], selfie: Selfie) -> Floats:
    """One row, of what both networks say (2 · kinds,) and the signals."""
    return np.concatenate([told, measured(selfie.views())]).astype(np.float64)


def varied(files: list[Path], times: int) -> Iterator[Selfie]:
    """Selfies, each as it is and so many times as other software would have left it."""
    rng = np.random.default_rng(1)
    for file in files:
        selfie = captures.read(file)
        yield selfie
        for _ in range(times):
            near, wide = (
                processed(crisp(view, rng)[None], rng)[0] for view in (selfie.near, selfie.wide)
            )
            yield replace(selfie, near=near, wide=wide)
