"""Reports made by hand: what a dialect is told, without a pipeline behind it."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from app.api.dialects.dialect import Asked, Told
from app.core.report import (
    Check,
    CheckGroup,
    CheckOutcome,
    Document,
    Extracted,
    FieldValue,
    Kind,
    Outcome,
    PictureName,
    Report,
    Side,
    Source,
    State,
)

BEGAN = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
TOOK = timedelta(milliseconds=2078)
REQUEST_ID = uuid.UUID("11111111-2222-4333-8444-555555555555")


def told(
    report: Report | None,
    asked: Asked | None = None,
    kind: Kind = Kind.DOCUMENT,
    state: State = State.FINISHED,
    **request: Any,
) -> Told:
    return Told(
        request_id=REQUEST_ID,
        kind=kind,
        state=state,
        report=report,
        request=request,
        asked=asked,
        began=BEGAN,
        ended=BEGAN + TOOK,
    )


def report(*documents: Document, checks: list[Check] | None = None, clear: bool = True) -> Report:
    return Report(
        kind=Kind.DOCUMENT,
        outcome=Outcome.CLEAR if clear else Outcome.ATTENTION,
        documents=list(documents),
        checks=checks or [],
        version="0",
    )


def document(*sides: str, picture: str = "front", **fields: str | FieldValue) -> Document:
    """A document with these sides on one picture; fields by our names."""
    return Document(
        type="national_identity_card",
        country="VNM",
        sides=[
            Side(picture=PictureName(picture), side="front", model=side, width=800, height=500)
            for side in sides
        ],
        extracted=Extracted(
            fields={
                name: value if isinstance(value, FieldValue) else field(value)
                for name, value in fields.items()
            }
        ),
    )


def field(
    value: str,
    confidence: float = 1.0,
    printed: str | None = None,
    parts: Mapping[str, str] | None = None,
) -> FieldValue:
    return FieldValue(
        value=value,
        confidence=confidence,
        to_be_reviewed=confidence < 0.9,
        source=Source.VISUAL,
        printed=printed,
        parts=dict(parts or {}),
    )


def check(
    group: CheckGroup,
    name: str,
    outcome: CheckOutcome = CheckOutcome.ATTENTION,
    document: int | None = 0,
    score: float | None = None,
) -> Check:
    return Check(name=name, group=group, outcome=outcome, document=document, score=score)
