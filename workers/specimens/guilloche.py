"""Security printing in miniature: fine line patterns and tints, of our own design."""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Layer = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]
Colour = tuple[int, int, int]

_SHIFT = 4  # OpenCV takes fractions of a pixel as integers: here sixteenths


def wash(width: int, height: int, corners: tuple[Colour, Colour, Colour, Colour]) -> Layer:
    """Returns a tint, float32 (height, width, 3), that blends four corner colours (BGR).

    The corners go clockwise from the top left.
    """
    top_left, top_right, bottom_right, bottom_left = corners
    square = np.array([[top_left, top_right], [bottom_left, bottom_right]], np.float32)
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    top = square[0, 0] * (1 - across) + square[0, 1] * across
    bottom = square[1, 0] * (1 - across) + square[1, 1] * across
    return np.asarray(top * (1 - down) + bottom * down, np.float32)


def waves(width: int, height: int, *, count: int, swing: float, phase: float) -> Iterator[Points]:
    """Yields lines from left to right that swell and meet, each (n, 2)."""
    x = np.arange(-8, width + 9, 4, dtype=np.float64)
    t = x / width * 2 * np.pi
    for index in range(count):
        u = index / max(count - 1, 1)
        envelope = np.sin(1.5 * t + phase) * np.cos(0.5 * t + 3 * u)
        y = height * (1.1 * u - 0.05) + swing * envelope + 6 * np.sin(5 * t + 9 * u + phase)
        yield np.stack([x, y], axis=1)


def rosette(
    centre: tuple[float, float], radius: float, *, petals: int, rings: int
) -> Iterator[Points]:
    """Yields closed curves around a centre, each (n, 2), that braid into a rosette."""
    angle = np.linspace(0, 2 * np.pi, 720)
    for ring in range(rings):
        turn = 2 * np.pi * ring / rings / petals
        petal = np.cos(petals * (angle + turn))
        r = radius * (0.62 + 0.3 * petal + 0.08 * np.cos(3 * petals * (angle - turn)))
        yield np.stack([centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle)], axis=1)


def braid(
    left: float, right: float, y: float, *, swing: float, period: float, strands: int
) -> Iterator[Points]:
    """Yields the strands of a horizontal band, each (n, 2)."""
    x = np.arange(left, right + 1, 2.0)
    for strand in range(strands):
        phase = 2 * np.pi * strand / strands
        yield np.stack([x, y + swing * np.sin(2 * np.pi * x / period + phase)], axis=1)


def engrave(
    page: Layer, curves: Iterator[Points], colour: Colour, *, strength: float, thickness: int = 1
) -> None:
    """Draws curves into `page`, in place. `strength`: 0 leaves the page as it is, 1 covers it."""
    lines = np.zeros(page.shape[:2], np.uint8)
    for curve in curves:
        points = np.round(curve * (1 << _SHIFT)).astype(np.int32)
        cv2.polylines(lines, [points], False, 255, thickness, cv2.LINE_AA, _SHIFT)
    cover = (lines.astype(np.float32) * (strength / 255))[..., None]
    page += cover * (np.array(colour, np.float32) - page)
