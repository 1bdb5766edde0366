"""What FinOS' answers say of a report: every side, every check, every code of the page."""

from typing import Any

import pytest

from app.api.dialects.dialect import Asked
from app.api.dialects.finos.render import render
from app.core.errors import NotAcceptableError
from app.core.report import CheckGroup, CheckOutcome, Kind, Report, State
from tests.dialects.reports import REQUEST_ID, check, document, field, report, told
from workers.documents.catalogue import document_types

QUALITY, RULES, CONTENT = CheckGroup.QUALITY, CheckGroup.RULES, CheckGroup.CONTENT
PERSON = ["idNumber", "name", "dob", "homeTown", "permanentAddress"]
SIX = ["faceNotDetected", "blur", "glare", "partialID", "blackAndWhite", "capturedFromScreen"]
NO = {"value": "no", "to-be-reviewed": "no"}
YES = {"value": "yes", "to-be-reviewed": "no"}
UNKNOWN = {"value": "", "to-be-reviewed": "yes"}

# Table 6 of the page, whose `province` is a part of the address; then the card of 2024.
TABLE_6 = {
    "cmnd_old_front": PERSON,
    "cmnd_old_back": ["doi", "placeOfIssue", "doe", "ethnicity"],
    "cmnd_new_front": [*PERSON, "gender", "doi", "doe", "ethnicity"],
    "cccd_front": [*PERSON, "gender", "doi", "doe", "nationality"],
    "cmnd_new_cccd_back": ["doi", "placeOfIssue"],
    "cccd_chip_front": [*PERSON, "gender", "doe", "nationality"],
    "cccd_chip_back": ["doi", "placeOfIssue"],
    "cc_front": ["idNumber", "name", "dob", "gender", "nationality"],
    "cc_back": ["permanentAddress", "placeOfBirth", "doi", "doe", "placeOfIssue"],
}
FRONTS = [side for side in TABLE_6 if side.endswith("front")]


def national_id(shown: Report, **options: str) -> dict[str, Any]:
    answer = render(told(shown, Asked("finos", "nationalID", options), transactionId="tx"))
    assert answer.status == 200
    body: dict[str, Any] = answer.body
    return body


def only(body: dict[str, Any]) -> dict[str, Any]:
    (side,) = body["result"]["details"]
    found: dict[str, Any] = side
    return found


@pytest.mark.parametrize("side", TABLE_6)
def test_each_side_has_the_fields_of_the_table(side: str) -> None:
    shown = only(national_id(report(document(side))))
    assert shown["type"] == side
    assert sorted(shown["fieldsExtracted"]) == sorted(TABLE_6[side])
    assert set(map(str, shown["fieldsExtracted"].values())) == {str(UNKNOWN)}, "nothing was read"


def test_every_vietnamese_identity_card_of_the_catalogue_is_read() -> None:
    known = {
        side.code
        for kind in document_types().values()
        if (kind.country, kind.type) == ("VNM", "national_identity_card")
        for side in kind.sides
    }
    assert known == set(TABLE_6)


def test_values_are_written_as_the_page_writes_them() -> None:
    card = document(
        "cccd_chip_front",
        documentNumber="030187003568",
        birthDate="1987-08-08",
        gender="female",
        nationality=field("VNM", printed="Việt Nam"),
        expirationDate="Không thời hạn",
        placeOfOrigin=field("Xã Thanh Lang", confidence=0.5),
    )
    fields = only(national_id(report(card)))["fieldsExtracted"]
    assert fields["idNumber"] == {"value": "030187003568", "to-be-reviewed": "no"}
    assert fields["dob"]["value"] == "08-08-1987"
    assert fields["gender"]["value"] == "Nữ"
    assert fields["nationality"]["value"] == "Việt Nam"
    assert fields["doe"]["value"] == "Không thời hạn"
    assert fields["homeTown"] == {"value": "Xã Thanh Lang", "to-be-reviewed": "yes"}


def test_an_address_is_split_where_that_is_asked_for() -> None:
    parts = {"province": "Hồ Chí Minh", "ward": "12", "district": "Bình Thạnh", "street": ""}
    card = document("cccd_front", address=field("Phường 12, Quận Bình Thạnh", parts=parts))
    plain = only(national_id(report(card)))["fieldsExtracted"]["permanentAddress"]
    assert plain == {"value": "Phường 12, Quận Bình Thạnh", "to-be-reviewed": "no"}
    split = only(national_id(report(card), enableAddressSplit="yes"))["fieldsExtracted"]
    assert split["permanentAddress"] == {**plain, **parts}
    unread = only(national_id(report(document("cccd_front")), enableAddressSplit="yes"))
    empty = dict.fromkeys(parts, "")
    assert unread["fieldsExtracted"]["permanentAddress"] == {**UNKNOWN, **empty}


@pytest.mark.parametrize("side", TABLE_6)
def test_each_side_has_the_checks_of_the_table(side: str) -> None:
    shown = only(national_id(report(document(side)), qualityCheck="yes"))
    corners = ["cornerCut"] if side in ("cmnd_old_front", "cmnd_new_front", "cccd_front") else []
    assert list(shown["qualityChecks"]) == (SIX + corners if side in FRONTS else [])
    expected = set()
    if side in FRONTS:
        expected.add("idNumberLengthMismatch")
    if side in FRONTS and side != "cmnd_old_front":
        expected.add("idDOBGenderCodeInvalid")
    if {"doi", "doe"} <= set(TABLE_6[side]):
        expected.add("dateOfExpiryInvalid")
    assert set(shown["ruleChecks"]) == expected
    told = [*shown["qualityChecks"].values(), *shown["ruleChecks"].values()]
    assert all(value == UNKNOWN for value in told), "a check that was not made is no pass"


def test_what_was_not_asked_for_is_not_told() -> None:
    checks = [check(QUALITY, "blur")]
    body = national_id(report(document("cccd_front"), checks=checks))
    assert only(body)["qualityChecks"] == only(body)["tamperChecks"] == {}
    assert body["result"]["summary"] == {"action": "pass", "details": []}
    assert only(national_id(report(document("cccd_front")), forgeryCheck="yes"))[
        "tamperChecks"
    ] == {"photoTampered": UNKNOWN}


@pytest.mark.parametrize(
    ("side", "overlay", "edit", "said"),
    [
        ("cccd_front", CheckOutcome.CLEAR, CheckOutcome.ATTENTION, "yes"),
        ("cccd_front", CheckOutcome.ATTENTION, CheckOutcome.NOT_PROCESSED, "yes"),
        ("cccd_front", CheckOutcome.CLEAR, CheckOutcome.CLEAR, "no"),
        ("cccd_front", CheckOutcome.CLEAR, CheckOutcome.NOT_PROCESSED, ""),
        ("cccd_chip_back", CheckOutcome.CLEAR, CheckOutcome.CLEAR, ""),
    ],
)
def test_a_portrait_is_tampered_with_if_it_was_laid_over_or_put_in(
    side: str, overlay: CheckOutcome, edit: CheckOutcome, said: str
) -> None:
    made = [
        check(CheckGroup.FORENSIC, "photoOverlay", overlay),
        check(CheckGroup.FORENSIC, "photoEdit", edit),
    ]
    shown = only(national_id(report(document(side), checks=made), forgeryCheck="yes"))
    told = {"value": said, "to-be-reviewed": "yes" if said == "" else "no"}
    assert shown["tamperChecks"] == {"photoTampered": told}


CODES = [
    ("046", "Không nhận diện được ảnh chân dung trên CMND/CCCD", QUALITY, "faceNotDetected"),
    ("044", "Vui lòng chỉ chụp CMND/ CCCD gốc", QUALITY, "blackAndWhite"),
    ("045", "CMND/CCCD chụp từ thiết bị khác", QUALITY, "capturedFromScreen"),
    ("047", "CMND/CCCD đã bị cắt góc", QUALITY, "cornerCut"),
    ("047", "CMND/CCCD đã bị cắt góc", QUALITY, "partialDocument"),
    ("048", "CMND/CCCD bị mờ", QUALITY, "blur"),
    ("061", "CMND/CCCD không hợp lệ", RULES, "validityPeriod"),
    ("061", "CMND/CCCD không hợp lệ", RULES, "expiryByAge"),
    ("061", "CMND/CCCD không hợp lệ", CONTENT, "expirationDate"),
    ("063", "ID Number Gender Code Invalid", RULES, "genderAndBirthDate"),
    ("064", "CMND/CCCD không hợp lệ", RULES, "idNumberLength"),
]


@pytest.mark.parametrize(("code", "message", "group", "name"), CODES)
def test_each_finding_has_its_code_in_the_words_of_the_page(
    code: str, message: str, group: CheckGroup, name: str
) -> None:
    shown = report(document("cccd_front"), checks=[check(group, name)])
    summary = national_id(shown, qualityCheck="yes")["result"]["summary"]
    assert summary == {
        "action": "Manual Review",
        "details": [{"code": code, "message": message}],
    }


def test_a_glare_passes_alone_and_is_told_beside_others() -> None:
    glare, blur = check(QUALITY, "glare"), check(QUALITY, "blur")
    alone = national_id(report(document("cccd_front"), checks=[glare]), qualityCheck="yes")
    assert only(alone)["qualityChecks"]["glare"] == YES
    assert alone["result"]["summary"] == {"action": "pass", "details": []}
    both = national_id(report(document("cccd_front"), checks=[glare, blur]), qualityCheck="yes")
    assert both["result"]["summary"]["details"] == [
        {"code": "048", "message": "CMND/CCCD bị mờ"},
        {"code": "049", "message": "CMND/CCCD bị chói sáng"},
    ]


def test_what_the_page_has_no_code_for_asks_for_a_person_too() -> None:
    body = national_id(report(document("cccd_front"), clear=False))
    assert body["result"]["summary"] == {"action": "Manual Review", "details": []}


def test_a_check_is_of_its_own_document_and_the_worst_of_its_sides() -> None:
    checks = [
        check(QUALITY, "blur", CheckOutcome.CLEAR, document=0),
        check(QUALITY, "blur", CheckOutcome.ATTENTION, document=1),
        check(QUALITY, "blur", CheckOutcome.CLEAR, document=1),
        check(QUALITY, "glare", CheckOutcome.NOT_PROCESSED, document=0),
    ]
    shown = report(document("cccd_front"), document("cmnd_old_front"), checks=checks)
    first, second = national_id(shown, qualityCheck="yes")["result"]["details"]
    assert (first["qualityChecks"]["blur"], second["qualityChecks"]["blur"]) == (NO, YES)
    assert first["qualityChecks"]["glare"] == UNKNOWN


def test_an_expired_chip_card_is_told_and_a_good_one_looks_as_the_example() -> None:
    outcomes = {}
    for outcome in (CheckOutcome.CLEAR, CheckOutcome.ATTENTION):
        checks = [
            check(RULES, "validityPeriod", CheckOutcome.NOT_PROCESSED),
            check(CONTENT, "expirationDate", outcome),
        ]
        chip = national_id(report(document("cccd_chip_front"), checks=checks))
        old = national_id(report(document("cccd_front"), checks=checks))
        outcomes[outcome] = (
            only(chip)["ruleChecks"].get("dateOfExpiryInvalid"),
            only(old)["ruleChecks"]["dateOfExpiryInvalid"],
        )
    assert outcomes == {CheckOutcome.CLEAR: (None, NO), CheckOutcome.ATTENTION: (YES, YES)}


def test_two_sides_on_one_picture_are_two_entries() -> None:
    both = document("cccd_front", "cmnd_new_cccd_back", issuingDate="2018-01-02")
    front, back = national_id(report(both))["result"]["details"]
    assert (front["type"], back["type"]) == ("cccd_front", "cmnd_new_cccd_back")
    assert back["fieldsExtracted"]["doi"]["value"] == "02-01-2018"


NOT_DETECTED = {
    "nationalID": "Vietnam National ID Not Detected",
    "readDL": "Driver License Not Detected",
    "readVNPassport": "Passport not detected",
    "readMRC": "MRC Not Detected",
}


@pytest.mark.parametrize("endpoint", NOT_DETECTED)
def test_another_document_is_not_detected(endpoint: str) -> None:
    other = document("passport_fr_front")
    for shown, state in ((report(other), State.FINISHED), (report(), State.FAILED)):
        answer = render(told(shown, Asked("finos", endpoint), state=state, transactionId="tx"))
        body = answer.body
        assert answer.status == 422
        assert (body["statusCode"], body["error"]) == ("422", NOT_DETECTED[endpoint])
        assert (body["requestId"], body["transactionId"]) == (str(REQUEST_ID), "tx")
        assert ("result" in body) == (endpoint == "nationalID")


def test_a_black_and_white_passport_is_told_where_that_is_asked_for() -> None:
    page = document("vn_passport_front", gender="male", nationality="VNM")
    grey = check(QUALITY, "blackAndWhite", score=10.0)
    asked = Asked("finos", "readVNPassport", {"fraudCheck": "yes"})
    details = render(told(report(page, checks=[grey]), asked)).body["result"][0]["details"]
    found = {"value": "yes", "conf": 0.9, "to-be-reviewed": "no"}
    assert details["fraudCheck"] == {"isBlackWhite": found}
    assert (details["gender"]["value"], details["nationality"]["value"]) == ("NAM/M", "VIETNAMESE")
    details = render(told(report(page), asked)).body["result"][0]["details"]
    assert details["fraudCheck"]["isBlackWhite"] == {**UNKNOWN, "conf": 0.0}
    plain = render(told(report(page), Asked("finos", "readVNPassport"))).body["result"][0]
    assert "fraudCheck" not in plain["details"]


def test_certificates_come_in_the_order_of_their_pictures() -> None:
    second = document("old_register_card_back", picture="back")
    first = document(
        "new_register_card_back",
        plateNumber=field("30D213644", printed="30D2-136.44"),
        firstRegistrationDate="2021-03-20",
    )
    result = render(told(report(second, first), Asked("finos", "readMRC"))).body["result"]
    assert [one["type"] for one in result] == ["new_register_card_back", "old_register_card_back"]
    assert result[0]["details"]["number-plate"]["value"] == "30D2-136.44"
    assert result[0]["details"]["first-registration-date"]["value"] == "20/03/2021"


@pytest.mark.parametrize(
    ("side", "shown"),
    [
        ("cmnd_old_front", "fieldsExtracted"),
        ("dl_old_front", "dl_old_front"),
        ("vn_passport_front", "fraudCheck"),
        ("new_register_card_back", "engine-number"),
    ],
)
def test_what_came_another_way_is_shown_whole(side: str, shown: str) -> None:
    for asked in (None, Asked("another", "endpoint")):
        answer = render(told(report(document(side)), asked))
        assert answer.status == 200
        assert shown in str(answer.body)


@pytest.mark.parametrize(
    ("kind", "shown", "state"),
    [
        (Kind.DOCUMENT, report(document("passport_fr_front")), State.FINISHED),
        (Kind.DOCUMENT, report(), State.FAILED),
        (Kind.IDENTITY, report(document("cccd_front")), State.FINISHED),
    ],
)
def test_what_does_not_fit_is_refused(kind: Kind, shown: Report, state: State) -> None:
    with pytest.raises(NotAcceptableError):
        render(told(shown, kind=kind, state=state))


def test_our_own_fault_is_a_500_that_names_the_call_where_the_page_does() -> None:
    bare = {"status": "failure", "statusCode": "500", "error": "Internal Server Error"}
    named = {**bare, "requestId": str(REQUEST_ID), "transactionId": "tx"}
    for endpoint in NOT_DETECTED:
        asked = Asked("finos", endpoint)
        answer = render(told(None, asked, state=State.ERROR, transactionId="tx"))
        assert answer.status == 500
        assert answer.body == (named if endpoint == "readMRC" else bare)
