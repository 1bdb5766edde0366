"""Pictures as light. Blurring, shading and mixing are things that light does: they are true of
linear values alone, in which 1.0 is white paper in full light."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""BGR, as sRGB encodes it, (height, width, 3)."""

Layer = npt.NDArray[np.float32]
"""BGR, linear, (height, width, 3), or one plane of it."""

Matrix = npt.NDArray[np.float64]
Random = np.random.Generator

LEVELS = 4096
"""Steps of light that are told apart when it is encoded: a sensor's 12 bits."""


def _decoding() -> Layer:
    """The curve of IEC 61966-2-1."""
    value = np.arange(256) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(
        np.float32
    )


def encoding(light: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """The inverse curve: what sRGB makes of 0..1, also 0..1."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


_DECODE = _decoding()
_ENCODE = (encoding(np.arange(LEVELS) / (LEVELS - 1)) * 255 + 0.5).astype(np.uint8)


def linear(image: Image) -> Layer:
    """The light of an encoded picture, 0..1."""
    return np.asarray(cv2.LUT(image, _DECODE), np.float32)


def encoded(light: Layer, curve: Image = _ENCODE) -> Image:
    """Light as eight bits; above 1 it clips. `curve`: uint8 (4096,), of 0..1."""
    steps = np.clip(light * (LEVELS - 1) + 0.5, 0, LEVELS - 1).astype(np.uint16)
    return np.asarray(np.take(curve, steps), np.uint8)


def resized(image: Any, size: tuple[int, int]) -> Any:
    """The picture at `size` (width, height): averaged where that is smaller, cubic where larger."""
    if (image.shape[1], image.shape[0]) == tuple(size):
        return image
    smaller = size[0] * size[1] < image.shape[0] * image.shape[1]
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)


def clouds(size: tuple[int, int], lump: float, rng: Random) -> Layer:
    """Smooth noise, 0..1, (height, width), with lumps of about `lump` pixels."""
    width, height = size
    coarse = rng.random((int(height / lump) + 3, int(width / lump) + 3), np.float32)
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR), np.float32)


def enlarged(
    coarse: Layer, corner: tuple[float, float], span: tuple[float, float], size: tuple[int, int]
) -> Layer:
    """A part of a coarse layer at `size` (width, height), by straight lines between its pixels.

    `corner`, `span`: where the part begins, and its width and height, in pixels of the layer. Its
    edge goes on outside.
    """
    x, y = span[0] / size[0], span[1] / size[1]
    to_coarse = np.array([[x, 0, corner[0] + x / 2 - 0.5], [0, y, corner[1] + y / 2 - 0.5]])
    way = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(coarse, to_coarse, size, flags=way, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def stream(*key: int | str) -> Random:
    """A generator for this key alone: text counts by its bytes."""
    numbers = [
        part if isinstance(part, int) else int.from_bytes(part.encode(), "little") for part in key
    ]
    return np.random.default_rng(numbers)
