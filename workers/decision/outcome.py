"""The outcome of the whole: which checks move it, and what is missing for `clear`."""

from collections.abc import Collection, Iterable

from app.core.report import (
    Attack,
    Check,
    CheckGroup,
    CheckOutcome,
    Document,
    FaceIndex,
    FaceMatch,
    FaceSearch,
    Outcome,
    Reason,
)
from workers.reading.sources import DocumentReading

Part = Attack | FaceMatch | FaceIndex | FaceSearch
"""A part of the report with an outcome of its own."""

ADVISORY = frozenset({CheckGroup.QUALITY})
"""Groups that say how good a picture is. What they spoil shows in the other groups."""

ADVISORY_CHECKS = frozenset({"province"})
"""Checks whose finding has an innocent reason more often than not: see each one's docstring."""

ESSENTIAL = ("documentNumber", "plateNumber", "birthDate", "expirationDate")
"""Fields without which a document that has them is not cleared."""

SPOILING = ("blur", "glare", "resolution", "tooSmall", "partialDocument", "unreadableText")
"""The quality checks that name what keeps a document from being read."""


def moving(checks: Iterable[Check]) -> list[Reason]:
    """Returns a reason for each check that asks for attention, the advisory ones left out."""
    return [
        Reason(code=check.name, message=check.reason or check.name)
        for check in checks
        if check.outcome is CheckOutcome.ATTENTION
        and check.group not in ADVISORY
        and check.name not in ADVISORY_CHECKS
    ]


def attacked(parts: dict[str, Part | None]) -> list[Reason]:
    """Returns the reasons of the attacks, the match and the like that ask for attention.

    They count whatever checks the client named: the verification is about them.
    """
    reasons = []
    for name, part in parts.items():
        if part is not None and part.outcome is Outcome.ATTENTION:
            if not isinstance(part, Attack):
                message = " ".join(reason.message for reason in part.reasons)
                reasons.append(Reason(code=name, message=message))
            else:
                reasons += part.reasons
    return reasons


def missing(
    documents: list[Document],
    checks: list[Check],
    parts: dict[str, Part | None],
    not_read: str | None = None,
) -> list[Reason]:
    """Returns what could not be processed although the verification is about it.

    `checks`: all that were made. `parts`: the attacks and the match by name; None where the kind
    has none. `not_read`: why not everything that may be a document was read; None where it was.
    """
    reasons = []
    if not_read is not None:
        reasons.append(Reason(code="document_not_read", message=not_read))
    for place, found in enumerate(documents):
        reasons += _unread(found, [check for check in checks if check.document == place])
    for name, part in parts.items():
        if part is not None and part.outcome is Outcome.NOT_PROCESSED:
            message = " ".join(reason.message for reason in part.reasons)
            reasons.append(Reason(code=name, message=message or f"{name} was not processed."))
    return reasons


def incomplete(readings: Iterable[DocumentReading]) -> list[Reason]:
    """Returns a reason for each document of which something essential was not read, or not well
    enough: its number, when it ends, when the holder was born, the MRZ of a side that has one.

    Whoever covers what he cannot forge must not be better off.
    """
    reasons = []
    for reading in readings:
        lacking = ["MRZ" for one in reading.sides if one.side and one.side.mrz and not one.mrz]
        needed = [field for one in reading.sides if one.side for field in one.side.fields]
        for field in needed:
            value = reading.fields.get(field.name)
            read = value is not None and value.value and not value.to_be_reviewed
            if field.name in ESSENTIAL and not field.optional and not read:
                lacking.append(field.name)
        if lacking:
            message = f"Not read, or not well enough: {', '.join(dict.fromkeys(lacking))}."
            reasons.append(Reason(code="document_incomplete", message=message))
    return reasons


def _unread(found: Document, checks: list[Check]) -> list[Reason]:
    """Returns why a document says nothing, or too little; empty where it was read."""
    spoiled = {
        check.name: check.reason
        for check in checks
        if check.group is CheckGroup.QUALITY
        and check.name in SPOILING
        and check.outcome is CheckOutcome.ATTENTION
        and check.reason
    }
    known = found.model is not None or found.extracted.mrz is not None
    if known and "unreadableText" not in spoiled:
        return []
    if spoiled:
        message = " ".join(["The document cannot be read.", *spoiled.values()])
        return [Reason(code="document_unreadable", message=message)]
    message = "There is a document, but none that this version can read."
    return [Reason(code="document_unidentified", message=message)]


def unanswered(checks: Collection[Check]) -> list[Reason]:
    """Returns a reason for each check that has no answer: of those that a client named.

    One that does not apply to this side or group, and was answered for another, is no gap.
    """
    answers = (CheckOutcome.CLEAR, CheckOutcome.ATTENTION)
    answered = {check.name for check in checks if check.outcome in answers}
    return [
        Reason(code=check.name, message=check.reason or f"{check.name} was not processed.")
        for check in checks
        if check.outcome not in answers
        and not (check.outcome is CheckOutcome.NOT_APPLICABLE and check.name in answered)
    ]


def overall(attention: list[Reason], unprocessed: list[Reason]) -> tuple[Outcome, list[Reason]]:
    """Returns the outcome with its reasons: attention before what is missing before clear."""
    if attention:
        return Outcome.ATTENTION, attention
    return (Outcome.NOT_PROCESSED, unprocessed) if unprocessed else (Outcome.CLEAR, [])
