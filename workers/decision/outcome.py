"""The outcome of the whole: which checks move it, and what is missing for `clear`."""

from collections.abc import Iterable

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

Part = Attack | FaceMatch | FaceIndex | FaceSearch
"""A part of the report with an outcome of its own."""

ADVISORY = frozenset({CheckGroup.QUALITY})
"""Groups that say how good a picture is. What they spoil shows in the other groups."""

ADVISORY_CHECKS = frozenset({"province"})
"""Checks whose finding has an innocent reason more often than not: see each one's docstring."""

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


def unanswered(checks: Iterable[Check]) -> list[Reason]:
    """Returns a reason for each check that has no answer: of those that a client named."""
    answered = (CheckOutcome.CLEAR, CheckOutcome.ATTENTION)
    return [
        Reason(code=check.name, message=check.reason or f"{check.name} was not processed.")
        for check in checks
        if check.outcome not in answered
    ]


def overall(attention: list[Reason], unprocessed: list[Reason]) -> tuple[Outcome, list[Reason]]:
    """Returns the outcome with its reasons: attention before what is missing before clear."""
    if attention:
        return Outcome.ATTENTION, attention
    return (Outcome.NOT_PROCESSED, unprocessed) if unprocessed else (Outcome.CLEAR, [])
