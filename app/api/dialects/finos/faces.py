"""`verifyPair` and `liveness`: two faces compared, and one looked at."""

from collections.abc import Collection
from math import floor

from app.api.dialects.dialect import Answer, Told
from app.api.dialects.findings import find
from app.api.dialects.finos.catalogue import INVALID_IMAGE, LIVENESS, PAIR, Endpoint
from app.api.dialects.finos.errors import FAULT, failure
from app.api.dialects.finos.schemas import (
    Finding,
    LivenessAnswer,
    LivenessResult,
    PairAnswer,
    PairResult,
    Summary,
    Value,
)
from app.api.dialects.finos.values import NOT_KNOWN, checked, yes
from app.core.report import CheckGroup, CheckOutcome, Outcome, Report, State

REVIEW = "review"
"""The core's reason for a score in the band under the threshold."""

ATTACKS = ("screen", "printedFace", "blackAndWhite")
"""The checks that tell a living face from a picture of one; the others are about quality."""

QUALITY = ("blur", "eyesClosed", "maskPresent", "multipleFaces")
"""The page's quality checks, which have our names."""

COVERED = "maskPresent"
SUNGLASSES = "sunglasses"
"""A check of ours without a name of the page's; its message of covered faces fits these, too."""

LIVE = "liveFace"
MESSAGES = (
    ("111", "Ảnh được chụp từ thiết bị khác", LIVE),
    ("112", "Có nhiều hơn một khuôn mặt trong ảnh chụp", "multipleFaces"),
    ("113", "Bạn đã nhắm mắt khi chụp ảnh", "eyesClosed"),
    ("114", "Khuôn mặt bị che khuất", COVERED),
    ("115", "Ảnh chụp chân dung bị mờ, nhòe", "blur"),
)
"""Codes and messages of the page's table, and what they tell of."""


def pair(told: Told, asked: Collection[str]) -> Answer:
    """Renders a comparison; 400 where a picture shows no face."""
    if told.report is None or told.state is State.FAILED:
        return _refused(PAIR, told, 400, INVALID_IMAGE)
    match = told.report.face_match
    if match is None or match.score is None:
        return _refused(PAIR, told, 500, FAULT)
    # Rounded down: 79.6 is no match at 80, and must not look like one.
    score = floor(match.score)
    result = PairResult(
        conf=round(100 * (match.confidence or 0)),
        match=yes(match.outcome is Outcome.CLEAR),
        match_score=score,
        hyphenated_score=score,
        to_be_reviewed=yes(any(reason.code == REVIEW for reason in match.reasons)),
    )
    body = PairAnswer(request_id=str(told.request_id), result=result)
    return Answer(200, body.model_dump(by_alias=True))


def liveness(told: Told, asked: Collection[str]) -> Answer:
    """Renders a liveness check; 400 where the picture shows no face."""
    report = told.report
    if report is None or told.state is State.FAILED:
        return _refused(LIVENESS, told, 400, INVALID_IMAGE)
    quality = {name: checked(find(report, CheckGroup.LIVENESS, name)) for name in QUALITY}
    live = _live_face(report)
    result = LivenessResult(
        live_face=live, quality_checks=quality, summary=_summary(report, live, quality)
    )
    body = LivenessAnswer(
        request_id=str(told.request_id),
        result=result,
        transaction_id=told.request.get("transactionId", ""),
    )
    return Answer(200, body.model_dump(by_alias=True))


def _refused(endpoint: Endpoint, told: Told, status: int, words: str) -> Answer:
    transaction_id = told.request.get("transactionId", "")
    return Answer(status, failure(endpoint, status, words, str(told.request_id), transaction_id))


def _live_face(report: Report) -> Value:
    """`no` where any attack shows, `yes` where all were looked for and none does."""
    found = [find(report, CheckGroup.LIVENESS, name) for name in ATTACKS]
    outcomes = {check.outcome if check is not None else None for check in found}
    if CheckOutcome.ATTENTION in outcomes:
        return Value(value="no", to_be_reviewed="no")
    if outcomes == {CheckOutcome.CLEAR}:
        return Value(value="yes", to_be_reviewed="no")
    return NOT_KNOWN


def _summary(report: Report, live: Value, quality: dict[str, Value]) -> Summary:
    failed = {name for name, value in quality.items() if value.value == "yes"}
    if live.value == "no":
        failed.add(LIVE)
    glasses = find(report, CheckGroup.LIVENESS, SUNGLASSES)
    if glasses is not None and glasses.outcome is CheckOutcome.ATTENTION:
        failed.add(COVERED)
    findings = [
        Finding(code=code, message=message) for code, message, name in MESSAGES if name in failed
    ]
    passed = report.outcome is Outcome.CLEAR and not findings
    return Summary(action="pass" if passed else "manualReview", details=findings)
