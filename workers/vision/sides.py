"""The sides of a quadrilateral measured again, in narrow strips along them at a finer scale."""

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels
from workers.vision.sizes import SEARCH_SIDE

Floats = npt.NDArray[np.float64]

REACH = 4
"""Pixels at `SEARCH_SIDE` by which a side may be off."""

LEAST = 1.5
"""Gradient of an edge, in levels of 8-bit Lab per pixel, after smoothing along the side."""

SAMPLES = 160
"""Along a side: each is an average over its part of it."""


def refined(quad: Floats, image: Pixels) -> Floats:
    """The corners (4, 2) where lines through the strongest edges near the sides meet.

    A side of which little lies in the picture stays where it is.
    """
    reach = max(4, round(REACH * max(image.shape[:2]) / SEARCH_SIDE))
    fitted = [_fitted(quad[k], quad[(k + 1) % 4], image, reach) for k in range(4)]
    corners = np.empty_like(quad)
    for k in range(4):
        (normal_a, offset_a), (normal_b, offset_b) = fitted[k - 1], fitted[k]
        system = np.array([normal_a, normal_b])
        if abs(np.linalg.det(system)) < 0.3:
            return quad
        corners[k] = np.linalg.solve(system, [offset_a, offset_b])
    moved = np.linalg.norm(corners - quad, axis=1).max()
    return corners if moved < 4 * reach else quad


def _fitted(start: Floats, end: Floats, image: Pixels, reach: int) -> tuple[Floats, float]:
    """Normal and offset of the line through the strongest edges within `reach` of start-end."""
    side = end - start
    normal = np.array([-side[1], side[0]]) / max(float(np.linalg.norm(side)), 1e-9)
    as_it_was = normal, float(normal @ start)
    # Rounded corners (ISO/IEC 7810: 3.18 mm of 54) are no part of the line.
    along = np.linspace(0.08, 0.92, SAMPLES)
    points = start + along[:, None] * side
    inside = ((points >= 1) & (points < np.array(image.shape[1::-1]) - 1)).all(axis=1)
    if inside.sum() < 0.15 * SAMPLES:
        return as_it_was
    points = points[inside]
    steps = np.arange(-reach - 2, reach + 3)
    grid = (points[:, None] + steps[None, :, None] * normal).astype(np.float32)
    strip = cv2.remap(
        image, grid[..., 0], grid[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    colour = cv2.cvtColor(strip, cv2.COLOR_BGR2Lab).astype(np.float32)
    lab = cv2.GaussianBlur(colour, (1, 5), 0)  # along the side alone
    across = np.abs(lab[:, 3:] - lab[:, :-3]).max(axis=2) / 3
    best = across.argmax(axis=1)
    firm = across.max(axis=1) > LEAST
    if firm.sum() < 8:
        return as_it_was
    at = steps[0] + 1.5 + best
    found = (points + at[:, None] * normal)[firm].astype(np.float32)
    vx, vy, x, y = cv2.fitLine(found, cv2.DIST_WELSCH, 0, 0.01, 0.01).ravel().tolist()
    fitted = np.array([-vy, vx])
    if abs(fitted @ normal) < np.cos(np.deg2rad(4)):
        return as_it_was
    return fitted, float(fitted @ [x, y])
