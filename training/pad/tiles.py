"""What the network looks at: tiles of a flat card, or of a selfie, at the camera's own pixels.

Scaled down, a picture shows neither moiré nor the dots of a print. So the network gets squares of
the picture as it is, spread over the card, and what it says of them is pooled.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels

SIDE = 128
"""Of a tile, pixels: 7 to 12 mm of a card."""

MOST = 40
"""Tiles of one card: 8 × 5 cover a card of 1,000 × 630 pixels."""


@dataclass(frozen=True)
class Scale:
    """Longer sides of pictures, pixels, as they were trained with: those under `smallest` are not
    looked at, those over `longest` are scaled down to it."""

    smallest: int
    longest: int

    def fitted(self, picture: Pixels) -> Pixels | None:
        """The picture as it is looked at, BGR; None where it is too small."""
        height, width = picture.shape[:2]
        factor = self.longest / max(height, width)
        if max(height, width) < self.smallest:
            return None
        if factor >= 1:
            return picture
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


SCALES = {"document": Scale(540, 1400), "face": Scale(360, 640)}
"""Of flat cards, and of selfies."""


@dataclass(frozen=True)
class Tiles:
    """`pixels`: (N, 128, 128, 3) BGR. `corners`: top left of each on the picture, (N, 2)."""

    pixels: Pixels
    corners: npt.NDArray[np.int64]


def cut(picture: Pixels, most: int = MOST) -> Tiles:
    """Tiles spread evenly over a picture, BGR; they overlap where it is small.

    A picture smaller than a tile is continued by its mirror image.
    """
    height, width = picture.shape[:2]
    if min(height, width) < SIDE:
        below, right = max(0, SIDE - height), max(0, SIDE - width)
        picture = np.asarray(
            cv2.copyMakeBorder(picture, 0, below, 0, right, cv2.BORDER_REFLECT_101), np.uint8
        )
        height, width = picture.shape[:2]
    across, down = max(1, round(width / SIDE)), max(1, round(height / SIDE))
    while across * down > most:
        if across * height > down * width:
            across -= 1
        else:
            down -= 1
    lefts = np.linspace(0, width - SIDE, across).round().astype(int)
    tops = np.linspace(0, height - SIDE, down).round().astype(int)
    corners = np.array([(x, y) for y in tops for x in lefts])
    pixels = np.stack([picture[y : y + SIDE, x : x + SIDE] for x, y in corners])
    return Tiles(pixels, corners)
