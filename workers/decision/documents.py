"""The document of a verification: what it is, where it lies, what was read from it."""

from app.core.report import Document, Extracted, Mrz, PictureName, Reason, Side, TextLine
from workers.checks.consistency import visual_fields
from workers.checks.quality import MIN_SHARPNESS
from workers.decision.evidence import Evidence
from workers.documents.icao import document_type, issuing_country
from workers.findings import corners
from workers.stages.prepare import DOCUMENT_SIDES

UNIDENTIFIED = "unidentified"
LEAST_LINES = 3
"""Lines of print from which a card without an MRZ is a document that we do not know."""


def best_mrz(evidence: Evidence) -> Mrz | None:
    """Returns the MRZ of the document: a valid one, else the one that is surest."""
    zones = evidence.read.mrzs if evidence.read else []
    return max(zones, key=lambda zone: (zone.valid, zone.confidence), default=None)


def printed_lines(evidence: Evidence) -> list[TextLine]:
    return evidence.read.lines if evidence.read else []


def document(evidence: Evidence) -> Document | None:
    """Returns the document, None where there is none on the pictures.

    A document is there if an MRZ is, or a card with some print, or a card so blurred that no
    print could be seen.
    """
    mrz, lines = best_mrz(evidence), printed_lines(evidence)
    sides = [side for name in DOCUMENT_SIDES if (side := _side(evidence, name)) is not None]
    card = any(side.card for side in sides)
    if mrz is None and not (card and (len(lines) >= LEAST_LINES or _blurred(evidence))):
        return None
    return Document(
        type=document_type(mrz) if mrz else UNIDENTIFIED,
        country=issuing_country(mrz) if mrz else None,
        sides=sides,
        extracted=Extracted(visual=visual_fields(mrz, lines) if mrz else {}, mrz=mrz, text=lines),
    )


def _blurred(evidence: Evidence) -> bool:
    measured = [picture.quality for picture in evidence.prepared.pictures.values()]
    return any(found and found["sharpness"] < MIN_SHARPNESS for found in measured)


def claim_mismatch(evidence: Evidence, found: Document | None) -> list[Reason]:
    """Returns what the document is not although the client says so (seed 004: such a document
    is not processed). What could not be identified contradicts nothing.
    """
    reasons = []
    claimed_type = (evidence.request.get("documentType") or "").lower()
    if found and claimed_type and found.type not in (claimed_type, UNIDENTIFIED):
        message = f"It was said to be a {claimed_type}, and is a {found.type}."
        reasons.append(Reason(code="type_mismatch", message=message))
    claimed_country = (evidence.request.get("country") or "").upper()
    if found and claimed_country and found.country not in (claimed_country, None):
        message = f"It was said to be of {claimed_country}, and is of {found.country}."
        reasons.append(Reason(code="country_mismatch", message=message))
    return reasons


def _side(evidence: Evidence, name: PictureName) -> Side | None:
    prepared = evidence.prepared.readable(name)
    if prepared is None or prepared.size is None:
        return None
    face = evidence.faces.largest(name) if evidence.faces else None
    return Side(
        picture=name,
        side=name,
        width=prepared.size[0],
        height=prepared.size[1],
        card=None if prepared.full_frame else prepared.card,
        portrait=corners(face.box) if face else None,
    )
