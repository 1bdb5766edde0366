"""Captures as rows of numbers: what the fusion is fitted on and judged by."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.pad import fusion, signals
from training.pad.kinds import NAMES

Floats = npt.NDArray[np.float64]

NETWORK = 2 * len(NAMES)
"""The first inputs: what the network says of the squares, on the whole and of the plainest."""

NETWORKS = {"the network": slice(0, NETWORK)}
"""Which inputs are whose; those behind are signals of physics."""

WIDTH = NETWORK + len(signals.NAMES)


@dataclass(frozen=True)
class Table:
    """`species` and `kinds` (places in `NAMES`) of rows, `inputs` (rows, `WIDTH`)."""

    species: npt.NDArray[np.str_]
    kinds: npt.NDArray[np.intp]
    inputs: Floats


def inputs(logits: npt.NDArray[np.floating], measured: npt.NDArray[np.floating]) -> Floats:
    """One row, of the squares' logits (N, kinds) and the signals."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    told = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return np.concatenate([fusion.pooled(told), measured]).astype(np.float64)
