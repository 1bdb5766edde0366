"""`python -m training.attacks --sheet out.jpg`: captures of all species, to look at."""

import argparse
from pathlib import Path

import cv2

from training.attacks.contact_sheet import contact_sheet, square_sheet
from training.attacks.species import SPECIES
from training.attacks.splits import SPLITS


def main() -> None:
    """Writes a contact sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheet", type=Path, required=True, help="the picture to write")
    parser.add_argument("--split", choices=SPLITS, default="training")
    parser.add_argument("--species", nargs="*", choices=SPECIES, default=[])
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=3, help="how many of each species")
    parser.add_argument("--squares", action="store_true", help="what detectors look at, instead")
    options = parser.parse_args()
    # Odd seeds: those that every species has.
    seeds = range(options.first | 1, (options.first | 1) + 2 * options.count, 2)
    image = (square_sheet if options.squares else contact_sheet)(
        options.split, seeds, options.species
    )
    if not cv2.imwrite(str(options.sheet), image):
        raise SystemExit(f"{options.sheet} could not be written")


main()
