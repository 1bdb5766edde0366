"""The MRZ group, and whether the zone fits the document it is on."""

from collections.abc import Collection

from app.core.report import Check, CheckGroup, CheckOutcome, Mrz
from workers.checks.scoring import answered
from workers.vision.mrz.parse import parse

# Certainty of the least certain character from which a wrong check digit counts against the
# document, and not against the picture.
THRESHOLDS = {"mrz.confidence": 0.8, "mrz.aspect": 0.06}

NO_ZONE = "No machine readable zone was found."

# Width over height of the page that carries a zone of each format (Doc 9303-3: ID-1, ID-2, ID-3
# and the two visa sizes; the old French identity card is ID-2, the driving licence ID-1).
ASPECTS = {
    "td1": 85.6 / 53.98,
    "td2": 105 / 74,
    "td3": 125 / 88,
    "mrva": 120 / 80,
    "mrvb": 105 / 74,
    "cni_fr_old": 105 / 74,
    "permis_fr": 85.6 / 53.98,
}


def mrz_checks(mrz: Mrz | None, *, formats: Collection[str] | None = None) -> list[Check]:
    """The zone's form and its check digits. `formats`: as in `classification`."""
    if mrz is None and formats is not None and not formats:
        return [_unfit(name, CheckGroup.MRZ) for name in ("mrzFormat", "mrzChecksum")]
    return [_format(mrz), _checksum(mrz)]


def classification(
    mrz: Mrz | None, *, formats: Collection[str] | None = None, aspect: float | None = None
) -> Check:
    """Whether the zone is of the kind that this document carries.

    `formats`: those that the document's type has, none or more; None where it is not known.
    `aspect`: width over height of the rectified page. A wrong format for a known type counts
    against the document; an unexpected shape of the page alone does not: a spread or a cut page
    has one too.
    """
    name, group = "mrzClassification", CheckGroup.FORENSIC
    if mrz is None and formats is not None and not formats:
        return _unfit(name, group)
    if mrz is None:
        return _unread(name, group, NO_ZONE)
    measured = {}
    if aspect is not None:
        measured = {"aspect": aspect, "expectedAspect": ASPECTS[mrz.format]}
    if formats is not None:
        fits = mrz.format in formats
        reason = f"A zone of format {mrz.format} does not belong on this type of document."
        outcome = CheckOutcome.CLEAR if fits else CheckOutcome.ATTENTION
        return answered(group, name, outcome, None if fits else reason, measured, mrz.picture)
    if aspect is None:
        return _unread(name, group, "Neither the document's type nor its shape is known.")
    off = abs(aspect / ASPECTS[mrz.format] - 1)
    if off <= THRESHOLDS["mrz.aspect"]:
        return answered(group, name, CheckOutcome.CLEAR, None, measured, mrz.picture)
    reason = f"The page's shape is not that of a {mrz.format} document, and its type is not known."
    return answered(group, name, CheckOutcome.NOT_PROCESSED, reason, measured, mrz.picture)


def _format(mrz: Mrz | None) -> Check:
    """Whether every character and every date is one that ICAO Doc 9303 allows in its place."""
    name, group = "mrzFormat", CheckGroup.MRZ
    if mrz is None:
        return _unread(name, group, NO_ZONE)
    parsed = parse(mrz.lines)
    right = parsed is not None and parsed.format == mrz.format and parsed.well_formed
    measured = {"corrections": float(len(mrz.corrections)), "confidence": mrz.confidence}
    if right:
        outcome, reason = CheckOutcome.CLEAR, None
    elif mrz.confidence >= THRESHOLDS["mrz.confidence"]:
        outcome = CheckOutcome.ATTENTION
        reason = "The zone has a character or a date that cannot stand in its place."
    else:
        outcome = CheckOutcome.NOT_PROCESSED
        reason = "The zone could not be read well enough to judge its form."
    return answered(group, name, outcome, reason, measured, mrz.picture)


def _checksum(mrz: Mrz | None) -> Check:
    """Whether every check digit of the zone agrees with what it covers."""
    name, group = "mrzChecksum", CheckGroup.MRZ
    if mrz is None:
        return _unread(name, group, NO_ZONE)
    wrong = [check for check, agrees in mrz.check_digits.items() if not agrees]
    substituted = sum(correction.rule == "check_digit" for correction in mrz.corrections)
    measured = {
        "checkDigits": float(len(mrz.check_digits)),
        "wrong": float(len(wrong)),
        "substituted": float(substituted),
        "confidence": mrz.confidence,
    }
    reason: str | None
    if wrong and mrz.confidence >= THRESHOLDS["mrz.confidence"]:
        outcome = CheckOutcome.ATTENTION
        reason = f"Wrong check digits: {', '.join(wrong)}."
    elif wrong or (substituted and not mrz.valid):
        outcome = CheckOutcome.NOT_PROCESSED
        reason = "The zone could not be read well enough to judge its check digits."
    else:
        outcome, reason = CheckOutcome.CLEAR, None
    return answered(group, name, outcome, reason, measured, mrz.picture)


def _unread(name: str, group: CheckGroup, reason: str) -> Check:
    return answered(group, name, CheckOutcome.NOT_PROCESSED, reason)


def _unfit(name: str, group: CheckGroup) -> Check:
    return answered(group, name, CheckOutcome.NOT_APPLICABLE, "This type of document has no zone.")
