"""Error rates as ISO/IEC 30107-3 names them, each with its interval."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]

Z = 1.959964
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True)
class Rate:
    """`errors` of `count`, with the 95 % interval `low` to `high` (Wilson, 1927)."""

    errors: int
    count: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The point estimate, NaN of nothing."""
        return self.errors / self.count if self.count else float("nan")

    def __str__(self) -> str:
        return f"{self.value:6.1%} [{self.low:.1%}, {self.high:.1%}] n={self.count}"


def rate(errors: int, count: int) -> Rate:
    """A rate with its interval."""
    if not count:
        return Rate(0, 0, 0.0, 1.0)
    share = errors / count
    middle = (share + Z**2 / (2 * count)) / (1 + Z**2 / count)
    half = Z * np.sqrt(share * (1 - share) / count + Z**2 / (4 * count**2)) / (1 + Z**2 / count)
    return Rate(errors, count, float(max(0, middle - half)), float(min(1, middle + half)))


def apcer(scores: Floats, threshold: float) -> Rate:
    """Attacks of one species that pass: `scores` (of attack) under the threshold."""
    return rate(int((scores < threshold).sum()), len(scores))


def bpcer(scores: Floats, threshold: float) -> Rate:
    """Bona fide captures that are stopped."""
    return rate(int((scores >= threshold).sum()), len(scores))


def auc(attacks: Floats, genuine: Floats) -> float:
    """How often an attack scores above a bona fide capture; ties count half."""
    order = np.sort(genuine)
    below = np.searchsorted(order, attacks, "left")
    up_to = np.searchsorted(order, attacks, "right")
    return float((below + up_to).mean() / 2 / len(order))
