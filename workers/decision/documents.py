"""The documents of a verification: what they are, where they lie, what was read from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from app.core.report import Box, Document, Extracted, Reason, Side
from workers.checks.quality import MIN_LEGIBILITY, MIN_SHARPNESS
from workers.decision.evidence import Evidence
from workers.documents import schema
from workers.documents.catalogue import document_types
from workers.documents.icao import document_type, issuing_country
from workers.findings import SideRead, View
from workers.reading.read import SideReading
from workers.reading.sources import DocumentReading, assemble

UNIDENTIFIED = "unidentified"
LEAST_LINES = 3
"""Lines of print from which what is on a card is print."""


@dataclass(frozen=True)
class FoundSide:
    """One side: the view that shows it, and what was read there."""

    view: View
    read: SideRead

    @property
    def type(self) -> schema.DocumentType | None:
        """What the catalogue says of the document; None where it was not identified."""
        return document_types().get(self.read.type or "")

    @property
    def model(self) -> schema.Side | None:
        """What the catalogue says of this side; None where it was not identified."""
        sides = self.type.sides if self.type is not None else ()
        return next((side for side in sides if side.code == self.read.side), None)

    @property
    def may_show_portrait(self) -> bool:
        """Whether such a side has a portrait, or it is not known where this side has what."""
        layout = self.model if self.type is not None and self.type.country is not None else None
        return layout is None or layout.portrait is not None


@dataclass(frozen=True)
class FoundDocument:
    """A document as the report shows it, and what it was made of; `reading` is None where
    nothing could be read.
    """

    document: Document
    reading: DocumentReading | None
    sides: tuple[FoundSide, ...]


def documents(evidence: Evidence) -> list[FoundDocument]:
    """Returns the documents, in the order in which they were sent; none where there are none.

    A document is there if print, zone or barcode say so; else if a card lies there that is blurred,
    or has print beside a portrait, or print that cannot be read.
    """
    sides = [
        FoundSide(_view(evidence, read), read)
        for read in (evidence.read.sides if evidence.read is not None else ())
    ]
    readings = [side_reading(side) for side in sides]
    found = [
        _document(evidence, document, _sides_of(document, readings, sides))
        for document in assemble(readings)
    ]
    if found:
        return found
    illegible = tuple(side for side in sides if _is_illegible(evidence, side))
    return [_unread(evidence, illegible)] if illegible else []


def claim_mismatch(evidence: Evidence, found: Sequence[FoundDocument]) -> list[Reason]:
    """Returns what no document is although the client says so (seed 004: such a document is not
    processed). What could not be identified contradicts nothing.
    """
    reasons = []
    claimed = _normalised(evidence.request.get("documentType") or "")
    names = [_names(one) for one in found]
    if claimed not in SAYS_NOTHING and names and all(n and claimed not in n for n in names):
        shown = " and a ".join(one.document.model or one.document.type for one in found)
        message = f"It was said to be a {claimed}, and is a {shown}."
        reasons.append(Reason(code="type_mismatch", message=message))
    country = (evidence.request.get("country") or "").upper()
    countries = [one.document.country for one in found]
    if country and countries and all(c not in (country, None) for c in countries):
        shown = " and of ".join(str(one) for one in countries)
        message = f"It was said to be of {country}, and is of {shown}."
        reasons.append(Reason(code="country_mismatch", message=message))
    return reasons


SAYS_NOTHING = ("", "unknown", "other")
"""Claims that fit every document (seed 004 lists the last two)."""

SPELLINGS = {
    "driving_licence": "driving_license",
    "drivers_license": "driving_license",
    "driver_license": "driving_license",
    "identity_card": "national_identity_card",
    "national_id": "national_identity_card",
    "id_card": "national_identity_card",
}


def _normalised(claim: str) -> str:
    words = "_".join(claim.lower().replace("-", " ").replace("_", " ").split())
    return SPELLINGS.get(words, words)


def _names(found: FoundDocument) -> set[str]:
    """What a document may be called: its general type, its model's code, its sides' codes."""
    document = found.document
    names = {document.type, document.model, *(side.model for side in document.sides)}
    return {name for name in names if name is not None and name != UNIDENTIFIED}


def _view(evidence: Evidence, read: SideRead) -> View:
    """The view that was read; of a page that was read whole, its first one."""
    of_page = [
        view
        for view in evidence.prepared.views()
        if (view.picture, view.page) == (read.picture, read.page)
    ]
    return next((view for view in of_page if view.image == read.view), of_page[0])


def side_reading(side: FoundSide) -> SideReading:
    """Returns what `ocr` stored, as the reading made it."""
    read = side.read
    return SideReading(
        type=side.type,
        side=side.model,
        confidence=read.confidence,
        rotation=read.rotation,
        visual=read.visual,
        mrz=read.mrz,
        barcode=read.barcode,
        lines=read.lines,
        document=read.document,
    )


def _sides_of(
    document: DocumentReading, readings: Sequence[SideReading], sides: Sequence[FoundSide]
) -> tuple[FoundSide, ...]:
    members = [id(reading) for reading in document.sides]
    return tuple(
        side for reading, side in zip(readings, sides, strict=True) if id(reading) in members
    )


def _document(
    evidence: Evidence, reading: DocumentReading, sides: tuple[FoundSide, ...]
) -> FoundDocument:
    known, mrz = reading.type, reading.mrz
    general = document_type(mrz) if mrz is not None else UNIDENTIFIED
    issuer = issuing_country(mrz) if mrz is not None else None
    document = Document(
        type=known.type if known is not None else general,
        model=known.code if known is not None else None,
        country=known.country if known is not None and known.country is not None else issuer,
        confidence=reading.confidence,
        sides=[_side(evidence, side) for side in sides],
        extracted=Extracted(
            fields=reading.fields,
            visual=reading.visual,
            mrz=mrz,
            barcode=reading.barcode,
            barcodes=[code for side in sides for code in side.read.barcodes],
            text=[line for side in sides for line in side.read.lines],
        ),
    )
    return FoundDocument(document, reading, sides)


def _unread(evidence: Evidence, sides: tuple[FoundSide, ...]) -> FoundDocument:
    """A document that is there, and of which nothing could be made out."""
    document = Document(
        type=UNIDENTIFIED,
        country=None,
        sides=[_side(evidence, side) for side in sides],
        extracted=Extracted(text=[line for side in sides for line in side.read.lines]),
    )
    return FoundDocument(document, None, sides)


def _is_illegible(evidence: Evidence, side: FoundSide) -> bool:
    """Whether this is a card that cannot be read, and not something else that is no document."""
    lines = side.read.lines
    blurred = side.view.quality["sharpness"] < MIN_SHARPNESS
    if not side.view.edges or len(lines) < LEAST_LINES:
        return side.view.edges and blurred
    portrait = evidence.portrait(side.view)
    legible = median(line.confidence for line in lines) >= MIN_LEGIBILITY
    return blurred or portrait is not None or not legible


def _side(evidence: Evidence, found: FoundSide) -> Side:
    view, read = found.view, found.read
    width, height = evidence.page(view).size
    portrait = evidence.portrait(view)
    return Side(
        picture=view.picture,
        page=view.page,
        side=found.model.face if found.model is not None else "unknown",
        model=read.side,
        confidence=read.confidence,
        width=width,
        height=height,
        rotation=read.rotation,
        card=upright_quad(found),
        portrait=portrait.box if portrait is not None else None,
    )


def upright_quad(side: FoundSide) -> Box | None:
    """Returns the corners of a card, from the one that is top left for its reader."""
    if not side.view.edges:
        return None
    rolled = np.roll(np.array(side.view.quad), side.read.rotation // 90, axis=0)
    return [(float(x), float(y)) for x, y in rolled]
