"""A report as a person would want to read it, in lines for a terminal.

Colours are codes in the lines; `typer.echo` leaves them out where nobody would see them.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Protocol

import typer

from app.core.report import (
    Check,
    CheckGroup,
    CheckOutcome,
    Document,
    FaceMatch,
    FieldValue,
    ModelUse,
    Mrz,
    Outcome,
    Reason,
    Report,
)

WIDTH = 100
NAME_WIDTH = 26
SPECIMEN_CHECK = "specimenCheck"

MARKS = {CheckOutcome.CLEAR: "✓", CheckOutcome.ATTENTION: "!"}
NOT_DONE = "–"
COLOURS = {"clear": typer.colors.GREEN, "attention": typer.colors.YELLOW}
GROUP_ORDER = list(CheckGroup)


class Part(Protocol):
    """What a face match, a liveness and a document PAD result have in common."""

    outcome: Outcome
    score: float | None
    reasons: list[Reason]


def report_lines(report: Report) -> Iterator[str]:
    """Yields the whole report: the outcome and why, then what it rests on."""
    yield heading("Outcome: " + _coloured(report.outcome.value, report.outcome))
    yield from _reasons(report.reasons)
    for document in report.documents:
        yield from _document(document)
    yield heading("Person and document (100: the same person, genuine)")
    yield from _part("face match", report.face_match, _threshold(report.face_match))
    yield from _part("liveness", report.liveness)
    yield from _part("document PAD", report.document_pad)
    yield from _checks(report.checks)
    yield from _models(report.models)


def card_lines(document: Document) -> Iterator[str]:
    """Yields the best value of each field, with how surely and where it was read."""
    yield heading(f"{document.model or document.type}, {_sides(document)}")
    for name, field in document.extracted.fields.items():
        remark = f"{field.confidence:.2f}, {field.source.value}{', review' * field.to_be_reviewed}"
        yield row(name, f"{field.value or '–'} ({remark})")


def _sides(document: Document) -> str:
    return " and ".join(side.side for side in document.sides)


def why(report: Report) -> list[str]:
    """Says in two lines what made the outcome, and what that means for a specimen."""
    outcome = report.outcome.value
    if not report.reasons:
        return [f"The outcome is {outcome}:", "no check that decides asks for attention."]
    specimen = [reason for reason in report.reasons if reason.code == SPECIMEN_CHECK]
    others = [reason for reason in report.reasons if reason.code != SPECIMEN_CHECK]
    named = ", ".join(reason.code for reason in others)
    if not specimen:
        return [f"The outcome is {outcome} because of {named},", "and not because of a specimen."]
    return [
        f"The outcome is {outcome} because of {SPECIMEN_CHECK}: {specimen[0].message}",
        "This is a specimen, so that check does its job. "
        + (f"There is more: {named}." if others else "Nothing else speaks against it."),
    ]


def heading(text: str) -> str:
    """A bold line with an empty one above it."""
    return "\n" + typer.style(text, bold=True)


def row(name: str, text: str, mark: str = "", colour: str | None = None) -> str:
    """A line with a name and a text, which goes on below itself where it is long."""
    label = f"{mark} {name}" if mark else name
    start = f"    {label:<{NAME_WIDTH}} "
    first, *more = textwrap.wrap(text, WIDTH - len(start)) or [""]
    if mark and colour:
        start = start.replace(mark, typer.style(mark, fg=colour), 1)
    indent = " " * (NAME_WIDTH + 5)
    return "\n".join([(start + first).rstrip(), *(indent + line for line in more)])


def _coloured(text: str, outcome: Outcome | CheckOutcome) -> str:
    return typer.style(text, fg=COLOURS.get(outcome.value))


def _reasons(reasons: Iterable[Reason]) -> Iterator[str]:
    for reason in reasons:
        yield row(reason.code, reason.message)


def _document(document: Document) -> Iterator[str]:
    where = f" of {document.country}" if document.country else ""
    yield heading(f"Document: {document.type}{where}")
    yield from _fields(document)
    if document.extracted.mrz:
        yield from _mrz(document.extracted.mrz)


def _fields(document: Document) -> Iterator[str]:
    """A table: each field as every source has it, and how surely it was read."""
    extracted = document.extracted
    zone = {extracted.mrz.confidence: extracted.mrz.fields} if extracted.mrz else {}
    columns = {
        "printed": _values(extracted.visual),
        **{f"MRZ ({confidence:.2f})": fields for confidence, fields in zone.items()},
        "barcode": _values(extracted.barcode),
    }
    columns = {title: values for title, values in columns.items() if values}
    names = dict.fromkeys(name for values in columns.values() for name in values)
    width = max((len(v) for values in columns.values() for v in values.values()), default=0)
    yield row("field", "   ".join(f"{title:<{width}}" for title in columns))
    for name in names:
        yield row(
            name, "   ".join(f"{values.get(name, ''):<{width}}" for values in columns.values())
        )


def _values(fields: Mapping[str, FieldValue]) -> dict[str, str]:
    return {
        name: f"{field.value} ({field.confidence:.2f}{', review' * field.to_be_reviewed})"
        for name, field in fields.items()
    }


def _mrz(mrz: Mrz) -> Iterator[str]:
    outcome = CheckOutcome.CLEAR if mrz.valid else CheckOutcome.ATTENTION
    verdict = _coloured("valid" if mrz.valid else "not valid", outcome)
    yield heading(f"MRZ {mrz.format.upper()}: {verdict}")
    for line in mrz.lines:
        yield f"    {line}"
    digits = (f"{name} {'✓' if right else '!'}" for name, right in mrz.check_digits.items())
    yield row("check digits", ", ".join(digits))
    changes = (
        f"line {change.line + 1}, column {change.column + 1}:"
        f" {change.read} → {change.written} ({change.rule})"
        for change in mrz.corrections
    )
    yield row("corrections", "; ".join(changes) or "none")


def _threshold(match: FaceMatch | None) -> str:
    return f" (threshold {match.threshold:g})" if match and match.threshold is not None else ""


def _part(name: str, part: Part | None, remark: str = "") -> Iterator[str]:
    if part is None:
        return
    score = "no score" if part.score is None else f"{part.score:g}"
    mark = MARKS.get(CheckOutcome(part.outcome), NOT_DONE)
    text = f"{part.outcome.value}, {score}{remark}"
    yield row(name, text, mark, COLOURS.get(part.outcome.value))
    for reason in part.reasons:
        yield row("", reason.message)


def _checks(checks: list[Check]) -> Iterator[str]:
    counts = [sum(check.outcome is outcome for check in checks) for outcome in MARKS]
    done, asking = counts
    yield heading(
        f"Checks: ✓ {done} clear, ! {asking} attention, – {len(checks) - sum(counts)} not done"
    )
    ordered = sorted(checks, key=lambda check: GROUP_ORDER.index(check.group))
    for group, members in groupby(ordered, key=lambda check: check.group):
        yield f"  {group.value}"
        yield from (_check(check) for check in members)


def _check(check: Check) -> str:
    mark = MARKS.get(check.outcome, NOT_DONE)
    words = [] if check.outcome in MARKS else [f"{check.outcome.value.replace('_', ' ')}:"]
    words.append(check.reason or ("" if check.score is None else f"{check.score:g}"))
    return row(check.name, " ".join(words).strip(": "), mark, COLOURS.get(check.outcome.value))


def _models(models: list[ModelUse]) -> Iterator[str]:
    yield heading("Models")
    for model in models:
        yield row(model.name, f"{model.version}, sha256 {model.sha256[:12]}…")
