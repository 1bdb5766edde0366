"""Where lines of text are on a picture (PP-OCRv6 detection)."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from workers.vision.text.boxes import Box, Image, upside_down
from workers.vision.text.tensors import resized, tensor

# The detector sees a picture whose longer side is this many pixels: 960 takes about half the
# time of 1280 and keeps small print apart, 736 merges lines. Small pictures are enlarged, since
# the detector misses letters under about 8 px, but not by more than the second number.
DETECTION_SIDE = 960
MAX_ENLARGEMENT = 3.0
STRIDE = 32  # the detector's downsampling: its input sides are multiples of this

# Post-processing of the probability map, with the constants the model was published with.
MAP_THRESHOLD = 0.3
BOX_THRESHOLD = 0.5
UNCLIP_RATIO = 1.6
MIN_SIDE = 3.0  # px of the map; smaller blobs are noise

SIDEWAYS = 1.5  # height over width from which an upright crop holds a sideways line


def detect(detector: InferenceSession, image: Image, side: int = DETECTION_SIDE) -> list[Box]:
    """Boxes of the lines, (4, 2) float32 each, clockwise from the reader's top left.

    Which of the two ends a line begins at is not known before it is read: it is taken to be
    the left one, or the lower one for a line that runs vertically. `side`: the longer side, in
    pixels, of the picture that the detector sees.
    """
    height, width = image.shape[:2]
    scale = min(side / max(height, width), MAX_ENLARGEMENT)
    shape = [max(STRIDE, round(length * scale / STRIDE) * STRIDE) for length in (height, width)]
    pixels = tensor(resized(image, shape[1], shape[0]))
    name = detector.get_inputs()[0].name
    probability = detector.run(None, {name: pixels[None]})[0][0, 0]
    back = np.array([width / shape[1], height / shape[0]], np.float32)
    return [_reader_first(quad * back) for quad in _quads(probability)]


def _quads(probability: NDArray[np.float32]) -> Iterator[Box]:
    """DB post-processing: blobs of the map as rectangles, grown back to the full line.

    The map marks the shrunken core of each line; a core is grown by area × ratio / perimeter on
    every side, which for a rectangle is the offset of its polygon.
    """
    blobs = cv2.dilate((probability > MAP_THRESHOLD).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(blobs, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        centre, (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < MIN_SIDE:
            continue
        core = cv2.boxPoints((centre, (width, height), angle)).astype(np.float32)
        if _mean_inside(probability, core) < BOX_THRESHOLD:
            continue
        grow = width * height * UNCLIP_RATIO / (width + height)
        yield cv2.boxPoints((centre, (width + grow, height + grow), angle)).astype(np.float32)


def _mean_inside(probability: NDArray[np.float32], quad: Box) -> float:
    height, width = probability.shape
    x, y, w, h = cv2.boundingRect(quad)
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + w, width), min(y + h, height)
    mask = np.zeros((bottom - top, right - left), np.uint8)
    cv2.fillPoly(mask, [(quad - (left, top)).round().astype(np.int32)], 1)
    return float(cv2.mean(probability[top:bottom, left:right], mask)[0])


def _reader_first(quad: Box) -> Box:
    """Corners clockwise from the line's beginning, its long side taken as its direction."""
    if cv2.contourArea(quad, oriented=True) < 0:
        quad = quad[::-1]
    across, down = quad[1] - quad[0], quad[2] - quad[1]
    along = across + 0
    if np.linalg.norm(down) > np.linalg.norm(across):
        quad, along = np.roll(quad, -1, axis=0), down
    square = max(np.abs(across).max(), np.abs(down).max()) < SIDEWAYS * min(
        np.linalg.norm(across), np.linalg.norm(down)
    )
    if square and abs(along[1]) > abs(along[0]):
        quad = np.roll(quad, -1, axis=0)
        along = quad[1] - quad[0]
    backwards = along[0] < 0 if abs(along[0]) >= abs(along[1]) else along[1] > 0
    return upside_down(quad) if backwards else quad
