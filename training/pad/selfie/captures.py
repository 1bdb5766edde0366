"""What is kept of rendered selfies, one file each."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from workers.vision.image import Pixels
from workers.vision.presentation.views import NEAR, WIDE, Views

MARGIN = 6
"""Pixels that are kept around each view, from which training takes its cuts."""


@dataclass(frozen=True)
class Selfie:
    """`near`, `wide`: the views with their margins, BGR. `pixels`: across the face's box."""

    species: str
    near: Pixels
    wide: Pixels
    pixels: float

    def views(self, right: int = MARGIN, down: int = MARGIN) -> Views:
        """The views, cut so many pixels from the left and the upper edge."""
        return Views(
            self.near[down : down + NEAR, right : right + NEAR],
            self.wide[down : down + WIDE, right : right + WIDE],
            self.pixels,
        )


def read(file: Path) -> Selfie:
    """A selfie that was kept."""
    with np.load(file) as kept:
        return Selfie(str(kept["species"]), kept["near"], kept["wide"], float(kept["pixels"]))
