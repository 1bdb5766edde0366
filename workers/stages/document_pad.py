"""`document_pad`: measure the traces of a second capture, and the marks of a genuine card."""

from dataclasses import asdict

from workers.findings import Measured, Prepared
from workers.job import Job
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision import spectrum, surface


def measure_documents(job: Job) -> Measured:
    """Measures whole pages on native pixels, for a screen's grid does not end at the card's edge,
    and every card as it lies flat.
    """
    prepared = job.found("prepare", Prepared)
    found = Measured()
    for page in prepared.pages(*DOCUMENT_SIDES) if prepared is not None else ():
        image = job.image(page.image)
        found.spectrum[page.image] = asdict(spectrum.measure(image))
        for view in page.views:
            flat = image if view.image == page.image else job.image(view.image)
            found.surfaces[view.image] = surface.measure(flat)
    return found
