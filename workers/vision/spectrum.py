"""Traces of a screen in the spectrum of a picture: its pixel grid, and moiré against the camera's.

Natural pictures have a spectrum that falls off smoothly; a grid adds isolated peaks. Edges and
letters give streaks, not peaks: a peak is measured against its own row and its own column, so
that streaks do not count. The axes and the harmonics of 1/8 (JPEG blocks) are left out.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels

TILE = 256
"""Side of a tile in pixels: a frequency is resolved to 1/256 of a cycle per pixel."""

MAX_TILES = 25
"""Most tiles that are looked at: 5 × 5 spread over the picture, some 50 ms."""

LOWEST = 0.09
"""Lowest frequency in cycles per pixel: under it, print and texture have peaks of their own."""

GRID_FROM = 0.25
"""Where moiré ends and the pixel grid begins, in cycles per pixel."""

_REACH = 7
_AXIS, _HARMONIC = 4, 3


@dataclass(frozen=True)
class Spectrum:
    """Isolated peaks in the spectrum of luminance.

    `moire`, `grid`: height of the highest peak over its surroundings in decibels, between 0.09
    and 0.25 and above 0.25 cycles per pixel, of the power averaged over all tiles. `tiles`: how
    many tiles of 256 × 256 pixels there were; 0 where the picture is too small to say.
    """

    moire: float
    grid: float
    tiles: int


def measure(image: Pixels) -> Spectrum:
    """Measure a BGR picture at its native resolution: any resampling changes the result."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    tiles = _tiles(grey)
    if not tiles:
        return Spectrum(0.0, 0.0, 0)
    window = np.outer(np.hanning(TILE), np.hanning(TILE)).astype(np.float32)
    power = np.zeros((TILE, TILE))
    for tile in tiles:
        # Whitened by its own contrast, so that no tile outshouts the others.
        flat = tile - cv2.GaussianBlur(tile, (0, 0), 8)
        flat /= max(float(flat.std()), 1.0)
        power += np.abs(np.fft.fft2(flat * window)) ** 2
    prominence = _prominence(np.fft.fftshift(power))
    frequency = np.fft.fftshift(np.fft.fftfreq(TILE))
    radius = np.hypot(frequency[:, None], frequency[None, :])
    low = (radius >= LOWEST) & (radius < GRID_FROM)
    high = radius >= GRID_FROM
    return Spectrum(
        round(float(prominence[low].max()), 3), round(float(prominence[high].max()), 3), len(tiles)
    )


def _tiles(grey: npt.NDArray[np.float32]) -> list[npt.NDArray[np.float32]]:
    """Tiles spread evenly, overlapping by up to a half."""
    starts = []
    for length in grey.shape:
        if length < TILE:
            return []
        count = min(int(MAX_TILES**0.5), max(1, 2 * length // TILE - 1))
        starts.append(np.linspace(0, length - TILE, count).round().astype(int))
    return [grey[y : y + TILE, x : x + TILE] for y in starts[0] for x in starts[1]]


def _prominence(power: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Decibels of every frequency over its row, its column and its surroundings; 0 where barred."""
    level = (10 * np.log10(power + 1e-9)).astype(np.float32)
    wrapped = np.asarray(
        cv2.GaussianBlur(np.pad(level, _REACH, mode="wrap"), (3, 3), 0.8), np.float32
    )  # a window spreads a peak over three bins
    inner = slice(_REACH, -_REACH)
    strips = np.lib.stride_tricks.sliding_window_view
    row = np.median(strips(wrapped, 2 * _REACH + 1, axis=1)[inner], axis=-1)
    column = np.median(strips(wrapped, 2 * _REACH + 1, axis=0)[:, inner], axis=-1)
    over: npt.NDArray[np.float32] = np.maximum(wrapped[inner, inner] - np.maximum(row, column), 0)
    # Blocks of an earlier JPEG that was resized, and the resizing itself, lie along the picture's
    # own axes and so are alike in the mirror; a screen is never held that straight.
    mirrored = np.roll(over[:, ::-1], 1, axis=1)
    over = over - np.asarray(cv2.dilate(mirrored, np.ones((3, 3), np.uint8)), np.float32)
    over[_barred()] = 0
    return np.asarray(np.maximum(over, 0), np.float64)


def _barred() -> npt.NDArray[np.bool_]:
    """The axes, and the crossings of multiples of 1/8."""
    bins = np.arange(TILE) - TILE // 2
    axis = np.abs(bins) <= _AXIS
    step = TILE // 8
    harmonic = np.abs((bins + step // 2) % step - step // 2) <= _HARMONIC
    return np.asarray(axis[:, None] | axis[None, :] | (harmonic[:, None] & harmonic[None, :]))
