"""What is looked at: squares of the picture as it came, at the camera's own pixels.

Scaled down, a picture shows neither a screen's pixels nor the dots of a print; laid flat, they are
smeared. So nothing is resampled: squares are cut where the card is.
"""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels

SIDE = 96
"""Of a square, pixels: two to nine millimetres of a card."""

GRID = (3, 4)
"""Rows and columns of squares on a card."""

FINEST = 45.0
"""Pixels a millimetre: no finer picture was trained with, so what is finer is made smaller."""

RIM = 2.0
"""Millimetres at the edge of a card that are not looked at: corners are found to a millimetre."""

Points = npt.NDArray[np.float32]


def cut(
    picture: Pixels, quad: Points, size: tuple[float, float], hidden: Points | None = None
) -> Pixels:
    """Squares spread over a card, uint8 (N, 96, 96, 3) BGR; N is 0 where none finds room.

    `quad`: the card's corners in the picture, (4, 2), clockwise from its own top left. `size`: its
    width and height, mm. `hidden`: corners, (N, 2), of what is left out: a portrait, which is
    sprayed on some genuine cards.
    """
    dense = density(quad, size)
    if dense > FINEST:
        factor = FINEST / dense
        picture = np.asarray(
            cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
        )
        quad, hidden = quad * factor, None if hidden is None else hidden * factor
    width, height = size
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    to_picture = cv2.getPerspectiveTransform(corners, quad.astype(np.float32))
    # A card may be turned: the corners of a square reach further than its sides.
    reach = SIDE * 0.71 / density(quad, size) + RIM
    squares = []
    for middle in _middles(size, reach):
        where: Any = cv2.perspectiveTransform(np.array([[middle]], np.float32), to_picture)
        # Where blocks of JPEG begin, as in training.
        left, top = (int(side + 8) // 16 * 16 for side in where.reshape(2) - SIDE / 2)
        square = picture[max(top, 0) : top + SIDE, max(left, 0) : left + SIDE]
        if square.shape[:2] == (SIDE, SIDE) and not _touches(left, top, hidden):
            squares.append(square)
    return np.array(squares, np.uint8).reshape(-1, SIDE, SIDE, 3)


def detail(cut: Pixels) -> float:
    """How far the sharpest of squares (N, 96, 96, 3) BGR is from itself a little blurred: the grey
    levels that a hundredth of its pixels exceed."""
    sharpest = 0.0
    for square in cut:
        grey = cv2.cvtColor(square, cv2.COLOR_BGR2GRAY).astype(np.float32)
        rest = np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 1.5))
        sharpest = max(sharpest, float(np.percentile(rest, 99)))
    return sharpest


def density(quad: Points, size: tuple[float, float]) -> float:
    """Pixels of the picture for a millimetre of the card."""
    area: Any = cv2.contourArea(quad.astype(np.float32))
    return float(np.sqrt(area / (size[0] * size[1])))


def _middles(size: tuple[float, float], rim: float) -> list[tuple[float, float]]:
    if 2 * rim >= min(size):
        return []
    rows, columns = GRID
    across = np.linspace(rim, size[0] - rim, columns)
    down = np.linspace(rim, size[1] - rim, rows)
    return [(float(x), float(y)) for y in down for x in across]


def _touches(left: int, top: int, hidden: Points | None) -> bool:
    if hidden is None:
        return False
    (x0, y0), (x1, y1) = hidden.min(axis=0), hidden.max(axis=0)
    return bool(left < x1 and left + SIDE > x0 and top < y1 and top + SIDE > y0)
