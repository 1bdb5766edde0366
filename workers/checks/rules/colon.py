"""The colon behind the label of the birth date on the oldest Vietnamese card."""

from collections.abc import Sequence

from app.core.report import Check, CheckOutcome, TextLine
from workers.checks.rules.verdict import NOT_ITS, check
from workers.documents.schema import DocumentType
from workers.reading.search import find_all
from workers.reading.sources import DocumentReading

OTHERS = 2
"""Labels of the same card that have a colon, from which one without is another hand's."""

COLONS = ":;"
"""What a colon is read as."""


def birth_date_colon(document: DocumentType, reading: DocumentReading) -> Check:
    """Whether the label of the birth date ends with a colon, as the card's other labels do.

    A card is held against itself: whether every printing of it had colons is not known, and whether
    a colon can be read at all depends on the picture.
    """
    name = "birthDateColon"
    if name not in document.rules:
        return check(name, CheckOutcome.NOT_APPLICABLE, NOT_ITS)
    lines = [line for side in reading.sides for line in side.lines]
    labels = {
        field.name: field.labels
        for side in document.sides
        for field in side.fields
        if field.labels and side in [one.side for one in reading.sides]
    }
    seen = {field: _colon(lines, words) for field, words in labels.items()}
    own = seen.pop("birthDate", None)
    others = sum(bool(colon) for colon in seen.values())
    measured = {"otherColons": float(others)}
    if own is None:
        return check(name, CheckOutcome.NOT_PROCESSED, "The label of the birth date was not read.")
    if own:
        return check(name, CheckOutcome.CLEAR, None, measured)
    if others >= OTHERS:
        reason = "Other labels of the card end with a colon; that of the birth date does not."
        return check(name, CheckOutcome.ATTENTION, reason, measured)
    reason = "No colons were read: there are none, or the picture does not show them."
    return check(name, CheckOutcome.NOT_PROCESSED, reason, measured)


def _colon(lines: Sequence[TextLine], labels: Sequence[str]) -> bool | None:
    """Whether a colon follows one of the labels; None where none of them was read."""
    found = find_all([line.text for line in lines], [one for one in labels if len(one) > 3])
    ends = [
        line.text[find.end :].lstrip()[:1]
        for line, finds in zip(lines, found, strict=True)
        for find in finds
    ]
    return any(end in COLONS and end for end in ends) if ends else None
