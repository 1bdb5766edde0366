"""Where a card shines in many colours at once, as a hologram does under a lamp.

Ink has one hue, or a few with borders between them. A diffractive foil shows a spread of
saturated hues that run into each other within millimetres. What is measured is that spread: how
far the hues of the coloured pixels of a small cell lie apart on the circle of hues, and how large
the area of such cells is.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels
from workers.vision.sizes import fit

Layer = npt.NDArray[np.float32]

SIDE = 428
"""Pixels of a card's longer side: 5 in a millimetre of an ID-1 card."""

CELL = 1 / 21
"""Of the longer side: 4 mm of an ID-1 card, less than any hologram on one, more than a letter."""

CHROMA = 14.0
"""Lab units off the card's paper from which a pixel, smoothed, counts as coloured."""

COLOURED = 0.5
"""Least part of a cell that is."""

SPREAD = 0.25
"""Least circular variance of the hues in a cell: 0 is one hue, 1 all alike; hues over two fifths of
the circle have 0.25. Two inks that meet have more, but a border: see `STEEP`."""

STEEP = 0.5
"""Radians of hue between neighbouring pixels that are a border between two inks."""

BORDERS = 0.12
"""Most of a cell's coloured pixels that may lie on such a border."""


@dataclass(frozen=True)
class Iridescence:
    """`area`: part of the card in one patch of cells with many hues, 0..1. `spread`: circular
    variance of the hues there, 0..1. `box`: x0, y0, x1, y1 of the patch as parts of the card's
    width and height; None where there is none.
    """

    area: float
    spread: float
    box: tuple[float, float, float, float] | None


def measure(flat: Pixels) -> Iridescence:
    """Returns the largest iridescent patch of a card that lies flat, BGR."""
    view, _ = fit(flat, SIDE)
    smooth = cv2.GaussianBlur(view.astype(np.float32) / 255, (0, 0), 1.2)
    lab = cv2.cvtColor(smooth, cv2.COLOR_BGR2Lab)
    red, yellow = (np.asarray(lab[..., n] - np.median(lab[..., n]), np.float32) for n in (1, 2))
    chroma = cv2.magnitude(red, yellow)
    coloured = (chroma > CHROMA).astype(np.float32)
    hue: Layer = np.stack([red, yellow], axis=-1)
    hue /= np.maximum(chroma, 1e-3)[..., None]
    steep = _steps(hue) * coloured
    cell = max(4, round(CELL * max(view.shape[:2])))
    share = _cells(coloured, cell)
    mean = [_cells(hue[..., n] * coloured, cell) for n in (0, 1)]
    spread = np.asarray(1 - np.hypot(*mean) / np.maximum(share, 1e-3), np.float32)
    many = (share >= COLOURED) & (spread >= SPREAD) & (_cells(steep, cell) <= BORDERS * share)
    return _largest(many.astype(np.uint8), spread)


def _steps(hue: Layer) -> Layer:
    """1 where the hue turns by more than `STEEP` to the next pixel, else 0."""
    across = (hue[:, :-1] * hue[:, 1:]).sum(axis=-1)
    down = (hue[:-1] * hue[1:]).sum(axis=-1)
    steep = np.zeros(hue.shape[:2], np.float32)
    steep[:, :-1] += across < np.cos(STEEP)
    steep[:-1] += down < np.cos(STEEP)
    return np.minimum(steep, 1)


def _cells(layer: Layer, cell: int) -> Layer:
    """The mean of every cell, each half over the next."""
    means = np.asarray(cv2.blur(layer, (cell, cell)), np.float32)
    return means[cell // 2 :: cell // 2, cell // 2 :: cell // 2]


def _largest(many: npt.NDArray[np.uint8], spread: Layer) -> Iridescence:
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(many)
    if count < 2:
        return Iridescence(0.0, 0.0, None)
    label = 1 + int(np.argmax(boxes[1:, cv2.CC_STAT_AREA]))
    x, y, w, h, area = (int(n) for n in boxes[label])
    height, width = many.shape
    return Iridescence(
        round(area / many.size, 4),
        round(float(spread[labels == label].mean()), 3),
        (x / width, y / height, (x + w) / width, (y + h) / height),
    )
