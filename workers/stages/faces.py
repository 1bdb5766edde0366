"""`faces`: find the faces of every picture and the portraits of documents, and embed them."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.core.settings import get_settings
from workers.findings import FaceFound, Faces, FacesOfPicture, Portrait, Prepared, View, corners
from workers.frames import Frame
from workers.job import Job
from workers.models.choice import DETECTORS
from workers.models.sessions import session
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision.faces import Detector, Face, FaceDetector, FaceEmbedder, YuNet, by_prominence

Pixels = NDArray[np.uint8]

CARD_ASPECT = 85.6 / 53.98
"""Of ID-1, the size of cards (ISO/IEC 7810)."""
ASPECT_ERROR = 0.08
MIN_SHARE = 0.17
"""Height of the face on a portrait over that of the card. On specimens of ID-1 portraits have 0.24
to 0.31 and the second, ghostly one 0.11. Of other sizes nothing is asked: a sheet of paper that a
card lies on, or is copied to, has the shape of a passport."""


def open_detector(name: str) -> Detector:
    """Returns a detector by its name in the settings. `runtime.ModelUnavailable`: not built."""
    networks = [session(network) for network in DETECTORS[name]]
    return YuNet(*networks) if name == "yunet" else FaceDetector(*networks)


@lru_cache
def detector() -> Detector:
    """Returns the face detector of this process: the one that the settings name."""
    return open_detector(get_settings().worker.face_detector)


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
            of_document = name == job.request.get("portrait")
            for page in prepared.pages(name):
                faces.pictures[name] = faces_of(job.image(page.image), of_document=of_document)
    faces.portraits = _holders(job, prepared)
    return faces


def faces_of(image: Pixels, *, of_document: bool = False) -> FacesOfPicture:
    """Returns the faces of a picture. It is upright, if it is not of a document."""
    if of_document:
        _, image, found = _surest(image)
    else:
        found = detector().detect(image)
    faces = by_prominence(found)
    return FacesOfPicture(
        faces=[
            FaceFound(box=face.box, confidence=face.confidence, points=face.points.tolist())
            for face in faces
        ],
        embedding=embedder().embed(image, faces[0]).tolist() if faces else None,
    )


def _holders(job: Job, prepared: Prepared) -> list[Portrait]:
    """The portraits on the views; where there are none, those on whole pages.

    The second look is for pages of whose cards none showed any face: a quadrilateral may be wrong.
    """
    views = {view.image: view for view in prepared.views()}
    found = _portraits(job, [(name, Frame.of_view(view)) for name, view in views.items()])
    holders = [portrait for portrait in found if not _is_ghost(portrait, views[portrait.view])]
    if holders:
        return holders
    with_ghosts = {(ghost.picture, ghost.page) for ghost in found}
    frames = [
        (page.image, Frame.of_page(page, page.views[0]))
        for page in prepared.pages(*DOCUMENT_SIDES)
        if page.views and page.views[0].edges
    ]
    return _portraits(
        job, [one for one in frames if (one[1].picture, one[1].page) not in with_ghosts]
    )


def _portraits(job: Job, places: Sequence[tuple[str, Frame]]) -> list[Portrait]:
    found = [_portrait(job.image(name), name, frame) for name, frame in places]
    return [portrait for portrait in found if portrait is not None]


def _surest(image: Pixels) -> tuple[int, Pixels, list[Face]]:
    """A document may lie on its side: returns the quarter turns, counterclockwise, after which a
    face is surest, the turned image, and its faces.
    """
    looks = [
        (turns, turned, detector().detect(turned))
        for turns in range(4)
        for turned in [np.ascontiguousarray(np.rot90(image, turns))]
    ]
    return max(looks, key=lambda look: look[2][0].confidence if look[2] else 0)


def _portrait(image: Pixels, name: str, frame: Frame) -> Portrait | None:
    turns, turned, faces = _surest(image)
    if not faces:
        return None
    box = frame.turned(turns).box(corners(faces[0].box))
    return Portrait(
        picture=frame.picture,
        page=frame.page,
        view=name,
        box=box,
        share=round((faces[0].box[3] - faces[0].box[1]) / min(image.shape[:2]), 4),
        confidence=faces[0].confidence,
        embedding=embedder().embed(turned, faces[0]).tolist(),
    )


def _is_ghost(portrait: Portrait, view: View) -> bool:
    """Whether a face is the second portrait of a card, small and pale, which repeats the first.

    The holder is not to be compared with that one, even where the portrait itself is covered.
    """
    shorter, longer = sorted(view.size)
    card = view.edges and abs(longer / shorter / CARD_ASPECT - 1) < ASPECT_ERROR
    return card and portrait.share < MIN_SHARE
