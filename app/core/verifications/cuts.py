"""Pictures that are cut out of those that were sent, and kept for whoever asks for them."""

from enum import StrEnum

KEEP = "keep"
"""The member of a stored request that lists what is kept."""


class Cut(StrEnum):
    """What may be kept: a side laid flat and upright, the face of its portrait, a barcode."""

    CARD = "card"
    PORTRAIT = "portrait"
    CODE = "code"


def cut_name(cut: Cut, document: int, number: int) -> str:
    """Returns the name of such a picture, by two places in the report: of the document, and of the
    side, or of a code among `barcodes`. What was sent has the names of `PictureName`.
    """
    return f"{cut}.{document}.{number}"


def shows(name: str) -> tuple[str, int | None]:
    """Returns what a picture shows, a `Cut` or one of `PictureName`, and the document's place
    where that is known from its name.
    """
    what, *places = name.split(".")
    return what, int(places[0]) if places else None
