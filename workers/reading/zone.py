"""The machine readable zone among the print and the fields of its document."""

import re
from collections.abc import Mapping, Sequence

from app.core.report import FieldValue, Mrz, Source, TextLine
from workers.checks.printed import squeezed
from workers.documents.schema import DocumentType
from workers.reading.confidence import REVIEW
from workers.vision.mrz.formats import ANY, FORMATS

TWINS = dict(zip("GBSA6180", "6180GBSA", strict=True))
"""Letters and digits that look alike and that no check digit tells from one another."""


def outside(mrz: Mrz | None, lines: Sequence[TextLine]) -> list[TextLine]:
    """Returns the lines that are not part of the zone itself."""
    if mrz is None:
        return list(lines)
    return [line for line in lines if not (_same_page(line, mrz) and _within(line, mrz))]


def _same_page(line: TextLine, mrz: Mrz) -> bool:
    return (line.picture, line.page) == (mrz.picture, mrz.page)


def _within(line: TextLine, mrz: Mrz) -> bool:
    """Whether the middle of a line lies in the zone's box (a convex quadrilateral)."""
    x = sum(corner[0] for corner in line.box) / len(line.box)
    y = sum(corner[1] for corner in line.box) / len(line.box)
    sides = []
    for (x0, y0), (x1, y1) in zip(mrz.box, [*mrz.box[1:], mrz.box[0]], strict=True):
        sides.append((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0))
    return all(side >= 0 for side in sides) or all(side <= 0 for side in sides)


def entries(document: DocumentType | None, form: str) -> dict[str, str]:
    """Returns the document's fields that a zone of a format carries, each with its entry there."""
    names = dict(document.zone) if document is not None else {}
    return {
        name: field.name
        for field in FORMATS[form].fields
        if (name := names.get(field.name, "" if "optionalData" in field.name else field.name))
    }


def reviewed(
    fields: Mapping[str, FieldValue],
    document: DocumentType | None,
    mrz: Mrz | None,
    lines: Sequence[TextLine],
) -> dict[str, FieldValue]:
    """Returns a document's fields, those to be reviewed that the zone alone does not settle.

    They were read with little confidence; or hold a letter that may be a digit, or the reverse,
    and neither a barcode nor a line of print (`lines`, of all sides) says the same.
    """
    if mrz is None:
        return dict(fields)
    print_ = [squeezed(line.text) for line in outside(mrz, lines)]
    mixed = {field.name for field in FORMATS[mrz.format].fields if field.allowed == ANY}
    numbers = {name for name, entry in entries(document, mrz.format).items() if entry in mixed}
    found = dict(fields)
    for name, value in fields.items():
        twins = name in numbers and _may_have_twins(value.value, _pattern(document, name))
        unsettled = twins and not any(squeezed(value.value) in text for text in print_)
        if value.source is Source.MRZ and (unsettled or value.confidence < REVIEW):
            found[name] = value.model_copy(update={"to_be_reviewed": True})
    return found


def _pattern(document: DocumentType | None, name: str) -> str:
    """The form of a type's number; empty where it is not known."""
    sides = document.sides if document is not None else ()
    return next(
        (field.pattern for side in sides for field in side.fields if field.name == name), ""
    )


def _may_have_twins(number: str, pattern: str) -> bool:
    """Whether a character may be its twin, as far as the number's form tells."""
    others = [
        number[:place] + TWINS[character] + number[place + 1 :]
        for place, character in enumerate(number)
        if character in TWINS
    ]
    fits = re.compile(pattern if pattern and re.fullmatch(pattern, number) else ".*")
    return any(fits.fullmatch(other) for other in others)
