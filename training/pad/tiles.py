"""What the network looks at: tiles of a flat card, or of a selfie, at the camera's own pixels.

Scaled down, a picture shows neither moiré nor the dots of a print. So the network gets squares of
the picture as it is, spread over the card, and what it says of them is pooled.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float32]

SIDE = 128
"""Of a tile, pixels: 7 to 12 mm of a card."""

MOST = 40
"""Tiles of one card: 8 × 5 cover a card of 1,000 × 630 pixels."""

CUES = ("screen", "print", "overlay", "edit")
"""What a tile may show: a screen's light, a print's dots, paper laid over, an editor's work."""

SHARE = 0.08
"""Of a tile, from which on a forged place counts as shown on it."""

_WHOLE = {"screen_replay": "screen", "colour_print": "print", "grey_copy": "print"}
_LOCAL = {
    "photo_replacement": "overlay",
    "physical_text": "overlay",
    "digital_photo": "edit",
    "digital_text": "edit",
    "recompressed": "edit",
    "face_print": "print",
    "face_screen": "screen",
}


@dataclass(frozen=True)
class Tiles:
    """`pixels`: (N, 128, 128, 3) BGR. `corners`: top left of each on the card, (N, 2)."""

    pixels: Image
    corners: npt.NDArray[np.int64]


def cut(card: Image, most: int = MOST) -> Tiles:
    """Tiles spread evenly over a flat card, BGR; they overlap where it is small.

    A card smaller than a tile is continued by its mirror image.
    """
    height, width = card.shape[:2]
    if min(height, width) < SIDE:
        below, right = max(0, SIDE - height), max(0, SIDE - width)
        card = np.asarray(
            cv2.copyMakeBorder(card, 0, below, 0, right, cv2.BORDER_REFLECT_101), np.uint8
        )
        height, width = card.shape[:2]
    across, down = max(1, round(width / SIDE)), max(1, round(height / SIDE))
    while across * down > most:
        if across * height > down * width:
            across -= 1
        else:
            down -= 1
    lefts = np.linspace(0, width - SIDE, across).round().astype(int)
    tops = np.linspace(0, height - SIDE, down).round().astype(int)
    corners = np.array([(x, y) for y in tops for x in lefts])
    pixels = np.stack([card[y : y + SIDE, x : x + SIDE] for x, y in corners])
    return Tiles(pixels, corners)


def labels(species: str, corners: npt.NDArray[np.int64], forged: Points | None) -> Points:
    """Which cue each tile shows, float32 (N, 4), NaN where it cannot be said.

    `forged`: the corners of the forged place on the flat card, (4, 2); None where it is all or
    nothing.
    """
    marks = np.zeros((len(corners), len(CUES)), np.float32)
    if species in _WHOLE:
        marks[:, CUES.index(_WHOLE[species])] = 1
    elif species in _LOCAL and forged is not None:
        shares = np.array([_share(corner, forged) for corner in corners])
        shown = np.where(shares > SHARE, 1.0, np.where(shares > 0, np.nan, 0.0))
        marks[:, CUES.index(_LOCAL[species])] = shown
        if _LOCAL[species] == "overlay":
            marks[shares > 0, CUES.index("print")] = np.nan  # paper laid over is printed too
    elif species == "synthetic":
        marks[:] = np.nan
    return marks


def _share(corner: npt.NDArray[np.int64], forged: Points) -> float:
    square = (np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * SIDE + corner).astype(np.float32)
    area, _ = cv2.intersectConvexConvex(square, forged.astype(np.float32))
    return float(area) / SIDE**2
