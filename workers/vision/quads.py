"""Quadrilaterals that could be documents, made of straight lines and scored.

Every four lines that could be the sides of a document are scored by how much of each side lies on
an edge of the picture, how little the edge goes on behind the corners, how smooth the paper is
along the inside of the sides, the size, and the proportions. A doubtful one is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.lines import EdgeMap, Lines

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

RATIOS = {"id1": 85.60 / 53.98, "id2": 105.0 / 74.0, "id3": 125.0 / 88.0, "spread": 176.0 / 125.0}
"""Long side over short side: ISO/IEC 7810 formats, and two ID-3 pages that lie open."""

MOST_CARDS = 4
"""On one picture: two sides of two documents."""

MIN_SCORE = 0.7
"""Least confidence of a quadrilateral that is reported. See docs/checks.md for the error rates."""

NEARLY = 0.03
"""Scores this near to the best are as good: then the largest counts, not a frame printed in it."""

MIN_SCORE_CUT = 0.74
"""The same where one side is not on the picture."""

PORTRAITS = 4.0
"""Least size of a document as a multiple of its portrait's or its fingerprint's."""

FRAMED = 0.12, 1.4
"""How much less a score, and how much larger an area may be, of the document on which a frame is
printed that was found."""

PRINT_AROUND = 1.2
"""Most print-like edges around a document, as part of their density in it."""

MIN_AREA = 0.02
"""Least part of the picture's area that a document covers: under it nothing could be read."""

MAX_OUTSIDE = 0.12
"""How far a corner may lie outside of the picture, as part of its diagonal."""

FOCAL = 0.8
"""Focal length over the picture's longer side: between a phone's main camera and a webcam."""


CLOSER_LOOK = 300
"""Most candidates at which is looked closely."""

RIM = 0.012
"""Of a document's size: how far from its sides the paper, or what is beside it, is looked at."""

SMOOTH = 12.0
"""Most difference of colour, in 8-bit Lab, along a third of a side that is one material."""

MAX_OVERLAP = 0.05
"""Most of a document that lies on another."""

LIKE = 0.2
"""Least size of a further document, as part of the first one's area: a stamp beside it is none."""


@dataclass(frozen=True)
class Candidates:
    """n quadrilaterals: `corners` (n, 4, 2), in order around, and their `scores` (n,)."""

    corners: Floats
    scores: Floats

    def __add__(self, other: "Candidates") -> "Candidates":
        return Candidates(
            np.concatenate([self.corners, other.corners]),
            np.concatenate([self.scores, other.scores]),
        )

    def where(self, keep: npt.NDArray[np.bool_] | Indices) -> "Candidates":
        return Candidates(self.corners[keep], self.scores[keep])


def whole(lines: Lines, edges: EdgeMap) -> Candidates:
    """The quadrilaterals that four lines enclose, those of which a corner is outside included."""
    sides = _quads(lines, edges)
    corners = np.stack(
        [lines.meet(sides[:, k], sides[:, (k + 1) % 4]) for k in (3, 0, 1, 2)], axis=1
    )
    keep = _plausible(corners, edges)
    corners, sides = corners[keep], sides[keep]
    return convincing(corners, *_supported(corners, sides, lines), edges)


def choose(candidates: Candidates, edges: EdgeMap, most: int) -> Candidates:
    """The most convincing ones, the best first, that do not overlap; at most `most`."""
    taken: list[int] = []
    candidates = candidates.where(candidates.scores >= MIN_SCORE)
    scores = candidates.scores.copy()
    corners = candidates.corners
    area = areas(corners)
    while len(taken) < most and scores.max(initial=0) > 0:
        as_good = scores > scores.max() - NEARLY
        best = int(np.argmax(np.where(as_good, area, 0)))
        best = _with_its_print(best, Candidates(corners, scores), edges)
        if _alone(corners[best], edges):
            taken.append(best)
            left = np.flatnonzero(scores)
            apart = [shared(corners[best], corners[other]) < MAX_OVERLAP for other in left]
            alike = area[left] > LIKE * area[taken[0]]
            scores[left[~(np.array(apart, bool) & alike)]] = 0
        else:
            shift = np.abs(corners - corners[best]).max(axis=(1, 2))
            scores[shift < 0.03 * max(edges.width, edges.height)] = 0
    return candidates.where(np.array(taken, np.intp))


def wider(found: Candidates, cut: Candidates, edges: EdgeMap) -> Candidates:
    """`found`, or `cut` where there is only that, or where what was found is printed on it."""
    if not len(cut.scores) or cut.scores[0] < MIN_SCORE_CUT:
        return found
    if _share(cut.corners, edges) < 0.5:  # a picture in a document, not a document in a picture
        return found
    if not len(found.scores):
        return cut
    if cut.scores[0] < found.scores[0] - FRAMED[0]:
        return found
    inner, outer = found.corners[0], cut.corners[0]
    much = areas(outer[None])[0] > PORTRAITS * areas(inner[None])[0]
    printed = (much or _on_paper(inner, edges)) and _has_print(inner, outer, edges)
    return cut if printed and shared(inner, outer) > 0.9 else found


def _has_print(inner: Floats, outer: Floats, edges: EdgeMap) -> bool:
    """Whether there is print between the quadrilaterals, half as dense as in the inner one."""
    strong = np.hypot(edges.x, edges.y) > 2 * edges.least
    between = _filled([_scaled(outer, 0.97)], edges) & ~_filled([_scaled(inner, 1.06)], edges)
    inside = strong[_filled([inner], edges)].mean()
    return bool(between.any() and strong[between].mean() > 0.5 * inside)


def _with_its_print(best: int, candidates: Candidates, edges: EdgeMap) -> int:
    """The candidate itself, or the one around it that has print where this one has none.

    A line under a title and the upper edge of a card are both straight: the title tells.
    """
    inner = candidates.corners[best]
    if not _on_paper(inner, edges):
        return best
    area = areas(candidates.corners)
    near = np.flatnonzero(
        (candidates.scores > max(0, candidates.scores[best] - FRAMED[0]))
        & (area > 1.02 * area[best])
        & (area < FRAMED[1] * area[best])
    )
    for larger in near[np.argsort(-candidates.scores[near])]:
        outer = candidates.corners[larger]
        if shared(inner, outer) > 0.98 and _has_print(inner, outer, edges):
            return int(larger)
    return best


def _filled(quads: Sequence[Floats], edges: EdgeMap) -> npt.NDArray[np.bool_]:
    mask = np.zeros((edges.height, edges.width), np.uint8)
    for quad in quads:
        cv2.fillConvexPoly(mask, np.round(quad).astype(np.int32), 1)
    return mask > 0


def _scaled(quad: Floats, factor: float) -> Floats:
    centre = quad.mean(axis=0)
    return np.asarray(centre + factor * (quad - centre))


def shared(one: Floats, other: Floats) -> float:
    """The part of the smaller quadrilateral that lies in the larger."""
    a, b = one.astype(np.float32), other.astype(np.float32)
    common = float(cv2.intersectConvexConvex(a, b)[0])
    if not common and np.abs(one.mean(axis=0) - other.mean(axis=0)).max() < 2:
        return 1.0  # OpenCV finds nothing in common where sides coincide
    return common / max(1e-6, min(cv2.contourArea(a), cv2.contourArea(b)))


def lying_in(found: Candidates, sheet: Floats) -> int:
    """How many of them lie in the sheet of paper, and are not the sheet itself."""
    smaller = areas(found.corners) < 0.5 * areas(sheet[None])
    return sum(shared(corners, sheet) > 0.9 for corners in found.corners[smaller])


def _on_paper(quad: Floats, edges: EdgeMap) -> bool:
    """Whether what is around the quadrilateral is of one colour along each side, as paper is."""
    return bool(_smoothness(quad[None], edges, -2 * RIM)[0] > 0.8)


def print_share(found: Floats, edges: EdgeMap) -> float:
    """The part of the print on the picture that the quadrilaterals (n, 4, 2) hold, 0..1; 1 if a
    pattern is around one of them, for that would count as print."""
    if not all(_on_paper(quad, edges) for quad in found):
        return 1.0
    return _share(found, edges)


def _share(found: Floats, edges: EdgeMap) -> float:
    strong = np.hypot(edges.x, edges.y) > 2 * edges.least
    inside = _filled([_scaled(quad, 1.03) for quad in found], edges)
    return float(strong[inside].sum() / max(1, strong.sum()))


def _alone(quad: npt.NDArray[np.float64], edges: EdgeMap) -> bool:
    """Whether print ends at the quadrilateral: a portrait has print around it, a card has not.

    Only paper can be printed on: where the surroundings have a pattern, nothing but a card lies.
    Else compares the density of edges that run along or across the quadrilateral's sides, as those
    of letters do, inside of it and in a ring of a third of its size around it.
    """
    if not _on_paper(quad, edges):
        return True
    side = (quad[1] - quad[0] + quad[2] - quad[3]) / 2
    turn = np.arctan2(side[1], side[0])
    strong = np.hypot(edges.x, edges.y) > 2 * edges.least
    angle = np.arctan2(edges.y, edges.x) - turn
    aligned = strong & (np.abs(np.sin(2 * angle)) < np.sin(2 * np.deg2rad(8)))
    inside = _filled([_scaled(quad, 0.94)], edges)
    around = _filled([_scaled(quad, 1.67)], edges) & ~_filled([_scaled(quad, 1.08)], edges)
    density = [aligned[region].sum() / max(1, region.sum()) for region in (inside, around)]
    return bool(density[1] <= PRINT_AROUND * density[0])


def opposite_pairs(lines: Lines, edges: EdgeMap) -> tuple[Indices, Indices]:
    """Lines that could be opposite sides of one document: nearly parallel, and apart."""
    first, second = np.triu_indices(len(lines.angle), 1)
    turn = np.abs((lines.angle[first] - lines.angle[second] + 90) % 180 - 90)
    apart = lines.apart(first, second, np.array([edges.width / 2, edges.height / 2]))
    opposite = (turn < 25) & (apart > 0.12 * min(edges.width, edges.height))
    return first[opposite], second[opposite]


def crossing(one: Floats, other: Floats) -> npt.NDArray[np.bool_]:
    """Whether angles, in degrees, could be those of sides that meet."""
    return np.asarray(np.abs((one - other + 90) % 180 - 90) > 60)


def _quads(lines: Lines, edges: EdgeMap) -> Indices:
    """(n, 4) indices of lines, in order around the quadrilateral."""
    first, second = opposite_pairs(lines, edges)
    direction = lines.mean_angle(first, second)
    a, b = np.triu_indices(len(first), 1)
    meet = crossing(direction[a], direction[b])
    a, b = a[meet], b[meet]
    return np.stack([first[a], first[b], second[a], second[b]], axis=1)


def _plausible(corners: npt.NDArray[np.float64], edges: EdgeMap) -> npt.NDArray[np.bool_]:
    """Convex, near or inside the picture, large enough, not foreshortened beyond reading."""
    size = np.array([edges.width, edges.height])
    margin = MAX_OUTSIDE * np.hypot(*size)
    inside = ((corners > -margin) & (corners < size + margin)).all(axis=(1, 2))
    side = np.roll(corners, -1, axis=1) - corners
    length = np.linalg.norm(side, axis=2)
    turns = _cross(side, np.roll(side, -1, axis=1))
    convex = (turns > 0).all(axis=1) | (turns < 0).all(axis=1)
    sine = np.abs(turns) / np.maximum(length * np.roll(length, -1, axis=1), 1e-9)
    opposite = np.minimum(length[:, :2], length[:, 2:]) / np.maximum(
        np.maximum(length[:, :2], length[:, 2:]), 1e-9
    )
    return np.asarray(
        inside
        & convex
        & (sine > 0.75).all(axis=1)
        & (opposite > 0.6).all(axis=1)
        & (areas(corners) > MIN_AREA * size.prod())
    )


def areas(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    diagonals = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    return np.asarray(np.abs(_cross(*diagonals)) / 2)


def _cross(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])


def _supported(corners: Floats, sides: Indices, lines: Lines) -> tuple[Floats, Floats]:
    """(on, behind), each (n, 4): see `Lines.support`."""
    ends = np.roll(corners, -1, axis=1)
    found = [lines.support(sides[:, k], corners[:, k], ends[:, k]) for k in range(4)]
    on, behind = (np.stack([side[part] for side in found], axis=1) for part in (0, 1))
    return on, behind


def convincing(corners: Floats, on: Floats, behind: Floats, edges: EdgeMap) -> Candidates:
    """Those of a score that is worth a closer look, with that look taken."""
    edge = 0.5 * on.mean(axis=1) + 0.5 * on.min(axis=1) - 0.25 * behind.mean(axis=1)
    corners, edge = corners[edge > 0.6], edge[edge > 0.6]
    ratio, skew = seen_flat(corners, edges)
    known = np.log(np.array(list(RATIOS.values())))
    off = np.abs(np.abs(np.log(ratio))[:, None] - known).min(axis=1)
    scores = (
        edge
        * (0.7 + 0.3 * np.exp(-((off / 0.1) ** 2) / 2))
        * (0.7 + 0.3 * np.exp(-((skew / 0.15) ** 2) / 2))
        * _size_weight(areas(corners) / (edges.width * edges.height))
    )
    best = np.argsort(-scores)[:CLOSER_LOOK]
    corners, scores = corners[best], scores[best]
    return Candidates(corners, scores * (0.7 + 0.3 * _smoothness(corners, edges, RIM)))


def _smoothness(corners: Floats, edges: EdgeMap, inwards: float) -> Floats:
    """0..1: how much of the least smooth side is of one colour, `inwards` of it (a part of the
    document's size; negative: outside of it).

    Paper is smooth along a side; a side that runs on over the surroundings has their pattern.
    """
    centre = corners.mean(axis=1, keepdims=True)
    start = corners + 2 * inwards * (centre - corners)
    along = np.linspace(0.04, 0.96, 48)[:, None]
    points = start[:, :, None] + along * (np.roll(start, -1, axis=1) - start)[:, :, None]
    column = np.clip(np.round(points[..., 0]), 0, edges.width - 1).astype(int)
    row = np.clip(np.round(points[..., 1]), 0, edges.height - 1).astype(int)
    colour = edges.lab[row, column].astype(np.float32)
    thirds = colour.reshape(-1, 4, 3, 16, 3)
    off = np.linalg.norm(thirds - np.median(thirds, axis=3, keepdims=True), axis=4)
    return np.asarray((off < SMOOTH).mean(axis=(2, 3)).min(axis=1))


def seen_flat(
    corners: npt.NDArray[np.float64], edges: EdgeMap
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """What each quadrilateral is in space: (its width over its height, the cosine of its angle).

    A plane seen by a camera of known focal length has the map [r1 r2 t] from its own coordinates,
    where r1 and r2 are its sides in space (Zhang, A flexible new technique for camera calibration,
    2000); only a true rectangle has them at right angles.
    """
    p = (corners - [edges.width / 2, edges.height / 2]) / (FOCAL * max(edges.width, edges.height))
    d1, d2, total = p[:, 1] - p[:, 2], p[:, 3] - p[:, 2], p[:, 0] - p[:, 1] + p[:, 2] - p[:, 3]
    det = _cross(d1, d2)
    g, h = _cross(total, d2) / det, _cross(d1, total) / det
    r1 = np.column_stack([p[:, 1] - p[:, 0] + g[:, None] * p[:, 1], g])
    r2 = np.column_stack([p[:, 3] - p[:, 0] + h[:, None] * p[:, 3], h])
    norm1, norm2 = np.linalg.norm(r1, axis=1), np.linalg.norm(r2, axis=1)
    return norm1 / norm2, np.abs((r1 * r2).sum(axis=1)) / (norm1 * norm2)


def _size_weight(area: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """From 0.85 for the smallest to 1.1 for the largest: an outer edge beats a printed frame."""
    return np.asarray(0.85 + 0.25 * np.clip(area, 0, 1) ** 0.5)
