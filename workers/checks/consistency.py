"""Print against MRZ against barcode: the same person, number and dates in each of them.

Every pair of sources that carry a field is compared. One pair that differs, both well read:
`attention`. Else one that agrees: `clear`. Else `not_processed`, or `not_applicable` where the
document carries the field but once.

A value of the MRZ whose printed twin the reading did not find is looked for among the printed
lines (`in_print`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import combinations, islice, product

from app.core.report import Check, CheckGroup, CheckOutcome, FieldValue, Mrz, Source
from workers.checks.agreement import NAMES, Agreement, compare, named
from workers.checks.in_print import Finding, cut_names, look_for
from workers.checks.scoring import answered
from workers.documents.schema import DocumentType
from workers.reading.merge import zone_fields
from workers.reading.read import SideReading
from workers.reading.sources import DocumentReading
from workers.reading.zone import outside
from workers.vision.mrz.formats import FORMATS
from workers.vision.mrz.parse import parse_as

THRESHOLDS = {
    "consistency.confidence": 0.9,  # of both values, from which their difference counts
}

FIELDS = {
    "lastName": "lastName",
    "firstName": "firstName",
    "dob": "birthDate",
    "gender": "gender",
    "nationality": "nationality",
    "documentNumber": "documentNumber",
    "personalNumber": "personalNumber",
    "expirationDate": "expirationDate",
    "issuingDate": "issuingDate",
}
"""The group's checks of single fields, and the fields that they compare."""

REST = ("formerNumber", "address", "placeOfBirth", "spouseName", "otherName")
"""What else print and barcode may both carry, compared in one check."""

SOURCES = {Source.VISUAL: "print", Source.MRZ: "MRZ", Source.BARCODE: "barcode"}
ABSENT = "Not more than one source of this document carries it."
MOST_READINGS = 64
"""Of a zone with doubtful characters."""

Fields = Mapping[str, FieldValue]


def consistency_checks(reading: DocumentReading | None, *, today: date) -> list[Check]:
    """One check for each field that a document may carry more than once."""
    checks = []
    said = sources(_as_it_stands(reading)) if reading is not None else {}
    for name, field_name in FIELDS.items():
        if reading is None:
            finding = Finding(CheckOutcome.NOT_PROCESSED, "There is no document to compare.")
        else:
            finding = _finding(reading, said, field_name, today)
        checks.append(
            Check(
                name=name,
                group=CheckGroup.CONSISTENCY,
                outcome=finding.outcome,
                reason=finding.reason,
                picture=finding.line.picture if finding.line else None,
                measured=finding.measured,
            )
        )
    return [*checks, _rest_of_barcode(reading, said)]


def _rest_of_barcode(reading: DocumentReading | None, said: Mapping[Source, Fields]) -> Check:
    """`barcodeData`: what else a barcode carries, as the address, is what the print says."""
    answer = partial(answered, CheckGroup.CONSISTENCY, "barcodeData")
    printed, coded = said.get(Source.VISUAL, {}), said.get(Source.BARCODE, {})
    if reading is None or not coded:
        return answer(CheckOutcome.NOT_APPLICABLE, "There is no barcode that tells of the holder.")
    pairs = {one: (printed[one], coded[one]) for one in REST if one in printed and one in coded}
    if not pairs or not has_layout(reading):
        return answer(CheckOutcome.NOT_PROCESSED, "No other field was read from both.")
    found = {one: settled(one, *pair, None) for one, pair in pairs.items()}
    measured = {"fields": float(len(pairs))}
    faults = (
        (Agreement.DIFFERENT, CheckOutcome.ATTENTION),
        (Agreement.ALIKE, CheckOutcome.NOT_PROCESSED),
    )
    for agreement, outcome in faults:
        for one, (print_, code) in pairs.items():
            if found[one] is agreement:
                reason = f"{one}: {_difference(print_, code)}"
                return answer(outcome, reason, measured, print_.picture)
    return answer(CheckOutcome.CLEAR, None, measured, next(iter(pairs.values()))[0].picture)


def _as_it_stands(reading: DocumentReading) -> DocumentReading:
    """With the zone's doubtful characters taken for what they were read as: `_agreement` reads
    them otherwise.
    """
    if reading.mrz is None:
        return reading
    return replace(reading, mrz=reading.mrz.model_copy(update={"ambiguous": []}))


def sources(reading: DocumentReading | SideReading) -> dict[Source, dict[str, FieldValue]]:
    """What each source says, names parted alike; fields that a source lacks are left out."""
    said = {
        Source.VISUAL: reading.visual,
        Source.MRZ: zone_fields(reading.type, reading.mrz),
        Source.BARCODE: reading.barcode,
    }
    found = {source: _present(fields) for source, fields in said.items()}
    parted = {name: value.value for name, value in found[Source.MRZ].items()}
    for fields in found.values():
        names = named({name: value.value for name, value in fields.items()}, parted)
        for name, value in names.items():
            if name not in fields and value:
                fields[name] = fields["fullName"].model_copy(update={"value": value})
    return found


def sure(value: FieldValue) -> bool:
    """Whether a value was read so well that a difference counts against the document."""
    doubted = value.source is Source.MRZ and value.to_be_reviewed
    return value.confidence >= THRESHOLDS["consistency.confidence"] and not doubted


def settled(field_name: str, one: FieldValue, other: FieldValue, mrz: Mrz | None) -> Agreement:
    """Compares two values; a difference between values in doubt is none.

    `mrz`: the zone that one of the two may be from, which may have cut its names. A barcode may
    hold fewer given names.
    """
    between = {one.source, other.source}
    cut = Source.MRZ in between and mrz is not None and field_name in cut_names(mrz)
    fewer = Source.BARCODE in between and field_name == "firstName"
    agreement = compare(field_name, one.value, other.value, cut=cut, fewer=fewer)
    if agreement is Agreement.DIFFERENT and not (sure(one) and sure(other)):
        return Agreement.ALIKE
    return agreement


def _present(fields: Fields) -> dict[str, FieldValue]:
    return {name: value for name, value in fields.items() if value.value}


def _finding(
    reading: DocumentReading, said: Mapping[Source, Fields], name: str, today: date
) -> Finding:
    values = [fields[name] for fields in said.values() if name in fields]
    agreements = _agreements(reading, name, values, today)
    if not has_layout(reading) and Agreement.SAME not in agreements:
        values = [value for value in values if value.source is not Source.VISUAL]
        agreements = _agreements(reading, name, values, today)
    if len(values) < 2:
        return _alone(reading, name, values, today)
    measured = {
        "sources": float(len(values)),
        "confidence": min(value.confidence for value in values),
    }
    if Agreement.DIFFERENT in agreements:
        one, other = agreements[Agreement.DIFFERENT]
        return Finding(CheckOutcome.ATTENTION, _difference(one, other), one, measured)
    if Agreement.SAME in agreements:
        return Finding(CheckOutcome.CLEAR, None, values[0], measured)
    one, other = agreements[Agreement.ALIKE]
    reason = f"{_difference(one, other)} They look alike, or read too badly to judge."
    return Finding(CheckOutcome.NOT_PROCESSED, reason, one, measured)


def has_layout(reading: DocumentReading | SideReading) -> bool:
    """Returns whether it is known where the fields stand.

    Where it is not, what was taken for a field may be its neighbour: it can confirm another
    source, and contradict none.
    """
    return reading.type is not None and reading.type.country is not None


def _agreements(
    reading: DocumentReading, name: str, values: Sequence[FieldValue], today: date
) -> dict[Agreement, tuple[FieldValue, FieldValue]]:
    """Every agreement that pairs of sources come to, with one such pair."""
    return {
        _agreement(reading, name, one, other, today): (one, other)
        for one, other in combinations(values, 2)
    }


def _agreement(
    reading: DocumentReading, name: str, one: FieldValue, other: FieldValue, today: date
) -> Agreement:
    """As `settled`; a zone with doubtful characters agrees if one of its readings does."""
    found = settled(name, one, other, reading.mrz)
    if found is Agreement.SAME or reading.mrz is None:
        return found
    for reread in other_readings(reading.type, reading.mrz, today):
        first, second = (
            reread.get(name, value) if value.source is Source.MRZ else value
            for value in (one, other)
        )
        if settled(name, first, second, reading.mrz) is Agreement.SAME:
            return Agreement.SAME
    return found


def other_readings(document: DocumentType | None, mrz: Mrz, today: date) -> Iterator[Fields]:
    """What a zone says with its doubtful characters read otherwise, as far as its check digits
    agree with that. `today`: the day on which it was received.
    """
    places = [(doubt.line, doubt.column) for doubt in mrz.ambiguous]
    choices = [mrz.lines[doubt.line][doubt.column] + doubt.alternatives for doubt in mrz.ambiguous]
    for characters in islice(product(*choices), 1, MOST_READINGS):
        rows = [list(line) for line in mrz.lines]
        for (line, column), character in zip(places, characters, strict=True):
            rows[line][column] = character
        parsed = parse_as(FORMATS[mrz.format], ["".join(row) for row in rows], today)
        if sum(parsed.check_digits.values()) >= sum(mrz.check_digits.values()):
            fields = {"fields": parsed.fields, "ambiguous": []}
            yield zone_fields(document, mrz.model_copy(update=fields))


def _difference(one: FieldValue, other: FieldValue) -> str:
    return f"The {SOURCES[one.source]} says {one.value}, the {SOURCES[other.source]} {other.value}."


def _alone(
    reading: DocumentReading, name: str, values: Sequence[FieldValue], today: date
) -> Finding:
    """A field that one source says, or none: whether the print says it where it was not read."""
    if not values and (reading.mrz is not None or not _is_carried_twice(reading, name)):
        return Finding(CheckOutcome.NOT_APPLICABLE, ABSENT)
    if not values:
        return Finding(CheckOutcome.NOT_PROCESSED, "It was not read.")
    (value,) = values
    if value.source is Source.MRZ and reading.mrz is not None:
        lines = [line for side in reading.sides for line in outside(reading.mrz, side.lines)]
        finding = look_for(name, value.value, lines, reading.mrz)
        doubtful = any(
            reread.get(name, value).value != value.value
            for reread in other_readings(reading.type, reading.mrz, today)
        )
        if doubtful and finding.outcome is not CheckOutcome.CLEAR:
            reason = "Characters of it look alike in the MRZ, and no print tells which they are."
            return Finding(CheckOutcome.NOT_PROCESSED, reason, finding.line, finding.measured)
        return finding
    if not _is_carried_twice(reading, name):
        return Finding(CheckOutcome.NOT_APPLICABLE, ABSENT)
    reason = f"It was read from the {SOURCES[value.source]} alone."
    return Finding(CheckOutcome.NOT_PROCESSED, reason)


def _is_carried_twice(reading: DocumentReading, name: str) -> bool:
    """Whether more than one source of such a document may carry a field."""
    if reading.type is None:
        return reading.mrz is not None and name != "issuingDate"
    sides = reading.type.sides
    wanted = {name, "fullName"} if name in NAMES else {name}
    printed = any(one.name in wanted for side in sides for one in side.fields)
    entries = {
        dict(reading.type.zone).get(entry.name, entry.name)
        for side in sides
        for form in side.mrz
        for entry in FORMATS[form].fields
    }
    if "names" in entries:
        entries |= {"lastName", "firstName"}
    coded = any(side.barcodes for side in sides)
    return printed + (name in entries) + coded > 1
