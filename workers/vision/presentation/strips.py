"""What is looked at of a card to find what was forged in one place: strips along its fields and
across the border of its portrait.

All are laid flat at one scale. What is finer is measured before, at the picture's own pixels, and
laid flat beside it: how rough each place is, and how much it changes when it is saved once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels

SCALE = 12.0
"""Pixels of a strip for a millimetre."""

WIDTH, HEIGHT = 180, 72
"""Of a strip, pixels: 15 by 6 mm."""

BEFORE = 1.5
"""Millimetres of a strip before a field begins."""

RIM = 0.5
"""Millimetres at the edge of a card that no strip shows: corners are found less exactly."""

QUALITIES = (75, 92)
"""Of the JPEGs by which it is measured how much a place changes when it is saved once more."""

PLANES = 4 + len(QUALITIES)
"""Of a strip: blue, green, red, roughness, and the change by each of `QUALITIES`."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, mm from the card's top left corner."""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Strip:
    """Where one lies: `corner` (x, y) mm on the card, `along` its longer side and `down` its
    shorter one, unit vectors."""

    corner: tuple[float, float]
    along: tuple[float, float]
    down: tuple[float, float]

    def moved(self, along: float, down: float) -> "Strip":
        """The same, mm further along itself and down."""
        x, y = (self.corner[k] + along * self.along[k] + down * self.down[k] for k in range(2))
        return Strip((x, y), self.along, self.down)


def of_field(box: Box) -> Strip:
    """The strip that begins where a field does, the field in its middle."""
    middle = (box[1] + box[3]) / 2
    return Strip((box[0] - BEFORE, middle - HEIGHT / SCALE / 2), (1, 0), (0, 1))


def of_portrait(box: Box) -> list[Strip]:
    """Six strips along the border of a portrait, what is inside in their lower half: above, below,
    two on each side."""
    left, top, right, bottom = box
    return [
        _across(((left + right) / 2, top), (1, 0), (0, 1)),
        _across(((left + right) / 2, bottom), (-1, 0), (0, -1)),
        *(
            _across((x, top + part * (bottom - top)), (0, -inwards), (inwards, 0))
            for x, inwards in ((left, 1), (right, -1))
            for part in (0.3, 0.7)
        ),
    ]


def _across(
    middle: tuple[float, float], along: tuple[float, float], down: tuple[float, float]
) -> Strip:
    strip = Strip(middle, along, down)
    return strip.moved(-WIDTH / SCALE / 2, -HEIGHT / SCALE / 2)


def cut(
    picture: Pixels,
    to_picture: Matrix,
    size: tuple[float, float],
    strips: Sequence[Strip],
    margin: int = 0,
) -> Pixels:
    """Strips of a card in a picture as it came, BGR: uint8 (N, 6, 72, 180), see `PLANES`.

    `to_picture`: from mm of the card to pixels. `size`: of the card, mm. `margin`: pixels more on
    each side, from which training takes its cuts.
    """
    shape = (len(strips), PLANES, HEIGHT + 2 * margin, WIDTH + 2 * margin)
    found = np.zeros(shape, np.uint8)
    for place, strip in enumerate(strips):
        found[place] = _one(picture, to_picture, size, strip, margin)
    return found


def density(to_picture: Matrix, size: tuple[float, float]) -> float:
    """Pixels of the picture for a millimetre of a card, at its middle."""
    middle = np.array(size) / 2
    points = np.array([middle, middle + np.array((1, 0)), middle + np.array((0, 1))], np.float32)[
        None
    ]
    moved: Any = cv2.perspectiveTransform(points, to_picture)
    across, down = moved[0, 1:] - moved[0, 0]
    return float(abs(across[0] * down[1] - across[1] * down[0]) ** 0.5)


def _one(
    picture: Pixels, to_picture: Matrix, size: tuple[float, float], strip: Strip, margin: int
) -> Pixels:
    columns = (np.arange(-margin, WIDTH + margin) + 0.5) / SCALE
    rows = (np.arange(-margin, HEIGHT + margin) + 0.5) / SCALE
    x = strip.corner[0] + columns[None, :] * strip.along[0] + rows[:, None] * strip.down[0]
    y = strip.corner[1] + columns[None, :] * strip.along[1] + rows[:, None] * strip.down[1]
    # Beyond the card its edge goes on.
    on_card = np.dstack([np.clip(x, RIM, size[0] - RIM), np.clip(y, RIM, size[1] - RIM)])
    where: Any = cv2.perspectiveTransform(on_card.astype(np.float32), to_picture)
    height, width = picture.shape[:2]
    # Where blocks of JPEG begin, as in training.
    left, top = (max(0, int(low - 12) // 16 * 16) for low in where.min(axis=(0, 1)))
    right, bottom = (int(high) + 12 for high in where.max(axis=(0, 1)))
    part = picture[top : min(bottom, height), left : min(right, width)]
    if min(part.shape[:2]) < 8:
        return np.zeros((PLANES, len(rows), len(columns)), np.uint8)
    dense = float(np.linalg.norm(where[0, -1] - where[0, 0])) / max(columns[-1] - columns[0], 1e-6)
    factor = min(1.0, SCALE * 1.25 / max(dense, 1e-6))
    planes = [part.astype(np.float32), measured(part)]
    if factor < 1:
        small = (max(4, round(part.shape[1] * factor)), max(4, round(part.shape[0] * factor)))
        planes = [
            np.asarray(cv2.resize(each, small, interpolation=cv2.INTER_AREA)) for each in planes
        ]
    ratio = np.array(planes[0].shape[1::-1]) / part.shape[1::-1]
    grid = ((where - (left, top)) * ratio - 0.5).astype(np.float32)
    flat = [
        cv2.remap(
            each, grid[..., 0], grid[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        for each in planes
    ]
    return np.asarray(np.clip(np.dstack(flat) + 0.5, 0, 255), np.uint8).transpose(2, 0, 1)


def measured(part: Pixels) -> npt.NDArray[np.float32]:
    """At the picture's own pixels, as logarithms, (H, W, 3): how far brightness is from itself a
    little blurred, and by how much saving it once more changes it, at each of `QUALITIES`."""
    grey = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY).astype(np.float32)
    found = [np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 1.0))]
    for quality in QUALITIES:
        _, data = cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, quality])
        saved: Any = cv2.imdecode(data, cv2.IMREAD_COLOR)
        found.append(cv2.absdiff(part, saved).astype(np.float32).mean(axis=2))
    return np.asarray(40 * np.log2(1 + np.dstack(found)), np.float32)
