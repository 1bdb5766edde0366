"""What differs from the ground that it lies on, and the straight parts of its outline.

A scanner's lid, a sheet of paper and a plain table change so slowly that a card on them is seen
whole, however pale: the ground is all that can be reached from the picture's border without
crossing an edge. Where the ground has a pattern, it still differs from a card in colour,
brightness or saturation as a whole.
"""

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels
from workers.vision.sizes import GROUND_SIDE, fit

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.uint8]

SMOOTH = (0.7, 1.4, 2.8)
"""Gradients, in levels of 8-bit Lab per pixel, that still are of the ground: a lid's, a sheet's in
a photograph, a table's. A card that stands out by 4 levels has an edge of 1 to 2 per pixel."""

PLAIN = 0.4
"""Least part of the picture's border that a plain ground covers."""

LEAST_AREA = 0.01
"""Of the picture: what is smaller is no document that can be read."""

Weighted = Floats
"""(n, 5): x0, y0, x1, y1, weight."""


def outline_segments(image: Pixels) -> Weighted:
    """Long straight parts of the convex hulls of what stands out, in pixels of `image`."""
    small, scale = fit(image, GROUND_SIDE)
    lab = np.asarray(
        cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 0.8), cv2.COLOR_BGR2Lab), np.uint8
    )
    found = [
        _straight_parts(contour, lab.shape[1], lab.shape[0])
        for mask in (*_on_plain_ground(lab), *_by_colour(lab))
        for contour in _objects(mask)
    ]
    return np.concatenate(found) / scale if found else np.empty((0, 5))


def _on_plain_ground(lab: Pixels) -> list[Mask]:
    """What cannot be reached from the border, for each level of smoothness; none on a pattern."""
    planes = [plane.astype(np.float32) for plane in cv2.split(lab)]
    gradient = np.max(
        [
            np.hypot(
                cv2.Scharr(plane, cv2.CV_32F, 1, 0, scale=1 / 32),
                cv2.Scharr(plane, cv2.CV_32F, 0, 1, scale=1 / 32),
            )
            for plane in planes
        ],
        axis=0,
    )
    masks = []
    for most in SMOOTH:
        count, labels = cv2.connectedComponents((gradient < most).astype(np.uint8), connectivity=4)
        border = np.concatenate([labels[1], labels[-2], labels[:, 1], labels[:, -2]])
        along = np.bincount(border, minlength=count) / len(border)
        ground = along > 0.02
        ground[0] = False
        if along[ground].sum() > PLAIN:
            masks.append(np.where(ground[labels], 0, 255).astype(np.uint8))
    return masks


def _by_colour(lab: Pixels) -> list[Mask]:
    """Both sides of the best threshold of the distance from the border's colour, of lightness and
    of chroma."""
    height, width = lab.shape[:2]
    strip = max(2, round(0.02 * max(height, width)))
    border = np.concatenate(
        [
            lab[:strip].reshape(-1, 3),
            lab[-strip:].reshape(-1, 3),
            lab[:, :strip].reshape(-1, 3),
            lab[:, -strip:].reshape(-1, 3),
        ]
    )
    level = lab.astype(np.float32)
    from_border = np.linalg.norm(level - np.median(border, axis=0), axis=2)
    chroma = np.linalg.norm(level[..., 1:] - 128, axis=2)
    masks = []
    for plane in (from_border, level[..., 0], chroma):
        low, high = float(plane.min()), float(plane.max())
        scaled = ((plane - low) * (255 / max(high - low, 1.0))).astype(np.uint8)
        mask = cv2.threshold(scaled, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
        masks += [np.asarray(mask, np.uint8), np.asarray(255 - mask, np.uint8)]
    return masks


def _objects(mask: Mask) -> list[npt.NDArray[np.int32]]:
    """Outlines of what is large, its holes closed and its fringes cut."""
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return [
        np.asarray(contour, np.int32)
        for contour in contours
        if cv2.contourArea(contour) > LEAST_AREA * mask.size
    ]


def _straight_parts(contour: npt.NDArray[np.int32], width: int, height: int) -> Weighted:
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, True)
    polygon = cv2.approxPolyDP(hull, 0.012 * around, True).reshape(-1, 2).astype(np.float64)
    ends = np.column_stack([polygon, np.roll(polygon, -1, axis=0)])
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    return np.column_stack([ends, length])[length > 0.08 * around]
