"""Names that the MRZ spells, found in print although no label was."""

from app.core.report import FieldValue, Mrz, Source
from workers.checks.printed import spellings, squeezed
from workers.documents.schema import Field, Kind
from workers.reading.confidence import REVIEW
from workers.reading.normalise import normalised
from workers.reading.page import Page, Piece

NAMES = ("lastName", "firstName")
SHORTEST = 2
"""Letters from which a name is looked for."""


def with_names(visual: dict[str, FieldValue], page: Page, mrz: Mrz | None) -> dict[str, FieldValue]:
    """The fields, where a name among them is not the MRZ's with the line of print that is."""
    found = dict(visual)
    for name in NAMES:
        wanted = squeezed(mrz.fields.get(name, "")) if mrz is not None else ""
        if name not in visual or len(wanted) < SHORTEST or _spells(visual[name].value, wanted):
            continue
        for line in page.lines:
            if _spells(line.text, wanted):
                piece = Piece(line, 0, len(line.text)).stripped()
                value = normalised(Field(name, kind=Kind.NAME), piece.text).value
                sure = min(piece.probabilities, default=0.0)
                found[name] = FieldValue(
                    value=value,
                    confidence=round(sure, 4),
                    to_be_reviewed=sure < REVIEW,
                    source=Source.VISUAL,
                    picture=line.source.picture,
                    box=page.box([piece]),
                    printed=piece.text,
                )
                break
    return found


def _spells(text: str, wanted: str) -> bool:
    return any(squeezed(spelling) == wanted for spelling in spellings(text))
