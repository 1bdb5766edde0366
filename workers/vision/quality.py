"""How good a picture is: sharpness, glare, colour, size and framing, as plain numbers.

Everything is measured at a fixed working size, so that a number means the same for every camera;
only sizes are those of the picture's own pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.geometry import Card, rectify
from workers.vision.image import Pixels

DOCUMENT_SIDE = 640
"""Longer side in pixels at which a document is measured: print of 2 mm is about 14 pixels high."""

FACE_SIDE = 150
"""Side in pixels at which a face is measured."""

CLIPPED = 250
"""Least value of all three channels of a pixel that the light has washed out."""

PAPER = 235
"""A picture of which half is brighter is a white scan: glare cannot be told from its paper."""


@dataclass(frozen=True)
class Quality:
    """One picture of a document; what `of the document` means the picture where no edges are seen.

    `width`, `height`: of the picture, pixels. `found`: the document's edges were seen.
    `long_side`, `short_side`: of the document, native pixels. `sharpness`: see `sharpness`.
    `glare`: part of the document that is washed out, 0..1. `colour`: see `colour`, Lab units.
    `brightness`: mean luma of the document, 0..255. `margin`: least distance of a corner to the
    picture's border as part of the picture's shorter side; negative where it lies outside; 0
    where no edges are seen. `coverage`: part of the picture that the document covers, 0..1.
    `full_frame`: no edges, but the picture is a document from border to border.
    """

    width: int
    height: int
    found: bool
    full_frame: bool
    long_side: float
    short_side: float
    sharpness: float
    glare: float
    colour: float
    brightness: float
    margin: float
    coverage: float


@dataclass(frozen=True)
class FaceQuality:
    """The face on a selfie. `sharpness`, `colour`: see the functions. `brightness`: 0..255."""

    sharpness: float
    colour: float
    brightness: float


def measure(image: Pixels, card: Card | None, flat: Pixels | None = None) -> Quality:
    """Measure a picture of a document; `card` is what `find_card` found on it.

    `flat`: the card as `rectify` makes it, where the caller has it already.
    """
    height, width = image.shape[:2]
    document, found = image, False
    margin, coverage = 0.0, 1.0
    long_side, short_side = float(max(width, height)), float(min(width, height))
    if card is not None and not card.full_frame:
        found = True
        document = rectify(image, card.quad) if flat is None else flat
        side = np.linalg.norm(np.roll(card.quad, -1, axis=0) - card.quad, axis=1)
        across, along = float(side[[0, 2]].mean()), float(side[[1, 3]].mean())
        long_side, short_side = max(across, along), min(across, along)
        far = np.array([width, height]) - card.quad
        margin = float(min(card.quad.min(), far.min())) / min(width, height)
        visible = np.zeros((max(1, height // 4), max(1, width // 4)), np.uint8)
        cv2.fillConvexPoly(visible, np.round(card.quad / 4).astype(np.int32), 1)
        coverage = float(visible.mean())
    view = _fit(document, DOCUMENT_SIDE)
    return Quality(
        width=width,
        height=height,
        found=found,
        full_frame=card is not None and card.full_frame,
        long_side=round(long_side, 1),
        short_side=round(short_side, 1),
        sharpness=sharpness(view),
        glare=glare(view),
        colour=colour(view),
        brightness=round(float(_luma(view).mean()), 1),
        margin=round(margin, 4),
        coverage=round(coverage, 4),
    )


def measure_face(image: Pixels, box: Sequence[float]) -> FaceQuality:
    """Measure the face in `box` (x0, y0, x1, y1 in pixels; parts outside are left out)."""
    height, width = image.shape[:2]
    x0, x1 = (int(np.clip(round(x), 0, width)) for x in (box[0], box[2]))
    y0, y1 = (int(np.clip(round(y), 0, height)) for y in (box[1], box[3]))
    face = image[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    if face.size == 0:
        return FaceQuality(0.0, 0.0, 0.0)
    face = _fit(face, FACE_SIDE)
    return FaceQuality(sharpness(face), colour(face), round(float(_luma(face).mean()), 1))


def sharpness(image: Pixels) -> float:
    """Variance of the Laplacian over the variance of the luma, in thousandths.

    The Laplacian answers to detail of one or two pixels; the ratio does not change with contrast
    or brightness. 0 for a flat picture, 1000 and more for crisp print. Noise counts as detail:
    a light median takes most of it away first.
    """
    luma = cv2.medianBlur(_luma(image), 3).astype(np.float32)
    contrast = float(luma.var())
    if contrast < 4:  # two levels of deviation: nothing to see
        return 0.0
    return round(1000 * float(cv2.Laplacian(luma, cv2.CV_32F).var()) / contrast, 2)


def glare(image: Pixels) -> float:
    """Part of the picture in washed-out spots, 0..1; 0 on what is white anyway.

    A spot is wider than 1.5 % of the longer side: highlights on print are not glare.
    """
    least = image.min(axis=2)
    clipped = (least >= CLIPPED).astype(np.uint8)
    if np.median(least) >= PAPER:
        return 0.0
    kernel = np.ones((max(3, round(0.015 * max(image.shape[:2]))),) * 2, np.uint8)
    return round(float(cv2.morphologyEx(clipped, cv2.MORPH_OPEN, kernel).mean()), 4)


def colour(image: Pixels) -> float:
    """Spread of the hues, in units of Lab chroma; about 1 to 2 for a picture without colours.

    White balance is taken out first (every channel is divided by its mean), so that a grey print
    under warm light is grey. Then: the distance from the median chroma that a tenth of the
    pixels exceeds, averaged over blocks of 4 pixels against the noise of the sensor.
    """
    small = cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    if not small.size:
        return 0.0
    level = small.astype(np.float32)
    usable = (level.min(axis=2) > 30) & (level.max(axis=2) < CLIPPED)
    if usable.sum() < 50:
        return 0.0
    mean = np.maximum(level[usable].mean(axis=0), 1)
    balanced = np.clip(level / mean * mean.mean() / 255, 0, 1)
    lab = cv2.cvtColor(balanced, cv2.COLOR_BGR2Lab)[usable]
    chroma: npt.NDArray[np.float32] = lab[:, 1:] - np.median(lab[:, 1:], axis=0)
    return round(float(np.percentile(np.linalg.norm(chroma, axis=1), 90)), 2)


def _luma(image: Pixels) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def _fit(image: Pixels, side: int) -> Pixels:
    """With its longer side at most `side` pixels; smaller pictures are left as they are."""
    factor = side / max(image.shape[:2])
    if factor >= 1:
        return image
    size = tuple(max(1, round(length * factor)) for length in image.shape[1::-1])
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
