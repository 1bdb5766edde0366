"""Compact marks in one colour on a card: the gilt contacts of a chip, a red emblem.

A colour is measured against the card's own paper, so that neither a warm lamp nor tinted paper
counts. The rest is size and shape: no template of anybody's arms is needed, and so none can be
learned by heart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels
from workers.vision.sizes import fit

Layer = npt.NDArray[np.float32]

SIDE = 428
"""Pixels of a card's longer side: 5 in a millimetre of an ID-1 card, which is 85.6 mm wide."""

MILLIMETRE = SIDE / 85.6

STANDS_OUT = {"gold": 11.0, "red": 7.0}
"""Lab units by which a mark differs from the card's paper. Paper and its tints stay under 6; line
work in red, seen as a whole, has 9 and more, gilt contacts 20 and more."""

SPREAD = {"gold": 0.25, "red": 0.8}
"""Sigma in millimetres of the blur that makes one area of contacts, or of the lines of an
engraving."""

SIZES = {"gold": (6.0, 16.0), "red": (5.0, 20.0)}
"""Millimetres that either side of a mark may have. Contacts: at least 7.6 × 9.3 (ISO/IEC 7816-2),
and the plates that carry them up to 14; emblems of 12 and 14 mm."""

LONGEST = 1.6
"""Longer over shorter side of a mark: words in the same colour are longer."""

FILLED = {"gold": 0.6, "red": 0.4}
"""Least part of its upright box that a mark fills: a disc 0.79, a wreath less."""


class Colour(StrEnum):
    """What a mark is made of."""

    GOLD = "gold"
    RED = "red"


@dataclass(frozen=True)
class Mark:
    """`box`: x0, y0, x1, y1 as parts of the card's width and height. `stands_out`: mean
    difference from the paper, Lab units. `lines`: part of its inner area on edges of luminance:
    the gaps between contacts, the strokes of an engraving; a plain patch has next to none.
    """

    colour: Colour
    box: tuple[float, float, float, float]
    stands_out: float
    lines: float


@dataclass(frozen=True)
class Marks:
    """`found`: the marks, largest first. `red`: part of the card that is printed in red, in a mark
    or elsewhere: none where the light or the camera left no colours.
    """

    found: list[Mark]
    red: float


def find(flat: Pixels) -> Marks:
    """Returns the marks on a card that lies flat, BGR.

    The card is taken for one of ID-1 width; a larger document shows its marks smaller.
    """
    view, _ = fit(flat, SIDE)
    lab = cv2.cvtColor(view.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
    lightness, red, yellow = (np.asarray(lab[..., n], np.float32) for n in range(3))
    red, yellow = red - np.median(red), yellow - np.median(yellow)
    scale = max(view.shape[:2]) / SIDE * MILLIMETRE
    edges = _edges(lightness)
    # Gilt is yellow and hardly red; an emblem is red, with or without gold in it.
    layers = {Colour.GOLD: yellow - np.maximum(red - 6, 0), Colour.RED: red}
    found = [
        mark for colour, layer in layers.items() for mark in _marks(colour, layer, edges, scale)
    ]
    found.sort(key=lambda mark: -_area(mark.box))
    return Marks(found, round(float((red > STANDS_OUT[Colour.RED]).mean()), 4))


def _marks(colour: Colour, layer: Layer, edges: Layer, scale: float) -> Iterator[Mark]:
    spread = np.asarray(cv2.GaussianBlur(layer, (0, 0), SPREAD[colour] * scale), np.float32)
    mask = (spread > STANDS_OUT[colour]).astype(np.uint8)
    height, width = mask.shape
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(mask)
    low, high = (size * scale for size in SIZES[colour])
    for label in range(1, count):
        x, y, w, h, area = (int(n) for n in boxes[label])
        if not (low <= min(w, h) and max(w, h) <= high and max(w, h) <= LONGEST * min(w, h)):
            continue
        if area < FILLED[colour] * w * h:
            continue
        inside = labels[y : y + h, x : x + w] == label
        inner = _inner(inside, scale)
        yield Mark(
            colour,
            (x / width, y / height, (x + w) / width, (y + h) / height),
            round(float(spread[y : y + h, x : x + w][inside].mean()), 2),
            round(float(edges[y : y + h, x : x + w][inner].mean()), 3) if inner.any() else 0.0,
        )


def _inner(inside: npt.NDArray[np.bool_], scale: float) -> npt.NDArray[np.bool_]:
    """Without its outline, a millimetre wide: every mark has an edge there."""
    reach = 2 * round(scale) + 1
    bordered = cv2.copyMakeBorder(inside.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(cv2.erode(bordered, np.ones((reach, reach), np.uint8))[1:-1, 1:-1] > 0)


def _edges(lightness: Layer) -> Layer:
    """1 where luminance has an edge of at least 8 Lab units over a pixel or two, else 0."""
    across = cv2.Sobel(lightness, cv2.CV_32F, 1, 0, scale=0.25)
    down = cv2.Sobel(lightness, cv2.CV_32F, 0, 1, scale=0.25)
    return (cv2.magnitude(across, down) > 8).astype(np.float32)


def _area(box: tuple[float, float, float, float]) -> float:
    x0, y0, x1, y1 = box
    return (x1 - x0) * (y1 - y0)
