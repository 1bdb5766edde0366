"""How often closed eyes, masks and dark glasses are seen, and how often they are seen in vain.

    python -m training.faces.evaluate eyes
    python -m training.faces.evaluate covering --data build/faces

Eyes are everybody's own, told by eye, and open ones with lids drawn down. What covers a face was
drawn on the people held for the test; glasses are also those that people wear of themselves. All
people are generated.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from bench.faces.verification import wilson
from training.faces.drawings import with_closed_eyes
from training.faces.people import (
    CLOSED,
    HALF_CLOSED,
    LIGHTLY_TINTED,
    SPECTACLES,
    SUNGLASSES,
    Person,
    people,
)
from training.faces.train import features
from workers.checks.liveness import MAX_MASK, MAX_SUNGLASSES, MIN_FACE, MIN_OPENNESS
from workers.models.sessions import session
from workers.stages.liveness import meter

OPEN = (0, 1)
"""Fifths of the people with open eyes that are looked at: the test's, and one of the others."""
DRAWN = 3
"""Of the people with open eyes, every so many gets lids drawn down."""


def main() -> None:
    """Prints one of the two tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("what", choices=["eyes", "covering"])
    options.add_argument("--data", type=Path, default=Path("build/faces"))
    chosen = options.parse_args()
    cv2.setNumThreads(1)
    if chosen.what == "eyes":
        eyes()
    else:
        covering(chosen.data)


def eyes() -> None:
    """Openness of eyes; of the test's fifth, and of the others, by which the threshold was set."""
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


def covering(data: Path) -> None:
    """Masks and glasses drawn on the people held for the test, and the glasses that people wear."""
    with np.load(data / "test.npz") as stored:
        kinds, numbers, maps = stored["kinds"], stored["numbers"], features(stored["chips"])
    drawn = session("face-covering").run(["mask", "sunglasses"], {"map": maps})
    for kind in np.unique(kinds):
        chosen = kinds == kind
        _told(f"drawn: {kind}", np.hstack(drawn)[chosen], numbers[chosen])
    for name, wanted in (("sunglasses", SUNGLASSES), ("clear, test", SPECTACLES)):
        wearers = [
            person
            for person in people(None if wanted is SUNGLASSES else "test")
            if person.number in wanted and person.side >= MIN_FACE
        ]
        found = [meter().covering(person.image(), person.face) for person in wearers]
        _told(f"worn: {name}", np.array(found), np.array([one.number for one in wearers]))


def _told(title: str, both: npt.NDArray[np.floating], numbers: npt.NDArray[np.integer]) -> None:
    print(title)
    for place, (name, most) in enumerate((("mask", MAX_MASK), ("sunglasses", MAX_SUNGLASSES))):
        raised = both[:, place] > most
        few = numbers[raised if raised.mean() < 0.5 else ~raised].tolist()
        print(f"  {name} raised:", rate(int(raised.sum()), len(raised)), "the fewer:", few)


def rate(count: int, of: int) -> str:
    """A part in per cent with its 95 % interval."""
    low, high = wilson(count / of, of)
    return f"{count} of {of}: {count / of:.1%} ({low:.1%} to {high:.1%})"


if __name__ == "__main__":
    main()
