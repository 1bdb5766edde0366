"""The comparison of two faces: a calibrated score against a threshold, with a review band."""

from collections.abc import Sequence

from app.core.report import Check, CheckGroup, CheckOutcome, FaceMatch, Kind, Outcome, Reason
from app.core.settings import get_settings
from workers.decision.documents import FoundDocument
from workers.decision.evidence import Evidence
from workers.findings import Compared
from workers.models import registry
from workers.vision.faces import Use, rates, similarity

REVIEW = "review"
"""Why a face in the review band asks for attention."""


def face_match(evidence: Evidence, found: Sequence[FoundDocument]) -> FaceMatch:
    """Returns `clear` from the threshold on, else `attention` (different, or to be reviewed).

    `found`: the documents; a face that is on none of them is nobody's portrait.
    """
    least = threshold(evidence)
    compared = evidence.compared
    if compared is None:
        reason = Reason(code="not_compared", message="The faces could not be compared.")
        return FaceMatch(outcome=Outcome.NOT_PROCESSED, threshold=least, reasons=[reason])
    distance = _distance(evidence, compared, found)
    if distance is None:
        missing = " and ".join(compared.missing) or "the document"
        reason = Reason(code="no_face", message=f"There is no face on {missing}.")
        return FaceMatch(outcome=Outcome.NOT_PROCESSED, threshold=least, reasons=[reason])
    return judged(distance, least, use(evidence))


def _distance(
    evidence: Evidence, compared: Compared, found: Sequence[FoundDocument]
) -> float | None:
    """The distance that counts; with a document the one to its portrait: on whichever side takes
    most of it, for sides are sent mixed up, and a second portrait is smaller than the first.
    """
    if evidence.kind is Kind.FACE_COMPARE:
        return next(iter(compared.distances.values()), None)
    portraits = [
        portrait
        for one in found
        for side in one.sides
        if side.may_show_portrait and (portrait := evidence.portrait(side.view)) is not None
    ]
    largest = max(portraits, key=lambda portrait: portrait.share, default=None)
    return compared.distances.get(largest.view) if largest is not None else None


def use(evidence: Evidence) -> Use:
    """Returns what is compared: with a document it is its portrait, as it is where the request says
    that one of the two pictures shows one.
    """
    of_pair = evidence.kind is Kind.FACE_COMPARE and "portrait" in evidence.request
    return Use.DOCUMENT if of_pair or evidence.kind is Kind.IDENTITY else Use.SELFIE


def threshold(evidence: Evidence) -> float:
    """Returns the score that the client asks for, else that of the settings for this use."""
    settings = get_settings().face_match
    usual = {
        Use.DOCUMENT: settings.document_threshold,
        Use.SELFIE: settings.selfie_threshold,
    }
    return float(evidence.request.get("threshold") or usual[use(evidence)])


def judged(distance: float, least: float, use: Use) -> FaceMatch:
    """Judges two faces by the L2 distance of their embeddings and the score of a match."""
    score = similarity(distance)
    reasons = []
    if score < least - get_settings().face_match.review_band:
        reasons = [Reason(code="different", message="The faces are of different people.")]
    elif score < least:
        message = "The faces are alike, but not enough to be sure."
        reasons = [Reason(code=REVIEW, message=message)]
    match = FaceMatch(
        outcome=Outcome.ATTENTION if reasons else Outcome.CLEAR,
        score=round(score, 2),
        threshold=least,
        distance=round(distance, 4),
        reasons=reasons,
    )
    _calibrate(match, distance, use)
    return match


def _calibrate(match: FaceMatch, distance: float, use: Use) -> None:
    """Says how often such a distance errs; nothing where these models were never measured."""
    same = match.outcome is Outcome.CLEAR
    detector = get_settings().worker.face_detector
    curve = rates(use, registry.sha256("face-embedding"), detector)
    if curve is None:
        match.summary = f"{'Match' if same else 'No match'}, error rates not measured."
        return
    likely, one_in = curve.same(distance), curve.one_in(distance)
    match.confidence = round(likely if same else 1 - likely, 5)
    match.false_match_one_in = one_in if one_in > 1 else None
    bound = f"false match rate at most 1 in {one_in:,}" if one_in > 1 else "which tells nothing"
    match.summary = f"Match, {bound}." if same else "No match."


def face_match_check(match: FaceMatch) -> Check:
    """Whether the two faces of the verification are one person's."""
    measured = {"distance": match.distance, "falseMatchOneIn": match.false_match_one_in}
    return Check(
        name="faceMatch",
        group=CheckGroup.FACE,
        outcome=CheckOutcome(match.outcome),
        score=match.score,
        reason=" ".join(reason.message for reason in match.reasons) or None,
        measured={name: value for name, value in measured.items() if value is not None},
    )
