"""Error rates of a distance: how many pairs of different people are as near, of one person as far.

A false match rate has two uncertainties. Few errors are counted: Poisson's upper limit, which is
the rule of three where there are none. And pairs share people: a bootstrap that draws people, not
pairs. The larger of both is taken. Two comparisons of the same two people, the capture of either
with that of the other, count as one for the first.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Array = npt.NDArray[np.float64]

CONFIDENCE = 0.95
DRAWS = 500


@dataclass(frozen=True)
class Distances:
    """L2 distances between one capture of each person and another.

    `genuine`: (people,), of one person. `impostor`: (people, people), of two, NaN on the diagonal.
    """

    genuine: Array
    impostor: Array

    @classmethod
    def between(cls, one: Vectors, other: Vectors) -> "Distances":
        """Of vectors (people, 128); people without a face on either capture are left out."""
        found = ~(np.isnan(one).any(axis=1) | np.isnan(other).any(axis=1))
        one, other = (vectors[found].astype(np.float64) for vectors in (one, other))
        squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1) - 2 * one @ other.T
        distances = np.sqrt(np.maximum(squares, 0))
        genuine = distances.diagonal().copy()
        np.fill_diagonal(distances, np.nan)
        return cls(genuine, distances)

    @property
    def people(self) -> int:
        return len(self.genuine)

    @property
    def comparisons(self) -> int:
        """Of two different people."""
        return self.people * (self.people - 1)

    def false_matches(self, distance: float) -> float:
        """Returns the part of the comparisons of different people that are as near."""
        return float((self.impostor <= distance).sum()) / self.comparisons

    def false_non_matches(self, distance: float) -> float:
        """Returns the part of the comparisons of one person that are farther."""
        return float((self.genuine > distance).mean())

    def at_false_match_rate(self, rate: float) -> float:
        """Returns the largest distance of this sample that no more than `rate` come under."""
        ordered = np.sort(self.impostor[~np.isnan(self.impostor)])
        return float(np.nextafter(ordered[math.floor(rate * len(ordered))], 0))

    def false_match_interval(
        self, distance: float, part: float = CONFIDENCE
    ) -> tuple[float, float]:
        """Returns the two-sided interval of `false_matches`, by drawing people."""
        low, high = np.quantile(self._drawn(distance), ((1 - part) / 2, (1 + part) / 2))
        return float(low), float(high)

    def false_match_bound(self, distance: float) -> float:
        """Returns what the false match rate is at most: one-sided, see the module."""
        errors = int((self.impostor <= distance).sum())
        by_count = poisson_limit(math.ceil(errors / 2)) / (self.comparisons / 2)
        return max(by_count, float(np.quantile(self._drawn(distance), CONFIDENCE)))

    def false_non_match_bound(self, distance: float) -> float:
        """Returns what the rate of pairs of one person at this distance or farther is at most."""
        return min(1.0, poisson_limit(int((self.genuine >= distance).sum())) / self.people)

    def _drawn(self, distance: float) -> Array:
        """The false match rate among people drawn with repetition, `DRAWS` times."""
        near = (self.impostor <= distance).astype(np.float32)
        rng = np.random.default_rng(0)
        times = rng.multinomial(self.people, np.full(self.people, 1 / self.people), DRAWS)
        weights = times.astype(np.float32)
        errors = ((weights @ near) * weights).sum(axis=1)
        # A person drawn twice is not compared with himself.
        return np.asarray(errors / (weights.sum(axis=1) ** 2 - (weights**2).sum(axis=1)))


def poisson_limit(errors: int) -> float:
    """Returns the mean from which so few errors have a chance of 5 %: 3.0 for none."""
    low, high = float(errors), errors + 10 * math.sqrt(errors + 1)
    for _ in range(50):
        middle = (low + high) / 2
        terms = (
            math.exp(k * math.log(middle) - middle - math.lgamma(k + 1)) for k in range(errors + 1)
        )
        low, high = (middle, high) if sum(terms) > 1 - CONFIDENCE else (low, middle)
    return high
