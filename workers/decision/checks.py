"""Running the checks that fit a verification over what the stages found."""

from collections.abc import Iterator

from app.core.report import Check, Document, Mrz, PictureName
from workers.checks import forensic, liveness, mrz, quality
from workers.checks.client import client_checks
from workers.checks.consistency import THRESHOLDS as CONSISTENCY_THRESHOLDS
from workers.checks.consistency import consistency_checks
from workers.checks.content import THRESHOLDS as CONTENT_THRESHOLDS
from workers.checks.content import content_checks
from workers.checks.format import format_checks
from workers.checks.sides import side_checks
from workers.decision.evidence import Evidence
from workers.findings import Measured, PreparedPicture, corners
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision.quality import FaceQuality, Quality
from workers.vision.spectrum import Spectrum

DOCUMENT_THRESHOLDS = {
    **mrz.THRESHOLDS,
    **CONSISTENCY_THRESHOLDS,
    **CONTENT_THRESHOLDS,
    **quality.THRESHOLDS,
    **forensic.THRESHOLDS,
}


def document_checks(evidence: Evidence, document: Document | None) -> Iterator[Check]:
    """Yields the checks of a document, group by group."""
    zone = document.extracted.mrz if document else None
    lines = document.extracted.text if document else []
    visual = document.extracted.visual if document else {}
    yield from mrz.mrz_checks(zone)
    yield from consistency_checks(zone, lines)
    yield from content_checks(zone, lines, today=evidence.today, blacklist=None, visual=visual)
    yield from format_checks(zone, document_type=document.type if document else None)
    yield from side_checks(
        evidence.read.mrzs if evidence.read else [],
        sides=sum(name in evidence.prepared.pictures for name in DOCUMENT_SIDES),
    )
    yield from client_checks(
        zone,
        today=evidence.today,
        minimum_age=evidence.request.get("minimumAge"),
        expected=evidence.request.get("expected"),
    )
    yield mrz.classification(zone, aspect=_aspect(evidence, zone))
    for name in DOCUMENT_SIDES:
        picture = evidence.prepared.readable(name)
        if picture is not None and picture.quality is not None:
            yield from _side_checks(evidence, name, picture, zone)


def _side_checks(
    evidence: Evidence, name: PictureName, picture: PreparedPicture, zone: Mrz | None
) -> Iterator[Check]:
    measured = Quality(**(picture.quality or {}))
    yield from quality.checks(measured, name)
    face = evidence.faces.largest(name) if evidence.faces else None
    yield from forensic.checks(
        name,
        measured,
        _spectrum(evidence.document_pad, name),
        picture.metadata,
        quad=picture.card if not picture.full_frame else None,
        mrz_box=zone.box if zone is not None and zone.picture == name else None,
        portrait_box=corners(face.box) if face else None,
    )


def selfie_checks(evidence: Evidence) -> Iterator[Check]:
    """Yields the liveness checks of the selfie."""
    name = PictureName.SELFIE
    found = evidence.faces.pictures.get(name) if evidence.faces else None
    face = evidence.liveness.face.get(name) if evidence.liveness else None
    yield from liveness.checks(
        name,
        [face.box for face in found.faces] if found else [],
        FaceQuality(**face) if face else None,
        _spectrum(evidence.liveness, name),
    )


def asked_for(checks: list[Check], names: list[str] | None) -> list[Check]:
    """Returns the checks that the client asked for: all of them where it named none."""
    return [check for check in checks if names is None or check.name in names]


def _spectrum(measured: Measured | None, name: PictureName) -> Spectrum | None:
    stored = measured.spectrum.get(name) if measured else None
    return Spectrum(**stored) if stored else None


def _aspect(evidence: Evidence, zone: Mrz | None) -> float | None:
    """Returns width over height of the flat card that carries the zone, as its reader sees it."""
    picture = evidence.prepared.readable(zone.picture) if zone else None
    if zone is None or picture is None or picture.flat is None:
        return None
    width, height = picture.flat
    return height / width if zone.rotation in (90, 270) else width / height
