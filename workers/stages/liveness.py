"""`liveness`: measure the selfie for the traces of a second capture."""

from dataclasses import asdict

from app.core.report import PictureName
from workers.findings import Faces, Measured
from workers.job import Job
from workers.vision import quality, spectrum


def measure_selfie(job: Job) -> Measured:
    """Measures the whole picture and the largest face on it."""
    faces = job.found("faces", Faces)
    measured = Measured()
    if faces is None or PictureName.SELFIE not in faces.pictures:
        return measured
    image = job.image(PictureName.SELFIE)
    measured.spectrum[PictureName.SELFIE] = asdict(spectrum.measure(image))
    face = faces.largest(PictureName.SELFIE)
    if face is not None:
        measured.face[PictureName.SELFIE] = asdict(quality.measure_face(image, face.box))
    return measured
