"""What all rules share: which field they are about, and when a broken one counts."""

from functools import partial

from app.core.report import Check, CheckGroup, CheckOutcome, FieldValue
from workers.checks.scoring import answered
from workers.documents.schema import DocumentType, Field
from workers.reading.confidence import MISFIT

THRESHOLDS = {
    "rules.confidence": 0.9,  # of every value, from which a broken rule counts
    "rules.longestValidity": 15.0,  # years from issue to expiry
}

NOT_ITS = "No such rule is known for this type of document."

check = partial(answered, CheckGroup.RULES)


def field_of(document: DocumentType, *names: str) -> Field | None:
    """Returns the first field of a type that has one of these names."""
    return next((one for side in document.sides for one in side.fields if one.name in names), None)


def sure(*values: FieldValue) -> bool:
    """Returns whether all values were read so well that they count for or against a document."""
    return all(value.confidence >= THRESHOLDS["rules.confidence"] for value in values)


def verdict(name: str, fault: str | None, *values: FieldValue) -> Check:
    """Returns `attention` where there is a fault in values that were read well, `clear` where
    there is none in such.
    """
    measured = {"confidence": min(value.confidence for value in values)}
    picture = values[0].picture
    if not sure(*values):
        reason = " ".join(filter(None, [fault, "It reads too badly to judge."]))
        return check(name, CheckOutcome.NOT_PROCESSED, reason, measured, picture)
    outcome = CheckOutcome.ATTENTION if fault else CheckOutcome.CLEAR
    return check(name, outcome, fault, measured, picture)


def misfit(name: str, fault: str, document: DocumentType, value: FieldValue) -> Check:
    """Returns the verdict on a value that has not the form of its field.

    Where the layout is not known, it may be another field's. The reading takes off for a wrong
    form: what counts is how sure the characters are.
    """
    if document.country is None:
        reason = f"{fault} But it may be something else: the layout is not known."
        return check(name, CheckOutcome.NOT_PROCESSED, reason, picture=value.picture)
    certainty = min(1.0, value.confidence / MISFIT)
    return verdict(name, fault, value.model_copy(update={"confidence": certainty}))
