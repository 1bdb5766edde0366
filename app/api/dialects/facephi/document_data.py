"""`serviceDocumentData`: what was read, side by side, under FacePhi's names."""

import re
from collections.abc import Iterable
from typing import Any

from app.api.dialects.findings import find
from app.core.report import (
    CheckGroup,
    CheckOutcome,
    Document,
    FieldValue,
    PictureName,
    Report,
)

MATCHES = {
    "BIRTH_DATE_SIDE_MATCH": "dob",
    "SEX_SIDE_MATCH": "gender",
    "SURNAME_SIDE_MATCH": "lastName",
    "PERSONAL_NUMBER_SIDE_MATCH": "personalNumber",
    "EXPIRATION_DATE_SIDE_MATCH": "expirationDate",
    "NAME_SIDE_MATCH": "firstName",
    "NATIONALITY_SIDE_MATCH": "nationality",
}
"""FacePhi's comparisons, and the checks of our group consistency."""

FIELDS = {
    "documentNumber": "SERIAL_NUMBER",
    "personalNumber": "PERSONAL_NUMBER",
    "lastName": "SURNAME",
    "firstName": "NAME",
    "fullName": "NAME",
    "birthDate": "BIRTH_DATE",
    "gender": "SEX",
    "nationality": "NATIONALITY",
    "issuingDate": "EXPEDITION_DATE",
    "expirationDate": "EXPIRATION_DATE",
}
"""Our names of printed fields, and FacePhi's; of any other it is ours in capitals."""

ADDRESS = "address"

ZONE = {
    "NATIONALITY": "nationality",
    "SERIAL_NUMBER": "documentNumber",
    "SURNAME": "lastName",
    "EXPIRATION_DATE": "expirationDate",
    "SEX": "gender",
    "BIRTH_DATE": "birthDate",
    "ISSUING_COUNTRY": "issuingCountry",
    "IDENTITY_NUMBER": "optionalData",
    "PERSONAL_NUMBER": "personalNumber",
    "NAME": "firstName",
}
"""FacePhi's names of the fields of an MRZ, and ours."""

SEX = {"female": "F", "male": "M", "other": "X"}


def document_data(report: Report | None) -> dict[str, Any]:
    """Returns the data of the first document; all of it empty where there is none."""
    document = report.documents[0] if report is not None and report.documents else None
    backs = _backs(document)
    front = _fields(document, backs, back=False)
    back = _fields(document, backs, back=True)
    zone_on_back = document is None or document.extracted.mrz is None or _mrz_on(document, backs)
    return {
        "CHECKS": {
            name: report is not None and _agrees(report, ours) for name, ours in MATCHES.items()
        },
        "SUBTYPE": None,
        "BACKSIDE": {
            "FIELD_DATA": back,
            **({"MRZ_DATA": _zone(document)} if zone_on_back else {}),
        },
        "FRONTSIDE": {
            "FIELD_DATA": front,
            **({} if zone_on_back else {"MRZ_DATA": _zone(document)}),
        },
        "SCORING": _scoring(document, (front, back)),
        "DOC_MODEL": (document.model or "") if document is not None else "",
    }


def _agrees(report: Report, check: str) -> bool:
    """Whether the first document has the value twice, and it is the same."""
    found = find(report, CheckGroup.CONSISTENCY, check, document=0)
    return found is not None and found.outcome is CheckOutcome.CLEAR


def _backs(document: Document | None) -> set[tuple[PictureName, int]]:
    """Returns the pictures that show backs and no front, each with its page."""
    sides = document.sides if document is not None else []
    shown = {
        (one.picture, one.page): one.side for one in sorted(sides, key=lambda one: one.side)
    }  # of two sides on one picture, `front` comes behind `back`
    return {
        place
        for place, side in shown.items()
        if side == "back" or (side == "unknown" and place[0] is PictureName.BACK)
    }


def _mrz_on(document: Document, places: set[tuple[PictureName, int]]) -> bool:
    mrz = document.extracted.mrz
    return mrz is not None and (mrz.picture, mrz.page) in places


def _fields(
    document: Document | None, backs: set[tuple[PictureName, int]], *, back: bool
) -> dict[str, Any]:
    """Returns what is printed on one side, and its barcodes."""
    shown: dict[str, Any] = {}
    if document is None:
        return shown if back else {"BARCODES": []}
    for name, field in document.extracted.visual.items():
        if ((field.picture, field.page) in backs) == back:
            shown[FIELDS.get(name) or _capitals(name)] = _value(name, field)
    codes = [
        code.text
        for code in document.extracted.barcodes
        if ((code.picture, code.page) in backs) == back
    ]
    if codes or not back:
        shown["BARCODES"] = codes
    return shown


def _value(name: str, field: FieldValue) -> str | list[str]:
    """Returns a value as FacePhi writes it: an address line by line."""
    if name == ADDRESS:
        return (field.printed or field.value).split("\n")
    return SEX.get(field.value, "") if name == "gender" else field.value


def _capitals(name: str) -> str:
    """`placeOfBirth`: `PLACE_OF_BIRTH`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def _zone(document: Document | None) -> dict[str, str]:
    mrz = document.extracted.mrz if document is not None else None
    read = mrz.fields if mrz is not None else {}
    shown = {name: read.get(ours, "") for name, ours in ZONE.items()}
    return {**shown, "SEX": SEX.get(shown["SEX"], "")}


def _scoring(document: Document | None, sides: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Returns how many fields there are, how many hold something, and how sure the document's
    model is, in per cent.
    """
    values = [value for side in sides for name, value in side.items() if name != "BARCODES"]
    return {
        "FIELDS_TOTAL": len(values),
        "FIELDS_RETURNED": sum(1 for value in values if value not in ("", [""])),
        "OVERALL_RATING": round(100 * document.confidence) if document is not None else 0,
    }
