"""How sure a value is: from the characters it was read from, and from what it says."""

from app.core.report import FieldValue, Source
from workers.reading.normalise import normalised
from workers.reading.page import Page
from workers.reading.values import Value

REVIEW = 0.9
"""Confidence under which a value is to be reviewed."""


def field_value(value: Value, page: Page) -> FieldValue:
    """The value as the report has it; `""`, to be reviewed, where there was no print for it."""
    if not value.pieces:
        return FieldValue(value="", confidence=0, to_be_reviewed=True, source=Source.VISUAL)
    found = normalised(value.field, value.text)
    letters = [
        probability
        for piece in value.pieces
        for character, probability in zip(piece.text, piece.probabilities, strict=True)
        if character.isalnum()
    ]
    confidence = min(letters, default=0.0) * (1.0 if found.fits else 0.5) * 0.9**found.repairs
    return FieldValue(
        value=found.value,
        confidence=round(confidence, 4),
        to_be_reviewed=not found.value or confidence < REVIEW,
        source=Source.VISUAL,
        picture=value.pieces[0].line.source.picture,
        box=page.box(value.pieces),
        printed=value.text,
    )
