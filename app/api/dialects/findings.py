"""Looking up checks in a report: what every dialect needs to say what was found."""

from collections.abc import Iterable

from app.core.report import Check, CheckGroup, CheckOutcome, Report

SEVERITY = (
    CheckOutcome.ATTENTION,
    CheckOutcome.NOT_PROCESSED,
    CheckOutcome.NOT_SUPPORTED,
    CheckOutcome.CLEAR,
    CheckOutcome.NOT_APPLICABLE,
)
"""Of a check that was made of several sides, the first of these is told."""


def find(report: Report, group: CheckGroup, name: str, document: int | None = None) -> Check | None:
    """Returns a check, of one document where that is given; the worst of several.

    None where it was not made.
    """
    found = [
        check
        for check in report.checks
        if (check.group, check.name) == (group, name)
        and (document is None or check.document == document)
    ]
    return worst(found)


def worst(checks: Iterable[Check]) -> Check | None:
    """Returns the check that weighs most, the first of several; None of none."""
    return min(checks, key=lambda check: SEVERITY.index(check.outcome), default=None)
