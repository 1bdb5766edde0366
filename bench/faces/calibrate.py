"""`python -m bench.faces.calibrate`: fits `workers/vision/faces/rates.json` to half of the people.

To be done again whenever the embedding model or the detector in the settings changes: without it
reports tell no error rates.
"""

import json
from datetime import UTC, datetime

import numpy as np

from app.core.settings import get_settings
from bench.faces.curves import CONFIDENCE, Distances
from bench.faces.people import embedded
from workers.models import registry
from workers.vision.faces import Use
from workers.vision.faces.rates import FILE

GRID = np.round(np.arange(0.20, 1.2001, 0.005), 3)
ONE_IN = (2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)


def main() -> None:
    captures = embedded().of(calibration=True)
    uses = {use.value: _curve(Distances.between(*captures.pair(use))) for use in Use}
    measured = {
        "modelSha256": registry.sha256("face-embedding"),
        "detector": get_settings().worker.face_detector,
        "measured": datetime.now(UTC).date().isoformat(),
        "data": "Generated faces of people who do not exist (SFHQ-T2I), those of odd numbers, one "
        "picture each. Pairs of one person are simulated second captures (bench/faces/captures.py);"
        " pairs of different people are all others.",
        "confidence": CONFIDENCE,
        "uses": uses,
    }
    FILE.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")
    print(f"{FILE} written")


def _curve(distances: Distances) -> dict[str, object]:
    bounds = [distances.false_match_bound(distance) for distance in GRID]
    false_match = []
    for one_in in reversed(ONE_IN):
        under = [
            distance for distance, bound in zip(GRID, bounds, strict=True) if bound <= 1 / one_in
        ]
        if under and (not false_match or under[-1] > false_match[-1][0]):
            false_match.append((float(under[-1]), one_in))
    missed: list[tuple[float, float]] = []
    for far in GRID[::4]:
        bound = round(distances.false_non_match_bound(far), 4)
        if not missed or bound < missed[-1][1]:
            missed.append((float(far), bound))
    return {
        "people": distances.people,
        "comparisonsOfDifferentPeople": distances.comparisons,
        "falseMatch": false_match,
        "falseNonMatch": missed,
    }


if __name__ == "__main__":
    main()
