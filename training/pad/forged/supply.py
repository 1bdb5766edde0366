"""Renders genuine captures with their forgeries once, and keeps the strips that are looked at.

    python -m training.pad.forged.supply --out build/forged --split training --count 400 --first 0

It can be stopped, goes on where it was, and may run several times at once, each with settings of
its own.
"""

import argparse
from pathlib import Path

import cv2

from training.attacks.fields import twins
from training.attacks.splits import SPLITS, Split
from training.pad.forged import cards

OTHERS = ("scan", "specimen", "scan", "published", "specimen")
"""What is genuine beside photographs, in turn: every fourth setting."""


def species_of(seed: int) -> str:
    """What is genuine in a setting."""
    return OTHERS[seed // 4 % len(OTHERS)] if seed % 4 == 0 else "bona_fide"


def keep(folder: Path, split: Split, seed: int) -> None:
    """Renders a card, unless it is there."""
    cv2.setNumThreads(1)
    file = cards.path(folder, split, seed)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        of = species_of(seed)
        cards.write(cards.of_twins(twins(split, seed, of), of), file)


def main() -> None:
    """Renders the cards of some settings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=SPLITS, required=True)
    parser.add_argument("--count", type=int, required=True, help="settings")
    parser.add_argument("--first", type=int, default=0, help="the first setting's seed")
    options = parser.parse_args()
    for seed in range(options.first, options.first + options.count):
        keep(options.out, options.split, seed)


if __name__ == "__main__":
    main()
