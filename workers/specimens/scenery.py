"""What a photographed page lies on: tabletops made of noise, none of them from a photo."""

import functools

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]

MATERIALS = ("oak", "walnut", "linen", "stone")

_COLOURS = {
    "oak": ((96, 140, 184), (62, 100, 142)),
    "walnut": ((58, 78, 106), (30, 42, 62)),
    "linen": ((112, 104, 92), (84, 78, 70)),
    "stone": ((120, 124, 126), (82, 86, 90)),
}  # BGR: light, dark


_SPARE = 320  # by how many pixels a table is larger than the picture of it


def table(width: int, height: int, rng: np.random.Generator) -> Image:
    """Returns a part of the top of some table, BGR uint8 (height, width)."""
    top = _tabletop(MATERIALS[int(rng.integers(len(MATERIALS)))], width + _SPARE, height + _SPARE)
    left, upper = (int(n) for n in rng.integers(0, _SPARE, 2))
    part = top[upper : upper + height, left : left + width]
    flip = slice(None, None, int(rng.choice((-1, 1)))), slice(None, None, int(rng.choice((-1, 1))))
    return part[flip]


def lid(width: int, height: int, rng: np.random.Generator) -> Image:
    """Returns the white lid of a scanner, seen from below, BGR uint8 (height, width)."""
    tone = 226 + 10 * noise(width, height, 700, 500, rng)
    return (tone[..., None] * np.array([1, 1, 0.99], np.float32)).astype(np.uint8)


@functools.cache
def _tabletop(material: str, width: int, height: int) -> Image:
    """A surface, drawn once: it takes as long as the rest of a photograph."""
    rng = np.random.default_rng([MATERIALS.index(material), 0x7AB1E])
    light, dark = (np.array(colour, np.float32) for colour in _COLOURS[material])
    if material in ("oak", "walnut"):
        tone = _grain(width, height, rng)
    elif material == "linen":
        tone = _weave(width, height, rng)
    else:
        tone = 0.7 * noise(width, height, 90, 90, rng) + 0.3 * noise(width, height, 7, 7, rng)
        tone += 0.1 * rng.standard_normal((height, width), np.float32)
    tone = np.clip(tone, 0, 1)[..., None]
    top = np.clip(dark + tone * (light - dark), 0, 255).astype(np.uint8)
    top.setflags(write=False)
    return top


def noise(width: int, height: int, cell_x: float, cell_y: float, rng: np.random.Generator) -> Field:
    """Returns smooth noise, 0 to 1, whose lumps are about `cell_x` by `cell_y` pixels."""
    rows, columns = int(height / cell_y) + 3, int(width / cell_x) + 3
    coarse = rng.random((rows, columns), np.float32)
    smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(smooth, 0, 1).astype(np.float32)


def _grain(width: int, height: int, rng: np.random.Generator) -> Field:
    """Planks from left to right, each with rings cut lengthwise."""
    tone = np.empty((height, width), np.float32)
    x = np.arange(width, dtype=np.float32)[None, :]
    top = -int(rng.integers(0, 200))
    while top < height:
        thickness = int(rng.integers(230, 360))
        first, last = max(top, 0), min(top + thickness, height)
        if last > first:
            rows = last - first
            y = np.arange(rows, dtype=np.float32)[:, None]
            warp = 70 * noise(width, rows, 520, 60, rng)
            rings = np.sin((y + warp + 0.02 * x) / rng.uniform(5, 9))
            fibres = noise(width, rows, 60, 1.6, rng)
            plank = rng.uniform(0.35, 0.6) + 0.14 * rings + 0.38 * (fibres - 0.5)
            plank[-4:] -= 0.35
            tone[first:last] = plank
        top += thickness
    return tone


def _weave(width: int, height: int, rng: np.random.Generator) -> Field:
    """Threads of uneven thickness both ways. Without a strict period, so without moiré."""
    across = noise(width, height, 150, 2.6, rng)
    down = noise(width, height, 2.6, 150, rng)
    folds = noise(width, height, 600, 420, rng)
    return np.asarray(0.38 * across + 0.38 * down + 0.3 * folds, np.float32)
