"""How often a distance errs, as measured: the curves behind "false match rate at most 1 in N".

`rates.json` holds them with the data that they come from, the numbers of people and pairs, the
date, the SHA-256 of the embedding model and the detector; `python -m bench.faces.calibrate` writes
it. Every rate is the upper end of a one-sided 95 % interval, so what is said of a distance is
never better than what the number of pairs supports.
"""

import json
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("rates.json")


class Use(StrEnum):
    """What is compared: thresholds and error rates differ."""

    DOCUMENT = "document"
    """The portrait on a document against a selfie."""
    SELFIE = "selfie"
    """Two selfies, or any two photographs of faces."""


@dataclass(frozen=True)
class Rates:
    """The error rates of one use.

    `false_match`: (distance, N), distances ascending: of pairs of different people at most 1 in N
    are as near as that. `false_non_match`: (distance, rate), ascending: of pairs of one person at
    most that part, 0..1, is as far apart or farther.
    """

    false_match: tuple[tuple[float, int], ...]
    false_non_match: tuple[tuple[float, float], ...]

    def one_in(self, distance: float) -> int:
        """Returns N: at most 1 in N pairs of different people are as near. 1 says nothing."""
        place = bisect_left(self.false_match, (distance, 0))
        return self.false_match[place][1] if place < len(self.false_match) else 1

    def missed(self, distance: float) -> float:
        """Returns the part, 0..1, of pairs of one person that are as far apart or farther."""
        rate = 1.0
        for far, share in self.false_non_match:
            if far > distance:
                break
            rate = share
        return rate

    def same(self, distance: float) -> float:
        """Returns how much more a distance speaks for one person than for two, 0..1.

        Of the pairs of one person some are as far apart, of those of two some as near; the first
        part over the sum of both: 1/2 where neither is the rarer.
        """
        one, two = self.missed(distance), 1 / self.one_in(distance)
        return one / (one + two)


@cache
def rates(use: Use, model_sha256: str, detector: str) -> Rates | None:
    """Returns the rates of an embedding model with the points of a detector, by its name in the
    settings; None where the two were never measured together.
    """
    measured = json.loads(FILE.read_text("utf-8"))
    if (measured["modelSha256"], measured["detector"]) != (model_sha256, detector):
        return None
    curve = measured["uses"][use]
    return Rates(
        tuple((float(distance), int(one_in)) for distance, one_in in curve["falseMatch"]),
        tuple((float(distance), float(rate)) for distance, rate in curve["falseNonMatch"]),
    )
