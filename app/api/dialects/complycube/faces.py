"""What was found out about the faces of an identity check."""

from typing import Any

from app.api.dialects.complycube.values import outcome
from app.api.dialects.findings import find
from app.core.report import CheckGroup, CheckOutcome, Report

NOT_PROCESSED = CheckOutcome.NOT_PROCESSED.value


def face_analyses(report: Report | None) -> dict[str, Any]:
    """Returns the breakdown of an identity check. Faces of earlier clients are not searched, and
    pictures of the public are not looked for: these two are `not_processed`.
    """
    match = report.face_match if report is not None else None
    liveness = report.liveness if report is not None else None
    faces = find(report, CheckGroup.LIVENESS, "multipleFaces") if report is not None else None
    similarity = {"facialSimilarityScore": match.score} if match and match.score is not None else {}
    alive = (
        {"livenessCheckScore": liveness.score} if liveness and liveness.score is not None else {}
    )
    return {
        "faceAnalysis": {
            "facialSimilarity": match.outcome.value if match else NOT_PROCESSED,
            "previouslyEnrolledFace": NOT_PROCESSED,
            "breakdown": similarity,
        },
        "authenticityAnalysis": {
            "spoofedImageAnalysis": NOT_PROCESSED,
            "livenessCheck": liveness.outcome.value if liveness else NOT_PROCESSED,
            "breakdown": alive,
        },
        "integrityAnalysis": {"faceDetection": outcome(faces)},
    }
