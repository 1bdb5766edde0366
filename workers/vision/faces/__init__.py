"""Find faces, align them to chips, and say how alike two are.

Arrays of pictures are BGR uint8 (H, W, 3); networks are onnxruntime sessions, passed in.
"""

from workers.vision.faces.detector import Face, FaceDetector
from workers.vision.faces.embedder import FaceEmbedder, align, similarity

__all__ = ["Face", "FaceDetector", "FaceEmbedder", "align", "similarity"]
