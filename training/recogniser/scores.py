"""Decoding and error rates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein


@dataclass(frozen=True)
class Score:
    """Over some lines: edits per character of the truth, and the share that is read exactly."""

    lines: int
    errors: float
    exact: float

    @classmethod
    def of(cls, truth: Sequence[str], read: Sequence[str]) -> "Score":
        """Compares line by line."""
        edits = sum(Levenshtein.distance(a, b) for a, b in zip(truth, read, strict=True))
        exact = sum(a == b for a, b in zip(truth, read, strict=True))
        return cls(len(truth), edits / sum(map(len, truth)), exact / len(truth))

    def __str__(self) -> str:
        return f"{100 * self.errors:.2f} % / {100 * self.exact:.1f} %"


def decode(values: NDArray[np.float32], characters: Sequence[str]) -> str:
    """Greedy CTC over (frames, classes), the blank first."""
    best = values.argmax(axis=1)
    first = np.flatnonzero((best != 0) & (best != np.concatenate(([0], best[:-1]))))
    return "".join(characters[best[i] - 1] for i in first)
