"""The front-and-back group: whether two pictures show two sides of one document."""

from collections.abc import Sequence
from functools import partial

from app.core.report import Check, CheckGroup, CheckOutcome, Mrz
from workers.checks.scoring import answered

_check = partial(answered, CheckGroup.FRONT_AND_BACK)

COMPARED = ("documentNumber", "lastName", "firstName", "birthDate")
"""What two zones of one document must have in common."""


def side_checks(zones: Sequence[Mrz], *, sides: int) -> list[Check]:
    """`zones`: one of each picture that has any; `sides`: how many pictures were sent."""
    return [
        _check(
            "formatAnalysis",
            CheckOutcome.NOT_SUPPORTED,
            "There are no models of the two sides to compare with.",
        ),
        _consistency(zones, sides),
    ]


def _consistency(zones: Sequence[Mrz], sides: int) -> Check:
    """Whether both pictures are of the same document: no two zones that contradict each other.

    A document has one zone, on one side. The same zone twice is one side sent twice.
    """
    name = "dataConsistency"
    if sides < 2:
        return _check(name, CheckOutcome.NOT_APPLICABLE, "There is one side only.")
    if len(zones) < 2:
        reason = "Only one side has a zone to compare."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason)
    first, second = zones[0], zones[1]
    differing = [field for field in COMPARED if first.fields.get(field) != second.fields.get(field)]
    if differing:
        reason = f"The two sides are of different documents: {', '.join(differing)}."
        return _check(name, CheckOutcome.ATTENTION, reason)
    return _check(name, CheckOutcome.NOT_PROCESSED, "Both pictures show the same side.")
