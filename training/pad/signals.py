"""Signals of physics, measured on a flat card without any learning.

They stand beside the network in the fusion: what they say holds for screens and printers that no
simulator has.
"""

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision import quality, spectrum
from workers.vision.image import Pixels

Plane = npt.NDArray[np.float32]

NAMES = (
    "moire", "grid", "colour_moire", "colour_grid", "chroma", "hue_spread", "sharpness",
    "fine", "fine_colour", "black", "white", "noise", "noise_colour", "noise_spread",
    "gradients", "shine", "blocks",
)  # fmt: skip

CLIPPED = 250
"""Grey level from which on a pixel is washed out."""

_BANDS = (0.18, 0.42)
"""Cycles per pixel between which the dots of prints lie at 10 to 18 pixels a mm."""


def measure(card: Pixels) -> npt.NDArray[np.float32]:
    """The signals of `NAMES` of a flat card, BGR at its own pixels, float32 (17,).

    Peaks in decibels, levels in grey levels, the rest shares or logarithms of ratios.
    """
    split = cv2.split(cv2.cvtColor(card, cv2.COLOR_BGR2YCrCb))
    luma, red, blue = (np.asarray(plane, np.uint8) for plane in split)
    light = spectrum.measure(card)
    colours = [spectrum.measure(_stretched(plane)) for plane in (red, blue)]
    flat, flat_colour = _flat(luma), _flat(red)
    noise = _noises(flat)
    grey = luma.astype(np.float32)
    return np.array(
        [
            light.moire,
            light.grid,
            max(colour.moire for colour in colours),
            max(colour.grid for colour in colours),
            quality.colour(card),
            _hue_spread(card),
            np.log1p(quality.sharpness(card)),
            _share_of_band(luma),
            _share_of_band(red),
            float(np.percentile(luma, 1)),
            float(np.percentile(luma, 99)),
            np.log(np.median(noise) + 0.1),
            np.log(float(np.median(np.abs(flat_colour))) + 0.1),
            float(np.log(noise + 0.1).std()),
            float(np.mean(np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0)) > 40)),
            float((card.min(axis=2) >= CLIPPED).mean()),
            _blocks(grey),
        ],
        np.float32,
    )


def _stretched(plane: Pixels) -> Pixels:
    """A plane of colour as a grey picture, its contrast made as large as one of luminance."""
    grey = np.clip((plane.astype(np.float32) - 128) * 4 + 128, 0, 255)
    return np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2)


def _flat(plane: Pixels) -> Plane:
    """What is left where the plane is smooth: noise, dots, grids."""
    grey = plane.astype(np.float32)
    return np.asarray(grey - cv2.GaussianBlur(grey, (0, 0), 1.5), np.float32)


def _noises(rest: Plane, side: int = 64) -> Plane:
    """The median deviation in each square of 64 pixels: print hardly moves it."""
    rows, columns = rest.shape[0] // side, rest.shape[1] // side
    if not rows or not columns:
        return np.abs(rest).reshape(-1)[:1]
    squares = rest[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return np.asarray(
        np.median(np.abs(squares.transpose(0, 2, 1, 3).reshape(-1, side * side)), axis=1),
        np.float32,
    )


def _share_of_band(plane: Pixels) -> float:
    """Log of the power between `_BANDS` over that below, of squares of 128 pixels."""
    side = 128
    grey = plane.astype(np.float32)
    window = np.outer(np.hanning(side), np.hanning(side)).astype(np.float32)
    frequency = np.fft.fftfreq(side)
    radius = np.hypot(frequency[:, None], frequency[None, : side // 2 + 1])
    inside = (radius > _BANDS[0]) & (radius < _BANDS[1])
    below = (radius > 0.03) & (radius < _BANDS[0])
    shares = []
    for top in range(0, grey.shape[0] - side + 1, 2 * side):
        for left in range(0, grey.shape[1] - side + 1, 2 * side):
            part = grey[top : top + side, left : left + side]
            power = np.abs(np.fft.rfft2((part - part.mean()) * window)) ** 2
            shares.append(np.log((power[inside].sum() + 1) / (power[below].sum() + 1)))
    return float(np.median(shares)) if shares else 0.0


def _hue_spread(card: Pixels) -> float:
    """How evenly the colours lie around grey: a grey print in one ink has one hue at most."""
    small = cv2.resize(card, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)[..., 1:].reshape(-1, 2)
    values = np.linalg.eigvalsh(np.cov((lab - np.median(lab, axis=0)).T))
    return float(np.sqrt(max(values[0], 0)))


def _blocks(grey: Plane) -> float:
    """Steps between columns 8 apart over the others, log: traces of a JPEG not laid flat since."""
    steps = np.abs(np.diff(grey, axis=1)).mean(axis=0)
    if steps.size < 16:
        return 0.0
    phases = np.array([steps[k::8].mean() for k in range(8)])
    return float(np.log((phases.max() + 0.1) / (np.median(phases) + 0.1)))
