"""Looking for a value of the MRZ among all printed lines.

For what was not read field by field: documents whose layout is not known, fields that were missed.
To find the value is `clear`; a different one in its place, in print that reads well, is
`attention`; not to find it proves nothing. "In its place" means, for a date, that the label nearest
to it names this field; for names and numbers, a line that holds nothing else and is almost, but
not quite, the value.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz.distance import Levenshtein

from app.core.report import CheckOutcome, FieldValue, Mrz, TextLine
from workers.checks.agreement import DATES, NAMES
from workers.checks.labels import date_label, field_label, nearest_label
from workers.checks.printed import (
    PrintedDate,
    dates,
    folded,
    look_alike,
    spellings,
    squeezed,
)
from workers.reading.normalise import FOREVER
from workers.vision.mrz.formats import FORMATS

THRESHOLDS = {
    "inPrint.lineConfidence": 0.97,  # of a line whose different value counts
    "inPrint.nearLength": 5.0,  # characters; shorter values are near to too much
    "inPrint.nearShare": 0.25,  # edits per character up to which a value is near
}
LETTERS = ("gender", "nationality")
"""Fields whose values are too short, or are spelled in too many ways, to be looked for."""
NOT_FOUND = "The MRZ's value was not found among the printed lines."


@dataclass(frozen=True)
class Finding:
    """What is known of one field. `line`: the print that it was found in."""

    outcome: CheckOutcome
    reason: str | None = None
    line: TextLine | FieldValue | None = None
    measured: dict[str, float] = field(default_factory=dict)


def look_for(name: str, value: str, lines: Sequence[TextLine], mrz: Mrz) -> Finding:
    """Looks for a field's value in lines outside of the zone that it is from."""
    if name in LETTERS:
        return Finding(CheckOutcome.NOT_PROCESSED, "It was read from the MRZ alone.")
    if name in DATES:
        return _date(name, value, lines)
    if name in NAMES:
        return _name(name, value, lines, name in cut_names(mrz))
    return _number(name, value, lines)


def cut_names(mrz: Mrz) -> set[str]:
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


def _name(name: str, value: str, lines: Sequence[TextLine], cut: bool) -> Finding:
    """A name, with or without its accents, alone on its line or after a label.

    `cut`: the last word may go on in print where the MRZ had no more room.
    """
    wanted = folded(value)
    end = "" if cut else " "
    for line in lines:
        for spelling in spellings(line.text):
            if f" {wanted}{end}" in f" {spelling} " or _run_together(wanted, spelling):
                return _found(line)
    if cut:
        return Finding(CheckOutcome.NOT_PROCESSED, NOT_FOUND)
    return _near(name, wanted, [(folded(line.text), line) for line in lines])


def _number(name: str, value: str, lines: Sequence[TextLine]) -> Finding:
    """A number, however its print is spaced or punctuated."""
    wanted = squeezed(value)
    for line in lines:
        whole = squeezed(line.text)
        words = folded(line.text).split()
        if wanted == whole or wanted in words or (len(wanted) >= 6 and wanted in whole):
            return _found(line)
    return _near(name, wanted, [(squeezed(line.text), line) for line in lines])


def _date(name: str, value: str, lines: Sequence[TextLine]) -> Finding:
    """A date in any usual form; another date beside this field's own label counts against it."""
    for line in lines:
        if _says(line.text, value):
            return _found(line)
    for line, printed in _labelled_dates(name, lines):
        if line.confidence >= THRESHOLDS["inPrint.lineConfidence"]:
            shown = f"{printed.year:02}-{printed.month:02}-{printed.day:02}"
            return Finding(
                CheckOutcome.ATTENTION,
                f"The print says {shown}, the MRZ {value}.",
                line,
                {"lineConfidence": line.confidence},
            )
    return Finding(CheckOutcome.NOT_PROCESSED, NOT_FOUND)


def _says(text: str, value: str) -> bool:
    """Whether a line has this date; that of a document without an end is in words, or in 9999."""
    if value == FOREVER:
        endless = any(printed.year == date.max.year for printed in dates(text))
        return endless or squeezed(FOREVER) in squeezed(text)
    wanted = date.fromisoformat(value)
    return any(printed.means(wanted) for printed in dates(text))


def _labelled_dates(name: str, lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, PrintedDate]]:
    """The dates whose nearest label names this field."""
    for line in lines:
        printed = next(dates(line.text), None)
        if printed is None or not _exists(printed):
            continue
        label = date_label(line.text) or nearest_label(line, lines)
        if label == name:
            yield line, printed


def _near(name: str, wanted: str, candidates: Sequence[tuple[str, TextLine]]) -> Finding:
    """Not found: whether a line is so near to it that one of the two must be wrong. It counts
    beside the field's own label alone: a place or a kinsman's name may be as near.
    """
    limit = int(len(wanted) * THRESHOLDS["inPrint.nearShare"])
    if len(wanted) < THRESHOLDS["inPrint.nearLength"] or limit == 0:
        return Finding(CheckOutcome.NOT_PROCESSED, NOT_FOUND)
    ranked = sorted(
        ((Levenshtein.distance(wanted, text), text, line) for text, line in candidates if text),
        key=lambda candidate: candidate[0],
    )
    if not ranked or ranked[0][0] > limit:
        return Finding(CheckOutcome.NOT_PROCESSED, NOT_FOUND)
    edits, text, line = ranked[0]
    measured = {"edits": float(edits), "lineConfidence": line.confidence}
    if look_alike(text) == look_alike(wanted):
        reason = "Print and MRZ differ only in characters that look alike."
        return Finding(CheckOutcome.NOT_PROCESSED, reason, line, measured)
    if line.confidence < THRESHOLDS["inPrint.lineConfidence"]:
        reason = "The print is near to the MRZ's value, but reads too badly to judge."
        return Finding(CheckOutcome.NOT_PROCESSED, reason, line, measured)
    reason = f"The print says {text}, the MRZ {wanted}."
    lines = [line for _, line in candidates]
    if (field_label(line.text) or nearest_label(line, lines)) != name:
        reason = f"{reason} But it may be the print of another field."
        return Finding(CheckOutcome.NOT_PROCESSED, reason, line, measured)
    return Finding(CheckOutcome.ATTENTION, reason, line, measured)


def _found(line: TextLine) -> Finding:
    return Finding(CheckOutcome.CLEAR, None, line, {"lineConfidence": line.confidence})


def _run_together(wanted: str, spelling: str) -> bool:
    """The reader lost a space between the words of a long name, or printed names are joined."""
    joined = wanted.replace(" ", "")
    return len(joined) >= 6 and joined == spelling.replace(" ", "")


def _exists(printed: PrintedDate) -> bool:
    try:
        date(printed.year if printed.year > 99 else 2000, printed.month, printed.day)
    except ValueError:
        return False
    return True
