"""`document_pad`: measure the traces of a second capture, on native pixels."""

from dataclasses import asdict

from workers.findings import Measured, Prepared
from workers.job import Job
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision import spectrum


def measure_documents(job: Job) -> Measured:
    """Measures the whole picture: a screen's grid does not end at the card's edge."""
    prepared = job.found("prepare", Prepared)
    measured = Measured()
    for name in DOCUMENT_SIDES:
        if prepared is not None and prepared.readable(name) is not None:
            measured.spectrum[name] = asdict(spectrum.measure(job.image(name)))
    return measured
