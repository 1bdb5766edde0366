"""What FacePhi's answer says of a report: every reason, and every check behind it."""

import json
from typing import Any

import pytest

from app.api.dialects.facephi.openapi import EXAMPLE
from app.api.dialects.facephi.reasons import ADVISORY, CHECKS, GROUPS, REASONS
from app.api.dialects.facephi.render import render
from app.core import report as core
from app.core.errors import NotAcceptableError
from app.core.report import (
    Check,
    CheckGroup,
    CheckOutcome,
    FaceMatch,
    FieldValue,
    Kind,
    Mrz,
    Outcome,
    PictureName,
    Reason,
    Report,
    Side,
    State,
)
from tests.dialects.reports import check, document, field, report, told
from tests.dialects.shapes import differences, example, load

DATA = load("facephi")


def answered(shown: Report | None, state: State = State.FINISHED) -> dict[str, Any]:
    answer = render(told(shown, state=state))
    assert answer.status == 200
    body: dict[str, Any] = answer.body
    return body


def result(shown: Report | None, state: State = State.FINISHED) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(answered(shown, state)["serviceResult"])["result"]
    return said


def data(shown: Report | None) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(answered(shown)["serviceDocumentData"])
    return said


def attention(*checks: Check) -> Report:
    return report(document("cccd_chip_front"), checks=list(checks), clear=False)


def unprocessed(*codes: str) -> Report:
    shown = report(document("cccd_chip_front"))
    reasons = [Reason(code=code, message=code) for code in codes]
    return shown.model_copy(update={"outcome": Outcome.NOT_PROCESSED, "reasons": reasons})


def test_what_is_clear_is_credible_and_has_no_reason() -> None:
    clear = report(document("cccd_chip_front"))
    assert result(clear) == {"decision": "Credible", "IQA": {"FTA": ""}}


FOUND = [
    ("Screen_Replay_Attack", CheckGroup.FORENSIC, "documentLivenessCheck"),
    ("Black_and_White_Printed_Copy_Attack", CheckGroup.FORMAT, "photocopyDetected"),
    ("Black_and_White_Printed_Copy_Attack", CheckGroup.FORENSIC, "printedCopy"),
    ("Photo_Replacement_Attack", CheckGroup.FORENSIC, "photoLocation"),
    ("Photo_Replacement_Attack", CheckGroup.FORENSIC, "photoOverlay"),
    ("Photo_Replacement_Attack", CheckGroup.FORENSIC, "photoEdit"),
    ("SECURITY_DATA_CHECK", CheckGroup.FORENSIC, "textOverlay"),
    ("SECURITY_PHOTO_CHECK", CheckGroup.FACE, "faceMatch"),
    ("SECURITY_DATA_CHECK", CheckGroup.MRZ, "mrzChecksum"),
    ("SECURITY_DATA_CHECK", CheckGroup.CONSISTENCY, "expirationDate"),
    ("SECURITY_DATA_CHECK", CheckGroup.CONTENT, "specimenCheck"),
    ("SECURITY_DATA_CHECK", CheckGroup.RULES, "genderAndBirthDate"),
    ("SECURITY_OCR_CHECK", CheckGroup.FRONT_AND_BACK, "dataConsistency"),
]
NOT_PROCESSED = [
    ("NOT_PROCESSED_OCR", "document_unreadable"),
    ("NOT_PROCESSED_OCR", "no_document"),
    ("NOT_PROCESSED_PHOTO_CHECK", "faceMatch"),
    ("NOT_PROCESSED_DATA_CHECK", "documentPad"),
    ("NOT_PROCESSED_DATA_CHECK", "type_mismatch"),
]


@pytest.mark.parametrize(("reason", "group", "name"), FOUND)
def test_what_was_found_is_a_spoof(reason: str, group: CheckGroup, name: str) -> None:
    said = result(attention(check(group, name)))
    assert said == {"decision": "Spoof", "reason": reason, "IQA": {"FTA": ""}}


@pytest.mark.parametrize(("reason", "code"), NOT_PROCESSED)
def test_what_was_not_processed_is_doubtful(reason: str, code: str) -> None:
    assert result(unprocessed(code)) == {
        "decision": "Doubtful",
        "reason": reason,
        "IQA": {"FTA": ""},
    }


def test_all_nine_reasons_of_the_page_can_occur() -> None:
    known = {reason for reason, *_ in FOUND} | {reason for reason, _ in NOT_PROCESSED}
    assert known == set(REASONS)
    assert len(REASONS) == 9


def test_every_check_of_the_core_that_may_ask_for_attention_has_a_reason() -> None:
    for group, names in core.CHECKS.items():
        for name in names:
            if group is not CheckGroup.QUALITY and (group, name) not in ADVISORY:
                assert (CHECKS.get((group, name)) or GROUPS.get(group)) in REASONS, name


def test_of_several_reasons_the_first_of_the_table_is_told() -> None:
    both = [check(CheckGroup.MRZ, "mrzChecksum"), check(CheckGroup.FORMAT, "photocopyDetected")]
    assert result(attention(*both))["reason"] == "Black_and_White_Printed_Copy_Attack"
    assert result(unprocessed("documentPad", "document_incomplete"))["reason"] == (
        "NOT_PROCESSED_OCR"
    )


def test_an_expired_document_may_be_genuine() -> None:
    said = result(attention(check(CheckGroup.CONTENT, "expirationDate")))
    assert (said["decision"], said["reason"]) == ("Doubtful", "NOT_PROCESSED_DATA_CHECK")


@pytest.mark.parametrize(
    ("code", "decision", "reason"),
    [
        ("different", "Spoof", "SECURITY_PHOTO_CHECK"),
        ("review", "Doubtful", "NOT_PROCESSED_PHOTO_CHECK"),
    ],
)
def test_a_face_that_is_nearly_alike_is_doubtful(code: str, decision: str, reason: str) -> None:
    match = FaceMatch(outcome=Outcome.ATTENTION, reasons=[Reason(code=code, message=code)])
    shown = attention(check(CheckGroup.FACE, "faceMatch", document=None))
    said = result(shown.model_copy(update={"face_match": match}))
    assert (said["decision"], said["reason"]) == (decision, reason)


@pytest.mark.parametrize("name", ["maskPresent", "sunglasses"])
def test_a_covered_face_that_is_not_alike_has_to_be_taken_again(name: str) -> None:
    reasons = [Reason(code="different", message="different")]
    match = FaceMatch(outcome=Outcome.ATTENTION, reasons=reasons)
    found = (CheckGroup.FACE, "faceMatch"), (CheckGroup.LIVENESS, name)
    shown = attention(*(check(*one, document=None) for one in found))
    said = result(shown.model_copy(update={"face_match": match}))
    assert (said["decision"], said["reason"]) == ("Doubtful", "NOT_PROCESSED_PHOTO_CHECK")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("documentTooClose", "DOCUMENT_TOO_CLOSE"),
        ("margin", "DOCUMENT_MARGIN_TOO_SMALL"),
        ("resolution", "IMAGE_RESOLUTION_TOO_LOW"),
        ("compression", "IMAGE_COMPRESSION_TOO_HIGH"),
        ("unreadableText", "DOCUMENT_TEXT_NOT_READABLE"),
        ("blur", ""),
    ],
)
def test_what_a_picture_falls_short_of_is_told_and_changes_nothing(name: str, words: str) -> None:
    shown = report(document("cccd_chip_front"), checks=[check(CheckGroup.QUALITY, name)])
    assert result(shown) == {"decision": "Credible", "IQA": {"FTA": words}}


def test_our_own_fault_is_an_error_in_the_shape_of_an_answer() -> None:
    body = answered(None, State.ERROR)
    assert (body["serviceResultCode"], body["serviceResultLog"]) == (1, "Executed with errors")
    assert json.loads(body["serviceResult"])["result"] == {"decision": "Error", "IQA": {"FTA": ""}}
    assert differences(DATA["texts"]["serviceDocumentData"], data(None)) == []


def test_the_times_are_those_of_the_verification() -> None:
    body = answered(report(document("cccd_chip_front")))
    assert (body["timestamp"], body["serviceTime"]) == ("2026-11-21T09:30:02.078Z", "2078")


def sides(front: dict[str, FieldValue], back: dict[str, FieldValue]) -> Report:
    """A document whose sides were sent the wrong way round."""
    card = document("id_card_fr_2021_front", picture="back")
    other = Side(
        picture=PictureName.FRONT, side="back", model="id_card_fr_2021_back", width=8, height=5
    )
    for values, picture in ((front, PictureName.BACK), (back, PictureName.FRONT)):
        for value in values.values():
            value.picture = picture
    card.extracted.visual = {**front, **back}
    card.extracted.mrz = Mrz(
        format="td1",
        lines=[],
        fields={"lastName": "MARTIN", "gender": "female", "optionalData": "7"},
        check_digits={},
        valid=True,
        corrections=[],
        confidence=1,
        picture=PictureName.FRONT,
        box=[],
        rotation=0,
    )
    card.sides.append(other)
    card.model, card.confidence = "id_card_fr_2021", 0.987
    agreed = check(CheckGroup.CONSISTENCY, "dob", CheckOutcome.CLEAR)
    differs = check(CheckGroup.CONSISTENCY, "gender", CheckOutcome.ATTENTION)
    return report(card, checks=[agreed, differs])


def test_data_is_told_side_by_side_under_the_names_of_the_page() -> None:
    shown = data(
        sides(
            {"lastName": field("Martin"), "gender": field("female"), "birthDate": field("")},
            {"address": field("1 RUE A", printed="1 RUE A\n75000 PARIS"), "height": field("1.68")},
        )
    )
    assert differences(DATA["texts"]["serviceDocumentData"], shown) == []
    assert shown["FRONTSIDE"] == {
        "FIELD_DATA": {"SURNAME": "Martin", "SEX": "F", "BIRTH_DATE": "", "BARCODES": []}
    }
    back = shown["BACKSIDE"]
    assert back["FIELD_DATA"] == {"ADDRESS": ["1 RUE A", "75000 PARIS"], "HEIGHT": "1.68"}
    zone = back["MRZ_DATA"]
    assert (zone["SURNAME"], zone["SEX"], zone["IDENTITY_NUMBER"]) == ("MARTIN", "F", "7")
    assert zone["NAME"] == ""
    assert shown["SCORING"] == {"FIELDS_TOTAL": 5, "FIELDS_RETURNED": 4, "OVERALL_RATING": 99}
    assert shown["DOC_MODEL"] == "id_card_fr_2021"


def test_the_answer_in_the_openapi_document_has_the_shape_of_the_page() -> None:
    assert differences(example(DATA, "diagnostic", 200), EXAMPLE) == []
    for name, shape in DATA["texts"].items():
        assert differences(shape, json.loads(EXAMPLE[name])) == []


def test_only_what_agrees_is_a_match() -> None:
    matches = data(sides({}, {}))["CHECKS"]
    assert [name for name, value in matches.items() if value] == ["BIRTH_DATE_SIDE_MATCH"]


@pytest.mark.parametrize(
    "kind", [Kind.FACE_COMPARE, Kind.LIVENESS, Kind.FACE_INDEX, Kind.FACE_SEARCH]
)
def test_what_is_about_no_document_does_not_fit(kind: Kind) -> None:
    with pytest.raises(NotAcceptableError):
        render(told(None, kind=kind, state=State.ERROR))
