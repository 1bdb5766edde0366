"""`faces`: find the faces of every picture and the portraits of documents, and embed them."""

from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from app.core.report import Box
from workers.findings import FaceFound, Faces, FacesOfPicture, Portrait, Prepared, corners
from workers.frames import Frame
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
    faces = Faces()
    if prepared is None:
        return faces
    for name in prepared.pictures:
        if name not in DOCUMENT_SIDES:
            for page in prepared.pages(name):
                faces.pictures[name] = faces_of(job.image(page.image))
    faces.portraits = _portraits(
        job, [(view.image, Frame.of_view(view)) for view in prepared.views()]
    ) or _portraits(job, _whole_pages(prepared))
    return faces


def faces_of(image: Pixels) -> FacesOfPicture:
    """Returns the faces of a picture that is no document, and so upright."""
    faces = detector().detect(image)
    return FacesOfPicture(
        faces=[FaceFound(box=face.box, confidence=face.confidence) for face in faces],
        embedding=embedder().embed(image, faces[0]).tolist() if faces else None,
    )


def _whole_pages(prepared: Prepared) -> list[tuple[str, Frame]]:
    """The pages whose cards alone were looked at: a quadrilateral may be wrong."""
    return [
        (page.image, Frame.of_page(page, page.views[0]))
        for page in prepared.pages(*DOCUMENT_SIDES)
        if page.views and page.views[0].edges
    ]


def _portraits(job: Job, places: Sequence[tuple[str, Frame]]) -> list[Portrait]:
    found = [_portrait(job.image(name), name, frame) for name, frame in places]
    return [portrait for portrait in found if portrait is not None]


def _portrait(image: Pixels, name: str, frame: Frame) -> Portrait | None:
    """A document may lie on its side: the surest of the four orientations is taken."""
    looks = [
        (turns, turned, detector().detect(turned))
        for turns in range(4)
        for turned in [np.ascontiguousarray(np.rot90(image, turns))]
    ]
    turns, turned, faces = max(looks, key=lambda look: look[2][0].confidence if look[2] else 0)
    if not faces:
        return None
    box = frame.turned(turns).box(corners(faces[0].box))
    return Portrait(
        picture=frame.picture,
        page=frame.page,
        view=name,
        box=box,
        area=_area(box),
        confidence=faces[0].confidence,
        embedding=embedder().embed(turned, faces[0]).tolist(),
    )


def _area(box: Box) -> float:
    return float(cv2.contourArea(np.array(box, np.float32)))
