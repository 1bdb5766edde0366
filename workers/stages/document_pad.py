"""`document_pad`: measure the traces of a second capture, and the marks of a genuine card."""

from dataclasses import asdict
from functools import lru_cache

import numpy as np

from workers.findings import Faces, Measured, Prepared, View
from workers.job import Job
from workers.models.sessions import session
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision import spectrum, surface
from workers.vision.presentation.detector import Detector
from workers.vision.presentation.squares import Points

PORTRAIT = 2.0
"""How many times as wide and as high as the face is the picture of the holder, with some room."""


@lru_cache
def detector() -> Detector:
    """Returns the detector of attacks on documents of this process."""
    return Detector(session("pad-document"))


def measure_documents(job: Job) -> Measured:
    """Measures whole pages on native pixels, for a screen's grid does not end at the card's edge,
    and every card: as it lies flat, and on the page's own pixels.
    """
    prepared, faces = job.found("prepare", Prepared), job.found("faces", Faces)
    found = Measured()
    for page in prepared.pages(*DOCUMENT_SIDES) if prepared is not None else ():
        image = job.image(page.image)
        found.spectrum[page.image] = asdict(spectrum.measure(image))
        for view in page.views:
            flat = image if view.image == page.image else job.image(view.image)
            found.surfaces[view.image] = surface.measure(flat)
            seen = detector().look(image, np.array(view.quad, np.float32), _portrait(faces, view))
            if seen is not None:
                found.presentations[view.image] = seen
    return found


def _portrait(faces: Faces | None, view: View) -> Points | None:
    """Where the holder's picture is, in pixels of the page: around the face that was found."""
    found = faces.portrait(view.image) if faces is not None else None
    if found is None:
        return None
    face = np.array(found.box, np.float32)
    middle = face.mean(axis=0)
    return np.asarray(middle + PORTRAIT * (face - middle), np.float32)
