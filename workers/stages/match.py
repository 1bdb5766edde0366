"""`match`: compare the faces of a verification."""

from collections.abc import Sequence

import numpy as np

from app.core.report import Kind, PictureName
from workers.findings import Compared, Faces
from workers.job import Job


def match(job: Job) -> Compared:
    """Returns the distances from the first face to those that it is compared with: a selfie to
    every portrait, for which of them belongs to the document is known when that was read.
    """
    faces = job.found("faces", Faces) or Faces()
    if job.kind is Kind.IDENTITY:
        name = PictureName.SELFIE
        others = dict[str, Sequence[float]]()
        others |= {portrait.view: portrait.embedding for portrait in faces.portraits}
        missing = [] if others else [PictureName.FRONT]
    else:
        name, second = PictureName.IMAGE1, PictureName.IMAGE2
        embedding = _embedding(faces, second)
        others = {} if embedding is None else {second.value: embedding}
        missing = [] if others else [second]
    first = _embedding(faces, name)
    if first is None:
        missing = sorted([*missing, name], key=list(PictureName).index)
    if missing or first is None:
        return Compared(missing=missing)
    return Compared(distances={view: _distance(first, other) for view, other in others.items()})


def _embedding(faces: Faces, name: PictureName) -> Sequence[float] | None:
    found = faces.pictures.get(name)
    return found.embedding if found is not None else None


def _distance(one: Sequence[float], other: Sequence[float]) -> float:
    return float(np.linalg.norm(np.array(one) - np.array(other)))
