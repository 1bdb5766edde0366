"""The boxes that lines of text stand in, and what is in them.

A box is (4, 2) float32: corners in pixels of the picture, clockwise from the one that is top left
for a reader of the line.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Box = NDArray[np.float32]


def crop(image: Image, box: Box) -> Image:
    """The line inside `box`, upright, at the picture's own resolution."""
    width = max(1, round(float(max(length(box, 0, 1), length(box, 3, 2)))))
    height = max(1, round(float(max(length(box, 0, 3), length(box, 1, 2)))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(box.astype(np.float32), target)
    upright = cv2.warpPerspective(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(upright, np.uint8)


def grown(box: Box, along: float, across: float) -> Box:
    """A box with so many of its heights more at each end, and above and below."""
    right, down = (box[1] - box[0]), (box[3] - box[0])
    height = max(1.0, float(np.linalg.norm(down)))
    right = right / max(1.0, float(np.linalg.norm(right))) * height * along
    down = down / height * height * across
    return np.asarray(box + np.array([-right - down, right - down, right + down, down - right]))


def runs_vertically(boxes: Sequence[Box]) -> bool:
    """Whether most of the print runs upwards or downwards, by its length."""
    along = [box[1] - box[0] for box in boxes]
    upright = sum(float(np.linalg.norm(a)) * (1 if abs(a[1]) > abs(a[0]) else -1) for a in along)
    return upright > 0


def upside_down(box: Box) -> Box:
    """The same box for a reader who holds the picture the other way up."""
    return np.roll(box, 2, axis=0)


def length(box: Box, start: int, end: int) -> float:
    """How far one corner is from another, pixels."""
    return float(np.linalg.norm(box[end] - box[start]))
