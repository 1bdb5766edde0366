"""Fingerprints of the cards on a file, as `prepare` would see them."""

from workers.vision import geometry, image, likeness


def fingerprints_of(data: bytes, *, max_pixels: int) -> list[str]:
    """Returns one fingerprint for each card on each page, or of a page on which none is found.

    `data`: a picture or PDF; `max_pixels` holds for each picture. Raises `UndecodableImage`.
    """
    found = []
    for page in image.decode(data, max_pixels=max_pixels):
        cards = [card for card in geometry.find_cards(page.image) if not card.full_frame]
        flats = [geometry.rectify(page.image, card.quad) for card in cards] or [page.image]
        found += [likeness.fingerprint(flat) for flat in flats]
    return found
