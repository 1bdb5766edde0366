"""Client validation: the document against what the client claims and asks for."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from app.core.report import Check, CheckGroup, CheckOutcome, Mrz
from workers.checks.printed import spellings
from workers.checks.scoring import answered

_check = partial(answered, CheckGroup.CLIENT_VALIDATION)

COMPARED = ("lastName", "firstName", "birthDate", "gender")


def client_checks(
    mrz: Mrz | None,
    *,
    today: date,
    minimum_age: int | None = None,
    expected: Mapping[str, str] | None = None,
) -> list[Check]:
    """`expected`: what the client claims, by the MRZ's field names, dates in ISO form."""
    return [_age(mrz, minimum_age, today), _client_data(mrz, expected or {})]


def age(born: date, today: date) -> int:
    """Completed years; someone born on 29 February completes one on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _age(mrz: Mrz | None, minimum: int | None, today: date) -> Check:
    """Whether the holder has completed as many years as the client asks for."""
    name = "ageVerification"
    if minimum is None:
        return _check(name, CheckOutcome.NOT_APPLICABLE, "No minimum age was asked for.")
    if mrz is None or "birthDate" not in mrz.fields:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No date of birth was read.")
    years = age(date.fromisoformat(mrz.fields["birthDate"]), today)
    measured = {"age": float(years), "minimumAge": float(minimum)}
    if not mrz.check_digits.get("birthDate", False):
        reason = "The date of birth fails its check digit."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason, measured)
    if years < minimum:
        return _check(name, CheckOutcome.ATTENTION, f"{years} is under {minimum}.", measured)
    return _check(name, CheckOutcome.CLEAR, None, measured)


def _client_data(mrz: Mrz | None, expected: Mapping[str, str]) -> Check:
    """Whether names, birth date and gender are those that the client claims.

    Names: every word that is claimed must be among the document's, accents aside; the MRZ may
    hold more given names than people use.
    """
    name = "clientDataConsistency"
    claimed = {key: expected[key] for key in COMPARED if expected.get(key)}
    if not claimed:
        return _check(name, CheckOutcome.NOT_APPLICABLE, "Nothing was claimed.")
    read = mrz.fields if mrz is not None else {}
    unread = [key for key in claimed if not read.get(key)]
    differing = [
        key for key in claimed if key not in unread and not _same(key, claimed[key], read[key])
    ]
    measured = {"claimed": float(len(claimed)), "differing": float(len(differing))}
    if differing:
        reason = f"Not as claimed: {', '.join(differing)}."
        return _check(name, CheckOutcome.ATTENTION, reason, measured)
    if unread:
        return _check(name, CheckOutcome.NOT_PROCESSED, f"Not read: {', '.join(unread)}.", measured)
    return _check(name, CheckOutcome.CLEAR, None, measured)


def _same(key: str, claimed: str, read: str) -> bool:
    if key not in ("lastName", "firstName"):
        return claimed.strip().lower() == read
    words = set().union(*(spelling.split() for spelling in spellings(read)))
    return any(set(spelling.split()) <= words for spelling in spellings(claimed))
