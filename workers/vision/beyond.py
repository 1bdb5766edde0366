"""Documents that reach over the picture's border, so that a side of them is not on it.

Three sides of which two run out of the picture, or two that both do, leave open how far the
document goes on. It is taken to have the proportions of a format, and to end just far enough
outside of the picture that nothing of it is cut off.
"""

import numpy as np
import numpy.typing as npt

from workers.vision.lines import EdgeMap, Lines
from workers.vision.quads import (
    RATIOS,
    Candidates,
    Floats,
    Indices,
    convincing,
    crossing,
    opposite_pairs,
)

INSIDE = 0.01
"""Of the picture's longer side: how far inside of it a corner has to be to count as seen."""

LEAST_SEEN = 0.6
"""Of the length of a side that runs out of the picture: what has to be on the picture of it."""

UNSEEN = 0.92
"""What a side that is not on the picture is worth of those that are: nothing speaks for it."""


def cut_off(lines: Lines, edges: EdgeMap) -> Candidates:
    """The quadrilaterals of which one side, but no corner of the opposite one, is outside."""
    first, second = opposite_pairs(lines, edges)
    if not len(first):
        return Candidates(np.empty((0, 4, 2)), np.empty(0))
    pair, across = np.nonzero(
        crossing(lines.mean_angle(first, second)[:, None], lines.angle[None, :])
    )
    a, b = first[pair], second[pair]
    start, end = lines.meet(a, across), lines.meet(across, b)
    seen = _inside(start, edges) & _inside(end, edges)
    a, b, across, start, end = a[seen], b[seen], across[seen], start[seen], end[seen]
    one, other = (_open(a, b, across, start, end, side, lines, edges) for side in (-1, 1))
    return one + other


def _open(
    a: Indices,
    b: Indices,
    across: Indices,
    start: Floats,
    end: Floats,
    side: int,
    lines: Lines,
    edges: EdgeMap,
) -> Candidates:
    """Those that run from `across` to one `side` of it, along `a` from `start`, `b` from `end`."""
    ahead, beside = (_towards(lines, line, across, side) for line in (a, b))
    reach_a, reach_b = _until_border(start, ahead, edges), _until_border(end, beside, edges)
    base = np.linalg.norm(end - start, axis=1)
    needed = np.maximum(reach_a, reach_b)
    ratio = np.array(sorted({*RATIOS.values(), *(1 / ratio for ratio in RATIOS.values())}))
    lengths = base[:, None] * ratio
    enough = lengths >= needed[:, None]
    length = lengths[np.arange(len(base)), enough.argmax(axis=1)]
    keep = (
        enough.any(axis=1)
        & (np.minimum(reach_a, reach_b) > LEAST_SEEN * length)
        & (base > 0.15 * min(edges.width, edges.height))
    )
    a, b, across, start, end, length = (part[keep] for part in (a, b, across, start, end, length))
    far_a = start + ahead[keep] * length[:, None]
    far_b = end + beside[keep] * length[:, None]
    corners = np.stack([start, end, far_b, far_a], axis=1)
    exits = start + ahead[keep] * reach_a[keep, None], end + beside[keep] * reach_b[keep, None]
    seen = [
        lines.support(across, start, end),
        lines.support(b, end, exits[1]),
        lines.support(a, start, exits[0]),
    ]
    on, behind = (np.stack([part[k] for part in seen], axis=1) for k in (0, 1))
    unseen = UNSEEN * on.min(axis=1, keepdims=True)
    return convincing(corners, np.hstack([on, unseen]), np.hstack([behind, 0 * unseen]), edges)


def _inside(points: Floats, edges: EdgeMap) -> npt.NDArray[np.bool_]:
    margin = INSIDE * max(edges.width, edges.height)
    size = np.array([edges.width, edges.height])
    return np.asarray(((points > margin) & (points < size - margin)).all(axis=1))


def _towards(lines: Lines, line: Indices, across: Indices, side: int) -> Floats:
    """The direction of `line`, (n, 2), to one side of `across`."""
    along = np.column_stack([-lines.normal[line, 1], lines.normal[line, 0]])
    sign = np.sign((along * lines.normal[across]).sum(axis=1)) * side
    return np.asarray(along * sign[:, None])


def _until_border(start: Floats, direction: Floats, edges: EdgeMap) -> Floats:
    """How far it is from `start`, which is inside of the picture, to its border."""
    size = np.array([edges.width, edges.height])
    room = np.where(direction > 0, size - start, start)
    return np.asarray((room / np.maximum(np.abs(direction), 1e-9)).min(axis=1))
