"""Faces as vectors: aligned chips through dlib's ResNet, compared by distance."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from workers.vision.faces.detector import Face

Image = NDArray[np.uint8]
Array = NDArray[np.float32]
Matrix = NDArray[np.float64]
"""(2, 3): an affine map of points."""

CHIP = 150
"""Pixels of a chip's side: the network's input."""
CHIP_POINTS = np.array(
    [(47.4, 45.0), (101.4, 45.0), (74.7, 78.7), (47.4, 99.3), (100.5, 98.7)], np.float64
)
"""Where a face's five points belong in a chip: the mean places of MTCNN's points in the chips that
dlib cuts, with which its network was trained."""

MATCH = (0.50, 80.0)
REVIEW = (0.60, 65.0)
"""Distance and score: the same person up to 0.50; worth a look up to 0.60, the distance that this
network was trained for. That one alone would take 6 % of the pairs of different generated faces
for one person, 0.50 takes 1.1 %: docs/models.md."""


class FaceEmbedder:
    """dlib's face recognition ResNet as a session."""

    def __init__(self, session: InferenceSession) -> None:
        self._session = session

    def embed(self, image: Image, face: Face) -> Array:
        """(128,) float32 for a face of this picture; vectors of one person lie close (L2).

        The mean over the chip and its mirror image, which leaves less to chance.
        """
        chip = align(image, face)
        pair = np.stack([chip, chip[:, ::-1]])[..., ::-1].transpose(0, 3, 1, 2)
        tensor = np.ascontiguousarray(pair, np.float32)
        (vectors,) = self._session.run(None, {self._session.get_inputs()[0].name: tensor})
        return np.asarray(vectors.mean(axis=0), np.float32)


def align(image: Image, face: Face) -> Image:
    """The chip of a face, (150, 150, 3): turned, scaled and moved so that its points fit.

    `ValueError`: the points are one.
    """
    return cut_out(image, similarity_transform(face.points, CHIP_POINTS), CHIP)


def cut_out(image: Image, matrix: Matrix, side: int) -> Image:
    """The square that a map of points makes of a part of a picture: (side, side, 3).

    What is small is enlarged by Lanczos' kernel, which keeps a face nearer to larger pictures of
    the same person than a linear one: docs/models.md. What lies outside the picture repeats the
    picture's edge.
    """
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if scale < 0.5:  # shrink first by area, or the warp would skip pixels
        image, matrix = _shrunk(image, matrix, 2 * scale, side)
    way = cv2.INTER_LANCZOS4 if scale > 1 else cv2.INTER_LINEAR
    part = cv2.warpAffine(image, matrix, (side, side), flags=way, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(part, np.uint8)


def similarity(distance: float) -> float:
    """How alike two faces are, 0..100, from the L2 distance of their embeddings.

    A logistic curve through `MATCH` and `REVIEW`: 99.5 for the same picture, 80 at the threshold,
    50 at 0.68, under 10 from 0.97. A score for reading and for thresholds, not a probability.
    """
    (near, high), (far, low) = MATCH, REVIEW
    top, bottom = (math.log(score / (100 - score)) for score in (high, low))
    return 100 / (1 + math.exp(-(top + (bottom - top) * (distance - near) / (far - near))))


def similarity_transform(source: Array, target: NDArray[np.float64]) -> Matrix:
    """The turn, scale and shift that takes points (N, 2) closest to others, least squares: (2, 3).

    With points as complex numbers it is w = a·z + b, so a is a plain regression coefficient.
    """
    z, w = (points.astype(np.float64) @ np.array([1, 1j]) for points in (source, target))
    centred = z - z.mean()
    spread = float(np.vdot(centred, centred).real)
    if not spread:
        raise ValueError("the points of a face are all one point")
    a = np.vdot(centred, w - w.mean()) / spread
    b = w.mean() - a * z.mean()
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])


def _shrunk(image: Image, matrix: Matrix, scale: float, side: int) -> tuple[Image, Matrix]:
    """The part of a picture that a square comes from, scaled down, and the matrix from there."""
    height, width = image.shape[:2]
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float64)
    inverse = np.asarray(cv2.invertAffineTransform(matrix))
    there = corners @ inverse[:, :2].T + inverse[:, 2]
    margin = 2 / scale
    left, top = np.clip(there.min(axis=0) - margin, 0, [width - 1, height - 1]).astype(int)
    right, bottom = np.clip(there.max(axis=0) + margin, 1, [width, height]).astype(int)
    part = image[top:bottom, left:right]
    size = [max(1, round(side * scale)) for side in (right - left, bottom - top)]
    small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    # Scaling holds pixels' corners in place, not their centres, which coordinates tell: x of the
    # small picture is (x + 1/2) / step - 1/2 of the part, and that from its corner in the whole.
    step_x, step_y = size[0] / (right - left), size[1] / (bottom - top)
    back = np.array(
        [
            [1 / step_x, 0, left + 0.5 / step_x - 0.5],
            [0, 1 / step_y, top + 0.5 / step_y - 0.5],
            [0, 0, 1],
        ]
    )
    return small, matrix @ back
