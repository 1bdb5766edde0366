"""Where the card or the page is in a picture, and how to lay it flat.

A document is four straight edges that end at each other. Straight lines come from the line
segments of the picture and from the outlines of what differs from its surroundings; every four of
them that could be a document are scored by how much of each side lies on an edge of the picture,
how little the edge goes on behind the corners, the size, and the proportions. A wrong quadrilateral
does more harm than none, so a doubtful one is none.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels
from workers.vision.lines import MIN_GRADIENT, EdgeMap, Lines, candidate_lines

Quad = npt.NDArray[np.float32]
"""Four corners in pixels, (4, 2) as x, y, clockwise from the one that is top left as seen."""

WORKING_SIDE = 640
"""Longer side in pixels at which candidates are searched; they are refined at `REFINING_SIDE`."""

REFINING_SIDE = 1600

RATIOS = {"id1": 85.60 / 53.98, "id2": 105.0 / 74.0, "id3": 125.0 / 88.0, "spread": 176.0 / 125.0}
"""Long side over short side: ISO/IEC 7810 formats, and two ID-3 pages that lie open."""

MIN_SCORE = 0.74
"""Least confidence of a quadrilateral that is reported. See docs/checks.md for the error rates."""

NEARLY = 0.03
"""Scores this near to the best are as good: then the largest counts, not a frame printed in it."""

PRINT_AROUND = 1.2
"""Most print-like edges around a document, as part of their density in it."""

MIN_AREA = 0.03
"""Least part of the picture's area that a document covers: under it nothing could be read."""

MAX_OUTSIDE = 0.12
"""How far a corner may lie outside of the picture, as part of its diagonal."""

FOCAL = 0.8
"""Focal length over the picture's longer side: between a phone's main camera and a webcam."""

FULL_FRAME_TOLERANCE = 0.03
"""Largest deviation of the picture's own proportions from a format for it to be a scan of one."""

FULL_FRAME_CONFIDENCE = 0.3
"""Only the proportions speak for it."""


@dataclass(frozen=True)
class Card:
    """A document found in a picture.

    `quad`: its corners. `confidence`: 0..1. `cut`: a part of it lies outside of the picture.
    `full_frame`: no edge was seen, but the picture has a document's proportions, as scans and
    cropped pictures do: then `quad` is the picture's own corners and `cut` is false.
    """

    quad: Quad
    confidence: float
    cut: bool
    full_frame: bool = False


def find_card(image: Pixels) -> Card | None:
    """The most convincing document in a BGR picture, or None."""
    height, width = image.shape[:2]
    small, scale = _shrunk(image, WORKING_SIDE)
    edges = EdgeMap(small)
    lines = candidate_lines(small, edges)
    found = _best_quad(lines, edges)
    if found is None:
        return _full_frame(width, height)
    quad, confidence = found
    fine, fine_scale = _shrunk(image, REFINING_SIDE)
    quad = _refine(quad / scale * fine_scale, fine) / fine_scale
    outside = (quad < 0).any() or (quad >= [width, height]).any()
    return Card(clockwise(quad), round(confidence, 3), bool(outside))


def rectify(image: Pixels, quad: Quad, *, max_side: int | None = None) -> Pixels:
    """The quadrilateral laid flat at native resolution: the size of its own longer edges.

    What lies outside of the picture is white. `max_side` limits the longer side in pixels.
    """
    top, right, bottom, left = (
        float(np.linalg.norm(quad[b] - quad[a])) for a, b in ((0, 1), (1, 2), (3, 2), (0, 3))
    )
    width, height = max(top, bottom, 1.0), max(left, right, 1.0)
    factor = min(1.0, max_side / max(width, height)) if max_side else 1.0
    width, height = max(1, round(width * factor)), max(1, round(height * factor))
    # Corners are edges of pixels, not their centres.
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32) - 0.5, flat)
    return np.asarray(
        cv2.warpPerspective(
            image,
            matrix,
            (width, height),
            flags=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(255, 255, 255),
        ),
        np.uint8,
    )


def clockwise(quad: npt.NDArray[np.floating]) -> Quad:
    """The same corners, clockwise as seen, from the one nearest to the top left of their box."""
    centre = quad.mean(axis=0)
    angles = np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0])
    ordered = quad[np.argsort(angles)]
    return np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0).astype(np.float32)


def _shrunk(image: Pixels, side: int) -> tuple[Pixels, float]:
    """The picture with its longer side at most `side`, and the factor."""
    factor = side / max(image.shape[:2])
    if factor >= 1:
        return image, 1.0
    return (
        np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)),
        factor,
    )


def _full_frame(width: int, height: int) -> Card | None:
    ratio = max(width, height) / min(width, height)
    if min(abs(ratio / known - 1) for known in RATIOS.values()) > FULL_FRAME_TOLERANCE:
        return None
    quad = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return Card(quad, FULL_FRAME_CONFIDENCE, cut=False, full_frame=True)


def _best_quad(lines: Lines, edges: EdgeMap) -> tuple[npt.NDArray[np.float64], float] | None:
    """Every two pairs of opposite lines make a quadrilateral; the one with the highest score."""
    sides = _quads(lines, edges)
    if sides is None:
        return None
    corners = np.stack(
        [lines.meet(sides[:, k], sides[:, (k + 1) % 4]) for k in (3, 0, 1, 2)], axis=1
    )
    keep = _plausible(corners, edges)
    corners, sides = corners[keep], sides[keep]
    if not len(corners):
        return None
    scores = _scores(corners, sides, lines, edges)
    while scores.max() >= MIN_SCORE:
        as_good = scores > scores.max() - NEARLY
        best = int(np.argmax(np.where(as_good, _area(corners), 0)))
        if _alone(corners[best], edges):
            return corners[best], float(min(1.0, scores[best]))
        shift = np.abs(corners - corners[best]).max(axis=(1, 2))
        scores[shift < 0.03 * max(edges.width, edges.height)] = 0
    return None


def _alone(quad: npt.NDArray[np.float64], edges: EdgeMap) -> bool:
    """Whether print ends at the quadrilateral: a portrait has print around it, a card has not.

    Compares the density of edges that run along or across the quadrilateral's sides, as those of
    letters do, inside of it and in a ring of a third of its size around it.
    """
    centre = quad.mean(axis=0)
    side = (quad[1] - quad[0] + quad[2] - quad[3]) / 2
    turn = np.arctan2(side[1], side[0])
    strong = np.hypot(edges.x, edges.y) > 2 * MIN_GRADIENT
    angle = np.arctan2(edges.y, edges.x) - turn
    aligned = strong & (np.abs(np.sin(2 * angle)) < np.sin(2 * np.deg2rad(8)))
    density = []
    for outer, inner in ((0.94, 0.0), (1.67, 1.08)):
        mask = np.zeros(strong.shape, np.uint8)
        for factor, level in ((outer, 1), (inner, 0)):
            corners = np.round(centre + (quad - centre) * factor).astype(np.int32)
            cv2.fillConvexPoly(mask, corners, level)
        region = mask.astype(bool)
        density.append(aligned[region].sum() / max(1, region.sum()))
    return bool(density[1] <= PRINT_AROUND * density[0])


def _quads(lines: Lines, edges: EdgeMap) -> npt.NDArray[np.intp] | None:
    """(n, 4) indices of lines, in order around the quadrilateral."""
    first, second = np.triu_indices(len(lines.angle), 1)
    turn = np.abs((lines.angle[first] - lines.angle[second] + 90) % 180 - 90)
    middle = np.array([edges.width / 2, edges.height / 2])
    apart = lines.apart(first, second, middle)
    opposite = (turn < 25) & (apart > 0.12 * min(edges.width, edges.height))
    first, second = first[opposite], second[opposite]
    if len(first) < 2:
        return None
    direction = lines.mean_angle(first, second)
    a, b = np.triu_indices(len(first), 1)
    crossing = np.abs((direction[a] - direction[b] + 90) % 180 - 90) > 60
    a, b = a[crossing], b[crossing]
    return np.stack([first[a], first[b], second[a], second[b]], axis=1) if len(a) else None


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
        & (_area(corners) > MIN_AREA * size.prod())
    )


def _area(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    diagonals = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    return np.asarray(np.abs(_cross(*diagonals)) / 2)


def _cross(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])


def _scores(
    corners: npt.NDArray[np.float64],
    sides: npt.NDArray[np.intp],
    lines: Lines,
    edges: EdgeMap,
) -> npt.NDArray[np.float64]:
    """0..1, higher for a more convincing document."""
    ends = np.roll(corners, -1, axis=1)
    support = np.empty(sides.shape)
    behind = np.empty(sides.shape)
    for k in range(4):
        support[:, k], behind[:, k] = lines.support(sides[:, k], corners[:, k], ends[:, k])
    area = _area(corners) / (edges.width * edges.height)
    ratio, skew = _seen_flat(corners, edges)
    known = np.log(np.array(list(RATIOS.values())))
    off = np.abs(np.abs(np.log(ratio))[:, None] - known).min(axis=1)
    edge = 0.5 * support.mean(axis=1) + 0.5 * support.min(axis=1) - 0.25 * behind.mean(axis=1)
    return np.asarray(
        edge
        * (0.7 + 0.3 * np.exp(-((off / 0.1) ** 2) / 2))
        * (0.7 + 0.3 * np.exp(-((skew / 0.15) ** 2) / 2))
        * _size_weight(area)
    )


def _seen_flat(
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


def _refine(quad: npt.NDArray[np.float64], image: Pixels) -> npt.NDArray[np.float64]:
    """Fit each side again to the strongest edge near it, at a finer scale."""
    edges = EdgeMap(image)
    reach = max(4, round(4 * max(image.shape[:2]) / WORKING_SIDE))
    fitted = [edges.fit(quad[k], quad[(k + 1) % 4], reach) for k in range(4)]
    refined = np.empty_like(quad)
    for k in range(4):
        (normal_a, offset_a), (normal_b, offset_b) = fitted[k - 1], fitted[k]
        system = np.array([normal_a, normal_b])
        if abs(np.linalg.det(system)) < 0.3:
            return quad
        refined[k] = np.linalg.solve(system, [offset_a, offset_b])
    moved = np.linalg.norm(refined - quad, axis=1).max()
    return refined if moved < 4 * reach else quad
