"""Client validation: the document against what the client claims and asks for."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from app.core.report import Check, CheckGroup, CheckOutcome, FieldValue
from workers.checks.agreement import Agreement, compare
from workers.checks.printed import folded, spellings
from workers.checks.scoring import answered
from workers.reading.sources import DocumentReading

_check = partial(answered, CheckGroup.CLIENT_VALIDATION)

COMPARED = ("lastName", "firstName", "birthDate", "gender", "address")
NAMES = {
    "lastName": ("lastName", "spouseName", "fullName"),
    "firstName": ("firstName", "otherName", "fullName"),
}
"""Where on a document a claimed name may stand."""


def client_checks(
    reading: DocumentReading | None,
    *,
    today: date,
    minimum_age: int | None = None,
    expected: Mapping[str, str] | None = None,
) -> list[Check]:
    """`expected`: what the client claims, by the report's field names, dates in ISO form."""
    fields = reading.fields if reading is not None else {}
    read = {name: value for name, value in fields.items() if value.value}
    return [_age(read.get("birthDate"), minimum_age, today), _client_data(read, expected or {})]


def age(born: date, today: date) -> int:
    """Completed years; someone born on 29 February completes one on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _age(born: FieldValue | None, minimum: int | None, today: date) -> Check:
    """Whether the holder has completed as many years as the client asks for."""
    name = "ageVerification"
    if minimum is None:
        return _check(name, CheckOutcome.NOT_APPLICABLE, "No minimum age was asked for.")
    if born is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No date of birth was read.")
    least, most = _ages(born.value, today)
    measured = {"age": float(least), "minimumAge": float(minimum)}
    if born.to_be_reviewed:
        reason = "The date of birth reads too badly, or its sources differ."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason, measured, born.picture)
    if least >= minimum:
        return _check(name, CheckOutcome.CLEAR, None, measured, born.picture)
    if most >= minimum:
        reason = f"Only the year of birth is known: {born.value}."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason, measured, born.picture)
    reason = f"{most} is under {minimum}."
    return _check(name, CheckOutcome.ATTENTION, reason, measured, born.picture)


def _ages(born: str, today: date) -> tuple[int, int]:
    """The lowest and the highest age of who was born on a day, or in a year."""
    if len(born) == 4:
        return age(date(int(born), 12, 31), today), age(date(int(born), 1, 1), today)
    exact = age(date.fromisoformat(born), today)
    return exact, exact


def _client_data(read: Mapping[str, FieldValue], expected: Mapping[str, str]) -> Check:
    """Whether names, birth date, gender and address are those that the client claims.

    Names: every word that is claimed must be among the document's, accents and order aside;
    documents hold more names than people use. A difference counts where the document reads well.
    `measured` has for each claim that could be settled 1 where it is so, 0 where it is not.
    """
    name = "clientDataConsistency"
    claimed = {key: expected[key] for key in COMPARED if expected.get(key)}
    if not claimed:
        return _check(name, CheckOutcome.NOT_APPLICABLE, "Nothing was claimed.")
    verdicts = {key: _compared(key, claim, read) for key, claim in claimed.items()}
    differing = [key for key, verdict in verdicts.items() if verdict is Agreement.DIFFERENT]
    open_ = [key for key, verdict in verdicts.items() if verdict in (None, Agreement.ALIKE)]
    settled = {key: float(key not in differing) for key in claimed if key not in open_}
    measured = {"claimed": float(len(claimed)), "differing": float(len(differing)), **settled}
    if differing:
        reason = f"Not as claimed: {', '.join(differing)}."
        return _check(name, CheckOutcome.ATTENTION, reason, measured)
    if open_:
        reason = f"Not read, or not well enough to compare: {', '.join(open_)}."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason, measured)
    return _check(name, CheckOutcome.CLEAR, None, measured)


def _compared(key: str, claim: str, read: Mapping[str, FieldValue]) -> Agreement | None:
    """How a claim agrees with the document; None where that was not read."""
    values = [read[name] for name in NAMES.get(key, (key,)) if name in read]
    if not values:
        return None
    if key in NAMES:
        agreement = _name(claim, [value.value for value in values])
    else:
        agreement = compare(
            key, claim.strip().lower() if key == "gender" else claim, values[0].value
        )
    doubtful = any(value.to_be_reviewed for value in values)
    if agreement is Agreement.DIFFERENT and doubtful:
        return Agreement.ALIKE
    return agreement


def _name(claim: str, values: list[str]) -> Agreement:
    if not folded(claim) or not all(map(folded, values)):
        return Agreement.ALIKE  # in letters that cannot be compared
    words = {word for value in values for spelling in spellings(value) for word in spelling.split()}
    joined = {word.replace(" ", "") for value in values for word in spellings(value)}
    found = any(
        set(spelling.split()) <= words or spelling.replace(" ", "") in joined
        for spelling in spellings(claim)
    )
    return Agreement.SAME if found else Agreement.DIFFERENT
