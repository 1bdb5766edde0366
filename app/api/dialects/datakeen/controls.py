"""Datakeen's controls, as the report's checks answer them."""

from collections.abc import Sequence
from typing import Any

from app.api.dialects.datakeen.schemas import Control, Controls, GlobalStatus, Photo
from app.api.dialects.dialect import Told
from app.api.dialects.findings import find
from app.core.report import Check, CheckGroup, CheckOutcome, Document, FieldValue, Outcome, Report

MODEL_2011 = "living_permit_fr_2011"

CONFORMITY = ((CheckGroup.MRZ, "mrzFormat"), (CheckGroup.MRZ, "mrzChecksum"))
VALIDITY = tuple(
    (CheckGroup.CONSISTENCY, name) for name in ("lastName", "firstName", "documentNumber", "dob")
)
"""What the page holds of the zone against the print: its "MRZ controls"."""
EXPIRY = ((CheckGroup.CONTENT, "expirationDate"),)
DELIVERY = ((CheckGroup.CONTENT, "issuingDate"), (CheckGroup.RULES, "validityPeriod"))
PHOTO = (CheckGroup.QUALITY, "faceNotDetected")
CHIP = (CheckGroup.SECURITY_AND_PATTERN, "chipPresent")
HOLOGRAM = (CheckGroup.SECURITY_AND_PATTERN, "hologramPresent")
CLAIMS = (CheckGroup.CLIENT_VALIDATION, "clientDataConsistency")

NOT_JUDGED = Control(confidence=0.0, value=False)

MATCHES = {
    "match_first_name": "firstName",
    "match_last_name": "lastName",
    "match_birth_date": "birthDate",
    "match_gender": "gender",
}
"""The page's matches, and our names of the fields; the photo's is the face match."""

Names = Sequence[tuple[CheckGroup, str]]


def controls(told: Told, report: Report, place: int) -> Controls:
    """Returns the controls of one document of the report."""
    document = report.documents[place]
    fields, zone = document.extracted.fields, document.extracted.mrz
    in_zone = zone.confidence if zone is not None else 0.0

    def confidence(name: str) -> float:
        return fields[name].confidence if name in fields else 0.0

    shown: dict[str, Any] = {
        "chip_is_present": _scored(find(report, *CHIP, place)),
        "date_validity": _all(report, EXPIRY, place, confidence("expirationDate")),
        "global_status": _global(report),
        "mrz_conformity": _all(report, CONFORMITY, place, in_zone),
        "mrz_validity": _all(report, VALIDITY, place, in_zone),
        "photo_is_present": Photo(value=_is_clear(find(report, *PHOTO, place))),
        "hologram_is_present": _scored(_seen(report, place)),
    }
    if document.model == MODEL_2011:
        shown["date_validity_delivery"] = _all(report, DELIVERY, place, confidence("issuingDate"))
    return Controls(**shown, **_matches(told, report, place, document))


def _is_clear(check: Check | None) -> bool:
    return check is not None and check.outcome is CheckOutcome.CLEAR


def _all(report: Report, names: Names, place: int, confidence: float) -> Control:
    """False where any of the checks found something, true where all that apply are clear."""
    found = [find(report, *name, place) for name in names]
    outcomes = {check.outcome if check else CheckOutcome.NOT_PROCESSED for check in found}
    outcomes.discard(CheckOutcome.NOT_APPLICABLE)
    if CheckOutcome.ATTENTION in outcomes:
        return Control(confidence=confidence, value=False)
    if outcomes == {CheckOutcome.CLEAR}:
        return Control(confidence=confidence, value=True)
    return NOT_JUDGED


def _scored(check: Check | None) -> Control:
    """A control whose confidence is the score of its check, as a part of 1."""
    score = check.score if check is not None else None
    if check is None or score is None:
        return NOT_JUDGED
    if check.outcome is CheckOutcome.CLEAR:
        return Control(confidence=score / 100, value=True)
    if check.outcome is CheckOutcome.ATTENTION:
        return Control(confidence=1 - score / 100, value=False)
    return NOT_JUDGED


def _seen(report: Report, place: int) -> Check | None:
    """The hologram of any side: that it does not shine on one says nothing of the other."""
    seen = (
        check
        for check in report.checks
        if (check.group, check.name, check.document) == (*HOLOGRAM, place) and _is_clear(check)
    )
    return next(seen, None)


def _global(report: Report) -> GlobalStatus:
    """The outcome of the whole. The report has no score of it: 1 is accepted."""
    if report.outcome is Outcome.NOT_PROCESSED:
        return GlobalStatus(confidence=0, score=0, value=False)
    accepted = report.outcome is Outcome.CLEAR
    return GlobalStatus(confidence=1, score=int(accepted), value=accepted)


def _matches(told: Told, report: Report, place: int, document: Document) -> dict[str, Control]:
    """What was supplied and is as on the document, or is not; an open answer is not judged."""
    claimed = told.request.get("expected") or {}
    check = find(report, *CLAIMS, place)
    agreed = check.measured if check is not None else {}
    fields = document.extracted.fields
    shown = {
        name: _match(agreed.get(ours), fields.get(ours) or fields.get("fullName"))
        for name, ours in MATCHES.items()
        if ours in claimed
    }
    face = report.face_match
    if face is not None:
        shown["match_photo"] = (
            NOT_JUDGED
            if face.outcome is Outcome.NOT_PROCESSED
            else Control(confidence=face.confidence or 0.0, value=face.outcome is Outcome.CLEAR)
        )
    return shown


def _match(agreed: float | None, read: FieldValue | None) -> Control:
    if agreed is None or read is None:
        return NOT_JUDGED
    return Control(confidence=read.confidence, value=agreed == 1)
