"""Running the checks that fit a verification over what the stages found."""

from collections.abc import Iterator, Sequence

from app.core.report import Box, Check, PictureName
from app.core.settings import get_settings
from workers.checks import (
    authenticity,
    consistency,
    content,
    forensic,
    forged,
    format,
    in_print,
    layout,
    liveness,
    mrz,
    pages,
    presentation,
    quality,
    rules,
    sides,
)
from workers.checks.client import client_checks
from workers.decision.documents import FoundDocument, FoundSide, side_reading, upright_quad
from workers.decision.evidence import Evidence
from workers.documents.schema import DocumentType
from workers.findings import Measured, View
from workers.stages.prepare import DOCUMENT_SIDES
from workers.vision.faces import Visibility
from workers.vision.presentation.detector import Presentation
from workers.vision.quality import FaceQuality, Quality
from workers.vision.spectrum import Spectrum

DOCUMENT_THRESHOLDS = {
    **mrz.THRESHOLDS,
    **consistency.THRESHOLDS,
    **in_print.THRESHOLDS,
    **content.THRESHOLDS,
    **rules.THRESHOLDS,
    **format.THRESHOLDS,
    **sides.THRESHOLDS,
    **quality.THRESHOLDS,
    **forensic.THRESHOLDS,
    **presentation.THRESHOLDS,
    **forged.THRESHOLDS,
    **authenticity.THRESHOLDS,
    **layout.THRESHOLDS,
}


def document_checks(evidence: Evidence, found: Sequence[FoundDocument]) -> Iterator[Check]:
    """Yields the checks of documents: of each, group by group; of all sides; of each view.

    Where there is no document they say so.
    """
    for place, one in enumerate(found):
        for check in _of_document(evidence, one):
            yield check.model_copy(update={"document": place})
    if not found:
        yield from _of_document(evidence, None)
    yield from sides.side_checks(
        [
            sides.PicturedSide(side.view.picture, place, side_reading(side))
            for place, one in enumerate(found)
            for side in one.sides
        ],
        pictures=sum(name in evidence.prepared.pictures for name in DOCUMENT_SIDES),
    )
    shown = {
        side.view.image: (place, side) for place, one in enumerate(found) for side in one.sides
    }
    for view in evidence.prepared.views():
        home, side = shown.get(view.image, (None, None))
        for check in _of_view(evidence, view, side, alone=not found):
            yield check.model_copy(update={"document": home})


def _of_document(evidence: Evidence, found: FoundDocument | None) -> Iterator[Check]:
    reading = found.reading if found is not None else None
    zone = reading.mrz if reading is not None else None
    request = evidence.request
    formats = _zone_formats(format.known_type(reading))
    yield from mrz.mrz_checks(zone, formats=formats)
    yield from consistency.consistency_checks(reading, today=evidence.today)
    of_rules = rules.rule_checks(reading, today=evidence.today, qr_string=request.get("qrString"))
    yield from content.content_checks(
        reading,
        today=evidence.today,
        listed=get_settings().worker.black_list,
        faults=rules.broken(of_rules),
    )
    yield from of_rules
    shapes = [_shape(side) for side in found.sides] if found is not None else []
    yield from format.format_checks(reading, shapes=shapes)
    yield from client_checks(
        reading,
        today=evidence.today,
        minimum_age=request.get("minimumAge"),
        expected=request.get("expected"),
    )
    yield mrz.classification(
        zone,
        formats=formats,
        aspect=next(
            (_shape(s) for s in (found.sides if found else ()) if s.read.mrz == zone), None
        ),
    )


def _zone_formats(known: DocumentType | None) -> set[str] | None:
    """Returns the formats of a type's zones; None where the zone alone told the type."""
    if known is None or known.country is None:
        return None
    return {name for side in known.sides for name in side.mrz}


def _of_view(
    evidence: Evidence, view: View, side: FoundSide | None, *, alone: bool
) -> Iterator[Check]:
    """`side`: what was found on the view, where anything was. `alone`: nothing was found anywhere.
    Beside a document, a page that shows none (an empty one of a PDF) is not judged for forgery.
    """
    measured = Quality(**view.quality)
    portrait = evidence.portrait(view)
    spectrum = _spectrum(evidence.document_pad, evidence.page(view).image)
    metadata = evidence.prepared.pictures[view.picture].metadata
    model = side.model if side is not None else None
    zone = side.read.mrz if side is not None else None
    yield from quality.checks(
        measured,
        view.picture,
        reading=side_reading(side) if side is not None else None,
        face=None if evidence.faces is None else portrait is not None,
        metadata=metadata,
        spectrum=spectrum,
    )
    if side is None and not alone:
        return
    yield from presentation.checks(
        view.picture,
        _presentation(evidence.document_pad, view.image),
        spectrum,
    )
    yield from forged.checks(
        view.picture,
        evidence.forged.forgeries.get(view.image) if evidence.forged is not None else None,
        may_show_portrait=side is None or side.may_show_portrait,
    )
    yield from forensic.checks(
        view.picture,
        measured,
        metadata,
        quad=_card(view, side),
        mrz_box=zone.box if zone is not None else None,
        portrait_box=portrait.box if portrait else None,
        portrait_zone=model.portrait if model is not None else None,
    )
    yield from authenticity.checks(
        authenticity.Card(
            picture=view.picture,
            surface=evidence.document_pad.surfaces.get(view.image)
            if evidence.document_pad is not None
            else None,
            quality=measured,
            model=model,
            whole=_is_whole(view, side),
            turned=side.read.rotation if side is not None else 0,
        ),
        listed=get_settings().worker.known_pictures,
    )
    yield layout.layout(
        view.picture,
        model.code if model is not None else None,
        _card(view, side),
        side.read.lines if side is not None else [],
    )


def _card(view: View, side: FoundSide | None) -> Box | None:
    """Returns the corners of the document for its reader; None where no edges were seen, or those
    of something that has not its type's shape: a frame on it, or another card's.
    """
    if side is None:
        return view.quad if view.edges else None
    shape = _shape(side)
    if side.type is not None and shape is not None and not format.has_shape(side.type, shape):
        return None
    return upright_quad(side)


def _is_whole(view: View, side: FoundSide | None) -> bool:
    """Whether the borders of a view are those of its document, of known shape, as it was read."""
    if side is None or side.type is None or side.read.view != view.image:
        return False
    return (view.edges or view.full_frame) and format.has_shape(side.type, _aspect(side))


def _shape(side: FoundSide) -> float | None:
    """Returns width over height of the flat card, as its reader holds it."""
    return _aspect(side) if side.view.edges else None


def _aspect(side: FoundSide) -> float:
    """Returns width over height of the view, as its reader holds it."""
    width, height = side.view.size
    return height / width if side.read.rotation in (90, 270) else width / height


def selfie_checks(evidence: Evidence) -> Iterator[Check]:
    """Yields the liveness checks of the selfie."""
    name = PictureName.SELFIE
    found = evidence.faces.pictures.get(name) if evidence.faces else None
    face = evidence.liveness.face.get(name) if evidence.liveness else None
    visible = evidence.liveness.visible.get(name) if evidence.liveness else None
    shown = evidence.liveness.shown.get(name) if evidence.liveness else None
    page = next(evidence.prepared.pages(name), None)  # none where it cannot be decoded
    yield from liveness.checks(
        name,
        [face.box for face in found.faces] if found else [],
        FaceQuality(**face) if face else None,
        Visibility(**visible) if visible else None,
        shown,
        _spectrum(evidence.liveness, page.image) if page is not None else None,
    )


def page_checks(evidence: Evidence) -> Iterator[Check]:
    """Yields for every picture that could be decoded whether all of its pages were looked at."""
    for name, picture in evidence.prepared.pictures.items():
        if picture.pages:
            yield pages.unread_pages(
                name,
                count=picture.count,
                left_out=picture.left_out(),
                late=evidence.late(name),
                crowded=evidence.crowded(name),
            )


def asked_for(checks: list[Check], names: list[str] | None) -> list[Check]:
    """Returns the checks that the client asked for: all of them where it named none."""
    return [check for check in checks if names is None or check.name in names]


def _presentation(measured: Measured | None, image: str) -> Presentation | None:
    return measured.presentations.get(image) if measured is not None else None


def _spectrum(measured: Measured | None, page: str) -> Spectrum | None:
    stored = measured.spectrum.get(page) if measured else None
    return Spectrum(**stored) if stored else None
