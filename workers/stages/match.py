"""`match`: compare the two faces of a verification."""

import numpy as np

from app.core.report import Kind, PictureName
from workers.findings import Compared, Faces
from workers.job import Job

PAIRS = {
    Kind.IDENTITY: (PictureName.FRONT, PictureName.SELFIE),
    Kind.FACE_COMPARE: (PictureName.IMAGE1, PictureName.IMAGE2),
}


def match(job: Job) -> Compared:
    """Returns the L2 distance of the two embeddings."""
    faces = job.found("faces", Faces) or Faces()
    embeddings = {name: _embedding(faces, name) for name in PAIRS[job.kind]}
    missing = [name for name, embedding in embeddings.items() if embedding is None]
    if missing:
        return Compared(missing=missing)
    first, second = (np.array(embedding) for embedding in embeddings.values())
    return Compared(distance=float(np.linalg.norm(first - second)))


def _embedding(faces: Faces, name: PictureName) -> list[float] | None:
    """Of a document's front: the portrait on any side that takes most of it, for sides are sent
    mixed up, and a second portrait is smaller than the first.
    """
    if name is PictureName.FRONT:
        first = max(faces.portraits, key=lambda portrait: portrait.share, default=None)
        return first.embedding if first is not None else None
    found = faces.pictures.get(name)
    return found.embedding if found is not None else None
