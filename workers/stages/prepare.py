"""`prepare`: decode each picture once, turn it upright, find and flatten the card."""

from dataclasses import asdict

from app.core.report import PictureName
from app.core.settings import get_settings
from workers.findings import Prepared, PreparedPicture
from workers.job import Job
from workers.vision import geometry, image, quality

LEAST_SIDE = 32  # pixels
MOST_ASPECT = 20  # long side over short side
DOCUMENT_SIDES = (PictureName.FRONT, PictureName.BACK)


def prepare(job: Job) -> Prepared:
    """Stores every picture upright, and the card on it flat, lossless at native resolution."""
    return Prepared(pictures={name: _prepare(job, name) for name in job.pictures})


def _prepare(job: Job, name: PictureName) -> PreparedPicture:
    try:
        picture = image.decode(
            job.original(name), max_pixels=get_settings().api.max_pixels, max_pages=1
        )[0]
    except image.UndecodableImage as error:
        return PreparedPicture(reason=str(error))
    height, width = picture.image.shape[:2]
    if min(width, height) < LEAST_SIDE or max(width, height) > MOST_ASPECT * min(width, height):
        # The API refuses such pictures; the page of a PDF is known only now.
        return PreparedPicture(reason=f"{width} × {height} pixels show nothing")
    job.put_image(name, picture.image)
    prepared = PreparedPicture(size=(width, height), metadata=picture.metadata)
    if name not in DOCUMENT_SIDES:
        return prepared
    card = geometry.find_card(picture.image)
    flat = None
    if card is not None:
        prepared.card = [(float(x), float(y)) for x, y in card.quad]
        prepared.cut = card.cut
        prepared.full_frame = card.full_frame
    if card is not None and not card.full_frame:
        flat = geometry.rectify(picture.image, card.quad)
        job.put_image(f"{name}.card", flat)
        prepared.flat = (flat.shape[1], flat.shape[0])
    prepared.quality = asdict(quality.measure(picture.image, card, flat))
    return prepared
