"""Whether eyes are open, and whether a mask or dark glasses cover a face.

The rims of the lids come from a network of MediaPipe's (Ablavatski et al., 2020,
arXiv:2006.11341). What covers a face comes from a logistic regression over a map of features, an
early layer of the network that embeds faces, which `training/faces` fitted.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from workers.vision.faces.detector import Face
from workers.vision.faces.embedder import align, cut_out

Image = NDArray[np.uint8]
Array = NDArray[np.float32]

EYE = 64
"""Pixels of an eye's side: the network's input."""
AROUND = 1.1
"""What the network sees of an eye, in distances between the eyes: an eye is not quite half of one
wide, and the network was made for a little over twice that."""
MOUTH = 0.95
"""The distance between the eyes by that from their middle to the mouth, of a head that looks
straight ahead, lest the eyes of one that turns aside become smaller."""
RIM = 16
"""Of the network's points, those on the rims: 9 from corner to corner below, 7 between above."""


@dataclass(frozen=True)
class Visibility:
    """What is seen of a face. `eyes`: how far they are open, height over width of the eye that
    shows more of its width. `mask`, `sunglasses`: how surely there are some, 0..1.
    """

    eyes: float
    mask: float
    sunglasses: float


class VisibilityMeter:
    """The three networks as sessions: lids, features, what covers a face."""

    def __init__(
        self, eyelids: InferenceSession, features: InferenceSession, covering: InferenceSession
    ) -> None:
        self._eyelids = eyelids
        self._features = features
        self._covering = covering

    def measure(self, image: Image, face: Face) -> Visibility:
        """Looks at one face of a picture."""
        mask, sunglasses = self.covering(image, face)
        openness = self.openness(image, face)
        return Visibility(round(openness, 4), round(mask, 4), round(sunglasses, 4))

    def covering(self, image: Image, face: Face) -> tuple[float, float]:
        """How surely there is a mask, and dark glasses before the eyes: 0..1 each."""
        (features,) = self._features.run(None, {"chips": _tensor([align(image, face)])})
        mask, sunglasses = self._covering.run(["mask", "sunglasses"], {"map": features})
        return float(mask[0, 0]), float(sunglasses[0, 0])

    def openness(self, image: Image, face: Face) -> float:
        """Mean distance between the rims over that between the corners, of the eye that is wider.

        Of a head turned aside the far eye is narrow, and what is found of it is hardly true.
        """
        lids = self.lids(image, face)
        wide = np.linalg.norm(lids[:, 0] - lids[:, 8], axis=1)
        high = np.linalg.norm(lids[:, 9:16] - lids[:, 1:8], axis=2).mean(axis=1)
        nearer = int(wide.argmax())
        return float(high[nearer] / max(float(wide[nearer]), 1.0))

    def lids(self, image: Image, face: Face) -> Array:
        """(2, 16, 2): the rims of either eye in pixels, the picture's left eye first.

        The lower rim from the outer corner to the inner one, then the upper one between them.
        """
        maps = _views(face)
        eyes = [cut_out(image, there, EYE) for there in maps]
        (contours,) = self._eyelids.run(None, {"image": _tensor(eyes)})
        rims = contours.reshape(2, -1, 3)[:, :RIM, :2]
        back = [np.asarray(cv2.invertAffineTransform(there)) for there in maps]
        placed = [rim @ way[:, :2].T + way[:, 2] for rim, way in zip(rims, back, strict=True)]
        return np.asarray(placed, np.float32)


def _views(face: Face) -> list[NDArray[np.float64]]:
    """Where the pixels of a picture go in the network's view of either eye: (2, 3) each.

    The picture's right eye is mirrored: the network knows eyes with the outer corner to the left.
    """
    points = face.points.astype(np.float64)
    along, middle = points[1] - points[0], (points[0] + points[1]) / 2
    down = (points[3] + points[4]) / 2 - middle
    side = AROUND * max(float(np.hypot(*along)), MOUTH * float(np.hypot(*down)), 1.0)
    turn = np.arctan2(along[1], along[0])
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    maps = []
    for eye, mirror in ((points[0], 1.0), (points[1], -1.0)):
        linear = np.diag([mirror, 1.0]) @ rotation * (EYE / side)
        maps.append(np.hstack([linear, (EYE / 2 - linear @ eye)[:, None]]))
    return maps


def _tensor(images: list[Image]) -> Array:
    """BGR pictures of one size to (N, 3, H, W) RGB 0..255."""
    return np.ascontiguousarray(np.stack(images)[..., ::-1].transpose(0, 3, 1, 2), np.float32)
