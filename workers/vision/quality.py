"""How good a picture is: sharpness, glare, colour, size and framing, as plain numbers.

Everything is measured at a fixed working size, so that a number means the same for every camera;
only sizes are those of the picture's own pixels.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.corners import corner_cuts
from workers.vision.geometry import Card, rectify
from workers.vision.image import Pixels
from workers.vision.sizes import DOCUMENT_SIDE, FACE_SIDE, fit

CLIPPED = 250
"""Least value of all three channels of a pixel that the light has washed out."""

PAPER = 235
"""A picture of which half is brighter is a white scan: glare cannot be told from its paper."""

TILES = (4, 3)
"""Along and across the document: a tile is a field's width, so that a smudge on one is seen."""

PRINTED = 0.04
"""Least part of a tile in strokes of print for its sharpness to say something."""

STROKE = 25
"""Least grey levels by which a stroke of print is darker than the paper beside it."""

LEAST_USABLE = 50
"""Blocks of a picture that are neither black nor white, from which it may show colours."""

EDGE_ERROR = 0.005
"""Of the picture's shorter side: how far the corners of a document are in error."""

SIDES = ("top", "right", "bottom", "left")


@dataclass(frozen=True)
class Quality:
    """One picture of a document; what `of the document` means the picture where no edges are seen.

    `width`, `height`: of the picture, pixels. `found`: the document's edges were seen.
    `full_frame`: no edges, but the picture is a document from border to border.
    `long_side`, `short_side`: of the document, native pixels. `sharpness`: see `sharpness`;
    `worst_sharpness`: see there. `glare`: part of the document that is washed out, 0..1;
    `glare_spot`: the largest single spot; None on white. `colour`, `second_hue`: see the functions,
    Lab units.
    `brightness`: mean luma of the document, 0..255. `coverage`: part of the picture that the
    document covers, 0..1.

    Framing, all 0 or empty where no edges are seen: `margin`: least distance of a corner to the
    picture's border as part of the picture's shorter side, negative where it lies outside.
    `surround`: the same distance as part of the document's longer side. `outside`: part of the
    document's area that is not on the picture, 0..1; `sides_outside`: which `SIDES` of the flat
    document leave the picture. `corner_cuts`: see `corners.corner_cuts`.
    """

    width: int
    height: int
    found: bool
    full_frame: bool
    long_side: float
    short_side: float
    sharpness: float
    glare: float | None
    colour: float | None
    brightness: float
    margin: float
    coverage: float
    worst_sharpness: float = 0.0
    glare_spot: float | None = 0.0
    second_hue: float | None = None
    surround: float = 0.0
    outside: float = 0.0
    sides_outside: list[str] = field(default_factory=list)
    corner_cuts: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class FaceQuality:
    """The face on a selfie. `sharpness`, `colour`: see the functions. `brightness`: 0..255."""

    sharpness: float
    colour: float | None
    brightness: float


def measure(image: Pixels, card: Card | None, flat: Pixels | None = None) -> Quality:
    """Measure a picture of a document; `card` is what `find_cards` found on it.

    `flat`: the card as `rectify` makes it, where the caller has it already. How the card lies on
    the picture is measured only where its edges were seen.
    """
    height, width = image.shape[:2]
    document = image
    long_side, short_side = float(max(width, height)), float(min(width, height))
    framing = _Framing()
    if card is not None and not card.full_frame:
        document = rectify(image, card.quad) if flat is None else flat
        side = np.linalg.norm(np.roll(card.quad, -1, axis=0) - card.quad, axis=1)
        across, along = float(side[[0, 2]].mean()), float(side[[1, 3]].mean())
        long_side, short_side = max(across, along), min(across, along)
        if card.edges:
            framing = _framing(image, card, long_side)
    view = fit(document, DOCUMENT_SIDE)[0]
    glared, spot = glare(view) or (None, None)
    return Quality(
        width=width,
        height=height,
        found=card is not None and card.edges,
        full_frame=card is not None and card.full_frame,
        long_side=round(long_side, 1),
        short_side=round(short_side, 1),
        sharpness=sharpness(view),
        worst_sharpness=worst_sharpness(view),
        glare=glared,
        glare_spot=spot,
        colour=colour(view),
        second_hue=second_hue(view),
        brightness=round(float(_luma(view).mean()), 1),
        **asdict(framing),
    )


@dataclass(frozen=True)
class _Framing:
    """How a document lies on its picture: see `Quality`."""

    margin: float = 0.0
    surround: float = 0.0
    coverage: float = 1.0
    outside: float = 0.0
    sides_outside: list[str] = field(default_factory=list)
    corner_cuts: list[float] = field(default_factory=list)


def _framing(image: Pixels, card: Card, long_side: float) -> _Framing:
    height, width = image.shape[:2]
    quad = card.quad.astype(np.float32)
    far = np.array([width, height]) - quad
    nearest = float(min(quad.min(), far.min()))
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    visible = float(cv2.intersectConvexConvex(quad, frame)[0])
    whole = max(1.0, float(cv2.contourArea(quad)))
    beyond = (quad < -EDGE_ERROR * min(width, height)) | (far < -EDGE_ERROR * min(width, height))
    # A side of the document is cut where the picture ends, one of its corners being outside.
    out = beyond.any(axis=1)
    return _Framing(
        margin=round(nearest / min(width, height), 4),
        surround=round(nearest / max(1.0, long_side), 4),
        coverage=round(visible / (width * height), 4),
        outside=round(max(0.0, 1 - visible / whole), 4),
        sides_outside=[side for k, side in enumerate(SIDES) if out[k] or out[(k + 1) % 4]],
        corner_cuts=corner_cuts(image, quad),
    )


def measure_face(image: Pixels, box: Sequence[float]) -> FaceQuality:
    """Measure the face in `box` (x0, y0, x1, y1 in pixels; parts outside are left out)."""
    height, width = image.shape[:2]
    x0, x1 = (int(np.clip(round(x), 0, width)) for x in (box[0], box[2]))
    y0, y1 = (int(np.clip(round(y), 0, height)) for y in (box[1], box[3]))
    face = image[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    if face.size == 0:
        return FaceQuality(0.0, 0.0, 0.0)
    face = fit(face, FACE_SIDE)[0]
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


def worst_sharpness(image: Pixels) -> float:
    """`sharpness` of the least sharp tile of print: blur of one part of the document.

    Print is dark strokes narrower than a letter is high. 0 where no tile has print, as where blur
    has washed all of it away. A tile that a portrait fills has softer edges than print: 25 to 45
    where `sharpness` is 500, and 9 to 26 on poor photographs of specimens, where it is 40 to 100.
    """
    across, along = TILES if image.shape[1] >= image.shape[0] else TILES[::-1]
    values = []
    for row in np.array_split(image, along):
        for tile in np.array_split(row, across, axis=1):
            luma = _luma(tile) if tile.size else np.zeros((1, 1), np.uint8)
            strokes = cv2.morphologyEx(luma, cv2.MORPH_BLACKHAT, np.ones((11, 11), np.uint8))
            if (strokes > STROKE).mean() > PRINTED:
                values.append(sharpness(tile))
    return min(values, default=0.0)


def glare(image: Pixels) -> tuple[float, float] | None:
    """Parts of the picture, 0..1: all washed-out spots, and the largest; None on what is white
    anyway.

    A spot is wider than 1.5 % of the longer side: highlights on print are not glare.
    """
    least = image.min(axis=2)
    clipped = (least >= CLIPPED).astype(np.uint8)
    if np.median(least) >= PAPER:
        return None
    kernel = np.ones((max(3, round(0.015 * max(image.shape[:2]))),) * 2, np.uint8)
    spots = cv2.morphologyEx(clipped, cv2.MORPH_OPEN, kernel)
    areas = cv2.connectedComponentsWithStats(spots)[2][1:, cv2.CC_STAT_AREA]
    return round(float(spots.mean()), 4), round(float(areas.max(initial=0)) / spots.size, 4)


def colour(image: Pixels) -> float | None:
    """Spread of the hues, in units of Lab chroma; about 1 to 2 for a picture without colours. None
    where nearly all of it is black or washed out.

    White balance is taken out first (every channel is divided by its mean), so that a grey print
    under warm light is grey. Then: the distance from the median chroma that a tenth of the
    pixels exceeds, averaged over blocks of 4 pixels against the noise of the sensor.
    """
    small = cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    if not small.size:
        return None
    level = small.astype(np.float32)
    usable = (level.min(axis=2) > 30) & (level.max(axis=2) < CLIPPED)
    if usable.sum() < LEAST_USABLE:
        return None
    mean = np.maximum(level[usable].mean(axis=0), 1)
    balanced = np.clip(level / mean * mean.mean() / 255, 0, 1)
    lab = cv2.cvtColor(balanced, cv2.COLOR_BGR2Lab)[usable]
    chroma: npt.NDArray[np.float32] = lab[:, 1:] - np.median(lab[:, 1:], axis=0)
    return round(float(np.percentile(np.linalg.norm(chroma, axis=1), 90)), 2)


def second_hue(image: Pixels) -> float | None:
    """Spread of the colours beside their main direction, in Lab units; None of a picture too small.

    What has one ink, or none, has colours along one line alone, from the paper to the ink, however
    the light tints it. Standard deviation across that line, of blocks of 4 pixels.
    """
    small = cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    if small.size < 3 * LEAST_USABLE:
        return None
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
    across = np.linalg.eigvalsh(np.cov(lab[..., 1:].reshape(-1, 2).T))[0]
    return round(float(np.sqrt(max(across, 0.0))), 2)


def _luma(image: Pixels) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
