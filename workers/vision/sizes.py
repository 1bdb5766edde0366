"""How many pixels are looked at, for what: the one place that decides sizes of pictures."""

from typing import Any

import cv2
import numpy as np

from workers.vision.image import Pixels

SEARCH_SIDE = 640
"""Longer side in pixels at which cards are searched: an edge of a card is one or two pixels wide,
and print of 2 mm still shows as texture. Time grows with its square."""

GROUND_SIDE = 320
"""At which what lies on a plain ground is told from it: regions need no more, and noise is gone."""

REFINING_SIDE = 1600
"""At which the edges of a card that was found are measured: a tenth of a millimetre of an ID-1
card is 2 pixels, less than an edge is wide after a lens."""

FLAT_SIDE = 1600
"""Most pixels on the longer side of a flat card: 18.7 per millimetre of an ID-1 card and 12.8 of a
passport's page, so that print of 1.5 mm is 19 pixels high or more, and recognisers of text scale
every line down to 48 pixels or less. What needs the camera's own pixels (presentation attacks,
barcodes) takes them from the picture as it was sent."""

DOCUMENT_SIDE = 640
"""At which the quality of a flat card is measured: print of 2 mm is about 14 pixels high."""

FACE_SIDE = 150
"""At which that of a face is."""


def fit(image: Pixels, side: int) -> tuple[Pixels, float]:
    """The picture with its longer side at most `side` pixels, and the factor; never enlarged."""
    factor = side / max(image.shape[:2])
    if factor >= 1:
        return image, 1.0
    size = tuple(max(1, round(length * factor)) for length in image.shape[1::-1])
    shrunk: Any = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(shrunk, np.uint8), factor
