"""The content group: whether what the document says can be true, and may be used."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from app.core.report import Check, CheckGroup, CheckOutcome, FieldValue, TextLine
from workers.checks.black_list import black_list
from workers.checks.countries import CODES, SPECIMEN
from workers.checks.lists import ListUnreadableError
from workers.checks.printed import folded, squeezed
from workers.checks.scoring import answered
from workers.checks.validity import day_of, in_force_until
from workers.documents.icao import GERMANY
from workers.reading.merge import zone_fields
from workers.reading.normalise import FOREVER
from workers.reading.sources import DocumentReading
from workers.reading.zone import entries

_check = partial(answered, CheckGroup.CONTENT)

THRESHOLDS = {
    "content.lineConfidence": 0.6,  # of a line in which a specimen's word counts
    "content.oldest": 120.0,  # years a holder may be old
}

# What specimens carry instead of a person, folded: the word in the languages of documents, and
# the names that issuers give to their model citizens.
_SPECIMENS = """
SPECIMEN SPECIMENS MUSTER MUSTERMANN MUSTERFRAU VZOR VZOREC WZOR ESPECIMEN MUESTRA PARAUGS
NAIDIS PAVYZDYS MINTA UZORAK SPECIMENI ESPECIME AMOSTRA FACSIMILE VOORBEELD UTOPIA UTOPIAN
SAMPLE
"""
SPECIMEN_WORDS = frozenset(_SPECIMENS.split())
SURNAMES = frozenset({"MUSTER", "MINTA", "SAMPLE", "UZORAK", "VZOREC"})
"""Those of them that people are called, too."""

NO_DOCUMENT = "No document was read."


def content_checks(
    reading: DocumentReading | None,
    *,
    today: date,
    listed: Path | None,
    faults: Sequence[str] = (),
) -> list[Check]:
    """The group's six checks.

    `listed`: the operator's black list. `faults`: the rules that the document's data break.
    """
    if reading is None:
        names = ("dataIntegrity", "issuingDate", "expirationDate", "nationality", "specimenCheck")
        return [
            *(_check(name, CheckOutcome.NOT_PROCESSED, NO_DOCUMENT) for name in names),
            _listed(None, listed),
        ]
    fields = {name: value for name, value in reading.fields.items() if value.value}
    return [
        _integrity(reading, fields, faults, today),
        _issued(reading, fields, today),
        _expired(reading, fields, today),
        _nationality(reading, fields),
        _specimen(fields, [line for side in reading.sides for line in side.lines]),
        _listed(reading, listed),
    ]


def _integrity(
    reading: DocumentReading,
    fields: Mapping[str, FieldValue],
    faults: Sequence[str],
    today: date,
) -> Check:
    """Whether the data hang together: all there, born before issued before expired, no rule broken.

    What is missing counts against a document only where a valid MRZ should say it; else it was
    not read. A date of birth is not missing where the zone has fillers for it: nobody knows it.
    """
    name, found = "dataIntegrity", list(faults)
    whole = dict(fields)
    if "fullName" in fields:
        whole.setdefault("lastName", fields["fullName"])
    missing = [one for one in _needed(reading) if one not in whole]
    if reading.mrz is not None and reading.mrz.valid:
        said = entries(reading.type, reading.mrz.format)
        missing = [one for one in missing if one != "birthDate" or one not in said]
        found += [f"{one} is missing" for one in missing if one in said]
    certain = {one: value for one, value in fields.items() if not value.to_be_reviewed}
    order = [
        day
        for one in ("birthDate", "issuingDate", "expirationDate")
        if (day := day_of(certain.get(one))) is not None
    ]
    if order != sorted(order):
        found.append("birth, issue and expiry are not in this order")
    born = certain.get("birthDate")
    if born and int(born.value[:4]) < today.year - THRESHOLDS["content.oldest"]:
        found.append("the holder would be older than anyone")
    issuer = reading.mrz.fields.get("issuingCountry", "") if reading.mrz is not None else None
    if issuer is not None and issuer not in CODES and reading.mrz and reading.mrz.valid:
        found.append(f"{issuer or 'nothing'} is no issuer's code")
    if found:
        return _check(name, CheckOutcome.ATTENTION, f"{'; '.join(found)}.")
    doubtful = [one for one in _needed(reading) if one in whole and whole[one].to_be_reviewed]
    if missing or doubtful:
        reason = f"Not read, or not well enough: {', '.join(missing + doubtful)}."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason)
    return _check(name, CheckOutcome.CLEAR)


def _needed(reading: DocumentReading) -> list[str]:
    """The fields without which a document of this type is none."""
    needed = ["lastName", "documentNumber", "birthDate"]
    if reading.type is None:
        return needed
    fields = {one.name for side in reading.type.sides for one in side.fields if not one.optional}
    if "fullName" in fields:
        fields.add("lastName")
    return [one for one in (*needed, "plateNumber") if one in fields]


def _issued(reading: DocumentReading, fields: Mapping[str, FieldValue], today: date) -> Check:
    """Whether the date of issue is a day that has been."""
    name, value = "issuingDate", fields.get("issuingDate")
    issued = day_of(value)
    if value is None and not _carries(reading, name):
        return _check(name, CheckOutcome.NOT_APPLICABLE, "This type carries no date of issue.")
    if value is None or issued is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No date of issue was read.")
    fault = None if issued <= today else f"Issued in the future: {issued}."
    return _judged(name, value, fault)


def _expired(reading: DocumentReading, fields: Mapping[str, FieldValue], today: date) -> Check:
    """Whether the document is still in force today, its last day included."""
    name, value = "expirationDate", fields.get("expirationDate")
    if value is not None and value.value == FOREVER:
        return _judged(name, value, None)
    expires = day_of(value)
    if value is None and not _carries(reading, name):
        return _check(name, CheckOutcome.NOT_APPLICABLE, "This type carries no date of expiry.")
    if value is None or expires is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No date of expiry was read.")
    issued, born = day_of(fields.get("issuingDate")), day_of(fields.get("birthDate"))
    last = in_force_until(reading.type, expires, issued, born)
    measured = {"daysLeft": float((last - today).days)}
    fault = f"The document expired on {last}." if last < today else None
    return _judged(name, value, fault, measured)


def _judged(
    name: str, value: FieldValue, fault: str | None, measured: dict[str, float] | None = None
) -> Check:
    """The verdict on a date, with a fault or without: only if it was read well."""
    if value.to_be_reviewed:
        reason = " ".join(filter(None, [fault, "The date reads too badly to judge."]))
        return _check(name, CheckOutcome.NOT_PROCESSED, reason, measured, value.picture)
    outcome = CheckOutcome.ATTENTION if fault else CheckOutcome.CLEAR
    return _check(name, outcome, fault, measured, value.picture)


def _nationality(reading: DocumentReading, fields: Mapping[str, FieldValue]) -> Check:
    """Whether the nationality is one that ISO 3166-1 or ICAO Doc 9303-3 knows."""
    name, mrz = "nationality", reading.mrz
    coded = mrz.fields.get("nationality") if mrz is not None else None
    if mrz is not None and coded is not None and coded not in CODES:
        if not mrz.valid:
            return _check(name, CheckOutcome.NOT_PROCESSED, "The MRZ is in doubt.")
        return _check(name, CheckOutcome.ATTENTION, f"{coded} is no nationality's code.")
    value = fields.get("nationality")
    if value is None and coded is None:
        if mrz is not None or not _carries(reading, name):
            return _check(name, CheckOutcome.NOT_APPLICABLE, "This document carries none.")
        return _check(name, CheckOutcome.NOT_PROCESSED, "No nationality was read.")
    if coded in CODES or (value is not None and value.value in CODES):
        return _check(name, CheckOutcome.CLEAR)
    reason = "What was read is no nationality that is known."
    return _check(name, CheckOutcome.NOT_PROCESSED, reason)


def _specimen(fields: Mapping[str, FieldValue], lines: Sequence[TextLine]) -> Check:
    """Whether the document bears a word that only specimens do. Pictures are not compared."""
    name = "specimenCheck"
    readable = [line for line in lines if line.confidence >= THRESHOLDS["content.lineConfidence"]]
    words = {word for line in readable for word in folded(line.text).split()}
    for held in ("lastName", "firstName", "fullName"):
        name_of = set(folded(fields[held].value).split()) if held in fields else set()
        words = (words | name_of) - (name_of & SURNAMES)
    if SPECIMEN in (fields[n].value for n in ("issuingCountry", "nationality") if n in fields):
        words.add("UTOPIA")
    if not words:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No text was read.")
    found = sorted(words & SPECIMEN_WORDS)
    if found:
        reason = f"Words of a specimen: {', '.join(found)}."
        return _check(name, CheckOutcome.ATTENTION, reason)
    return _check(name, CheckOutcome.CLEAR)


def _listed(reading: DocumentReading | None, file: Path | None) -> Check:
    """Whether the document's number, from any source, is on the operator's list."""
    name = "blackListCheck"
    try:
        listed = black_list(file)
    except ListUnreadableError:
        return _check(name, CheckOutcome.NOT_PROCESSED, "The list cannot be read.")
    if listed is None or reading is None:
        reason = "There is no list." if listed is None else NO_DOCUMENT
        return _check(name, CheckOutcome.NOT_PROCESSED, reason)
    zone = zone_fields(reading.type, reading.mrz)
    sources = (reading.fields, reading.visual, reading.barcode, zone)
    read = [said["documentNumber"] for said in sources if "documentNumber" in said]
    issuer = reading.fields.get("issuingCountry")
    country = squeezed(issuer.value) if issuer is not None else ""
    # The list may spell Germany as its documents or as ISO 3166-1 does.
    spelled = {country, GERMANY if country == "DEU" else country, ""}
    if any(one + squeezed(value.value) in listed for one in spelled for value in read):
        return _check(name, CheckOutcome.ATTENTION, "The number is on the list.")
    if not read or read[0].to_be_reviewed:
        reason = "The number was not read, or not well enough to look it up."
        return _check(name, CheckOutcome.NOT_PROCESSED, reason)
    return _check(name, CheckOutcome.CLEAR)


def _carries(reading: DocumentReading, name: str) -> bool:
    """Whether such a document may carry a field; one of no known type may carry any."""
    if reading.type is None:
        return True
    return any(one.name == name for side in reading.type.sides for one in side.fields)
