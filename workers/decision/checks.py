"""Running the checks that fit a verification over what the stages found."""

from collections.abc import Iterator, Sequence

from app.core.report import Check, Mrz, PictureName
from workers.checks import forensic, liveness, mrz, quality
from workers.checks.client import client_checks
from workers.checks.consistency import THRESHOLDS as CONSISTENCY_THRESHOLDS
from workers.checks.consistency import consistency_checks
from workers.checks.content import THRESHOLDS as CONTENT_THRESHOLDS
from workers.checks.content import content_checks
from workers.checks.format import format_checks
from workers.checks.sides import side_checks
from workers.decision.documents import FoundDocument
from workers.decision.evidence import Evidence
from workers.findings import Measured, View
from workers.vision.quality import FaceQuality, Quality
from workers.vision.spectrum import Spectrum

DOCUMENT_THRESHOLDS = {
    **mrz.THRESHOLDS,
    **CONSISTENCY_THRESHOLDS,
    **CONTENT_THRESHOLDS,
    **quality.THRESHOLDS,
    **forensic.THRESHOLDS,
}


def document_checks(evidence: Evidence, found: Sequence[FoundDocument]) -> Iterator[Check]:
    """Yields the checks of documents: of each, group by group, then of each view.

    Where there is no document they say so.
    """
    for place, one in enumerate(found):
        for check in _of_document(evidence, one):
            yield check.model_copy(update={"document": place})
    if not found:
        yield from _of_document(evidence, None)
    reads = evidence.read.sides if evidence.read is not None else []
    yield from side_checks(
        [read.mrz for read in reads if read.mrz is not None],
        sides=len(evidence.prepared.views()),
    )
    for view in evidence.prepared.views():
        home = next((i for i, one in enumerate(found) if view in _views(one)), None)
        zone = found[home].document.extracted.mrz if home is not None else None
        for check in _of_view(evidence, view, zone):
            yield check.model_copy(update={"document": home})


def _views(found: FoundDocument) -> list[View]:
    return [side.view for side in found.sides]


def _of_document(evidence: Evidence, found: FoundDocument | None) -> Iterator[Check]:
    document = found.document if found is not None else None
    zone = document.extracted.mrz if document else None
    lines = document.extracted.text if document else []
    visual = document.extracted.visual if document else {}
    yield from mrz.mrz_checks(zone)
    yield from consistency_checks(zone, lines)
    yield from content_checks(zone, lines, today=evidence.today, blacklist=None, visual=visual)
    yield from format_checks(zone, document_type=document.type if document else None)
    yield from client_checks(
        zone,
        today=evidence.today,
        minimum_age=evidence.request.get("minimumAge"),
        expected=evidence.request.get("expected"),
    )
    yield mrz.classification(zone, aspect=_aspect(found, zone))


def _of_view(evidence: Evidence, view: View, zone: Mrz | None) -> Iterator[Check]:
    measured = Quality(**view.quality)
    yield from quality.checks(measured, view.picture)
    portrait = evidence.portrait(view)
    there = zone is not None and (zone.picture, zone.page) == (view.picture, view.page)
    yield from forensic.checks(
        view.picture,
        measured,
        _spectrum(evidence.document_pad, evidence.page(view).image),
        evidence.prepared.pictures[view.picture].metadata,
        quad=view.quad if view.edges else None,
        mrz_box=zone.box if zone is not None and there else None,
        portrait_box=portrait.box if portrait else None,
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
        _spectrum(evidence.liveness, next(evidence.prepared.pages(name)).image),
    )


def asked_for(checks: list[Check], names: list[str] | None) -> list[Check]:
    """Returns the checks that the client asked for: all of them where it named none."""
    return [check for check in checks if names is None or check.name in names]


def _spectrum(measured: Measured | None, page: str) -> Spectrum | None:
    stored = measured.spectrum.get(page) if measured else None
    return Spectrum(**stored) if stored else None


def _aspect(found: FoundDocument | None, zone: Mrz | None) -> float | None:
    """Returns width over height of the flat card that carries the zone, as its reader sees it."""
    if found is None or zone is None:
        return None
    for side in found.sides:
        if side.read.mrz == zone and side.view.edges:
            width, height = side.view.size
            return height / width if zone.rotation in (90, 270) else width / height
    return None
