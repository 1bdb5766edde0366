"""Renders captures once, and keeps what training needs of them.

    python -m training.pad.supply --out build/pad --split training --count 400 --first 0

Rendering takes longer than training, so it can be stopped, goes on where it was, and may run
several times at once, each with settings of its own.
"""

import argparse
import itertools
from pathlib import Path

import cv2
import numpy as np

from training.attacks.sets import Sample, sample
from training.attacks.species import SPECIES
from training.attacks.splits import SPLITS, Split
from training.pad import captures, signals, tiles
from training.pad.captures import Capture
from training.pad.labels import CUES, labels


def captured(made: Sample) -> Capture | None:
    """What is kept of a sample; nothing of one that the product does not look at."""
    card = made.card()
    kind = SPECIES[made.species].kind
    looked_at = tiles.SCALES[kind].fitted(card)
    if looked_at is None:
        return None
    cut = tiles.cut(looked_at)
    forged = made.altered
    if forged is not None and made.quad is not None:
        height, width = looked_at.shape[:2]
        flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        to_card = cv2.getPerspectiveTransform(made.quad, flat)
        forged = cv2.perspectiveTransform(forged.reshape(-1, 1, 2), to_card).reshape(4, 2)
    elif forged is not None:
        forged = forged * np.float32(looked_at.shape[1] / card.shape[1])
    marks = labels(kind, made.species, cut.corners, forged)
    return Capture(made.species, made.attack, cut.pixels, marks, signals.measure(looked_at))


def keep(folder: Path, split: Split, species: str, seed: int) -> None:
    """Renders a capture, unless it is there; a species with a portrait needs an odd seed."""
    cv2.setNumThreads(1)
    file = captures.path(folder, SPECIES[species].kind, split, seed, species)
    if file.exists() or (SPECIES[species].portrait and not seed % 2):
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = captured(sample(split, species, seed))
    if kept is not None:
        captures.write(kept, file)


def main() -> None:
    """Renders the captures of some settings, every species of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=SPLITS, required=True)
    parser.add_argument("--count", type=int, required=True, help="settings")
    parser.add_argument("--first", type=int, default=0, help="the first setting's seed")
    parser.add_argument("--kind", choices=CUES, default="document")
    parser.add_argument("--only", nargs="*", choices=SPECIES, help="these species; all of the kind")
    options = parser.parse_args()
    names = options.only or [name for name, s in SPECIES.items() if s.kind == options.kind]
    seeds = range(options.first, options.first + options.count)
    for seed, species in itertools.product(seeds, names):
        keep(options.out, options.split, species, seed)


if __name__ == "__main__":
    main()
