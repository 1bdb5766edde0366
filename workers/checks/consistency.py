"""The printed zone against the MRZ: the same person, number and dates in both.

Fields are not read one by one here: each value of the MRZ is looked for among the printed lines
outside the zone. Found: `clear`. A different value in its place, in print that reads well:
`attention`. Anything else is `not_processed`: not finding a value proves nothing.

"In its place" means, for a date, that the label nearest to it names this field; for names and
numbers, a line that holds nothing else and is almost, but not quite, the MRZ's value.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core.report import Check, CheckGroup, CheckOutcome, FieldValue, Mrz, Source, TextLine
from workers.checks.labels import date_label, nearest_label
from workers.checks.printed import (
    PrintedDate,
    dates,
    distance,
    folded,
    look_alike,
    spellings,
    squeezed,
)
from workers.reading.zone import outside
from workers.vision.mrz.formats import FORMATS

THRESHOLDS = {
    "consistency.lineConfidence": 0.97,  # of a line whose different value counts
    "consistency.nearLength": 5.0,  # characters; shorter values are near to too much
    "consistency.nearShare": 0.25,  # edits per character up to which a value is near
    "consistency.review": 0.9,  # confidence under which a printed value is to be reviewed
}

ABSENT = "The MRZ carries no such value."
NOT_FOUND = "The MRZ's value was not found among the printed lines."


@dataclass(frozen=True)
class Finding:
    """What the printed zone says about one field. `value`: as printed, dates in ISO form."""

    outcome: CheckOutcome
    reason: str | None = None
    value: str | None = None
    line: TextLine | None = None
    measured: dict[str, float] = field(default_factory=dict)


def consistency_checks(mrz: Mrz | None, lines: Sequence[TextLine]) -> list[Check]:
    """One check per field that a document may carry both in print and in its MRZ."""
    return [
        Check(
            name=check,
            group=CheckGroup.CONSISTENCY,
            outcome=finding.outcome,
            reason=finding.reason,
            picture=finding.line.picture if finding.line else None,
            measured=finding.measured,
        )
        for check, _, finding in _findings(mrz, lines)
    ]


def visual_fields(mrz: Mrz | None, lines: Sequence[TextLine]) -> dict[str, FieldValue]:
    """The printed values that were found, by the MRZ's field names, and the date of issue.

    One that differs from the MRZ, or that reads badly, is to be reviewed.
    """
    fields = {
        name: _field_value(finding.value, finding.line, finding.outcome)
        for _, name, finding in _findings(mrz, lines)
        if finding.value is not None and finding.line is not None
    }
    issued = _labelled_dates("issuingDate", outside(mrz, lines))
    for line, printed in issued:
        if printed.year > 99:
            value = date(printed.year, printed.month, printed.day).isoformat()
            fields.setdefault("issuingDate", _field_value(value, line, CheckOutcome.CLEAR))
    return fields


def _findings(mrz: Mrz | None, lines: Sequence[TextLine]) -> Iterator[tuple[str, str, Finding]]:
    """(check, field, finding) for each check of the group."""
    personal = "optionalData" if mrz is not None and mrz.format == "td1" else "personalNumber"
    cut = _cut_names(mrz) if mrz is not None else set()
    searches: list[tuple[str, str, str, Callable[[str, Sequence[TextLine]], Finding]]] = [
        ("lastName", "lastName", "lastName", lambda v, ls: _name(v, ls, "lastName" in cut)),
        ("firstName", "firstName", "firstName", lambda v, ls: _name(v, ls, "firstName" in cut)),
        ("dob", "birthDate", "birthDate", lambda v, ls: _date("birthDate", v, ls)),
        ("documentNumber", "documentNumber", "documentNumber", _number),
        ("personalNumber", personal, "personalNumber", _number),
        (
            "expirationDate",
            "expirationDate",
            "expirationDate",
            lambda v, ls: _date("expirationDate", v, ls),
        ),
    ]
    printed = outside(mrz, lines)
    for check, source, name, search in searches:
        if mrz is None:
            yield check, name, Finding(CheckOutcome.NOT_PROCESSED, "No MRZ to compare with.")
        elif not mrz.fields.get(source):
            yield check, name, Finding(CheckOutcome.NOT_APPLICABLE, ABSENT)
        else:
            yield check, name, search(mrz.fields[source], printed)
    yield (
        "issuingDate",
        "issuingDate",
        Finding(CheckOutcome.NOT_APPLICABLE, "An MRZ carries no date of issue."),
    )


def _cut_names(mrz: Mrz) -> set[str]:
    """The names whose end may not have fitted into the MRZ (Doc 9303-3, 4.6: truncation)."""
    full = {
        field.name
        for field in FORMATS[mrz.format].fields
        if field.name in ("names", "lastName", "firstName")
        and not field.span.of(mrz.lines).endswith("<")
    }
    if "names" in full:
        full = {"firstName"} if mrz.fields.get("firstName") else {"lastName"}
    return full


def _name(value: str, lines: Sequence[TextLine], cut: bool) -> Finding:
    """A name, with or without its accents, alone on its line or after a label.

    `cut`: the last word may go on in print where the MRZ had no more room.
    """
    wanted = folded(value)
    end = "" if cut else " "
    for line in lines:
        for spelling in spellings(line.text):
            if f" {wanted}{end}" in f" {spelling} " or _run_together(wanted, spelling):
                return _found(_as_printed(wanted, line.text), line)
    if cut:
        return Finding(CheckOutcome.NOT_PROCESSED, NOT_FOUND)
    return _near(wanted, [(folded(line.text), line) for line in lines])


def _number(value: str, lines: Sequence[TextLine]) -> Finding:
    """A number, however its print is spaced or punctuated."""
    wanted = squeezed(value)
    for line in lines:
        whole = squeezed(line.text)
        words = folded(line.text).split()
        if wanted == whole or wanted in words or (len(wanted) >= 6 and wanted in whole):
            return _found(wanted, line)
    return _near(wanted, [(squeezed(line.text), line) for line in lines])


def _date(name: str, value: str, lines: Sequence[TextLine]) -> Finding:
    """A date in any usual form; another date beside this field's own label counts against it."""
    wanted = date.fromisoformat(value)
    for line in lines:
        if any(printed.means(wanted) for printed in dates(line.text)):
            return _found(value, line)
    for line, printed in _labelled_dates(name, lines):
        if line.confidence >= THRESHOLDS["consistency.lineConfidence"]:
            shown = f"{printed.year:02}-{printed.month:02}-{printed.day:02}"
            return Finding(
                CheckOutcome.ATTENTION,
                f"The print says {shown}, the MRZ {value}.",
                shown,
                line,
                {"lineConfidence": line.confidence},
            )
    return Finding(CheckOutcome.NOT_PROCESSED, NOT_FOUND)


def _labelled_dates(name: str, lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, PrintedDate]]:
    """The dates whose nearest label names this field."""
    for line in lines:
        printed = next(dates(line.text), None)
        if printed is None or not _exists(printed):
            continue
        label = date_label(line.text) or nearest_label(line, lines)
        if label == name:
            yield line, printed


def _near(wanted: str, candidates: Sequence[tuple[str, TextLine]]) -> Finding:
    """Not found: whether a line is so near to it that one of the two must be wrong."""
    limit = int(len(wanted) * THRESHOLDS["consistency.nearShare"])
    if len(wanted) < THRESHOLDS["consistency.nearLength"] or limit == 0:
        return Finding(CheckOutcome.NOT_PROCESSED, NOT_FOUND)
    ranked = sorted(
        ((distance(wanted, text), text, line) for text, line in candidates if text),
        key=lambda candidate: candidate[0],
    )
    if not ranked or ranked[0][0] > limit:
        return Finding(CheckOutcome.NOT_PROCESSED, NOT_FOUND)
    edits, text, line = ranked[0]
    measured = {"edits": float(edits), "lineConfidence": line.confidence}
    if look_alike(text) == look_alike(wanted):
        reason = "Print and MRZ differ only in characters that look alike."
        return Finding(CheckOutcome.NOT_PROCESSED, reason, text, line, measured)
    if line.confidence < THRESHOLDS["consistency.lineConfidence"]:
        reason = "The print is near to the MRZ's value, but reads too badly to judge."
        return Finding(CheckOutcome.NOT_PROCESSED, reason, text, line, measured)
    reason = f"The print says {text}, the MRZ {wanted}."
    return Finding(CheckOutcome.ATTENTION, reason, text, line, measured)


def _found(value: str, line: TextLine) -> Finding:
    return Finding(
        CheckOutcome.CLEAR, None, value, line, {"edits": 0.0, "lineConfidence": line.confidence}
    )


def _run_together(wanted: str, spelling: str) -> bool:
    """The reader lost a space between the words of a long name, or printed names are joined."""
    joined = wanted.replace(" ", "")
    return len(joined) >= 6 and joined == spelling.replace(" ", "")


def _as_printed(wanted: str, text: str) -> str:
    """The words of the line that are the name, accents and all; else the name itself."""
    words = text.replace(",", " ").split()
    count = len(wanted.split())
    for start in range(len(words) - count + 1):
        shown = " ".join(words[start : start + count])
        if wanted in spellings(shown):
            return shown.strip(".:;")
    return wanted


def _field_value(value: str, line: TextLine, outcome: CheckOutcome) -> FieldValue:
    doubtful = line.confidence < THRESHOLDS["consistency.review"]
    return FieldValue(
        value=value,
        confidence=line.confidence,
        to_be_reviewed=doubtful or outcome is not CheckOutcome.CLEAR,
        source=Source.VISUAL,
        picture=line.picture,
        box=line.box,
    )


def _exists(printed: PrintedDate) -> bool:
    try:
        date(printed.year if printed.year > 99 else 2000, printed.month, printed.day)
    except ValueError:
        return False
    return True
