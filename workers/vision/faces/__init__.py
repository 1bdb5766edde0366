"""Find faces, align them to chips, say how alike two are and how often that errs, whether eyes
are open, and what covers a face.

Arrays of pictures are BGR uint8 (H, W, 3); networks are onnxruntime sessions, passed in.
"""

from workers.vision.faces.detector import Detector, Face, FaceDetector
from workers.vision.faces.embedder import FaceEmbedder, align, similarity
from workers.vision.faces.pose import by_prominence, frontality
from workers.vision.faces.rates import Rates, Use, rates
from workers.vision.faces.visibility import Visibility, VisibilityMeter
from workers.vision.faces.yunet import YuNet

__all__ = [
    "Detector",
    "Face",
    "FaceDetector",
    "FaceEmbedder",
    "Rates",
    "Use",
    "Visibility",
    "VisibilityMeter",
    "YuNet",
    "align",
    "by_prominence",
    "frontality",
    "rates",
    "similarity",
]
