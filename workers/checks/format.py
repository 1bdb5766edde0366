"""The format group: whether the document is of a model that is known, and looks like it."""

from collections.abc import Sequence
from functools import partial

from app.core.report import Check, CheckGroup, CheckOutcome
from workers.checks.scoring import answered
from workers.documents.icao import issuing_country
from workers.documents.schema import DocumentType
from workers.reading.read import SideReading
from workers.reading.search import find_all
from workers.reading.sources import DocumentReading

_check = partial(answered, CheckGroup.FORMAT)

THRESHOLDS = {
    "format.confidence": 0.5,  # in the type, from which it counts as known
    "format.shape": 0.06,  # by which width over height may differ from the type's
    "format.print": 0.6,  # part of a type's titles and labels that has to be found
}
UNKNOWN = "The document is of none of the types that are known."
ANY_ISSUER = "Documents of every issuer are of this type: there is no one layout to compare with."


def format_checks(
    reading: DocumentReading | None, *, shapes: Sequence[float | None] = ()
) -> list[Check]:
    """`shapes`: for each side of the reading width over height of its flat card, as its reader
    holds it; None where no edges were seen.
    """
    return [_identification(reading), _country(reading), _model(reading, shapes)]


def known_type(reading: DocumentReading | None) -> DocumentType | None:
    """Returns the document's type if that is sure enough to hold the document against it."""
    if reading is None or reading.confidence < THRESHOLDS["format.confidence"]:
        return None
    return reading.type


def has_shape(document: DocumentType, shape: float) -> bool:
    """Returns whether width over height of a flat card is that of the type."""
    return _shape_off(document, shape) <= THRESHOLDS["format.shape"]


def _shape_off(document: DocumentType, shape: float) -> float:
    width, height = document.size
    return abs(shape * height / width - 1)


def _identification(reading: DocumentReading | None) -> Check:
    """Whether the document was recognised as one of the catalogue's types."""
    name = "modelIdentification"
    if reading is None or known_type(reading) is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, UNKNOWN)
    return _check(name, CheckOutcome.CLEAR, None, {"confidence": reading.confidence})


def _country(reading: DocumentReading | None) -> Check:
    """Whether the MRZ, and the barcode if it says so, name the country whose model this is."""
    name, known = "countryModelValidity", known_type(reading)
    if reading is None or known is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, UNKNOWN)
    if known.country is None:
        return _check(name, CheckOutcome.NOT_SUPPORTED, ANY_ISSUER)
    coded = reading.barcode.get("issuingCountry")
    issuers = {
        "MRZ": issuing_country(reading.mrz) if reading.mrz is not None else None,
        "barcode": coded.value if coded is not None else None,
    }
    for source, issuer in issuers.items():
        if issuer and issuer != known.country:
            reason = (
                f"It is a document of {known.country} by its print; its {source} says {issuer}."
            )
            return _check(name, CheckOutcome.ATTENTION, reason)
    if any(issuers.values()):
        return _check(name, CheckOutcome.CLEAR)
    if any(side.mrz for side in known.sides):
        return _check(name, CheckOutcome.NOT_PROCESSED, "No issuer's code was read.")
    return _check(name, CheckOutcome.NOT_APPLICABLE, "This type carries no issuer's code.")


def _model(reading: DocumentReading | None, shapes: Sequence[float | None]) -> Check:
    """Whether shape and fixed print are those of the type.

    It tells that nothing of the layout is missing, not that the blank is genuine: so what does not
    fit is `not_processed`, for a fold, a finger or a poor picture hides as much.
    """
    name, known = "documentModelValidity", known_type(reading)
    if reading is None or known is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, UNKNOWN)
    if known.country is None:
        return _check(name, CheckOutcome.NOT_SUPPORTED, ANY_ISSUER)
    off = [_shape_off(known, shape) for shape in shapes if shape is not None]
    found = [_print_found(side) for side in reading.sides if side.side is not None]
    measured = {"shapeOff": max(off, default=0.0), "printFound": min(found, default=0.0)}
    measured = {key: round(value, 3) for key, value in measured.items()}
    if not off:
        reason = "The edges of the document were not seen."
    elif measured["shapeOff"] > THRESHOLDS["format.shape"]:
        reason = "Its shape is not that of the type: cut, folded, or seen at a steep angle."
    elif measured["printFound"] < THRESHOLDS["format.print"]:
        reason = "Too little of the print that every document of this type has was found."
    else:
        return _check(name, CheckOutcome.CLEAR, None, measured)
    return _check(name, CheckOutcome.NOT_PROCESSED, reason, measured)


def _print_found(reading: SideReading) -> float:
    """The part of a side's titles and labels that was read; of a field's labels one will do."""
    if reading.side is None:
        return 0.0
    fixed: list[tuple[str, ...]] = [(title,) for title in reading.side.titles]
    fixed += [field.labels for field in reading.side.fields if field.labels and not field.optional]
    words = list(dict.fromkeys(word for words in fixed for word in words))
    finds = find_all([line.text for line in reading.lines], words)
    found = {find.words for line in finds for find in line}
    return sum(bool(found.intersection(words)) for words in fixed) / max(len(fixed), 1)
