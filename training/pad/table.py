"""Captures as rows of numbers: what the fusion is fitted on and judged by."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from training.pad import fusion, rates, signals
from training.pad.fusion import Floats
from training.pad.kinds import NAMES, NO_CAPTURES

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

    @property
    def captured(self) -> npt.NDArray[np.bool_]:
        """Genuine ones, by a camera or a scanner."""
        return (self.kinds == 0) & ~np.isin(self.species, NO_CAPTURES)


@dataclass(frozen=True)
class Judged(Table):
    """`attack`: how likely a graph calls each row one."""

    attack: Floats

    def some(self, chosen: npt.NDArray[np.bool_]) -> Self:
        """These rows alone."""
        return type(self)(**{name: values[chosen] for name, values in vars(self).items()})

    def rates(self, threshold: float) -> list[str]:
        """A line each: BPCER, that of each genuine species, APCER and AUC of the others."""
        genuine = self.attack[self.captured]
        lines = [f"  {'BPCER':18} {rates.bpcer(genuine, threshold)}"]
        for name in sorted(set(self.species[self.kinds == 0])):
            scores = self.attack[self.species == name]
            lines.append(f"    {name:16} {rates.bpcer(scores, threshold)}")
        for name in sorted(set(self.species[self.kinds > 0])):
            scores = self.attack[self.species == name]
            auc = rates.auc(scores, genuine) if len(genuine) else float("nan")
            lines.append(f"  {name:16} APCER {rates.apcer(scores, threshold)}  AUC {auc:.4f}")
        return lines


def inputs(logits: npt.NDArray[np.floating], measured: npt.NDArray[np.floating]) -> Floats:
    """One row, of the squares' logits (N, kinds) and the signals."""
    return np.concatenate([cues(logits), measured]).astype(np.float64)


def cues(logits: npt.NDArray[np.floating]) -> Floats:
    """What the network says of all squares together, of their logits (N, kinds): (`NETWORK`,)."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    told = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return fusion.pooled(told)
