"""Shows any verification of a document in Datakeen's form."""

from app.api.dialects.datakeen.catalogue import MULTI, NAME
from app.api.dialects.datakeen.controls import controls
from app.api.dialects.datakeen.errors import FAULT
from app.api.dialects.datakeen.schemas import Failure, Recognised, Several
from app.api.dialects.datakeen.values import information
from app.api.dialects.dialect import Answer, Told
from app.core.errors import NotAcceptableError
from app.core.report import Document, Kind, Outcome, Report, State

KINDS = (Kind.DOCUMENT, Kind.IDENTITY)
SIDES = {
    frozenset({"front"}): "front",
    frozenset({"back"}): "back",
    frozenset({"front", "back"}): "front-back",
}


def render(told: Told) -> Answer:
    """Returns the answer of the endpoint that the verification came through, else of `reco/id`.

    Raises `NotAcceptableError` where it is about no document.
    """
    if told.kind not in KINDS:
        raise NotAcceptableError(f"Datakeen has no answer for the kind `{told.kind}`")
    if told.state is State.ERROR:
        return refusal(500, FAULT)
    report = told.report
    if report is None or told.state is State.FAILED or not report.documents:
        return refusal(422, _why(report) if report is not None else FAULT)
    if told.asked is not None and (told.asked.dialect, told.asked.endpoint) == (NAME, MULTI):
        places = range(len(report.documents))
        shown = Several(
            documents=[_document(told, report, place) for place in places], message="", status=200
        )
        return Answer(200, shown.model_dump(by_alias=True, exclude_unset=True))
    one = _document(told, report, _first(report.documents))
    return Answer(200, one.model_dump(by_alias=True, exclude_unset=True))


def refusal(status: int, message: str) -> Answer:
    """Returns a failure."""
    return Answer(status, Failure(message=message, status=status).model_dump(by_alias=True))


def _first(documents: list[Document]) -> int:
    """The place of the first document of a type that is known, else of the first."""
    known = (place for place, document in enumerate(documents) if document.model is not None)
    return next(known, 0)


def _document(told: Told, report: Report, place: int) -> Recognised:
    document = report.documents[place]
    sides = frozenset(side.side for side in document.sides) - {"unknown"}
    return Recognised.model_validate(
        {
            "cardSide": SIDES.get(sides, ""),
            "cardType": document.model or document.type,
            "controls": controls(told, report, place),
            "extractedInformation": information(document),
            "message": _why(report) if report.outcome is Outcome.NOT_PROCESSED else "",
            "status": 200,
        }
    )


def _why(report: Report) -> str:
    return " ".join(reason.message for reason in report.reasons)
