"""The content group: whether what the document says can be true, and may be used."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial

from app.core.report import Check, CheckGroup, CheckOutcome, FieldValue, Mrz, TextLine
from workers.checks.countries import CODES, SPECIMEN
from workers.checks.printed import folded, squeezed
from workers.checks.scoring import answered

_check = partial(answered, CheckGroup.CONTENT)

THRESHOLDS = {
    "content.lineConfidence": 0.6,  # of a line in which a specimen's word counts
    "content.oldest": 120.0,  # years a holder may be old
    "content.longestValidity": 15.0,  # years from issue to expiry
}

# What specimens carry instead of a person, folded: the word in the languages of documents, and
# the names that issuers give to their model citizens.
_SPECIMENS = """
SPECIMEN SPECIMENS MUSTER MUSTERMANN MUSTERFRAU VZOR VZOREC WZOR ESPECIMEN MUESTRA PARAUGS
NAIDIS PAVYZDYS MINTA UZORAK SPECIMENI ESPECIME AMOSTRA FACSIMILE VOORBEELD UTOPIA UTOPIAN
SAMPLE
"""
SPECIMEN_WORDS = frozenset(_SPECIMENS.split())


def content_checks(
    mrz: Mrz | None,
    lines: Sequence[TextLine],
    *,
    today: date,
    blacklist: Collection[str] | None,
    visual: Mapping[str, FieldValue] | None = None,
) -> list[Check]:
    """The group's six checks.

    `blacklist`: document numbers (or country and number, `FRA12AB34567`) that the operator will
    not accept; None where there is no list. `visual`: the printed fields that were found.
    """
    printed = visual or {}
    values = {name: value.value for name, value in printed.items()}
    if mrz is not None:
        values |= mrz.fields
    return [
        _integrity(mrz, values, today),
        _issued(values, today),
        _expired(values, today),
        _nationality(mrz),
        _specimen(mrz, lines),
        _blacklisted(values, blacklist),
    ]


def _integrity(mrz: Mrz | None, values: Mapping[str, str], today: date) -> Check:
    """Whether the data hang together: all there, born before issued before expired."""
    if mrz is None:
        return _check("dataIntegrity", CheckOutcome.NOT_PROCESSED, "No MRZ to take the data from.")
    if not mrz.valid:
        return _check("dataIntegrity", CheckOutcome.NOT_PROCESSED, "The MRZ is in doubt.")
    missing = [name for name in ("lastName", "documentNumber", "birthDate") if not values.get(name)]
    born, issued, expires = (
        _day(values.get(name)) for name in ("birthDate", "issuingDate", "expirationDate")
    )
    faults = [f"{name} is missing" for name in missing]
    if born and born.year < today.year - THRESHOLDS["content.oldest"]:
        faults.append("the holder would be older than anyone")
    order = [day for day in (born, issued, expires) if day is not None]
    if order != sorted(order):
        faults.append("birth, issue and expiry are not in this order")
    if values.get("issuingCountry") not in CODES:
        faults.append(f"{values.get('issuingCountry', 'nothing')} is no issuer's code")
    if issued and expires and expires.year - issued.year > THRESHOLDS["content.longestValidity"]:
        faults.append("it would be valid for longer than documents are")
    if faults:
        return _check("dataIntegrity", CheckOutcome.ATTENTION, f"{'; '.join(faults)}.")
    return _check("dataIntegrity", CheckOutcome.CLEAR)


def _issued(values: Mapping[str, str], today: date) -> Check:
    """Whether the printed date of issue is a day that has been."""
    issued = _day(values.get("issuingDate"))
    if issued is None:
        return _check("issuingDate", CheckOutcome.NOT_PROCESSED, "No date of issue was read.")
    if issued > today:
        return _check("issuingDate", CheckOutcome.ATTENTION, f"Issued in the future: {issued}.")
    return _check("issuingDate", CheckOutcome.CLEAR)


def _expired(values: Mapping[str, str], today: date) -> Check:
    """Whether the document is still valid today, its last day included."""
    expires = _day(values.get("expirationDate"))
    if expires is None:
        return _check("expirationDate", CheckOutcome.NOT_PROCESSED, "No date of expiry was read.")
    measured = {"daysLeft": float((expires - today).days)}
    if expires < today:
        reason = f"The document expired on {expires}."
        return _check("expirationDate", CheckOutcome.ATTENTION, reason, measured)
    return _check("expirationDate", CheckOutcome.CLEAR, None, measured)


def _nationality(mrz: Mrz | None) -> Check:
    """Whether the MRZ's nationality is a code that ISO 3166-1 or ICAO Doc 9303-3 knows."""
    if mrz is None:
        return _check("nationality", CheckOutcome.NOT_PROCESSED, "No MRZ was found.")
    code = mrz.fields.get("nationality")
    if code is None:
        return _check("nationality", CheckOutcome.NOT_APPLICABLE, "The MRZ carries none.")
    if code in CODES:
        return _check("nationality", CheckOutcome.CLEAR)
    if not mrz.valid:
        return _check("nationality", CheckOutcome.NOT_PROCESSED, "The MRZ is in doubt.")
    return _check("nationality", CheckOutcome.ATTENTION, f"{code} is no nationality's code.")


def _specimen(mrz: Mrz | None, lines: Sequence[TextLine]) -> Check:
    """Whether the document bears a word that only specimens do. Pictures are not compared."""
    readable = [line for line in lines if line.confidence >= THRESHOLDS["content.lineConfidence"]]
    words = {word for line in readable for word in folded(line.text).split()}
    if mrz is not None:
        words |= {word for name in ("lastName", "firstName") for word in _words(mrz, name)}
        if SPECIMEN in (mrz.fields.get("issuingCountry"), mrz.fields.get("nationality")):
            words.add("UTOPIA")
    if not words:
        return _check("specimenCheck", CheckOutcome.NOT_PROCESSED, "No text was read.")
    found = sorted(words & SPECIMEN_WORDS)
    if found:
        reason = f"Words of a specimen: {', '.join(found)}."
        return _check("specimenCheck", CheckOutcome.ATTENTION, reason)
    return _check("specimenCheck", CheckOutcome.CLEAR)


def _blacklisted(values: Mapping[str, str], blacklist: Collection[str] | None) -> Check:
    """Whether the document's number is on the operator's list."""
    if blacklist is None:
        return _check("blackListCheck", CheckOutcome.NOT_PROCESSED, "There is no list.")
    number = squeezed(values.get("documentNumber", ""))
    if not number:
        return _check("blackListCheck", CheckOutcome.NOT_PROCESSED, "No number was read.")
    listed = {squeezed(entry) for entry in blacklist}
    if number in listed or squeezed(values.get("issuingCountry", "")) + number in listed:
        return _check("blackListCheck", CheckOutcome.ATTENTION, "The number is on the list.")
    return _check("blackListCheck", CheckOutcome.CLEAR)


def _words(mrz: Mrz, name: str) -> list[str]:
    return mrz.fields.get(name, "").split()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
