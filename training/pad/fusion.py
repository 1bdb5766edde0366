"""From the network's cues and the signals of physics to one probability: logistic regression.

Its weights are few, so it is fitted on captures that the network was not trained with, and the
probability is calibrated by the same fit.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TOP = 3
"""Tiles whose mean stands for the most suspicious place: one tile alone may err."""


@dataclass(frozen=True)
class Fusion:
    """`mean`, `scale`: of each input, by which it is standardised; `weights`; `bias`."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def probability(self, inputs: Floats) -> Floats:
        """Of an attack, for each row of inputs, where both kinds are equally frequent."""
        return _sigmoid(((inputs - self.mean) / self.scale) @ self.weights + self.bias)


def pooled(logits: npt.NDArray[np.floating]) -> Floats:
    """What a card's tiles say, (N, cues): their mean, and that of the highest, (2 · cues,)."""
    highest = np.sort(logits, axis=0)[-TOP:]
    return np.concatenate([logits.mean(axis=0), highest.mean(axis=0)]).astype(np.float64)


def fit(inputs: Floats, attack: npt.NDArray[np.bool_], penalty: float = 1.0) -> Fusion:
    """Newton's method on the penalised likelihood; both classes weigh the same."""
    mean, scale = inputs.mean(axis=0), np.maximum(inputs.std(axis=0), 1e-6)
    design = np.column_stack([(inputs - mean) / scale, np.ones(len(inputs))])
    weigh = np.where(attack, 0.5 / max(attack.mean(), 1e-9), 0.5 / max(1 - attack.mean(), 1e-9))
    shrink = np.diag([penalty] * inputs.shape[1] + [0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        likely = _sigmoid(design @ weights)
        slope = design.T @ (weigh * (likely - attack)) + shrink @ weights
        curve = (design * (weigh * likely * (1 - likely))[:, None]).T @ design + shrink
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(weights)), slope)
        weights -= step
        if np.abs(step).max() < 1e-7:
            break
    return Fusion(mean, scale, weights[:-1], float(weights[-1]))


def _sigmoid(value: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(value, -40, 40)))
