"""Shows any verification of a document in FacePhi's form."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.api.dialects.dialect import Answer, Told
from app.api.dialects.facephi.document_data import document_data
from app.api.dialects.facephi.reasons import SPOOF, reason
from app.api.dialects.facephi.schemas import DiagnosticAnswer
from app.api.dialects.findings import find
from app.core.errors import NotAcceptableError
from app.core.report import CheckGroup, CheckOutcome, Kind, Report

NAME = "facephi"
VERSION = "pad_cards_v1_1_1"
"""What the page's example says: clients may look for it."""

KINDS = (Kind.DOCUMENT, Kind.IDENTITY)

SHORTCOMINGS = {
    "documentTooClose": "DOCUMENT_TOO_CLOSE",
    "margin": "DOCUMENT_MARGIN_TOO_SMALL",
    "resolution": "IMAGE_RESOLUTION_TOO_LOW",
    "compression": "IMAGE_COMPRESSION_TOO_HIGH",
    "unreadableText": "DOCUMENT_TEXT_NOT_READABLE",
}
"""Our checks of what the page demands of a picture, and what `FTA` says; the first is the page's,
the others are ours.
"""


def render(told: Told) -> Answer:
    """Returns FacePhi's answer. Raises `NotAcceptableError` where no document was verified."""
    if told.kind not in KINDS:
        raise NotAcceptableError(f"FacePhi has no answer for the kind `{told.kind}`")
    failed = told.report is None
    ended = told.ended.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = DiagnosticAnswer(
        service_transaction_id=str(told.request_id),
        service_result_code=1 if failed else 0,
        service_result_log="Executed with errors" if failed else "Executed OK",
        timestamp=ended,
        service_result=_text({"result": _result(told.report), "api_version": VERSION}),
        service_document_data=_text(document_data(told.report)),
        service_time=str((told.ended - told.began) // timedelta(milliseconds=1)),
    )
    return Answer(200, body.model_dump(by_alias=True))


def _result(report: Report | None) -> dict[str, Any]:
    """Returns the decision, its reason where there is one, and what the picture falls short of."""
    if report is None:
        return {"decision": "Error", "IQA": {"FTA": ""}}
    why = reason(report)
    quality = {"IQA": {"FTA": _shortcoming(report)}}
    if why is None:
        return {"decision": "Credible", **quality}
    return {"decision": "Spoof" if why in SPOOF else "Doubtful", "reason": why, **quality}


def _shortcoming(report: Report) -> str:
    for name, words in SHORTCOMINGS.items():
        check = find(report, CheckGroup.QUALITY, name)
        if check is not None and check.outcome is CheckOutcome.ATTENTION:
            return words
    return ""


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
