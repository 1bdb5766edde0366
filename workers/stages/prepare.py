"""`prepare`: decode each picture once, turn it upright, find and flatten the cards on it."""

from dataclasses import asdict

import numpy as np

from app.core.report import PictureName
from app.core.settings import get_settings
from workers.findings import Prepared, PreparedPage, PreparedPicture, View
from workers.job import Job
from workers.vision import geometry, image, quality
from workers.vision.image import Pixels

LEAST_SIDE = 32  # pixels
MOST_ASPECT = 20  # long side over short side
MOST_PAGES = 4  # of a PDF: the two sides of two documents
DOCUMENT_SIDES = (PictureName.FRONT, PictureName.BACK)


def prepare(job: Job) -> Prepared:
    """Stores every page upright, and each card on it flat, lossless at native resolution."""
    return Prepared(pictures={name: _prepare(job, name) for name in job.pictures})


def _prepare(job: Job, name: PictureName) -> PreparedPicture:
    try:
        decoded = image.decode(
            job.original(name),
            max_pixels=get_settings().api.max_pixels,
            max_pages=MOST_PAGES if name in DOCUMENT_SIDES else 1,
        )
    except image.UndecodableImage as error:
        return PreparedPicture(reason=str(error))
    shown = [
        (number, page) for number, page in enumerate(decoded, 1) if _shows_something(page.image)
    ]
    if not shown:
        # The API refuses such pictures; the page of a PDF is known only now.
        height, width = decoded[0].image.shape[:2]
        return PreparedPicture(reason=f"{width} × {height} pixels show nothing")
    return PreparedPicture(
        pages=[_page(job, name, number, page.image) for number, page in shown],
        count=decoded[0].pages,
        metadata=shown[0][1].metadata,
    )


def _shows_something(pixels: Pixels) -> bool:
    short, long = sorted(pixels.shape[:2])
    return bool(short >= LEAST_SIDE and long <= MOST_ASPECT * short)


def _page(job: Job, name: PictureName, number: int, pixels: Pixels) -> PreparedPage:
    height, width = pixels.shape[:2]
    page = PreparedPage(number=number, image=f"{name}.{number}", size=(width, height))
    job.put_image(page.image, pixels)
    if name in DOCUMENT_SIDES:
        cards = geometry.find_cards(pixels)
        seen = [card for card in cards if not card.full_frame]
        for place, card in enumerate(seen, 1):
            flat = geometry.rectify(pixels, card.quad)
            job.put_image(f"{page.image}.{place}", flat)
            page.views.append(_view(name, number, f"{page.image}.{place}", pixels, card, flat))
        if not seen:
            page.views.append(_view(name, number, page.image, pixels, next(iter(cards), None)))
    return page


def _view(
    name: PictureName,
    number: int,
    stored: str,
    pixels: Pixels,
    card: geometry.Card | None,
    flat: Pixels | None = None,
) -> View:
    """A card that was laid `flat`, or the whole page."""
    (height, width) = (pixels if flat is None else flat).shape[:2]
    quad = np.array([[0, 0], [width, 0], [width, height], [0, height]])
    if card is not None and flat is not None:
        quad = card.quad
    return View(
        picture=name,
        page=number,
        image=stored,
        size=(width, height),
        quad=[(round(float(x), 1), round(float(y), 1)) for x, y in quad],
        edges=card is not None and card.edges,
        full_frame=card is not None and card.full_frame,
        cut=card is not None and card.cut,
        quality=asdict(quality.measure(pixels, card, flat)),
    )
