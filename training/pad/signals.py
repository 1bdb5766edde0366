"""Signals of physics, measured on squares of a card without any learning.

They stand beside the network: what they say holds for screens and printers that no simulator has.
A screen's pixels and a printer's dots repeat, so the spectra of all squares are put together
(Welch, 1967): what repeats is in all of them at one place, what is printed on the card is not.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels
from workers.vision.presentation.squares import SIDE

Planes = npt.NDArray[np.float32]

BANDS = ((0.06, 0.15), (0.15, 0.25), (0.25, 0.35), (0.35, 0.5), (0.5, 0.71))
"""Cycles per pixel, from what a coarse moiré has to the finest that pixels can show."""

_BANDED = [f"{first:g}-{last:g}" for first, last in BANDS]

NAMES = (
    *(f"peak_{band}" for band in _BANDED),
    *(f"colour_peak_{band}" for band in _BANDED),
    *(f"power_{band}" for band in _BANDED[1:]),
    *(f"colour_power_{band}" for band in _BANDED[1:]),
    "noise", "noise_colour", "noise_spread", "black", "white", "chroma", "second_hue",
    "gradients", "density",
)  # fmt: skip

_BLOCK = 8
"""Of JPEG: its own grid is in every picture that was saved, and no sign of anything."""

_CLOSE = 3.0
"""Bins by which what surrounds a peak is averaged."""


def measure(squares: Pixels, density: float) -> npt.NDArray[np.float32]:
    """The signals of `NAMES` of squares (N, 96, 96, 3) BGR, float32 (27,).

    `density`: pixels a millimetre. Peaks are the natural logarithm of their power over that of
    their surroundings, powers that over the coarsest band's; noise, chroma and levels are grey
    levels (the first two by their logarithm), gradients a share.
    """
    planes = np.stack([cv2.cvtColor(square, cv2.COLOR_BGR2YCrCb) for square in squares])
    luma, red, blue = (planes[..., k].astype(np.float32) for k in range(3))
    spectra = [_spectrum(plane) for plane in (luma, red, blue)]
    peaks = [list(_peaks(spectrum)) for spectrum in spectra]
    powers = [list(_powers(spectrum)) for spectrum in spectra]
    noise, noise_colour = _noise(luma), _noise(red)
    lab = np.stack([red.ravel()[::7], blue.ravel()[::7]]) - 128
    spread = np.linalg.eigvalsh(np.cov(lab))
    across = np.abs(luma[:, :, 2:] - luma[:, :, :-2])
    return np.array(
        [
            *peaks[0],
            *(max(pair) for pair in zip(peaks[1], peaks[2], strict=True)),
            *powers[0],
            *((first + second) / 2 for first, second in zip(powers[1], powers[2], strict=True)),
            float(np.log(np.median(noise) + 0.05)),
            float(np.log(np.median(noise_colour) + 0.05)),
            float(np.log(noise + 0.05).std()),
            float(np.percentile(luma, 1)),
            float(np.percentile(luma, 99)),
            float(np.log(np.abs(lab).mean() + 0.1)),
            float(np.log(np.sqrt(max(spread[0], 0)) + 0.1)),
            float(np.mean(across > 40)),
            float(np.log(density)),
        ],
        np.float32,
    )


def _spectrum(planes: Planes) -> Planes:
    """The logarithm of the power of squares (N, 96, 96), its mean over them, (96, 49)."""
    level = planes - planes.mean(axis=(1, 2), keepdims=True)
    power = np.abs(np.fft.rfft2(level * _WINDOW, axes=(1, 2))) ** 2
    return np.asarray(np.log(power + 1).mean(axis=0), np.float32)


def _peaks(spectrum: Planes) -> Iterator[float]:
    """How far the highest place of each band rises over what surrounds it."""
    # The half that is not kept mirrors the one that is.
    wide = np.pad(np.roll(spectrum, SIDE // 2, axis=0), ((8, 8), (0, 0)), mode="wrap")
    around = cv2.GaussianBlur(wide, (0, 0), _CLOSE, borderType=cv2.BORDER_REFLECT)
    rise = np.roll((wide - around)[8:-8], SIDE // 2, axis=0)
    for inside in _INSIDE:
        yield float(rise[inside & ~_JPEG].max())


def _powers(spectrum: Planes) -> Iterator[float]:
    """The mean of each band over that of the first."""
    means = [float(spectrum[inside & ~_JPEG].mean()) for inside in _INSIDE]
    yield from (mean - means[0] for mean in means[1:])


def _noise(planes: Planes) -> npt.NDArray[np.float64]:
    """The median deviation from a smooth picture in each square: print hardly moves it."""
    rest = [np.abs(plane - cv2.GaussianBlur(plane, (0, 0), 1.5)) for plane in planes]
    return np.array([float(np.median(part)) for part in rest])


def _frequencies() -> tuple[Planes, npt.NDArray[np.bool_]]:
    """Of each place of a spectrum: cycles per pixel, and whether JPEG's grid is there."""
    rows, columns = np.fft.fftfreq(SIDE), np.fft.rfftfreq(SIDE)
    radius = np.hypot(rows[:, None], columns[None, :])
    step = SIDE // _BLOCK
    on_row, on_column = (
        np.abs((np.round(axis * SIDE) + step / 2) % step - step / 2) <= 1
        for axis in (rows, columns)
    )
    flat_row, flat_column = (np.abs(np.round(axis * SIDE)) <= 1 for axis in (rows, columns))
    grid = (flat_row[:, None] & on_column[None, :]) | (on_row[:, None] & flat_column[None, :])
    return radius.astype(np.float32), grid


_WINDOW = np.outer(np.hanning(SIDE), np.hanning(SIDE)).astype(np.float32)
_RADIUS, _JPEG = _frequencies()
_INSIDE = [(first <= _RADIUS) & (last > _RADIUS) for first, last in BANDS]
