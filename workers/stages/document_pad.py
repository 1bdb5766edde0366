"""`document_pad`: measure the traces of a second capture, on native pixels."""

from dataclasses import asdict

from workers.findings import Measured, Prepared
from workers.job import Job
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision import spectrum


def measure_documents(job: Job) -> Measured:
    """Measures whole pages: a screen's grid does not end at the card's edge."""
    prepared = job.found("prepare", Prepared)
    pages = prepared.pages(*DOCUMENT_SIDES) if prepared is not None else ()
    return Measured(
        spectrum={page.image: asdict(spectrum.measure(job.image(page.image))) for page in pages}
    )
