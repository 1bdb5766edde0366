"""FacePhi's nine reasons: which outcome of the core each of them tells.

A document is credible where the core's outcome is `clear`, and nowhere else. Else the first of
`REASONS` is told that fits: of the checks that ask for attention, or of what was not processed.
"""

from app.core.report import Check, CheckGroup, CheckOutcome, Outcome, Report

SCREEN = "Screen_Replay_Attack"
COPY = "Black_and_White_Printed_Copy_Attack"
REPLACED = "Photo_Replacement_Attack"
PHOTO = "SECURITY_PHOTO_CHECK"
DATA = "SECURITY_DATA_CHECK"
OCR = "SECURITY_OCR_CHECK"
NO_OCR = "NOT_PROCESSED_OCR"
NO_PHOTO = "NOT_PROCESSED_PHOTO_CHECK"
NO_DATA = "NOT_PROCESSED_DATA_CHECK"

SPOOF = (SCREEN, COPY, REPLACED, PHOTO, DATA, OCR)
DOUBT = (NO_OCR, NO_PHOTO, NO_DATA)
REASONS = (*SPOOF, *DOUBT)
"""In the order of the page's table, which is that in which they are told."""

CHECKS: dict[tuple[CheckGroup, str], str] = {
    (CheckGroup.FORENSIC, "documentLivenessCheck"): SCREEN,
    (CheckGroup.FORMAT, "photocopyDetected"): COPY,
    (CheckGroup.FORENSIC, "printedCopy"): COPY,
    (CheckGroup.FORENSIC, "photoLocation"): REPLACED,
    (CheckGroup.FORENSIC, "photoOverlay"): REPLACED,
    (CheckGroup.FORENSIC, "photoEdit"): REPLACED,
    (CheckGroup.CONTENT, "expirationDate"): NO_DATA,
}
"""Checks that ask for attention: what they tell where it is not that of their group. An expired
document may be genuine.
"""

GROUPS: dict[CheckGroup, str] = {
    CheckGroup.MRZ: DATA,
    CheckGroup.CONSISTENCY: DATA,
    CheckGroup.CONTENT: DATA,
    CheckGroup.RULES: DATA,
    CheckGroup.FORMAT: DATA,
    CheckGroup.FORENSIC: DATA,
    CheckGroup.SECURITY_AND_PATTERN: DATA,
    CheckGroup.FRONT_AND_BACK: OCR,
    CheckGroup.FACE: PHOTO,
    CheckGroup.LIVENESS: NO_PHOTO,
    CheckGroup.CLIENT_VALIDATION: NO_DATA,
}
"""Groups of checks that ask for attention. Quality is advisory, and shows in `IQA`."""

ADVISORY = ((CheckGroup.RULES, "province"),)

REVIEW = "review"
"""The core's word for faces that are alike, but not enough to be sure."""

COVERED = ("maskPresent", "sunglasses")
"""Checks of a face so covered that it cannot be held against another: that is no attack."""

CODES: dict[str, str] = {
    "document_not_read": NO_OCR,
    "document_unreadable": NO_OCR,
    "document_unidentified": NO_OCR,
    "document_incomplete": NO_OCR,
    "no_document": NO_OCR,
    "picture_undecodable": NO_OCR,
    "no_face": NO_PHOTO,
    "faceMatch": NO_PHOTO,
    "liveness": NO_PHOTO,
}
"""What the report says was not processed; anything else is `NOT_PROCESSED_DATA_CHECK`."""


def reason(report: Report) -> str | None:
    """Returns why a document is not credible, None where it is."""
    if report.outcome is Outcome.CLEAR:
        return None
    if report.outcome is Outcome.ATTENTION:
        found = {_of(report, check) for check in report.checks}
    else:
        found = {CODES.get(one.code, NO_DATA) for one in report.reasons}
    return next((one for one in REASONS if one in found), NO_DATA)


def _of(report: Report, check: Check) -> str | None:
    """Returns what a check tells, None where it asks for no attention."""
    if check.outcome is not CheckOutcome.ATTENTION or (check.group, check.name) in ADVISORY:
        return None
    match = report.face_match
    if check.group is CheckGroup.FACE and match is not None:
        unsure = any(one.code == REVIEW for one in match.reasons) or _is_covered(report)
        return NO_PHOTO if unsure else PHOTO
    return CHECKS.get((check.group, check.name)) or GROUPS.get(check.group)


def _is_covered(report: Report) -> bool:
    return any(
        check.group is CheckGroup.LIVENESS
        and check.name in COVERED
        and check.outcome is CheckOutcome.ATTENTION
        for check in report.checks
    )
