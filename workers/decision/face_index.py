"""The face index: what a selfie adds to it, and what a search in it comes to."""

from app.core.database import utcnow
from app.core.faces import index
from app.core.faces.index import NewFace
from app.core.report import Candidate, FaceIndex, FaceSearch, Outcome, PictureName, Reason
from app.core.settings import get_settings
from workers.decision import face_match as matching
from workers.decision.evidence import Evidence
from workers.models import registry


def face_index(evidence: Evidence, refused: list[Reason]) -> tuple[FaceIndex, NewFace | None]:
    """Returns what is said of the indexing, and the face that goes into the index, if any.

    `refused`: why a check that the client has named, and so made a condition, is not clear.
    """
    embedding = _embedding(evidence)
    face = None
    if embedding is not None and not refused:
        face = NewFace(embedding, registry.sha256("face-embedding"), utcnow())
    outcome, reasons = Outcome.CLEAR, []
    if embedding is None:
        outcome, reasons = Outcome.NOT_PROCESSED, [_no_face("indexed")]
    elif refused:
        names = ", ".join(reason.code for reason in refused)
        message = f"The face was kept out of the index: {names} did not pass."
        outcome, reasons = Outcome.ATTENTION, [Reason(code="kept_out", message=message)]
    said = FaceIndex(
        outcome=outcome,
        partition=index.partition_of(evidence.request),
        external_id=evidence.request["externalId"],
        indexed_at=face.indexed_at if face is not None else None,
        reasons=reasons,
    )
    return said, face


def face_search(evidence: Evidence) -> FaceSearch:
    """Returns the candidates, each judged as a face match.

    `attention`: the best one is to be reviewed, or a part of the partition was not compared.
    """
    said = FaceSearch(
        outcome=Outcome.NOT_PROCESSED,
        partition=index.partition_of(evidence.request),
        floor=get_settings().face_index.floor,
    )
    searched = evidence.searched
    if searched is None or _embedding(evidence) is None:
        said.reasons.append(_no_face("searched for"))
        return said
    said.compared, said.outdated = searched.compared, searched.outdated
    threshold = matching.threshold(evidence)
    for found in searched.neighbours:
        match = matching.judged(found.distance, threshold, matching.use(evidence))
        if match.score is not None and match.score >= said.floor:
            said.candidates.append(
                Candidate(
                    **dict(match),
                    request_id=found.request_id,
                    external_id=found.external_id,
                    indexed_at=found.indexed_at,
                )
            )
    if searched.outdated:
        message = f"{searched.outdated} faces were not compared: another model embedded them."
        said.reasons.append(Reason(code="outdated", message=message))
    if said.candidates:
        said.reasons += [why for why in said.candidates[0].reasons if why.code == matching.REVIEW]
    said.outcome = Outcome.ATTENTION if said.reasons else Outcome.CLEAR
    return said


def _embedding(evidence: Evidence) -> list[float] | None:
    selfie = evidence.faces.pictures.get(PictureName.SELFIE) if evidence.faces else None
    return selfie.embedding if selfie is not None else None


def _no_face(what: str) -> Reason:
    return Reason(code="no_face", message=f"There is no face that could be {what}.")
