"""What is looked at of a selfie: the face at one scale, and what is around it.

A document is looked at at the camera's own pixels; a selfie has any number of them, and what was
trained with had few, so a face with more is made smaller: it then shows haze, glare, moiré and
coarse dots, but no fine grid. That is left to the spectrum of the whole picture.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from workers.vision.image import Pixels

FACE = 96
"""Width of a face's box at which it is looked at, pixels; one with fewer stays as it is."""

NEAR = 144
"""Side of the near view, pixels: the head."""

WIDE = 128
"""Side of the wide view, pixels."""

AROUND = 2.7
"""Side of the wide view, widths of the face's box: an edge of paper or of a screen is seldom
further away. Less where the picture ends before."""

SMALLEST = 80.0
"""Width of a face's box, pixels, under which it is not looked at."""

FaceBox = tuple[float, float, float, float]


@dataclass(frozen=True)
class Views:
    """`near`: (144, 144, 3), `wide`: (128, 128, 3), BGR. `pixels`: of the picture, across the
    face's box."""

    near: Pixels
    wide: Pixels
    pixels: float


def cut(picture: Pixels, box: FaceBox, margin: int = 0) -> Views | None:
    """The views of a face (x0, y0, x1, y1 in pixels); None where it is too small.

    `margin`: pixels more on each side of both, from which training takes its cuts.
    """
    across = box[2] - box[0]
    if across < SMALLEST:
        return None
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    side = NEAR + 2 * margin
    near = _region(picture, middle, side * max(1.0, across / FACE))
    wide = _region(picture, middle, AROUND * across * (WIDE + 2 * margin) / WIDE)
    return Views(_at(near, side), _at(wide, WIDE + 2 * margin), across)


def _region(picture: Pixels, middle: tuple[float, float], side: float) -> Pixels:
    """A square of the picture, moved inside of it, and no larger than it is."""
    height, width = picture.shape[:2]
    length = max(1, min(round(side), height, width))
    left, top = (
        int(np.clip(round(place - length / 2), 0, whole - length))
        for place, whole in zip(middle, (width, height), strict=True)
    )
    return picture[top : top + length, left : left + length]


def _at(region: Pixels, side: int) -> Pixels:
    way = cv2.INTER_AREA if region.shape[0] > side else cv2.INTER_LINEAR
    sized: Any = cv2.resize(region, (side, side), interpolation=way)
    return np.asarray(sized, np.uint8)
