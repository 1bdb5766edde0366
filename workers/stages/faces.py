"""`faces`: find the faces of every picture, and embed the largest of each."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.core.report import PictureName
from workers.findings import FaceFound, Faces, FacesOfPicture, Prepared, Rectangle
from workers.job import Job
from workers.models.sessions import session
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision.faces import FaceDetector, FaceEmbedder

Pixels = NDArray[np.uint8]


@lru_cache
def detector() -> FaceDetector:
    """Returns the face detector of this process."""
    return FaceDetector(session("face-mtcnn-p"), session("face-mtcnn-r"), session("face-mtcnn-o"))


@lru_cache
def embedder() -> FaceEmbedder:
    """Returns the face embedder of this process."""
    return FaceEmbedder(session("face-embedding"))


def find_faces(job: Job) -> Faces:
    """Looks at every picture that could be decoded."""
    prepared = job.found("prepare", Prepared)
    names = [name for name in job.pictures if prepared and prepared.readable(name)]
    return Faces(pictures={name: _faces(job.image(name), name) for name in names})


def _faces(image: Pixels, name: PictureName) -> FacesOfPicture:
    """A document may lie on its side: the surest of the four orientations is taken."""
    views = [
        (turns, turned, detector().detect(turned))
        for turns in (range(4) if name in DOCUMENT_SIDES else range(1))
        for turned in [np.ascontiguousarray(np.rot90(image, turns))]
    ]
    turns, turned, faces = max(views, key=lambda view: view[2][0].confidence if view[2] else 0)
    if not faces:
        return FacesOfPicture(faces=[])
    height, width = image.shape[:2]
    return FacesOfPicture(
        faces=[
            FaceFound(box=_turned_back(face.box, turns, width, height), confidence=face.confidence)
            for face in faces
        ],
        embedding=[float(value) for value in embedder().embed(turned, faces[0])],
    )


def _turned_back(
    box: tuple[float, float, float, float], turns: int, width: int, height: int
) -> Rectangle:
    """Returns a box of the picture turned by `np.rot90(…, turns)` in the picture as it was."""
    corners = np.array(box, np.float64).reshape(2, 2)
    for turned in range(turns, 0, -1):
        side = width if turned % 2 else height
        corners = np.stack([side - corners[:, 1], corners[:, 0]], axis=1)
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)
