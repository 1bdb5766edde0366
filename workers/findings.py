"""What the stages find: numbers and texts, stored sealed until `decide` has read them."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from app.core.report import Barcode, Box, FieldValue, Mrz, PictureName, TextLine
from workers.vision.presentation.detector import Presentation
from workers.vision.presentation.forged import Forgeries
from workers.vision.presentation.selfie import Shown
from workers.vision.surface import Surface

Rectangle = tuple[float, float, float, float]


def corners(rectangle: Rectangle) -> Box:
    """Returns x0, y0, x1, y1 as four corners, clockwise from the top left."""
    x0, y0, x1, y1 = (round(value, 1) for value in rectangle)
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


class View(BaseModel):
    """What is looked at as one: a card laid flat, or a whole page where no card's edges were seen.

    `image`: the name of its pixels (`Job.image`), `size` their width and height. `quad`: its
    corners in pixels of the page. `edges`: the edges of a card were seen; without them a
    `full_frame` has at least a document's proportions. `cut`: a part lies outside of the page.
    `quality`: `vision.quality.Quality` as stored.
    """

    picture: PictureName
    page: int
    image: str
    size: tuple[int, int]
    quad: Box
    edges: bool = False
    full_frame: bool = False
    cut: bool = False
    quality: dict[str, Any]


class PreparedPage(BaseModel):
    """One upright page. A picture has one, a PDF several. `number`: its place in the file, from 1.
    `views`: of a document's page alone.
    """

    number: int
    image: str
    size: tuple[int, int]
    views: list[View] = []


class PreparedPicture(BaseModel):
    """One picture. Without pages it could not be decoded: `reason` says why.

    `pages`: those that are looked at. `count`: how many the file has.
    """

    pages: list[PreparedPage] = []
    count: int = 1
    reason: str | None = None
    metadata: dict[str, str] = {}

    def left_out(self) -> list[int]:
        """Returns the numbers of the pages that nobody looks at."""
        looked_at = {page.number for page in self.pages}
        return [number for number in range(1, self.count + 1) if number not in looked_at]


class Prepared(BaseModel):
    """What `prepare` found, by picture."""

    pictures: dict[PictureName, PreparedPicture]

    def pages(self, *names: PictureName) -> Iterator[PreparedPage]:
        """Yields the pages of pictures, of those that were sent and could be decoded."""
        for name in names:
            if name in self.pictures:
                yield from self.pictures[name].pages

    def views(self) -> list[View]:
        """Returns everything that may show a side of a document."""
        return [view for page in self.pages(*self.pictures) for view in page.views]


class SideRead(BaseModel):
    """What `ocr` read of one view, or of the whole page where its views gave nothing.

    `workers.reading.read.SideReading` as stored: `type` and `side` are codes. Boxes are in pixels
    of the page. `view`: the name of the view's or the page's image. `crowded`: there was more
    print than is read.
    """

    picture: PictureName
    page: int
    view: str
    type: str | None
    side: str | None
    confidence: float
    rotation: int
    document: bool
    visual: dict[str, FieldValue]
    mrz: Mrz | None
    barcode: dict[str, FieldValue]
    barcodes: list[Barcode]
    lines: list[TextLine]
    crowded: bool = False


class Read(BaseModel):
    """What `ocr` read, in the order of the pictures, pages and views.

    `late`: numbers of the pages of which something was left when the stage's time was spent.
    """

    sides: list[SideRead]
    late: dict[PictureName, list[int]] = {}


class FaceFound(BaseModel):
    """One face: `box` is x0, y0, x1, y1 in pixels of the upright picture; `points` are the eyes,
    the tip of the nose and the corners of the mouth, of two the picture's left one first.
    """

    box: Rectangle
    confidence: float
    points: list[tuple[float, float]]


class FacesOfPicture(BaseModel):
    """The faces of one picture, the one that is meant first, and its embedding."""

    faces: list[FaceFound]
    embedding: list[float] | None = None


class Portrait(BaseModel):
    """The face of the holder on a view of a document. `box`: corners in pixels of the page.
    `share`: its height over the shorter side of the view.
    """

    picture: PictureName
    page: int
    view: str
    box: Box
    share: float
    confidence: float
    embedding: list[float]


class Faces(BaseModel):
    """What `faces` found: by picture, and on the documents."""

    pictures: dict[PictureName, FacesOfPicture] = {}
    portraits: list[Portrait] = []

    def main(self, name: PictureName) -> FaceFound | None:
        """Returns the face that is meant on a picture."""
        found = self.pictures.get(name)
        return found.faces[0] if found is not None and found.faces else None

    def portrait(self, view: str) -> Portrait | None:
        """Returns the portrait of a view, by the name of its image."""
        return next((found for found in self.portraits if found.view == view), None)


class Measured(BaseModel):
    """What `document_pad` or `liveness` measured, as it is stored.

    `spectrum`: `vision.spectrum.Spectrum`, by the name of the page's image; `presentations`: what
    the detector of attacks saw, and `surfaces`: of flat cards, by the name of the view's image;
    `face`: `vision.quality.FaceQuality`, by picture; `visible`: `vision.faces.Visibility`, by
    picture; `shown`: what the detector of attacks on faces saw, by picture.
    """

    spectrum: dict[str, dict[str, Any]] = {}
    presentations: dict[str, Presentation] = {}
    surfaces: dict[str, Surface] = {}
    face: dict[PictureName, dict[str, Any]] = {}
    visible: dict[PictureName, dict[str, Any]] = {}
    shown: dict[PictureName, Shown] = {}


class ForgedPlaces(BaseModel):
    """What `forgeries` found: what the detector of forgeries of one place saw, by the name of the
    view's image; nothing of a view that it could not look at.
    """

    forgeries: dict[str, Forgeries] = {}


class Compared(BaseModel):
    """What `match` found: L2 distances between embeddings.

    `distances`: from the selfie to every portrait, by the portrait's view; of two pictures without
    a document the one between them, by the second's name. `missing`: pictures without a face.
    """

    distances: dict[str, float] = {}
    missing: list[PictureName] = []


class Neighbour(BaseModel):
    """A face of the index near the one that is searched for. `distance` is L2."""

    request_id: uuid.UUID
    external_id: str
    indexed_at: datetime
    distance: float


class Searched(BaseModel):
    """What `search` found in its partition, the nearest first.

    `compared`, `outdated`: faces that were compared, and those that another model had embedded.
    """

    neighbours: list[Neighbour]
    compared: int
    outdated: int
