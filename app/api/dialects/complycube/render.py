"""Shows any verification with a document in the form of the seed, in which TransactionLink hands
ComplyCube's checks on.
"""

from collections.abc import Mapping
from typing import Any

from app.api.dialects.complycube.breakdown import (
    SIDES,
    all_extracted,
    analyses,
    extracted,
    images,
    patterns,
)
from app.api.dialects.complycube.catalogue import NAME
from app.api.dialects.complycube.faces import face_analyses
from app.api.dialects.complycube.values import country, moment
from app.api.dialects.dialect import Answer, Told
from app.core.errors import NotAcceptableError
from app.core.report import Document, Extracted, Kind, Outcome, Report

KINDS = (Kind.DOCUMENT, Kind.IDENTITY)
NO_DOCUMENT = Document(type="unidentified", country=None, sides=[], extracted=Extracted())
"""Stands where none was found, so that an answer has its shape."""
EXTENSIONS = {"image/jpeg": "jpeg", "image/png": "png", "image/webp": "webp"}


def render(told: Told) -> Answer:
    """Returns one entry for each document of a verification.

    Raises `NotAcceptableError` where the verification is about no document.
    """
    if told.kind not in KINDS:
        raise NotAcceptableError(f"ComplyCube has no answer for the kind `{told.kind}`")
    documents = told.report.documents if told.report is not None else []
    entries = [_entry(told, place, one) for place, one in enumerate(documents or [NO_DOCUMENT])]
    return Answer(200, {"complyCube": {"idVerification": entries}})


def _entry(told: Told, place: int, document: Document) -> dict[str, Any]:
    results = {"documentCheck": _document_check(told, place, document)}
    if told.kind is Kind.IDENTITY:
        results["identityCheck"] = _frame(told, document) | {
            "breakdown": face_analyses(told.report)
        }
    shown: dict[str, Any] = {"client": _client(told)}
    address = _expected(told).get("address")
    if address:
        shown["address"] = {
            "id": str(told.request_id),
            "clientId": shown["client"]["id"],
            "line": address,
            "city": "",
            "country": "",
            "createdAt": moment(told.began),
            "updatedAt": moment(told.began),
        }
    return shown | {"checksResult": results}


def _document_check(told: Told, place: int, document: Document) -> dict[str, Any]:
    report = told.report or Report(kind=told.kind, outcome=Outcome.NOT_PROCESSED, version="")
    return {
        **_frame(told, document),
        "breakdown": {
            "extractedData": extracted(document),
            "allExtractedData": all_extracted(document),
        },
        **analyses(report, place),
        "extractedImages": images(place, document, told.pictures),
        "securityAndPatternAnalysis": patterns(report, place),
    }


def _frame(told: Told, document: Document) -> dict[str, Any]:
    """Returns what every check has: its state, the document, the files and the outcome."""
    options = _options(told)
    shown: dict[str, Any] = {
        "type": (told.request.get("documentType") or _type_of(document)).upper(),
    }
    issuer = country(told.request.get("country") or document.country or "")
    if issuer is not None:
        shown["issuingCountry"] = issuer
    shown["createdAt"] = options.get("documentCreatedAt", moment(told.began))
    shown["updatedAt"] = options.get("documentUpdatedAt", moment(told.ended))
    outcome = told.report.outcome if told.report is not None else Outcome.NOT_PROCESSED
    return {
        "state": told.state.value,
        "document": shown,
        "files": [
            {
                "resourceId": str(picture.id),
                "resourcePath": picture.link,
                "resourceName": f"{picture.name}.{EXTENSIONS.get(picture.content_type, 'pdf')}",
            }
            for picture in told.pictures
            if picture.name in SIDES
        ],
        "outcome": outcome.value,
    }


def _type_of(document: Document) -> str:
    return "unknown" if document.type == "unidentified" else document.type


def _client(told: Told) -> dict[str, Any]:
    """Returns the client; of a verification that came another way, what was claimed of it."""
    options, expected = _options(told), _expected(told)
    first, last = expected.get("firstName", ""), expected.get("lastName", "")
    own_id = told.request.get("externalId") or str(told.request_id)
    kind = options.get("clientType", "person")
    name = options.get("entityName", " ".join(part for part in (first, last) if part))
    details: dict[str, Any] = (
        {"personDetails": {"firstName": first, "lastName": last}}
        if kind == "person"
        else {"companyDetails": {"name": name}}
    )
    return {
        "id": options.get("clientId", own_id),
        "type": kind,
        "entityName": name,
        "email": expected.get("email", ""),
        **details,
        "createdAt": options.get("clientCreatedAt", moment(told.began)),
        "updatedAt": options.get("clientUpdatedAt", moment(told.began)),
    }


def _options(told: Told) -> Mapping[str, str]:
    asked = told.asked
    return asked.options if asked is not None and asked.dialect == NAME else {}


def _expected(told: Told) -> Mapping[str, str]:
    expected: Mapping[str, str] = told.request.get("expected") or {}
    return expected
