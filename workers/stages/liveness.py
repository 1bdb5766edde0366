"""`liveness`: measure the selfie for traces of a second capture, and what of the face is seen."""

from dataclasses import asdict
from functools import lru_cache

import numpy as np

from app.core.report import CHECKS, CheckGroup, Kind, PictureName
from workers.findings import FaceFound, Faces, Measured, Prepared
from workers.job import Job
from workers.models.sessions import session
from workers.vision import quality, spectrum
from workers.vision.faces import Face, VisibilityMeter
from workers.vision.presentation.selfie import SelfieDetector

JUDGED = (Kind.IDENTITY, Kind.LIVENESS)
"""Kinds whose report judges the liveness, whichever checks were named."""


@lru_cache
def meter() -> VisibilityMeter:
    """Returns the meter of this process."""
    return VisibilityMeter(
        session("face-eyelids"), session("face-features"), session("face-covering")
    )


@lru_cache
def detector() -> SelfieDetector:
    """Returns the detector of attacks on faces of this process."""
    return SelfieDetector(session("pad-selfie"))


def measure_selfie(job: Job) -> Measured:
    """Measures the whole picture and the face on it that is meant; nothing where no check asks
    for it.
    """
    if not _asked_for(job):
        return Measured()
    prepared, faces = job.found("prepare", Prepared), job.found("faces", Faces)
    measured = Measured()
    for page in prepared.pages(PictureName.SELFIE) if prepared is not None else ():
        image = job.image(page.image)
        measured.spectrum[page.image] = asdict(spectrum.measure(image))
        face = faces.main(PictureName.SELFIE) if faces is not None else None
        if face is not None:
            measured.face[PictureName.SELFIE] = asdict(quality.measure_face(image, face.box))
            measured.visible[PictureName.SELFIE] = asdict(meter().measure(image, _located(face)))
            shown = detector().look(image, face.box)
            if shown is not None:
                measured.shown[PictureName.SELFIE] = shown
    return measured


def _located(found: FaceFound) -> Face:
    return Face(found.box, found.confidence, np.array(found.points, np.float32))


def _asked_for(job: Job) -> bool:
    named = job.request.get("checks")
    of_selfies = CHECKS[CheckGroup.LIVENESS]
    return job.kind in JUDGED or named is None or any(name in of_selfies for name in named)
