"""The comparison of two faces: a calibrated score against a threshold, with a review band."""

from app.core.report import Check, CheckGroup, CheckOutcome, FaceMatch, Outcome, Reason
from workers.decision.evidence import Evidence
from workers.vision.faces import similarity

THRESHOLD = 80.0
"""Default score from which two faces are one person's: L2 0.50, see docs/models.md."""

REVIEW_BAND = 15.0
"""Points under the threshold within which a person should look: L2 0.60."""

REVIEW = "review"
"""Why a face in the review band asks for attention."""


def face_match(evidence: Evidence) -> FaceMatch:
    """Returns `clear` from the threshold on, else `attention` (different, or to be reviewed)."""
    least = threshold(evidence)
    compared = evidence.compared
    if compared is None:
        reason = Reason(code="not_compared", message="The faces could not be compared.")
        return FaceMatch(outcome=Outcome.NOT_PROCESSED, threshold=least, reasons=[reason])
    if compared.distance is None:
        missing = " and ".join(compared.missing)
        reason = Reason(code="no_face", message=f"There is no face on {missing}.")
        return FaceMatch(outcome=Outcome.NOT_PROCESSED, threshold=least, reasons=[reason])
    return judged(compared.distance, least)


def threshold(evidence: Evidence) -> float:
    """Returns the score that the client asks for, else the default."""
    return float(evidence.request.get("threshold") or THRESHOLD)


def judged(distance: float, least: float) -> FaceMatch:
    """Judges two faces by the L2 distance of their embeddings and the score of a match."""
    score = similarity(distance)
    reasons = []
    if score < least - REVIEW_BAND:
        reasons = [Reason(code="different", message="The faces are of different people.")]
    elif score < least:
        message = "The faces are alike, but not enough to be sure."
        reasons = [Reason(code=REVIEW, message=message)]
    return FaceMatch(
        outcome=Outcome.ATTENTION if reasons else Outcome.CLEAR,
        score=round(score, 2),
        threshold=least,
        distance=round(distance, 4),
        reasons=reasons,
    )


def face_match_check(match: FaceMatch) -> Check:
    """Whether the two faces of the verification are one person's."""
    return Check(
        name="faceMatch",
        group=CheckGroup.FACE,
        outcome=CheckOutcome(match.outcome),
        score=match.score,
        reason=" ".join(reason.message for reason in match.reasons) or None,
        measured={"distance": match.distance} if match.distance is not None else {},
    )
