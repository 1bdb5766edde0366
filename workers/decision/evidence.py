"""Everything that the stages of one verification found."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.report import Kind, PictureName
from workers.findings import (
    Compared,
    Faces,
    ForgedPlaces,
    Measured,
    Portrait,
    Prepared,
    PreparedPage,
    Read,
    Searched,
    View,
)
from workers.job import Job

WITH_DOCUMENT = (Kind.DOCUMENT, Kind.IDENTITY)
WITH_SELFIE = (Kind.IDENTITY, Kind.LIVENESS, Kind.FACE_INDEX, Kind.FACE_SEARCH)


@dataclass(frozen=True)
class Evidence:
    """What is known when `decide` begins. None: that stage failed or is not part of the kind.

    `today`: the day on which the verification was accepted.
    """

    kind: Kind
    request: dict[str, Any]
    today: date
    prepared: Prepared
    read: Read | None
    document_pad: Measured | None
    forged: ForgedPlaces | None
    faces: Faces | None
    liveness: Measured | None
    compared: Compared | None
    searched: Searched | None

    @classmethod
    def of(cls, job: Job) -> "Evidence":
        """Raises `LookupError` without the findings of `prepare`: it is essential."""
        prepared = job.found("prepare", Prepared)
        if prepared is None:
            raise LookupError("prepare")
        return cls(
            kind=job.kind,
            request=job.request,
            today=job.received,
            prepared=prepared,
            read=job.found("ocr", Read),
            document_pad=job.found("document_pad", Measured),
            forged=job.found("forgeries", ForgedPlaces),
            faces=job.found("faces", Faces),
            liveness=job.found("liveness", Measured),
            compared=job.found("match", Compared),
            searched=job.found("search", Searched),
        )

    @property
    def has_document(self) -> bool:
        return self.kind in WITH_DOCUMENT

    @property
    def has_selfie(self) -> bool:
        return self.kind in WITH_SELFIE

    def unreadable(self) -> list[PictureName]:
        """Returns the pictures that could not be decoded."""
        return [name for name, found in self.prepared.pictures.items() if not found.pages]

    def late(self, name: PictureName) -> list[int]:
        """Returns the pages of a picture that were not all read when the time was spent."""
        return self.read.late.get(name, []) if self.read is not None else []

    def crowded(self, name: PictureName) -> list[int]:
        """Returns the pages of a picture with more print than is read."""
        sides = self.read.sides if self.read is not None else []
        return sorted({one.page for one in sides if one.picture == name and one.crowded})

    def page(self, view: View) -> PreparedPage:
        """Returns the page that a view is on."""
        pages = self.prepared.pages(view.picture)
        return next(page for page in pages if view in page.views)

    def portrait(self, view: View) -> Portrait | None:
        """Returns the portrait on a view; that of its page where the view alone showed none."""
        if self.faces is None:
            return None
        return self.faces.portrait(view.image) or self.faces.portrait(self.page(view).image)
