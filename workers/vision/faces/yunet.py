"""Faces and their five points with YuNet (Wu, Peng and Yu, 2023, doi 10.1007/s11633-023-1423-y).

One look at the whole picture: for each place of three grids the network tells whether a face is
there, its box and its points. An alternative to MTCNN (`detector.py`), with the same results.
"""

import cv2
import numpy as np
from onnxruntime import InferenceSession

from workers.vision.faces.detector import Array, Face, Image, halved, suppress

LONGEST = (640, 320)
"""Longer pictures are halved until their longer side is at most the first; where no face is found,
the second. The network was trained for faces of 10 to 300 pixels: some fill the picture."""
STRIDES = (8, 16, 32)
"""Pixels from one place to the next, of each grid; pictures are filled up to multiples of 32."""
HEADS = ("cls", "obj", "bbox", "kps")
ACCEPTED = 0.7
OVERLAP = 0.3
"""Boxes that share more than this of their union are of one face."""


class YuNet:
    """The network as a session."""

    def __init__(self, session: InferenceSession) -> None:
        self._session = session

    def detect(self, image: Image) -> list[Face]:
        """The upright faces of a picture of any size, the largest first; often none."""
        looks = (self._look(image, longest) for longest in LONGEST)
        return next((found for found in looks if found), [])

    def _look(self, image: Image, longest: int) -> list[Face]:
        work, scale = halved(image, longest)
        filled = _filled(work)
        names = [f"{head}_{stride}" for stride in STRIDES for head in HEADS]
        tensor = np.ascontiguousarray(filled.transpose(2, 0, 1)[None], np.float32)
        outputs = self._session.run(names, {"input": tensor})
        grids = [
            _faces(filled.shape[1] // stride, stride, *outputs[4 * grid : 4 * grid + 4])
            for grid, stride in enumerate(STRIDES)
        ]
        scores, boxes, points = (np.concatenate(part) for part in zip(*grids, strict=True))
        found = []
        for one in suppress(boxes, scores, OVERLAP):
            x0, y0, x1, y1 = (boxes[one] * scale).tolist()
            found.append(Face((x0, y0, x1, y1), float(scores[one]), points[one] * scale))
        return sorted(found, key=lambda face: face.area, reverse=True)


def _filled(image: Image) -> Image:
    """The picture with black to its right and below, up to multiples of the coarsest stride."""
    height, width = (-side % STRIDES[-1] for side in image.shape[:2])
    return np.asarray(cv2.copyMakeBorder(image, 0, height, 0, width, cv2.BORDER_CONSTANT), np.uint8)


def _faces(
    columns: int, stride: int, kind: Array, there: Array, box: Array, five: Array
) -> tuple[Array, Array, Array]:
    """What one grid tells: confidences (N,), boxes (N, 4) and points (N, 5, 2), in pixels.

    The confidence is the geometric mean of two probabilities: that it is a face, and that the box
    holds one.
    """
    confidence = np.sqrt(np.clip(kind[0, :, 0], 0, 1) * np.clip(there[0, :, 0], 0, 1))
    (kept,) = np.nonzero(confidence >= ACCEPTED)
    places = np.stack([kept % columns, kept // columns], axis=1)
    middle = (places + box[0, kept, :2]) * stride
    half = np.exp(box[0, kept, 2:]) * stride / 2
    points = (places[:, None] + five[0, kept].reshape(-1, 5, 2)) * stride
    boxes = np.hstack([middle - half, middle + half])
    return confidence[kept], boxes.astype(np.float32), points.astype(np.float32)
