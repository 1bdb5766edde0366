"""From the network's cues and the signals of physics to how likely each kind is.

Multinomial logistic regression. Its weights are few, so it is fitted on captures that the network
was not trained with, and the probabilities are calibrated by the same fit.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

REACH = 4.0
"""Deviations beyond which an input says no more: what no capture of the fit had is no proof."""

PEAK = 0.7
"""How much more a tile of a higher logit counts in the mean that stands for the most suspicious
place: from 0, all alike, to infinity, the highest alone, and one tile alone may err."""


FOLDS = 4
"""Parts of the settings, each judged by a fusion that was fitted on the others."""

PENALTY = 10.0
"""On the squares of weights: makers of validation are few, and no input should know them."""


@dataclass(frozen=True)
class Fusion:
    """`mean`, `scale`: of each of I inputs, by which it is standardised; `weights`: (I, K), of the
    kinds, genuine first; `bias`: (K,)."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: Floats

    def probabilities(self, inputs: Floats) -> Floats:
        """Of each kind, for each row of inputs, (N, K)."""
        return _softmax(_standard(inputs, self.mean, self.scale) @ self.weights + self.bias)


def pooled(logits: npt.NDArray[np.floating]) -> Floats:
    """What a picture's tiles say, (N, cues): their mean, and that of the highest, (2 · cues,)."""
    share = np.exp(PEAK * (logits - logits.max(axis=0)))
    highest = (share * logits).sum(axis=0) / share.sum(axis=0)
    return np.concatenate([logits.mean(axis=0), highest]).astype(np.float64)


def fit(inputs: Floats, kinds: npt.NDArray[np.intp], penalty: float = PENALTY) -> Fusion:
    """Newton's method on the penalised likelihood, of rows (N, I) and their kinds (N,).

    Genuine ones and attacks weigh the same, and so do the kinds of attack among each other.
    """
    count = int(kinds.max()) + 1
    mean, scale = inputs.mean(axis=0), np.maximum(inputs.std(axis=0), 1e-6)
    design = np.column_stack([_standard(inputs, mean, scale), np.ones(len(inputs))])
    size = np.bincount(kinds, minlength=count)
    share = np.array([0.5, *[0.5 / (count - 1)] * (count - 1)])
    weigh = (len(inputs) * share / np.maximum(size, 1))[kinds]
    true = np.eye(count)[kinds]
    shrink = np.tile([penalty] * inputs.shape[1] + [1e-6], count)
    weights = np.zeros((design.shape[1], count))
    for _ in range(60):
        likely = _softmax(design @ weights)
        slope = (design.T @ (weigh[:, None] * (likely - true))).T.reshape(-1)
        slope += shrink * weights.T.reshape(-1)
        step = np.linalg.solve(_curvature(design, likely, weigh) + np.diag(shrink), slope)
        weights -= step.reshape(count, -1).T
        if np.abs(step).max() < 1e-6:
            break
    return Fusion(mean, scale, weights[:-1], weights[-1])


def unseen(
    inputs: Floats,
    kinds: npt.NDArray[np.intp],
    settings: npt.NDArray[np.intp],
    taught: npt.NDArray[np.bool_] | None = None,
) -> Floats:
    """How likely an attack each row is, (N,), by a fusion that was fitted on rows of other
    settings alone; of other makers, where `settings` are numbers of those. `taught`: the rows that
    may be fitted on, None for all."""
    attack = np.empty(len(inputs))
    for fold in np.unique(settings % FOLDS):
        left_out = settings % FOLDS == fold
        others = ~left_out if taught is None else ~left_out & taught
        joined = fit(inputs[others], kinds[others])
        attack[left_out] = 1 - joined.probabilities(inputs[left_out])[:, 0]
    return attack


def _curvature(design: Floats, likely: Floats, weigh: Floats) -> Floats:
    """The Hessian of the weighed likelihood, (K · I, K · I)."""
    count = likely.shape[1]
    blocks = [
        [
            (design * (weigh * likely[:, a] * ((a == b) - likely[:, b]))[:, None]).T @ design
            for b in range(count)
        ]
        for a in range(count)
    ]
    return np.block(blocks)


def _standard(inputs: Floats, mean: Floats, scale: Floats) -> Floats:
    return np.clip((inputs - mean) / scale, -REACH, REACH)


def _softmax(value: Floats) -> Floats:
    shifted = np.exp(value - value.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
