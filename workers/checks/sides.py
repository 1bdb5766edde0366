"""The front-and-back group: whether what was sent as two sides is one document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from app.core.report import Check, CheckGroup, CheckOutcome, FieldValue, PictureName, Source
from workers.checks.agreement import Agreement
from workers.checks.consistency import has_layout, settled, sources
from workers.checks.scoring import answered
from workers.reading.read import SideReading

_check = partial(answered, CheckGroup.FRONT_AND_BACK)

COMPARED = (
    "documentNumber",
    "personalNumber",
    "lastName",
    "firstName",
    "birthDate",
    "gender",
    "expirationDate",
    "issuingDate",
)
"""What two sides of one document have in common, where both carry it."""

THRESHOLDS = {
    "sides.confidence": 0.95,  # in what a side is, from which it may be another document's
}

ONE_SIDE = "There is one side only."
SAME_SIDE = "The pictures show the same side."


@dataclass(frozen=True)
class PicturedSide:
    """A side, the picture that it is on, and the place of the document that it was put to."""

    picture: PictureName
    document: int
    reading: SideReading


def side_checks(sides: Sequence[PicturedSide], *, pictures: int) -> list[Check]:
    """`sides`: all that were found; `pictures`: how many were sent to show a document."""
    pairs = list(_pairs(sides))
    return [_formats(pairs, pictures), _data(pairs, pictures)]


def _pairs(sides: Sequence[PicturedSide]) -> Iterator[tuple[PicturedSide, PicturedSide]]:
    """What should belong together: sides of one document, and of the two pictures.

    Two documents on one picture are two documents; a picture of which one side has found its
    other is not held against the rest.
    """
    matched = {
        (one.picture, other.picture)
        for one, other in combinations(sides, 2)
        if one.document == other.document
    }
    for one, other in combinations(sides, 2):
        apart = one.picture != other.picture
        if one.document == other.document or (
            apart and (one.picture, other.picture) not in matched
        ):
            yield one, other


def _formats(pairs: Sequence[tuple[PicturedSide, PicturedSide]], pictures: int) -> Check:
    """Whether the sides are the front and the back of one type."""
    name = "formatAnalysis"
    if not pairs:
        return _alone(name, pictures)
    unknown = False
    for one, other in pairs:
        first, second = one.reading.side, other.reading.side
        if first is not None and first is second:
            return _check(name, *_twice(one.reading))
        if not (_told(one.reading) and _told(other.reading)):
            unknown = True
        elif one.document != other.document and first is not None and second is not None:
            reason = f"{first.code} and {second.code} are no two sides of one document."
            return _check(name, CheckOutcome.ATTENTION, reason)
    if unknown:
        reason = "It is not known what all of the sides are."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason)
    return _check(name, CheckOutcome.CLEAR)


def _told(side: SideReading) -> bool:
    """Whether it is known well enough what a side is; any issuer's may be another type's, too."""
    return has_layout(side) and side.confidence >= THRESHOLDS["sides.confidence"]


def _twice(side: SideReading) -> tuple[CheckOutcome, str]:
    if side.type is not None and len(side.type.sides) == 1:
        return CheckOutcome.NOT_APPLICABLE, "A document of this type has one side."
    return CheckOutcome.ATTENTION, SAME_SIDE


def _data(pairs: Sequence[tuple[PicturedSide, PicturedSide]], pictures: int) -> Check:
    """Whether the sides say the same about what both of them carry."""
    name = "dataConsistency"
    if not pairs:
        return _alone(name, pictures)
    verdicts = [
        (field, verdict) for one, other in pairs for field, verdict in _compared(one, other)
    ]
    measured = {"compared": float(len(verdicts))}
    differing = sorted({field for field, found in verdicts if found is Agreement.DIFFERENT})
    if differing:
        reason = f"The sides are of different documents: {', '.join(differing)}."
        return _check(name, CheckOutcome.ATTENTION, reason, measured)
    if all(_same_side(one.reading, other.reading) for one, other in pairs):
        return _check(name, CheckOutcome.NOT_PROCESSED, SAME_SIDE, measured)
    found = [verdict for _, verdict in verdicts]
    if found.count(Agreement.SAME) > found.count(Agreement.ALIKE):
        return _check(name, CheckOutcome.CLEAR, None, measured)
    reason = "Too little that the sides have in common could be read on both."
    return _check(name, CheckOutcome.NOT_PROCESSED, reason, measured)


def _compared(one: PicturedSide, other: PicturedSide) -> Iterator[tuple[str, Agreement]]:
    ours, theirs = _best(one.reading), _best(other.reading)
    for field in COMPARED:
        if field not in ours or field not in theirs:
            continue
        zone = one.reading.mrz if ours[field].source is Source.MRZ else other.reading.mrz
        found = settled(field, ours[field], theirs[field], zone)
        misplaced = any(
            side.source is Source.VISUAL and not has_layout(reading)
            for side, reading in ((ours[field], one.reading), (theirs[field], other.reading))
        )
        yield field, Agreement.ALIKE if found is Agreement.DIFFERENT and misplaced else found


def _best(side: SideReading) -> dict[str, FieldValue]:
    """The surest value of each field of a side; where no layout is known, print comes last."""
    best: dict[str, FieldValue] = {}
    known = has_layout(side)

    def rank(value: FieldValue) -> tuple[bool, float]:
        return known or value.source is not Source.VISUAL, value.confidence

    for fields in sources(side).values():
        for name, value in fields.items():
            if name not in best or rank(best[name]) < rank(value):
                best[name] = value
    return best


def _same_side(one: SideReading, other: SideReading) -> bool:
    zones = one.mrz is not None and other.mrz is not None
    return zones if one.side is None or other.side is None else one.side is other.side


def _alone(name: str, pictures: int) -> Check:
    if pictures < 2:
        return _check(name, CheckOutcome.NOT_APPLICABLE, ONE_SIDE)
    return _check(name, CheckOutcome.NOT_PROCESSED, "Only one of the pictures shows a document.")
