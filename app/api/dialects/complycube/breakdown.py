"""What was found out about one document: the data read from it, and the analyses."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from app.api.dialects.complycube.catalogue import ANALYSES, DETECTED_TYPES
from app.api.dialects.complycube.values import (
    JUDGED,
    Form,
    as_read,
    centimetres,
    country,
    day,
    names,
    one_name,
    outcome,
)
from app.api.dialects.dialect import ShownPicture
from app.api.dialects.findings import find, worst
from app.core.report import CheckGroup, Document, PictureName, Report
from app.core.verifications.cuts import Cut, shows

FIELDS: dict[str, tuple[str, Form]] = {
    "lastName": ("lastName", one_name),
    "fullName": ("lastName", one_name),
    "firstName": ("firstName", names),
    "birthDate": ("dob", day),
    "gender": ("gender", as_read),
    "nationality": ("nationality", country),
    "placeOfBirth": ("birthPlace", as_read),
    "documentNumber": ("documentNumber", as_read),
    "personalNumber": ("personalNumber", as_read),
    "issuingCountry": ("issuingCountry", country),
    "issuingDate": ("issuingDate", day),
    "expirationDate": ("expirationDate", day),
    "placeOfIssue": ("issuingPlace", as_read),
    "issuingAuthority": ("issuingAuthority", as_read),
    "accessNumber": ("cardAccessNumber", as_read),
    "height": ("height", centimetres),
    "address": ("addressText", as_read),
}
"""Our names of fields, ComplyCube's, and how their values are written. A name that is printed as
one is the surname, as in an MRZ that cannot part it (ICAO Doc 9303-3, 4.6)."""

DETAILS = (
    "issuingDate",
    "expirationDate",
    "documentNumber",
    "personalNumber",
    "issuingPlace",
    "issuingAuthority",
    "cardAccessNumber",
)
HOLDER = ("lastName", "firstName", "dob", "gender", "nationality", "birthPlace")
ADDRESS_PARTS = {"street": "line", "district": "city", "province": "state"}
MOST_MRZ_LINES = 3

SIDES = (PictureName.FRONT, PictureName.BACK)
IMAGES: dict[str, str] = {
    PictureName.FRONT: "front_side",
    PictureName.BACK: "back_side",
    Cut.PORTRAIT: "extracted_face",
    Cut.CODE: "extracted_code",
}
"""What there are pictures of, and ComplyCube's names. Nobody looks for signatures, fingerprints and
security elements as such."""
PRESENCE = ("documentLivenessCheck", "printedCopy")
"""Was the document itself there? Under the first of these names ComplyCube asks for both."""
TAMPERED = ("tamperingDetected", "photoOverlay", "photoEdit", "textOverlay", "textEdit")
"""Was it changed? Under the first of these names ComplyCube asks for all of them."""

LIVENESS_SCORES = {
    PictureName.FRONT: "documentFrontLivenessScore",
    PictureName.BACK: "documentBackLivenessScore",
}


def extracted(document: Document) -> dict[str, Any]:
    """Returns `extractedData`: the best value of each field."""
    best = {name: field.value for name, field in document.extracted.fields.items() if field.value}
    written = flat(best)
    details: dict[str, Any] = {
        "documentType": document.type if document.type in DETECTED_TYPES else "unidentified",
        "hasTwoSides": {"front", "back"} <= {side.side for side in document.sides},
    }
    issuer = country(document.country or "")
    if issuer is not None:
        details["issuingCountry"] = issuer
    details |= {name: written[name] for name in DETAILS if name in written}
    further = [
        {"key": name, "value": value}
        for name, value in best.items()
        if name not in FIELDS and name != "issuingCountry"
    ]
    if further:
        details["additionalDetails"] = further
    if document.extracted.mrz is not None:
        lines = document.extracted.mrz.lines[:MOST_MRZ_LINES]
        details["mrz"] = {f"line{number}": line for number, line in enumerate(lines, 1)}
    holder = {name: written[name] for name in HOLDER if name in written}
    address = document.extracted.fields.get("address")
    if address is not None and address.value:
        holder["address"] = {
            "addressText": address.value,
            **{
                theirs: address.parts[ours]
                for ours, theirs in ADDRESS_PARTS.items()
                if address.parts.get(ours)
            },
        }
    return {"documentDetails": details, "holderDetails": holder}


def all_extracted(document: Document) -> dict[str, Any]:
    """Returns `allExtractedData`: the values by the source that they were read from."""
    read = document.extracted
    sources = {
        "visual": flat({name: field.value for name, field in read.visual.items()}),
        "barcode": flat({name: field.value for name, field in read.barcode.items()}),
        "mrz": flat(read.mrz.fields) if read.mrz is not None else {},
    }
    return {name: values for name, values in sources.items() if values}


def flat(read: Mapping[str, str]) -> dict[str, Any]:
    """Writes values under ComplyCube's names; the first of two that have the same name."""
    written: dict[str, Any] = {}
    for ours, (theirs, form) in FIELDS.items():
        value = form(read[ours]) if read.get(ours) else None
        if value is not None:
            written.setdefault(theirs, value)
    return written


def analyses(report: Report, place: int) -> dict[str, dict[str, Any]]:
    """Returns every analysis of the document at this place, and of each whatever it holds."""
    shown: dict[str, dict[str, Any]] = {
        group.value: {name: outcome(find(report, group, name, place)) for name in checks}
        for group, checks in ANALYSES.items()
    }
    forensic = [
        check
        for check in report.checks
        if check.group is CheckGroup.FORENSIC and check.document == place
    ]
    for group in (PRESENCE, TAMPERED):
        asked = [check for check in forensic if check.name in group]
        shown[CheckGroup.FORENSIC][group[0]] = outcome(worst(asked))
    presence = [check for check in forensic if check.name in PRESENCE]
    scores: dict[str, float] = {}
    for check in presence:
        if check.picture in LIVENESS_SCORES and check.score is not None:
            name = LIVENESS_SCORES[check.picture]
            scores[name] = min(check.score, scores.get(name, check.score))
    shown[CheckGroup.FORENSIC]["breakdown"] = scores
    return shown


def patterns(report: Report, place: int) -> list[dict[str, Any]]:
    """Returns `securityAndPatternAnalysis`: the elements that were judged. There are no pictures
    of patterns to show.
    """
    return [
        {
            "similarity": check.score,
            "outcome": check.outcome.value,
            "narrative": check.reason or check.name,
            "actualImageData": "",
            "expectedImageData": "",
        }
        for check in report.checks
        if check.group is CheckGroup.SECURITY_AND_PATTERN
        and check.document == place
        and check.outcome in JUDGED
        and check.score is not None
    ]


def images(
    place: int, document: Document, pictures: Iterable[ShownPicture]
) -> list[dict[str, str]]:
    """Returns `extractedImages` of the document at this place, in base64: its sides as they were
    sent, and what was cut out of them.
    """
    own = {side.picture.value for side in document.sides}
    shown = [(*shows(picture.name), picture.data) for picture in pictures]
    return [
        {"type": name, "data": base64.b64encode(data).decode()}
        for what, name in IMAGES.items()
        for shown_thing, of_document, data in shown
        if shown_thing == what and (of_document == place or what in own)
    ]
