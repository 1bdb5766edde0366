"""Find faces, align them to chips, say how alike two are, and how often that errs.

Arrays of pictures are BGR uint8 (H, W, 3); networks are onnxruntime sessions, passed in.
"""

from workers.vision.faces.detector import Face, FaceDetector
from workers.vision.faces.embedder import FaceEmbedder, align, similarity
from workers.vision.faces.pose import by_prominence, frontality
from workers.vision.faces.rates import Rates, Use, rates

__all__ = [
    "Face",
    "FaceDetector",
    "FaceEmbedder",
    "Rates",
    "Use",
    "align",
    "by_prominence",
    "frontality",
    "rates",
    "similarity",
]
