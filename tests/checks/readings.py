"""Readings of documents as the reading makes them, from values in place of pictures."""

from datetime import date

from app.core.report import FieldValue, Mrz, PictureName, Source, TextLine
from workers.documents.catalogue import document_types
from workers.reading.read import SideReading
from workers.reading.sources import DocumentReading, assemble
from workers.vision.mrz import parse

TODAY = date(2026, 6, 1)
BOX = [(50.0, 500.0), (700.0, 500.0), (700.0, 560.0), (50.0, 560.0)]


def zone(lines, *, confidence=0.99, valid=None, corrections=(), picture="front", ambiguous=()):
    """The MRZ of some lines, as it is read at the foot of a picture."""
    parsed = parse(list(lines))
    return Mrz(
        format=parsed.format,
        lines=list(lines),
        fields=parsed.fields,
        check_digits=parsed.check_digits,
        valid=parsed.valid if valid is None else valid,
        corrections=list(corrections),
        ambiguous=list(ambiguous),
        confidence=confidence,
        picture=picture,
        box=BOX,
        rotation=0,
    )


def line(text, top=100.0, left=60.0, confidence=0.99, picture="front"):
    right, bottom = left + 9 * len(text), top + 20.0
    box = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return TextLine(text=text, confidence=confidence, box=box, picture=picture)


def value(text, confidence=0.99, source=Source.VISUAL, picture="front", parts=None):
    """A field's value; `printed` as its text is."""
    return FieldValue(
        value=text,
        confidence=confidence,
        to_be_reviewed=not text or confidence < 0.9,
        source=source,
        picture=PictureName(picture),
        printed=text,
        parts=parts or {},
    )


def side(code=None, *, mrz=None, lines=(), visual=None, barcode=None, picture="front"):
    """A side by its code, None for one that was not identified."""
    known = next(
        (
            (document, one)
            for document in document_types().values()
            for one in document.sides
            if one.code == code
        ),
        (None, None),
    )
    as_values = {
        Source.VISUAL: visual or {},
        Source.BARCODE: barcode or {},
    }
    fields = {
        source: {
            name: text if isinstance(text, FieldValue) else value(text, 0.99, source, picture)
            for name, text in texts.items()
        }
        for source, texts in as_values.items()
    }
    return SideReading(
        type=known[0],
        side=known[1],
        confidence=0.95 if code else 0.0,
        rotation=0,
        visual=fields[Source.VISUAL],
        barcode=fields[Source.BARCODE],
        mrz=mrz,
        lines=list(lines),
    )


def reading(code=None, **what) -> DocumentReading:
    """The document that one side is."""
    return document(side(code, **what))


def document(*sides) -> DocumentReading:
    """The one document that some sides are."""
    (only,) = assemble(sides)
    return only


def outcomes(checks) -> dict[str, str]:
    return {check.name: check.outcome.value for check in checks}
