"""`decide`: from everything that was found to the one report."""

from collections.abc import Sequence

from app.core.report import (
    Attack,
    Kind,
    ModelUse,
    Outcome,
    PictureName,
    Reason,
    Report,
)
from app.core.settings import get_settings
from app.core.version import VERSION
from workers.checks import liveness, presentation
from workers.checks.pages import too_late
from workers.conclusion import Conclusion
from workers.decision import face_index as indexing
from workers.decision import face_match as matching
from workers.decision import outcome
from workers.decision.checks import (
    DOCUMENT_THRESHOLDS,
    asked_for,
    document_checks,
    page_checks,
    selfie_checks,
)
from workers.decision.cuts import keep_cuts
from workers.decision.documents import FoundDocument, claim_mismatch, documents
from workers.decision.evidence import Evidence
from workers.job import Job
from workers.models import choice
from workers.stages.prepare import DOCUMENT_SIDES

MODELS: dict[Kind, tuple[str, ...]] = {
    Kind.DOCUMENT: ("text", "face", "pad-document", "forged"),
    Kind.IDENTITY: ("text", "face", "pad", "forged"),
    Kind.FACE_COMPARE: ("face",),
    Kind.LIVENESS: ("face", "pad-selfie"),
    Kind.FACE_INDEX: ("face", "pad-selfie"),
    Kind.FACE_SEARCH: ("face", "pad-selfie"),
}
"""The models that take part in a kind, by the beginning of their names."""


def decide(job: Job) -> Conclusion:
    """Runs the checks, compares, and says what it all comes to."""
    evidence = Evidence.of(job)
    found = documents(evidence) if evidence.has_document else []
    nothing = nothing_to_verify(evidence, found)
    checks = list(page_checks(evidence))
    thresholds: dict[str, float] = {}
    pad: Attack | None = None
    live: Attack | None = None
    match = searched = indexed = new_face = None
    if evidence.has_document:
        of_document = list(document_checks(evidence, found))
        checks += of_document
        thresholds |= DOCUMENT_THRESHOLDS
        pad = presentation.document_pad(of_document)
    if evidence.has_selfie:
        of_selfie = list(selfie_checks(evidence))
        checks += of_selfie
        thresholds |= liveness.THRESHOLDS
        if evidence.kind in (Kind.IDENTITY, Kind.LIVENESS):
            live = liveness.liveness(of_selfie)
    if evidence.kind in (Kind.IDENTITY, Kind.FACE_COMPARE):
        match = matching.face_match(evidence, found)
        checks.append(matching.face_match_check(match))
    if evidence.kind is Kind.FACE_SEARCH:
        searched = indexing.face_search(evidence)
        thresholds["faceSearch.floor"] = searched.floor
    if match is not None or searched is not None:
        thresholds["faceMatch.threshold"] = matching.threshold(evidence)
        thresholds["faceMatch.reviewBand"] = get_settings().face_match.review_band
    named, made = evidence.request.get("checks"), checks
    checks = asked_for(made, named)
    if evidence.kind is Kind.FACE_INDEX:
        conditions = checks if named is not None else []
        refused = [*outcome.moving(conditions), *outcome.unanswered(conditions)]
        indexed, new_face = indexing.face_index(evidence, refused)
    shown = [one.document for one in found]
    parts: dict[str, outcome.Part | None] = {
        "documentPad": pad,
        "liveness": live,
        "faceMatch": match,
        "faceIndex": indexed,
        "faceSearch": searched,
    }
    unprocessed = without_document(evidence, found)
    unprocessed += outcome.missing(shown, made, parts, not_read=not_read(evidence))
    unprocessed += outcome.incomplete([one.reading for one in found if one.reading is not None])
    if named is not None:
        unprocessed += outcome.unanswered(checks)
    attention = outcome.moving(checks)
    told = {reason.code for reason in attention}
    attention += [reason for reason in outcome.attacked(parts) if reason.code not in told]
    result, reasons = outcome.overall(attention, unprocessed)
    mismatch = claim_mismatch(evidence, found)
    if nothing or mismatch:
        result, reasons = Outcome.NOT_PROCESSED, nothing or mismatch
    report = Report(
        kind=evidence.kind,
        outcome=result,
        reasons=reasons,
        documents=shown,
        checks=checks,
        face_match=match,
        face_index=indexed,
        face_search=searched,
        liveness=live,
        document_pad=pad,
        models=_models(evidence.kind),
        thresholds=thresholds,
        version=VERSION,
    )
    return Conclusion(
        report, bool(nothing), face=new_face, pictures=keep_cuts(job, evidence, found)
    )


def nothing_to_verify(evidence: Evidence, found: Sequence[FoundDocument]) -> list[Reason]:
    """Returns why there is nothing to verify; empty where there is something.

    A stage that failed is no such reason: what it would have found is not known.
    """
    reasons = [
        Reason(code="picture_undecodable", message=f"The picture {name} cannot be decoded.")
        for name in evidence.unreadable()
    ]
    looked = evidence.has_document and evidence.read is not None and not evidence.read.late
    if looked and not found and not reasons:
        message = "There is no document on the picture."
        reasons.append(Reason(code="no_document", message=message))
    if evidence.faces is not None:
        needed = [PictureName.SELFIE] if evidence.has_selfie else []
        if evidence.kind is Kind.FACE_COMPARE:
            needed = [PictureName.IMAGE1, PictureName.IMAGE2]
        reasons += [
            Reason(code="no_face", message=f"There is no face on the picture {name}.")
            for name in needed
            if evidence.prepared.pictures[name].pages and evidence.faces.main(name) is None
        ]
    return reasons


def without_document(evidence: Evidence, found: Sequence[FoundDocument]) -> list[Reason]:
    """Returns a reason for each picture of a document that shows no side of those found."""
    if not found or evidence.read is None:
        return []
    shown = {side.view.picture for one in found for side in one.sides}
    return [
        Reason(code="no_document", message=f"There is no document on the picture {name}.")
        for name in DOCUMENT_SIDES
        if name in evidence.prepared.pictures
        and name not in shown | {*evidence.read.late, *evidence.unreadable()}
    ]


def not_read(evidence: Evidence) -> str | None:
    """Returns why documents, or some of what may be one, were not read; None where all was."""
    if not evidence.has_document:
        return None
    if evidence.read is None:
        return "The document could not be read: the stage failed."
    late = [too_late(name, pages) for name, pages in evidence.read.late.items()]
    return " ".join(late) or None


def _models(kind: Kind) -> list[ModelUse]:
    return [
        ModelUse(name=model.name, version=model.version, sha256=model.sha256)
        for model in choice.in_use()
        if model.name.startswith(MODELS[kind])
    ]
