"""The format group: whether the document is of a model that is known."""

from functools import partial

from app.core.report import Check, CheckGroup, CheckOutcome, Mrz
from workers.checks.scoring import answered

_check = partial(answered, CheckGroup.FORMAT)

UNIDENTIFIED = "unidentified"
NO_LAYOUT = "There is no model of this document's layout to compare with."


def format_checks(
    mrz: Mrz | None, *, document_type: str | None, country: str | None = None
) -> list[Check]:
    """`document_type`: as identified from the picture, `country`: the one it belongs to."""
    return [
        _identification(document_type),
        _country(mrz, country),
        _check("documentModelValidity", CheckOutcome.NOT_SUPPORTED, NO_LAYOUT),
    ]


def _identification(document_type: str | None) -> Check:
    """Whether the document was recognised as one of the catalogue's types."""
    if document_type is None or document_type == UNIDENTIFIED:
        reason = "The document is of none of the types that are known."
        return _check("modelIdentification", CheckOutcome.NOT_PROCESSED, reason)
    return _check("modelIdentification", CheckOutcome.CLEAR)


def _country(mrz: Mrz | None, country: str | None) -> Check:
    """Whether the MRZ's issuer is the country whose document this was recognised as."""
    name = "countryModelValidity"
    if country is None:
        return _check(name, CheckOutcome.NOT_SUPPORTED, NO_LAYOUT)
    issuer = mrz.fields.get("issuingCountry") if mrz is not None else None
    if issuer is None:
        return _check(name, CheckOutcome.NOT_PROCESSED, "No issuer was read.")
    if {"D": "DEU"}.get(issuer, issuer) == {"D": "DEU"}.get(country, country):
        return _check(name, CheckOutcome.CLEAR)
    reason = f"It looks like a document of {country}, and its MRZ names {issuer}."
    return _check(name, CheckOutcome.ATTENTION, reason)
