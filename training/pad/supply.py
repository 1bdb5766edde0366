"""Renders captures once, and keeps the squares of them that are looked at.

    python -m training.pad.supply --out build/pad --split training --count 400 --first 0

It can be stopped, goes on where it was, and may run several times at once, each with settings of
its own.
"""

import argparse
import itertools
from collections.abc import Callable
from pathlib import Path

import cv2

from training.attacks.places import places
from training.attacks.splits import SPLITS, Split
from training.pad import captures
from training.pad.captures import Capture
from training.pad.kinds import KINDS


def keep(folder: Path, split: Split, species: str, seed: int) -> None:
    """Renders a capture, unless it is there."""
    cv2.setNumThreads(1)
    file = captures.path(folder, split, seed, species)
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    made = places(split, species, seed)
    if len(made.squares):
        pixel = float(made.used.get("pixel", "nan"))
        captures.write(Capture(species, made.squares, made.density, pixel), file)


def rendered(
    description: str | None, kept: Callable[[Path, Split, str, int], None], species: list[str]
) -> None:
    """Keeps what the command line asks for, by default every one of the `species` of a setting."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=SPLITS, required=True)
    parser.add_argument("--count", type=int, required=True, help="settings")
    parser.add_argument("--first", type=int, default=0, help="the first setting's seed")
    parser.add_argument("--only", nargs="*", choices=species, default=species)
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.count)
    for seed, name in itertools.product(seeds, options.only):
        kept(options.out, options.split, name, seed)


def main() -> None:
    """Renders the captures of some settings, every species of each."""
    rendered(__doc__, keep, list(KINDS))


if __name__ == "__main__":
    main()
