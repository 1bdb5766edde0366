"""What the stages find: numbers and texts, stored sealed until `decide` has read them."""

from typing import Any

from pydantic import BaseModel

from app.core.report import Box, Mrz, PictureName, TextLine

Rectangle = tuple[float, float, float, float]


def corners(rectangle: Rectangle) -> Box:
    """Returns x0, y0, x1, y1 as four corners, clockwise from the top left."""
    x0, y0, x1, y1 = (round(value, 1) for value in rectangle)
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


class PreparedPicture(BaseModel):
    """One picture, decoded and upright. Without `size` it could not be decoded.

    `card`: corners of the document, if one was found; `flat`: size of the rectified card, where
    its edges were seen (a `full_frame` is the picture itself).
    `quality`: `vision.quality.Quality` as stored, of a document's picture.
    """

    size: tuple[int, int] | None = None
    reason: str | None = None
    metadata: dict[str, str] = {}
    card: Box | None = None
    cut: bool = False
    full_frame: bool = False
    flat: tuple[int, int] | None = None
    quality: dict[str, Any] | None = None


class Prepared(BaseModel):
    """What `prepare` found, by picture."""

    pictures: dict[PictureName, PreparedPicture]

    def readable(self, name: PictureName) -> PreparedPicture | None:
        """Returns a picture if it was sent and could be decoded."""
        picture = self.pictures.get(name)
        return picture if picture is not None and picture.size is not None else None


class Read(BaseModel):
    """What `ocr` read: every line, and the MRZ. Boxes are in pixels of the upright picture."""

    lines: list[TextLine]
    mrzs: list[Mrz]


class FaceFound(BaseModel):
    """One face: `box` is x0, y0, x1, y1 in pixels of the upright picture."""

    box: Rectangle
    confidence: float


class FacesOfPicture(BaseModel):
    """The faces of one picture, largest first, and the embedding of the largest."""

    faces: list[FaceFound]
    embedding: list[float] | None = None


class Faces(BaseModel):
    """What `faces` found, by picture."""

    pictures: dict[PictureName, FacesOfPicture]

    def largest(self, name: PictureName) -> FaceFound | None:
        found = self.pictures.get(name)
        return found.faces[0] if found is not None and found.faces else None


class Measured(BaseModel):
    """What `document_pad` or `liveness` measured, by picture, as it is stored.

    `spectrum`: `vision.spectrum.Spectrum`; `face`: `vision.quality.FaceQuality`.
    """

    spectrum: dict[PictureName, dict[str, Any]] = {}
    face: dict[PictureName, dict[str, Any]] = {}


class Compared(BaseModel):
    """What `match` compared. Without a distance there was no face in `missing`."""

    distance: float | None = None
    missing: list[PictureName] = []
