"""`ocr/v2/nationalID`: sides of Vietnam's identity cards, their checks and the summary."""

from collections.abc import Collection, Iterator

from app.api.dialects.dialect import Answer, Told
from app.api.dialects.findings import find
from app.api.dialects.finos.catalogue import NATIONAL_ID
from app.api.dialects.finos.schemas import (
    Address,
    Finding,
    NationalIdAnswer,
    NationalIdNotDetected,
    NationalIdResult,
    NationalIdSide,
    OnlySummary,
    Summary,
    Value,
    YesNo,
)
from app.api.dialects.finos.values import (
    COUNTRY,
    NOT_KNOWN,
    SEX,
    Form,
    as_read,
    checked,
    dashed,
    named,
    value_of,
    yes,
)
from app.core.report import CheckGroup, CheckOutcome, Document, FieldValue, Outcome, Report

FIELDS: dict[str, tuple[str, Form]] = {
    "idNumber": ("documentNumber", as_read),
    "name": ("fullName", as_read),
    "dob": ("birthDate", dashed),
    "homeTown": ("placeOfOrigin", as_read),
    "permanentAddress": ("address", as_read),
    "gender": ("gender", named(SEX)),
    "doi": ("issuingDate", dashed),
    "doe": ("expirationDate", dashed),
    "nationality": ("nationality", named(COUNTRY)),
    "ethnicity": ("ethnicity", as_read),
    "placeOfIssue": ("issuingAuthority", as_read),
    "placeOfBirth": ("placeOfBirth", as_read),
}
"""FinOS' names of fields, ours, and how their values are written."""

PERSON = ("idNumber", "name", "dob", "homeTown", "permanentAddress")
BACK = ("doi", "placeOfIssue")

# The fields of each side: table 6 of the page (its `province` is a part of the address), and the
# card of 2024.
SIDES: dict[str, tuple[str, ...]] = {
    "cmnd_old_front": PERSON,
    "cmnd_old_back": ("doi", "placeOfIssue", "doe", "ethnicity"),
    "cmnd_new_front": (*PERSON, "gender", "doi", "doe", "ethnicity"),
    "cccd_front": (*PERSON, "gender", "doi", "doe", "nationality"),
    "cmnd_new_cccd_back": BACK,
    "cccd_chip_front": (*PERSON, "gender", "doe", "nationality"),
    "cccd_chip_back": BACK,
    "cc_front": ("idNumber", "name", "dob", "gender", "nationality"),
    "cc_back": ("permanentAddress", "placeOfBirth", "doi", "doe", "placeOfIssue"),
}

TWELVE_DIGITS = ("cmnd_new_front", "cccd_front", "cccd_chip_front", "cc_front")
FRONTS = ("cmnd_old_front", *TWELVE_DIGITS)
CORNERS = ("cmnd_old_front", "cmnd_new_front", "cccd_front")
BOTH_DATES = tuple(side for side, fields in SIDES.items() if {"doi", "doe"} <= set(fields))

# FinOS' checks (table 7): the sides that they are made of, and our names.
QUALITY: dict[str, tuple[tuple[str, ...], str]] = {
    "faceNotDetected": (FRONTS, "faceNotDetected"),
    "blur": (FRONTS, "blur"),
    "glare": (FRONTS, "glare"),
    "partialID": (FRONTS, "partialDocument"),
    "blackAndWhite": (FRONTS, "blackAndWhite"),
    "capturedFromScreen": (FRONTS, "capturedFromScreen"),
    "cornerCut": (CORNERS, "cornerCut"),
}
RULES: dict[str, tuple[tuple[str, ...], str]] = {
    "idDOBGenderCodeInvalid": (TWELVE_DIGITS, "genderAndBirthDate"),
    "idNumberLengthMismatch": (FRONTS, "idNumberLength"),
}
PHOTO = (
    (CheckGroup.FORENSIC, "photoOverlay"),
    (CheckGroup.FORENSIC, "photoEdit"),
)
"""What `photoTampered` is on a front: `yes` if either is found, `no` if neither."""

EXPIRY = "dateOfExpiryInvalid"
EXPIRY_CHECKS = (
    (CheckGroup.RULES, "validityPeriod"),
    (CheckGroup.RULES, "expiryByAge"),
    (CheckGroup.CONTENT, "expirationDate"),
)

NOT_DETECTED = Finding(code="001", message="Không nhận diện được CMND/ CCCD")
MESSAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("046", "Không nhận diện được ảnh chân dung trên CMND/CCCD", ("faceNotDetected",)),
    ("044", "Vui lòng chỉ chụp CMND/ CCCD gốc", ("blackAndWhite",)),
    ("045", "CMND/CCCD chụp từ thiết bị khác", ("capturedFromScreen",)),
    ("047", "CMND/CCCD đã bị cắt góc", ("cornerCut", "partialID")),
    ("048", "CMND/CCCD bị mờ", ("blur",)),
    ("049", "CMND/CCCD bị chói sáng", ("glare",)),
    ("061", "CMND/CCCD không hợp lệ", (EXPIRY,)),
    ("063", "ID Number Gender Code Invalid", ("idDOBGenderCodeInvalid",)),
    ("064", "CMND/CCCD không hợp lệ", ("idNumberLengthMismatch",)),
)
"""Codes and messages in the words of the page, and the checks whose `yes` they tell."""

PASSES_ALONE = "049"
"""The finding that asks for no review by itself: in the page's example a glare passes."""


def national_id(told: Told, asked: Collection[str]) -> Answer:
    """Renders the sides of identity cards on the picture; 422 where there is none."""
    request_id, transaction_id = str(told.request_id), told.request.get("transactionId", "")
    sides = list(_sides(told.report, asked)) if told.report is not None else []
    if told.report is None or not sides:
        summary = Summary(action="Manual Review", details=[NOT_DETECTED])
        refused = NationalIdNotDetected(
            result=OnlySummary(summary=summary),
            error=NATIONAL_ID.undetected,
            request_id=request_id,
            transaction_id=transaction_id,
        )
        return Answer(422, refused.model_dump(by_alias=True))
    found = NationalIdAnswer(
        result=NationalIdResult(details=sides, summary=_summary(told.report, sides)),
        request_id=request_id,
        transaction_id=transaction_id,
    )
    return Answer(200, found.model_dump(by_alias=True, exclude_none=True))


def _sides(report: Report, asked: Collection[str]) -> Iterator[NationalIdSide]:
    for place, document in enumerate(report.documents):
        for side in document.sides:
            if side.model not in SIDES:
                continue
            yield NationalIdSide(
                fields_extracted=_fields(
                    document, SIDES[side.model], "enableAddressSplit" in asked
                ),
                quality_checks=_quality(report, side.model, place)
                if "qualityCheck" in asked
                else {},
                rule_checks=_rules(report, side.model, place),
                tamper_checks={"photoTampered": _tampered(report, side.model, place)}
                if "forgeryCheck" in asked
                else {},
                type=side.model,
            )


def _fields(document: Document, names: tuple[str, ...], split: bool) -> dict[str, Value | Address]:
    shown: dict[str, Value | Address] = {}
    for name in names:
        ours, form = FIELDS[name]
        field = document.extracted.fields.get(ours)
        value = form(field) if field is not None else ""
        reviewed = yes(field is None or field.to_be_reviewed)
        if name == "permanentAddress" and split:
            shown[name] = _split(value, field, reviewed)
        else:
            shown[name] = Value(value=value, to_be_reviewed=reviewed)
    return shown


def _split(value: str, field: FieldValue | None, reviewed: YesNo) -> Address:
    parts = field.parts if field is not None else {}
    return Address(
        value=value,
        province=parts.get("province", ""),
        ward=parts.get("ward", ""),
        district=parts.get("district", ""),
        street=parts.get("street", ""),
        to_be_reviewed=reviewed,
    )


def _quality(report: Report, side: str, document: int) -> dict[str, Value]:
    return {
        name: checked(find(report, CheckGroup.QUALITY, ours, document))
        for name, (sides, ours) in QUALITY.items()
        if side in sides
    }


def _rules(report: Report, side: str, document: int) -> dict[str, Value]:
    shown = {
        name: checked(find(report, CheckGroup.RULES, ours, document))
        for name, (sides, ours) in RULES.items()
        if side in sides
    }
    expiry = _expiry(report, document)
    if side in BOTH_DATES or ("doe" in SIDES[side] and expiry.value == "yes"):
        shown[EXPIRY] = expiry
    return shown


def _tampered(report: Report, side: str, document: int) -> Value:
    if side not in FRONTS:
        return NOT_KNOWN
    found = [find(report, group, name, document) for group, name in PHOTO]
    outcomes = {check.outcome if check is not None else None for check in found}
    if CheckOutcome.ATTENTION in outcomes:
        return value_of(CheckOutcome.ATTENTION)
    return value_of(CheckOutcome.CLEAR if outcomes == {CheckOutcome.CLEAR} else None)


def _expiry(report: Report, document: int) -> Value:
    """`yes` if any of the checks of the expiry finds a fault, `no` if any finds none."""
    found = [find(report, group, name, document) for group, name in EXPIRY_CHECKS]
    outcomes = [check.outcome for check in found if check is not None]
    settled = (CheckOutcome.ATTENTION, CheckOutcome.CLEAR)
    return value_of(next((one for one in settled if one in outcomes), None))


def _summary(report: Report, sides: list[NationalIdSide]) -> Summary:
    """A person should look where the core says so, or where a finding of the list asks for it."""
    failed = {
        name
        for side in sides
        for checks in (side.quality_checks, side.rule_checks)
        for name, value in checks.items()
        if value.value == "yes"
    }
    findings = [
        Finding(code=code, message=message)
        for code, message, names in MESSAGES
        if failed.intersection(names)
    ]
    if report.outcome is Outcome.CLEAR and {found.code for found in findings} <= {PASSES_ALONE}:
        return Summary(action="pass", details=[])
    return Summary(action="Manual Review", details=findings)
