"""Straight lines in a picture, and how much edge lies on them."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.grounds import Weighted, outline_segments
from workers.vision.image import Pixels

Floats = npt.NDArray[np.float64]

MAX_LINES = 40
"""Most lines from which quadrilaterals are made: some ten thousand of them."""

GRADIENTS = (0.7, 5.0)
"""Least gradient of an edge, in levels of 8-bit Lab per pixel, on a plain ground such as a
scanner's lid, and on one with a pattern: above noise and JPEG blocks."""

FRAME = 0.015
"""Of the picture's longer side: an edge so near to its border is the border of a print or of a
page that was scanned, not that of a card on something."""


class EdgeMap:
    """The gradient of a picture: in every pixel that of the Lab channel where it is strongest."""

    def __init__(self, image: Pixels) -> None:
        self.height, self.width = image.shape[:2]
        lab = cv2.cvtColor(cv2.GaussianBlur(image, (0, 0), 1.0), cv2.COLOR_BGR2Lab)
        self.lab = lab
        channels = [c.astype(np.float32) for c in cv2.split(lab)]
        grad_x = np.stack([cv2.Scharr(c, cv2.CV_32F, 1, 0, scale=1 / 32) for c in channels])
        grad_y = np.stack([cv2.Scharr(c, cv2.CV_32F, 0, 1, scale=1 / 32) for c in channels])
        strongest = np.argmax(grad_x**2 + grad_y**2, axis=0)[None]
        self.x = np.take_along_axis(grad_x, strongest, 0)[0]
        self.y = np.take_along_axis(grad_y, strongest, 0)[0]
        typical = float(np.median(np.hypot(self.x, self.y)))
        self.least = float(np.clip(2 * typical, *GRADIENTS))

    def across(self, points: Floats, normal: Floats) -> Floats:
        """Gradient along `normal` at `points` (…, 2), 0 where the edge runs another way.

        Points outside of the picture give NaN.
        """
        column, row = np.round(points[..., 0]).astype(int), np.round(points[..., 1]).astype(int)
        inside = (column >= 0) & (column < self.width) & (row >= 0) & (row < self.height)
        column, row = np.where(inside, column, 0), np.where(inside, row, 0)
        gx, gy = self.x[row, column], self.y[row, column]
        along = np.abs(gx * normal[..., 0] + gy * normal[..., 1])
        along = np.where(along > 0.85 * np.hypot(gx, gy), along, 0.0)
        return np.where(inside, along, np.nan)

    def fit(self, start: Floats, end: Floats, reach: int) -> tuple[Floats, float]:
        """The line (normal, offset) through the strongest edges within `reach` of start-end."""
        side = end - start
        length = float(np.linalg.norm(side))
        normal = np.array([-side[1], side[0]]) / max(length, 1e-9)
        # Rounded corners (ISO/IEC 7810: 3.18 mm of 54) are no part of the line.
        along = np.linspace(0.08, 0.92, max(16, int(length / 2)))
        steps = np.arange(-reach, reach + 1)
        points = start + along[:, None] * side
        grid = points[:, None] + steps[None, :, None] * normal
        strength = np.nan_to_num(self.across(grid, normal))
        best = strength.argmax(axis=1)
        firm = strength.max(axis=1) > self.least
        if firm.sum() < 8:
            return normal, float(normal @ start)
        found = (points + steps[best][:, None] * normal)[firm].astype(np.float32)
        vx, vy, x, y = cv2.fitLine(found, cv2.DIST_WELSCH, 0, 0.01, 0.01).ravel().tolist()
        fitted = np.array([-vy, vx])
        if abs(fitted @ normal) < np.cos(np.deg2rad(4)):
            return normal, float(normal @ start)
        return fitted, float(fitted @ [x, y])


@dataclass(frozen=True)
class Lines:
    """n infinite lines normal·p = offset, with the edges that lie on them.

    `angle`: degrees in 0..180. `profile`: (n, m + 1) running count of edge pixels along each,
    `seen`: (n, m + 1) running count of pixels inside the picture; pixel 0 is at -m/2 from `foot`.
    """

    normal: Floats
    offset: Floats
    angle: Floats
    foot: Floats
    profile: Floats
    seen: Floats

    def meet(self, first: npt.NDArray[np.intp], second: npt.NDArray[np.intp]) -> Floats:
        """Where the lines cross, (n, 2); far outside where they hardly do."""
        a, b = self.normal[first], self.normal[second]
        det = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
        det = np.where(np.abs(det) < 1e-6, 1e-6, det)
        c, d = self.offset[first], self.offset[second]
        return (
            np.stack([c * b[:, 1] - d * a[:, 1], d * a[:, 0] - c * b[:, 0]], axis=1) / det[:, None]
        )

    def apart(
        self, first: npt.NDArray[np.intp], second: npt.NDArray[np.intp], point: Floats
    ) -> Floats:
        """Distance between two nearly parallel lines, measured through `point`."""
        sign = np.sign((self.normal[first] * self.normal[second]).sum(axis=1))
        a = self.normal[first] @ point - self.offset[first]
        b = self.normal[second] @ point - self.offset[second]
        return np.asarray(np.abs(a - sign * b))

    def mean_angle(self, first: npt.NDArray[np.intp], second: npt.NDArray[np.intp]) -> Floats:
        a, b = self.angle[first], self.angle[second]
        return np.asarray((a + ((b - a + 90) % 180 - 90) / 2) % 180)

    def support(
        self, line: npt.NDArray[np.intp], start: Floats, end: Floats
    ) -> tuple[Floats, Floats]:
        """(on, behind): the part of start-end on an edge, and of what follows its two ends.

        What lies outside of the picture counts as half: nothing is known of it.
        """
        direction = np.stack([-self.normal[line, 1], self.normal[line, 0]], axis=1)
        t = np.sort(
            np.stack(
                [((p - self.foot[line]) * direction).sum(axis=1) for p in (start, end)], axis=1
            )
        )
        low, high = t[:, 0], t[:, 1]
        length = np.maximum(high - low, 1.0)
        corner = 0.06 * length  # rounded
        on = self._part(line, low + corner, high - corner)
        tail = np.maximum(0.12 * length, 8.0)
        before, after = low - 3 - tail, high + 3 + tail
        behind = (self._part(line, before, low - 3) + self._part(line, high + 3, after)) / 2
        return on, behind

    def _part(self, line: npt.NDArray[np.intp], low: Floats, high: Floats) -> Floats:
        m = self.profile.shape[1] - 1
        a = np.clip(np.round(low + m / 2), 0, m).astype(int)
        b = np.clip(np.round(high + m / 2), 0, m).astype(int)
        wanted = np.maximum(high - low, 1.0)
        on = self.profile[line, b] - self.profile[line, a]
        seen = self.seen[line, b] - self.seen[line, a]
        return np.asarray(np.clip((on + 0.5 * np.maximum(wanted - seen, 0)) / wanted, 0, 1))


def candidate_lines(image: Pixels, edges: EdgeMap) -> Lines:
    """The most prominent lines: of the outlines first, then of the segments by their length."""
    found = np.concatenate([outline_segments(image), _line_segments(image)])
    return _profiles(_distinct(found[~_on_frame(found, edges)], edges), edges)


def _on_frame(segments: Floats, edges: EdgeMap) -> npt.NDArray[np.bool_]:
    near = FRAME * max(edges.width, edges.height)
    x, y = segments[:, [0, 2]], segments[:, [1, 3]]
    return np.asarray(
        (x.max(axis=1) < near)
        | (x.min(axis=1) > edges.width - 1 - near)
        | (y.max(axis=1) < near)
        | (y.min(axis=1) > edges.height - 1 - near)
    )


def _line_segments(image: Pixels) -> Weighted:
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    least = 0.05 * max(image.shape[:2])
    lab = cv2.cvtColor(image, cv2.COLOR_BGR2Lab)
    half = cv2.resize(lab, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    planes = [(lab[..., 0], 1)]
    for channel in (1, 2):  # chroma spans a third of the range, and half of the sharpness
        planes.append((cv2.convertScaleAbs(half[..., channel], alpha=3, beta=-256), 2))
    found = []
    for plane, factor in planes:
        segments = detector.detect(np.ascontiguousarray(plane))[0]
        if segments is not None:
            found.append(segments.reshape(-1, 4).astype(np.float64) * factor)
    if not found:
        return np.empty((0, 5))
    ends = np.concatenate(found)
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    return np.asarray(np.column_stack([ends, length])[length > least])


def _distinct(segments: Floats, edges: EdgeMap) -> Floats:
    """(n, 3) normal and offset of at most `MAX_LINES` lines, those of most edge first."""
    if not len(segments):
        return np.empty((0, 3))
    # Collinear segments (a side that letters or a finger interrupt) add up.
    direction = segments[:, 2:4] - segments[:, :2]
    direction /= np.maximum(np.linalg.norm(direction, axis=1), 1e-9)[:, None]
    normal = np.column_stack([-direction[:, 1], direction[:, 0]])
    middle = (segments[:, :2] + segments[:, 2:4]) / 2
    offset = (normal * middle).sum(axis=1)
    order = np.argsort(-segments[:, 4])
    cosine = np.abs(normal[order] @ normal[order].T)
    distance = np.abs(middle[order] @ normal[order].T - offset[order])
    same = (cosine > np.cos(np.deg2rad(2.5))) & (distance < 4)
    weight = same.T @ segments[order, 4]
    left = np.ones(len(order), bool)
    kept: list[int] = []
    while left.any() and len(kept) < MAX_LINES:
        best = int(np.argmax(np.where(left, weight, -1)))
        kept.append(int(order[best]))
        left &= ~same[:, best]
    fitted = [edges.fit(segments[k, :2], segments[k, 2:4], reach=3) for k in kept]
    return np.array([[*unit, at] for unit, at in fitted])


def _profiles(lines: Floats, edges: EdgeMap) -> Lines:
    normal, offset = lines[:, :2], lines[:, 2]
    half = int(np.hypot(edges.width, edges.height))
    centre = np.array([edges.width / 2, edges.height / 2])
    foot = centre - (normal @ centre - offset)[:, None] * normal
    direction = np.column_stack([-normal[:, 1], normal[:, 0]])
    on_line = foot[:, None] + np.arange(-half, half)[:, None] * direction[:, None]
    profile = np.zeros((len(lines), 2 * half + 1))
    seen = np.zeros_like(profile)
    edge = np.zeros(on_line.shape[:2], bool)
    for shift in (-2, -1, 0, 1, 2):
        across = edges.across(on_line + shift * normal[:, None], normal[:, None])
        edge |= np.nan_to_num(across) > edges.least
        if shift == 0:
            seen[:, 1:] = np.cumsum(~np.isnan(across), axis=1)
    profile[:, 1:] = np.cumsum(edge, axis=1)
    angle = np.rad2deg(np.arctan2(normal[:, 1], normal[:, 0])) % 180
    return Lines(normal, offset, angle, foot, profile, seen)
