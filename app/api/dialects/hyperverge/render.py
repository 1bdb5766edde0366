"""Shows any verification of a document in HyperVerge's form."""

from collections.abc import Collection, Iterator

from app.api.dialects.dialect import Answer, Told
from app.api.dialects.findings import SEVERITY, find
from app.api.dialects.hyperverge.catalogue import (
    CHECKS,
    FORGERY,
    NAME,
    NOT_DETECTED,
    PARTS,
    RULE,
    CheckOf,
)
from app.api.dialects.hyperverge.errors import FAULT, failure
from app.api.dialects.hyperverge.fields import fields
from app.api.dialects.hyperverge.schemas import (
    Answered,
    CheckSaid,
    CheckValue,
    Detail,
    Finding,
    Metadata,
    Result,
    Summary,
)
from app.core.errors import NotAcceptableError
from app.core.report import Check, CheckOutcome, Kind, Outcome, Report, State
from app.core.verifications.cuts import Cut, cut_name

FOUND: dict[CheckOutcome, CheckValue] = {
    CheckOutcome.ATTENTION: "yes",
    CheckOutcome.CLEAR: "no",
    CheckOutcome.NOT_APPLICABLE: "not_applicable",
    CheckOutcome.NOT_SUPPORTED: "not_supported",
}
NOT_JUDGED = CheckSaid(value="not_supported", confidence="low")
"""What could not be judged on this picture. The page has no word for it."""


def render(told: Told) -> Answer:
    """Returns the answer of `readId`.

    Raises `NotAcceptableError` for what is no verification of a document.
    """
    if told.kind is not Kind.DOCUMENT:
        raise NotAcceptableError(f"HyperVerge has no answer for the kind `{told.kind}`")
    request_id, transaction_id = str(told.request_id), told.request.get("transactionId", "")
    if told.state is State.ERROR:
        return Answer(500, failure(500, FAULT, request_id, transaction_id))
    report = told.report
    if report is None or told.state is State.FAILED:
        return Answer(422, failure(422, NOT_DETECTED, request_id, transaction_id))
    mine = told.asked is not None and told.asked.dialect == NAME
    asked = told.asked.options if told.asked is not None and mine else PARTS
    found = Answered(
        metadata=Metadata(request_id=request_id, transaction_id=transaction_id),
        result=Result(details=list(_sides(told, report, asked)), summary=_summary(report, asked)),
    )
    return Answer(200, found.model_dump(by_alias=True, exclude_none=True))


def _sides(told: Told, report: Report, asked: Collection[str]) -> Iterator[Detail]:
    """Yields every side with what is known of its document."""
    for place, document in enumerate(report.documents):
        said = {group: _said(report, place, group, asked) for group in CHECKS}
        for number, side in enumerate(document.sides):
            yield Detail(
                id_type=side.model or document.model or document.type,
                fields_extracted=fields(report, place),
                cropped_image_url=told.cuts.get(cut_name(Cut.CARD, place, number), ""),
                forgery_checks=said[FORGERY] or None,
                rule_checks=said[RULE] or None,
            )


def _said(report: Report, place: int, group: str, asked: Collection[str]) -> dict[str, CheckSaid]:
    return {
        check.key: _in_words(check, _worst(report, place, check))
        for check in CHECKS[group]
        if f"{group}.{check.name}" in asked
    }


def _worst(report: Report, place: int, check: CheckOf) -> Check | None:
    found = [find(report, group, name, place) for group, name in check.ours]
    made = [one for one in found if one is not None]
    return min(made, key=lambda one: SEVERITY.index(one.outcome), default=None)


def _in_words(check: CheckOf, made: Check | None) -> CheckSaid:
    value = FOUND.get(made.outcome) if made is not None else None
    if value is None:
        return NOT_JUDGED
    weak = check.hint and value in ("yes", "no")
    return CheckSaid(value=value, confidence="low" if weak else "high")


def _summary(report: Report, asked: Collection[str]) -> Summary:
    """A person should look where the core says so, or where a check that was asked for failed."""
    failed = [
        made
        for place in range(len(report.documents))
        for group, checks in CHECKS.items()
        for check in checks
        if f"{group}.{check.name}" in asked
        and (made := _worst(report, place, check)) is not None
        and made.outcome is CheckOutcome.ATTENTION
    ]
    findings = {reason.code: reason.message for reason in report.reasons}
    for made in failed:
        findings.setdefault(made.name, made.reason or made.name)
    if report.outcome is Outcome.CLEAR and not failed:
        return Summary(action="pass", details=[])
    shown = [Finding(code=code, message=message) for code, message in findings.items()]
    return Summary(action="manualReview", details=shown)
