"""Faces and their five points with MTCNN (Zhang et al., 2016, arXiv:1604.02878).

A cascade: P-Net slides a window of 12 pixels over an image pyramid, R-Net looks at what it proposes
at 24 pixels, O-Net at what is left at 48, and each moves the boxes by what it has learned.
"""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

Image = NDArray[np.uint8]
Array = NDArray[np.float32]

CROPPED_SIDE, SEARCHED_SIDE = 1280, 640
"""Longer pictures are halved until their longer side is at most this, for the crops that R-Net and
O-Net see and for the pyramid: the networks look at 48 pixels of a face, more is not used."""
SMALLEST = 1 / 20
"""The smallest face looked for, by the picture's longer side. The pyramid's largest picture is
12 / SMALLEST pixels wide whatever the picture, which bounds the work."""
WINDOW, STEP = 12, 2
PYRAMID = 0.709
"""From one picture of the pyramid to the next: half the area, as the networks were trained."""
PROPOSED, REFINED = 0.6, 0.7
"""Probabilities of a face that pass P-Net and R-Net."""
POSSIBLE, ACCEPTED = 0.6, 0.9
"""The same for O-Net, which looks twice, the second time at the box it has corrected itself: what
passes the first look, and the mean of both. Faces keep their probability, textures lose it."""
MOST = 128
"""At most this many proposals, the likeliest ones, reach R-Net."""


@dataclass(frozen=True)
class Face:
    """A face in the pixels of the picture it was found in; parts may lie outside of it."""

    box: tuple[float, float, float, float]
    """x0, y0, x1, y1: from the chin to the forehead."""
    confidence: float
    """0..1, as its detector means it: of MTCNN the mean of O-Net's two looks."""
    points: Array
    """(5, 2): eyes, tip of the nose, corners of the mouth; of two, the picture's left one first."""

    @property
    def area(self) -> float:
        """Square pixels of the box."""
        x0, y0, x1, y1 = self.box
        return (x1 - x0) * (y1 - y0)


class Detector(Protocol):
    """What finds faces."""

    def detect(self, image: Image) -> list[Face]:
        """The upright faces of a picture of any size, the largest first; often none."""


class FaceDetector:
    """The three networks as sessions: P-Net, R-Net, O-Net."""

    def __init__(
        self, proposal: InferenceSession, refinement: InferenceSession, output: InferenceSession
    ) -> None:
        self._proposal = proposal
        self._refinement = refinement
        self._output = output

    def detect(self, image: Image) -> list[Face]:
        """The upright faces of a picture of any size, the largest first; often none."""
        work, scale = halved(image, CROPPED_SIDE)
        boxes = self._proposed(work)
        boxes = self._refined(work, boxes)
        boxes, faces, points = self._located(work, boxes)
        found = [
            Face(
                box=(float(box[0]), float(box[1]), float(box[2]), float(box[3])),
                confidence=float(face),
                points=five,
            )
            for box, face, five in zip(boxes * scale, faces, points * scale, strict=True)
        ]
        return sorted(found, key=lambda face: face.area, reverse=True)

    def _proposed(self, image: Image) -> Array:
        """P-Net over the pyramid: boxes (N, 4), square."""
        base, factor = halved(image, SEARCHED_SIDE)
        shortest, longest = sorted(base.shape[:2])
        scale = min(1.0, WINDOW / (SMALLEST * longest))
        boxes, faces = [np.empty((0, 4), np.float32)], [np.empty(0, np.float32)]
        while shortest * scale >= WINDOW:
            offsets, face = self._run(self._proposal, _tensor([_resized(base, scale)]))
            rows, columns = np.nonzero(face[0, 0] >= PROPOSED)
            probability = face[0, 0, rows, columns]
            corner = STEP * np.stack([columns, rows], axis=1)
            box = np.hstack([corner, corner + WINDOW]) + WINDOW * offsets[0, :, rows, columns]
            kept = suppress(box, probability, 0.5)
            boxes.append((box[kept] * (factor / scale)).astype(np.float32))
            faces.append(probability[kept])
            scale *= PYRAMID
        box, face = np.concatenate(boxes), np.concatenate(faces)
        return _squared(box[suppress(box, face, 0.7)[:MOST]])

    def _refined(self, image: Image, boxes: Array) -> Array:
        """R-Net over the proposals: boxes (N, 4)."""
        if not len(boxes):
            return boxes
        offsets, face = self._run(self._refinement, _tensor(_crops(image, boxes, 24)))
        passed = face[:, 0] >= REFINED
        boxes = _moved(boxes, offsets)[passed]
        return boxes[suppress(boxes, face[passed, 0], 0.7)]

    def _located(self, image: Image, boxes: Array) -> tuple[Array, Array, Array]:
        """O-Net over what is left: boxes (N, 4), probabilities (N,), points (N, 5, 2)."""
        faces, points = np.ones(len(boxes), np.float32), np.empty((len(boxes), 5, 2), np.float32)
        for look, least in ((1, POSSIBLE), (2, ACCEPTED)):
            if not len(boxes):
                break
            boxes = _squared(boxes)
            offsets, five, face = self._run(self._output, _tensor(_crops(image, boxes, 48)))
            points = boxes[:, None, :2] + five.reshape(-1, 2, 5).transpose(0, 2, 1) * _sides(boxes)
            boxes = _moved(boxes, offsets)
            faces = faces + (face[:, 0] - faces) / np.float32(look)  # the mean so far
            kept = suppress(boxes, faces, 0.7, contained=True)
            kept = kept[faces[kept] >= least]
            boxes, faces, points = boxes[kept], faces[kept], points[kept]
        return boxes, faces, points

    @staticmethod
    def _run(session: InferenceSession, tensor: Array) -> list[Array]:
        outputs: list[Array] = session.run(None, {session.get_inputs()[0].name: tensor})
        return outputs


def suppress(
    boxes: Array, scores: Array, most: float, *, contained: bool = False
) -> NDArray[np.intp]:
    """Non-maximum suppression: the indices of the boxes to keep, the best first.

    A box goes where it overlaps a better one by more than `most`: by their union, or, with
    `contained`, by the smaller of the two, which also removes a box within another.
    """
    order = np.argsort(-scores, kind="stable")
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    kept = []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(best)
        low = np.maximum(boxes[best, :2], boxes[order, :2])
        high = np.minimum(boxes[best, 2:], boxes[order, 2:])
        common = np.prod(np.clip(high - low, 0, None), axis=1)
        smaller = np.minimum(areas[best], areas[order])
        whole = smaller if contained else areas[best] + areas[order] - common
        order = order[common <= most * whole]
    return np.array(kept, np.intp)


def halved(image: Image, longest: int) -> tuple[Image, int]:
    """The picture halved until its longer side is at most `longest`, and the factor back.

    Halving by whole pixels is many times faster than other factors.
    """
    factor = 1
    while max(image.shape[:2]) > longest and min(image.shape[:2]) > 1:
        height, width = (side // 2 for side in image.shape[:2])
        even = image[: 2 * height, : 2 * width]
        image = np.asarray(
            cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8
        )
        factor *= 2
    return image, factor


def _resized(image: Image, scale: float) -> Image:
    if scale == 1:
        return image
    height, width = (max(1, round(side * scale)) for side in image.shape[:2])
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _tensor(images: list[Image]) -> Array:
    """BGR pictures of one size to (N, 3, H, W) RGB 0..255."""
    return np.ascontiguousarray(np.stack(images)[..., ::-1].transpose(0, 3, 1, 2), np.float32)


def _crops(image: Image, boxes: Array, side: int) -> list[Image]:
    """Square crops resized to `side` pixels; what lies outside the picture is black."""
    height, width = image.shape[:2]
    crops = []
    for x0, y0, x1, y1 in np.rint(boxes).astype(int):
        if 0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height:
            whole = image[y0:y1, x0:x1]
        else:
            shift = np.array([[1, 0, -x0], [0, 1, -y0]], np.float64)
            size = max(1, x1 - x0), max(1, y1 - y0)
            whole = np.asarray(cv2.warpAffine(image, shift, size), np.uint8)
        way = cv2.INTER_AREA if x1 - x0 > side else cv2.INTER_LINEAR
        crops.append(np.asarray(cv2.resize(whole, (side, side), interpolation=way), np.uint8))
    return crops


def _sides(boxes: Array) -> Array:
    """Width and height of boxes, (N, 1, 2)."""
    return (boxes[:, 2:] - boxes[:, :2])[:, None, :]


def _moved(boxes: Array, offsets: Array) -> Array:
    """Boxes whose corners are moved by offsets in units of their sides."""
    return (boxes + offsets * np.tile(_sides(boxes)[:, 0], 2)).astype(np.float32)


def _squared(boxes: Array) -> Array:
    """Squares of the longer side around the same centres."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = _sides(boxes).max(axis=2) / 2
    return np.hstack([centres - half, centres + half]).astype(np.float32)
