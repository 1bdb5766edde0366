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

WIDE = 160
"""Side of the wide view, pixels."""

AROUND = 4.0
"""Side of the wide view, widths of the face's box: nearly all of a selfie, for what is held up may
end anywhere in it."""

BEYOND = 127
"""Grey level of the wide view where the picture has ended."""

SMALLEST = 80.0
"""Width of a face's box, pixels, under which it is not looked at."""

FaceBox = tuple[float, float, float, float]


@dataclass(frozen=True)
class Views:
    """`near`: (144, 144, 3), `wide`: (160, 160, 3), BGR. `pixels`: of the picture, across the
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
    near = _inside(picture, middle, side * max(1.0, across / FACE))
    wide = _around(picture, middle, AROUND * across / WIDE, WIDE + 2 * margin)
    return Views(_at(near, side, side), wide, across)


def _inside(picture: Pixels, middle: tuple[float, float], side: float) -> Pixels:
    """A square of the picture, moved inside of it, and no larger than it is."""
    height, width = picture.shape[:2]
    length = max(1, min(round(side), height, width))
    left, top = (
        int(np.clip(round(place - length / 2), 0, whole - length))
        for place, whole in zip(middle, (width, height), strict=True)
    )
    return picture[top : top + length, left : left + length]


def _around(picture: Pixels, middle: tuple[float, float], step: float, side: int) -> Pixels:
    """A square of `side` pixels around `middle`, each of `step` pixels of the picture; grey where
    it has ended."""
    parts: list[slice] = []
    places: list[slice] = []
    for place, whole in zip(middle[::-1], picture.shape[:2], strict=True):
        begin = round(place - step * side / 2)
        low, high = max(0, begin), min(whole, round(begin + step * side))
        first = min(side - 1, round((low - begin) / step))
        last = min(side, max(first + 1, round((high - begin) / step)))
        parts.append(slice(low, high))
        places.append(slice(first, last))
    view = np.full((side, side, 3), BEYOND, np.uint8)
    rows, columns = places
    part = picture[parts[0], parts[1]]
    view[rows, columns] = _at(part, columns.stop - columns.start, rows.stop - rows.start)
    return view


def _at(region: Pixels, width: int, height: int) -> Pixels:
    way = cv2.INTER_AREA if region.shape[0] > height else cv2.INTER_LINEAR
    sized: Any = cv2.resize(region, (width, height), interpolation=way)
    return np.asarray(sized, np.uint8)
