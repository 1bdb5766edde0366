"""Light on a photographed scene: where it falls off, what throws a shadow, what it glares on.

All of it is soft, so it is worked out at a quarter of the picture's resolution and enlarged.
"""

import cv2
import numpy as np
import numpy.typing as npt

Layer = npt.NDArray[np.float32]

_COARSE = 4


def light(size: tuple[int, int], fall: float, shadow: float, rng: np.random.Generator) -> Layer:
    """Returns the factor of light, (height, width, 3) of a picture of `size` (width, height).

    `fall`: how much darker one side is, 0 to 1. `shadow`: how dark a shadow on it, 0 to 1.
    """
    width, height = size[0] // _COARSE, size[1] // _COARSE
    towards = rng.uniform(0, 2 * np.pi)
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    slope = (x * np.cos(towards) + y * np.sin(towards)) / np.float32(np.sqrt(2))
    level = 1 - fall * (slope + 1) / 2
    if shadow:
        level *= 1 - shadow * _shade(width, height, rng)
    warmth = rng.uniform(-1, 1) * 0.06 * fall / 0.18
    tint = np.array([1 - warmth, 1, 1 + warmth], np.float32)
    return _enlarged((level[..., None] * tint).astype(np.float32), size)


def glare(
    size: tuple[int, int], brightness: float, centre: tuple[float, float], rng: np.random.Generator
) -> Layer:
    """Returns the grey levels, (height, width, 3), that a lamp's reflection adds.

    `brightness`: at its middle, `centre`, in pixels of the picture.
    """
    width, height = size[0] // _COARSE, size[1] // _COARSE
    lean = rng.uniform(-0.6, 0.6)
    long, short = width * rng.uniform(0.06, 0.1), width * rng.uniform(0.025, 0.05)
    x = np.arange(width, dtype=np.float32)[None, :] - centre[0] / _COARSE
    y = np.arange(height, dtype=np.float32)[:, None] - centre[1] / _COARSE
    along = (x * np.cos(lean) + y * np.sin(lean)) / long
    across = (y * np.cos(lean) - x * np.sin(lean)) / short
    spot = brightness * np.exp(-((along**2 + across**2) ** 1.2) / 2)
    return _enlarged(np.repeat(spot[..., None], 3, axis=2).astype(np.float32), size)


def _shade(width: int, height: int, rng: np.random.Generator) -> Layer:
    """The soft shadow, 0 to 1, of a hand or a phone that reaches in over one edge."""
    mask = np.zeros((height, width), np.float32)
    side = rng.choice([-1, 1])
    x = width / 2 + side * width * rng.uniform(0.34, 0.5)
    y = height * rng.uniform(0.15, 0.5)
    blob = (x, y), (width * rng.uniform(0.3, 0.5), height * rng.uniform(0.7, 1.1))
    cv2.ellipse(mask, (*blob, float(rng.uniform(-35, 35))), 1.0, cv2.FILLED)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 14), np.float32)


def _enlarged(layer: Layer, size: tuple[int, int]) -> Layer:
    return np.asarray(cv2.resize(layer, size, interpolation=cv2.INTER_LINEAR), np.float32)
