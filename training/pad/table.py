"""Captures as rows of numbers: what the fusion is fitted on and judged by."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.pad import fusion, signals
from training.pad.fusion import Floats
from training.pad.kinds import NAMES

NETWORK = 2 * len(NAMES)
"""The first inputs: what the network says of the squares, on the whole and of the plainest."""

NETWORKS = {"the network": slice(0, NETWORK)}
"""Which inputs are whose; those behind are signals of physics."""

WIDTH = NETWORK + len(signals.NAMES)


@dataclass(frozen=True)
class Table:
    """`species` and `kinds` (places in `NAMES`) of rows, `inputs` (rows, inputs of the fusion)."""

    species: npt.NDArray[np.str_]
    kinds: npt.NDArray[np.intp]
    inputs: Floats


def inputs(logits: npt.NDArray[np.floating], measured: npt.NDArray[np.floating]) -> Floats:
    """One row, of the squares' logits (N, kinds) and the signals."""
    return np.concatenate([cues(logits), measured]).astype(np.float64)


def cues(logits: npt.NDArray[np.floating]) -> Floats:
    """What the network says of all squares together, of their logits (N, kinds): (`NETWORK`,)."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    told = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return fusion.pooled(told)
