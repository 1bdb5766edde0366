"""Renders captures once, and keeps what training needs of them: `python -m training.pad.supply`.

    python -m training.pad.supply --out build/pad --split training --count 400 --first 0

One file per capture: its tiles, what they show, and the signals of the whole card. Rendering takes
longer than training, so it can be stopped, goes on where it was, and runs beside itself.
"""

import argparse
import itertools
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from training.attacks.sets import Sample, sample
from training.attacks.species import SPECIES
from training.attacks.splits import SPLITS
from training.pad import signals, tiles

KINDS = ("document", "face")


@dataclass(frozen=True)
class Capture:
    """`species`; `pixels`: (N, 128, 128, 3); `labels`: (N, 4); `signals`: (17,)."""

    species: str
    pixels: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.float32]
    signals: npt.NDArray[np.float32]

    @property
    def attack(self) -> bool:
        """Whether it should be stopped."""
        return SPECIES[self.species].attack


def captured(made: Sample) -> Capture:
    """What is kept of a sample."""
    card = made.card()
    cut = tiles.cut(card)
    forged = made.altered
    if forged is not None and made.quad is not None:
        height, width = card.shape[:2]
        flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        to_card = cv2.getPerspectiveTransform(made.quad, flat)
        forged = cv2.perspectiveTransform(forged.reshape(-1, 1, 2), to_card).reshape(4, 2)
    marks = tiles.labels(made.species, cut.corners, forged)
    return Capture(made.species, cut.pixels, marks, signals.measure(card))


def load(folder: Path, split: str) -> list[Path]:
    """The files of a split that were rendered so far, in order."""
    return sorted((folder / split).glob("*.npz"))


def read(file: Path) -> Capture:
    """One of them."""
    with np.load(file) as kept:
        return Capture(str(kept["species"]), kept["pixels"], kept["labels"], kept["signals"])


def main() -> None:
    """Renders the captures of some settings, every species of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=SPLITS, required=True)
    parser.add_argument("--count", type=int, required=True, help="settings")
    parser.add_argument("--first", type=int, default=0, help="the first setting's seed")
    parser.add_argument("--kind", choices=KINDS, default="document")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    folder = options.out / options.split
    folder.mkdir(parents=True, exist_ok=True)
    names = [name for name, species in SPECIES.items() if species.kind == options.kind]
    seeds = range(options.first, options.first + options.count)
    for seed, species in itertools.product(seeds, names):
        file = folder / f"{seed:06d}-{species}.npz"
        if file.exists() or (SPECIES[species].portrait and not seed % 2):
            continue
        kept = captured(sample(options.split, species, seed))
        partial = file.with_suffix(".part")
        with partial.open("wb") as opened:
            np.savez(
                opened,
                species=kept.species,
                pixels=kept.pixels,
                labels=kept.labels,
                signals=kept.signals,
            )
        partial.rename(file)


if __name__ == "__main__":
    main()
