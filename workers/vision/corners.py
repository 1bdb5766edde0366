"""How much of each corner of a card is missing: cut off, torn or worn.

The card is laid flat with a rim of what it lies on. In every corner, pixels are told apart by how
often their colour comes in the rim next to it, and how often in the card next to it; the corner
is missing as far as lines across it, each from side to side, show the rim's colours.
"""

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels

ROUNDING = 0.035
"""What an ID-1 card measures: its corners are rounded by 3.18 mm of 53.98 (ISO/IEC 7810), and
the line across at 45 degrees that touches an arc of radius r cuts 0.586 r off both sides."""

_LONG_SIDE = 640
_RIM = 32
_BLIND = 4
"""Pixels of the flat card next to an edge that may be of either side."""

_PATCH = 0.4
"""Of the shorter side: what is looked at around a corner; the last third of it is surely card."""

_MIXED = 0.1
"""Most of the rim that looks like card, and of the card that looks like rim."""

_LEVELS = 16
"""Of each channel of Lab, in the histograms of colours."""

Frequencies = npt.NDArray[np.float64]


def corner_cuts(image: Pixels, quad: npt.NDArray[np.floating]) -> list[float]:
    """How far each corner of the card at `quad` (4, 2) is cut, in the order of `quad`.

    The length that is missing of the sides that meet there, of the shorter of both, as part of
    the card's shorter side; about `ROUNDING` for a whole one. 0 where the corner lies outside of
    the picture, and where the card cannot be told from what it lies on.
    """
    side = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    across, along = max(side[0], side[2], 1.0), max(side[1], side[3], 1.0)
    factor = _LONG_SIDE / max(across, along)
    width, height = max(1, round(across * factor)), max(1, round(along * factor))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) + _RIM
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), flat)
    size = width + 2 * _RIM, height + 2 * _RIM
    view = cv2.warpPerspective(image, matrix, size, flags=cv2.INTER_AREA)
    seen = cv2.warpPerspective(np.full(image.shape[:2], 255, np.uint8), matrix, size) > 0
    lab = cv2.cvtColor(cv2.medianBlur(view, 5), cv2.COLOR_BGR2Lab)
    light, green, blue = cv2.split(lab // (256 // _LEVELS))
    bins = (light.astype(np.intp) * _LEVELS + green) * _LEVELS + blue
    patch = round(_PATCH * min(width, height))
    cuts = []
    for rows, columns in ((1, 1), (1, -1), (-1, -1), (-1, 1)):
        part = np.s_[: _RIM + patch, : _RIM + patch]
        cut = _cut(bins[::rows, ::columns][part], seen[::rows, ::columns][part], patch)
        cuts.append(round(cut / min(width, height), 4))
    return cuts


def _cut(bins: npt.NDArray[np.intp], seen: npt.NDArray[np.bool_], patch: int) -> int:
    """Pixels that are missing of the corner at (`_RIM`, `_RIM`), which points to the origin."""
    row = np.arange(bins.shape[0])[:, None] - _RIM
    column = np.arange(bins.shape[1])[None] - _RIM
    rim = ((row < -_BLIND) | (column < -_BLIND)) & seen
    inside = (row >= 0) & (column >= 0)
    card = (row > _BLIND) & (column > _BLIND) & (row + column > 2 * patch // 3)
    if rim.sum() < 0.5 * ((row < -_BLIND) | (column < -_BLIND)).sum() or not card.any():
        return 0
    in_rim, in_card = _frequencies(bins[rim]), _frequencies(bins[card])
    like_rim = in_rim / (in_rim + in_card) > 0.6
    if like_rim[bins[card]].mean() > _MIXED or 1 - like_rim[bins[rim]].mean() > _MIXED:
        return 0
    depth = (row + column)[inside]
    count = np.maximum(np.bincount(depth, minlength=patch), 1)
    share = (np.bincount(depth, like_rim[bins[inside]], patch) / count)[:patch]
    card_again = np.flatnonzero(share[_BLIND:] < 0.7)
    return _BLIND + int(card_again[0]) if len(card_again) else patch


def _frequencies(bins: npt.NDArray[np.intp]) -> Frequencies:
    """How often each colour comes, neighbours counted in, and every colour a little."""
    shape = (_LEVELS,) * 3
    counts: Frequencies = np.bincount(bins, minlength=_LEVELS**3).reshape(shape).astype(float)
    for axis in range(3):
        before, after = (np.insert(counts, place, 0, axis) for place in (0, _LEVELS))
        pairs = before + after
        counts = (np.delete(pairs, 0, axis) + np.delete(pairs, _LEVELS, axis)) / 4
    return np.asarray(counts.ravel() / max(1, len(bins)) + 1e-4)
