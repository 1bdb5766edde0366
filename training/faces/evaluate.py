"""How often closed eyes are seen, and how often they are seen in vain.

    python -m training.faces.evaluate

Eyes are everybody's own, told by eye, and open ones with lids drawn down. All people are generated.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from bench.faces.verification import wilson
from training.faces.drawings import with_closed_eyes
from training.faces.people import (
    CLOSED,
    HALF_CLOSED,
    LIGHTLY_TINTED,
    SUNGLASSES,
    Person,
    people,
)
from workers.checks.liveness import MIN_FACE, MIN_OPENNESS
from workers.stages.liveness import meter

OPEN = (0, 1)
"""Fifths of the people with open eyes that are looked at: the test's, and one of the others."""
DRAWN = 3
"""Of the people with open eyes, every so many gets lids drawn down."""


def main() -> None:
    """Openness of eyes; of the test's fifth, and of the others, by which the threshold was set."""
    cv2.setNumThreads(1)
    rows = list(measured())
    for kind in ("closed", "drawn", "open"):
        for test in (False, True):
            values = np.array([v for p, k, v in rows if k == kind and (p.number % 5 == 0) is test])
            places = np.percentile(values, [0, 1, 5, 50, 95, 100]).round(3).tolist()
            print(f"{kind}, {'test' if test else 'others'}: openness {places}")
            print("  called closed:", rate(int((values < MIN_OPENNESS).sum()), len(values)))
    for kind in ("closed", "drawn", "open"):
        wrong = [p.number for p, k, v in rows if k == kind and (v < MIN_OPENNESS) == (k == "open")]
        print(f"{kind}, wrong:", wrong)


def measured() -> Iterator[tuple[Person, str, float]]:
    """Yields person, `closed`, `open` or `drawn`, and openness."""
    count = 0
    for person in people():
        if person.side < MIN_FACE or person.number in SUNGLASSES | LIGHTLY_TINTED | HALF_CLOSED:
            continue
        kind = "closed" if person.number in CLOSED else "open"
        if kind == "open" and person.number % 5 not in OPEN:
            continue
        image = person.image()
        yield person, kind, meter().openness(image, person.face)
        if kind == "open":
            count += 1
        if kind == "open" and count % DRAWN == 0:
            rng = np.random.default_rng([person.number, 0x11D5])
            shut = with_closed_eyes(image, person.face, meter().lids(image, person.face), rng)
            yield person, "drawn", meter().openness(shut, person.face)


def rate(count: int, of: int) -> str:
    """A part in per cent with its 95 % interval."""
    low, high = wilson(count / of, of)
    return f"{count} of {of}: {count / of:.1%} ({low:.1%} to {high:.1%})"


if __name__ == "__main__":
    main()
