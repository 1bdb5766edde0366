"""Straight lines in a picture, and how much edge lies on them."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels

Floats = npt.NDArray[np.float64]

MAX_LINES = 48
"""Most lines from which quadrilaterals are made: about 10⁵ of them, a tenth of a second."""

MIN_GRADIENT = 5.0
"""Least gradient of an edge, in levels of 8-bit Lab per pixel: above noise and JPEG blocks."""


class EdgeMap:
    """The gradient of a picture: in every pixel that of the Lab channel where it is strongest."""

    def __init__(self, image: Pixels) -> None:
        self.height, self.width = image.shape[:2]
        lab = cv2.cvtColor(cv2.GaussianBlur(image, (0, 0), 1.0), cv2.COLOR_BGR2Lab)
        channels = [c.astype(np.float32) for c in cv2.split(lab)]
        grad_x = np.stack([cv2.Scharr(c, cv2.CV_32F, 1, 0, scale=1 / 32) for c in channels])
        grad_y = np.stack([cv2.Scharr(c, cv2.CV_32F, 0, 1, scale=1 / 32) for c in channels])
        strongest = np.argmax(grad_x**2 + grad_y**2, axis=0)[None]
        self.x = np.take_along_axis(grad_x, strongest, 0)[0]
        self.y = np.take_along_axis(grad_y, strongest, 0)[0]

    def across(self, points: Floats, normal: Floats) -> Floats:
        """Gradient along `normal` at `points` (…, 2), 0 where the edge runs another way.

        Points outside of the picture give NaN.
        """
        column, row = np.round(points[..., 0]).astype(int), np.round(points[..., 1]).astype(int)
        inside = (column >= 0) & (column < self.width) & (row >= 0) & (row < self.height)
        column, row = np.where(inside, column, 0), np.where(inside, row, 0)
        gx, gy = self.x[row, column], self.y[row, column]
        along = np.abs(gx * normal[0] + gy * normal[1])
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
        firm = strength.max(axis=1) > MIN_GRADIENT
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
    found = np.concatenate([_outline_segments(image), _line_segments(image)])
    return _profiles(_distinct(found, edges), edges)


def _line_segments(image: Pixels) -> Floats:
    """(n, 5) x0, y0, x1, y1, weight."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    lab = cv2.cvtColor(image, cv2.COLOR_BGR2Lab)
    least = 0.05 * max(image.shape[:2])
    found = []
    for channel, gain in ((0, 1), (1, 3), (2, 3)):  # chroma spans a third of the range
        plane = cv2.convertScaleAbs(lab[..., channel], alpha=gain, beta=128 - 128 * gain)
        if channel == 0:
            plane = lab[..., 0]
        segments = detector.detect(np.ascontiguousarray(plane))[0]
        if segments is not None:
            found.append(segments.reshape(-1, 4).astype(np.float64))
    if not found:
        return np.empty((0, 5))
    ends = np.concatenate(found)
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    return np.asarray(np.column_stack([ends, length])[length > least])


def _outline_segments(image: Pixels) -> Floats:
    """Long straight parts of the convex hulls of what differs from its surroundings, (n, 5)."""
    lab = cv2.cvtColor(cv2.GaussianBlur(image, (0, 0), 2.0), cv2.COLOR_BGR2Lab)
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
    from_border = np.linalg.norm(lab.astype(np.float32) - np.median(border, axis=0), axis=2)
    chroma = np.linalg.norm(lab[..., 1:].astype(np.float32) - 128, axis=2)
    found = []
    for plane in (from_border, lab[..., 0].astype(np.float32), chroma):
        low, high = float(plane.min()), float(plane.max())
        level = ((plane - low) * (255 / max(high - low, 1.0))).astype(np.uint8)
        _, mask = cv2.threshold(level, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        for side in (mask, 255 - mask):
            closed = cv2.morphologyEx(side, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
            opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
            contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
            for contour in contours:
                if cv2.contourArea(contour) > 0.03 * height * width:
                    found.append(_straight_parts(np.asarray(contour, np.int32), width, height))
    return np.concatenate(found) if found else np.empty((0, 5))


def _straight_parts(contour: npt.NDArray[np.int32], width: int, height: int) -> Floats:
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, True)
    polygon = cv2.approxPolyDP(hull, 0.012 * around, True).reshape(-1, 2).astype(np.float64)
    ends = np.column_stack([polygon, np.roll(polygon, -1, axis=0)])
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    on_frame = (
        (ends[:, [0, 2]].max(axis=1) < 3)
        | (ends[:, [0, 2]].min(axis=1) > width - 4)
        | (ends[:, [1, 3]].max(axis=1) < 3)
        | (ends[:, [1, 3]].min(axis=1) > height - 4)
    )
    return np.asarray(np.column_stack([ends, length])[(length > 0.1 * around) & ~on_frame])


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
    steps = np.arange(-half, half)
    profile = np.zeros((len(lines), 2 * half + 1))
    seen = np.zeros_like(profile)
    for k in range(len(lines)):
        direction = np.array([-normal[k, 1], normal[k, 0]])
        points = foot[k] + steps[:, None] * direction
        near = np.stack(
            [edges.across(points + shift * normal[k], normal[k]) for shift in (-2, -1, 0, 1, 2)]
        )
        profile[k, 1:] = np.cumsum((np.nan_to_num(near) > MIN_GRADIENT).any(axis=0))
        seen[k, 1:] = np.cumsum(~np.isnan(near[2]))
    angle = np.rad2deg(np.arctan2(normal[:, 1], normal[:, 0])) % 180
    return Lines(normal, offset, angle, foot, profile, seen)
