"""What HyperVerge's form makes of a report."""

import pytest

from app.api.dialects.dialect import Asked
from app.api.dialects.hyperverge.catalogue import CHECKS, PARTS
from app.api.dialects.hyperverge.openapi import EXAMPLE
from app.api.dialects.hyperverge.render import render
from app.api.dialects.hyperverge.schemas import Answered
from app.core.errors import NotAcceptableError
from app.core.report import CheckGroup, CheckOutcome, Kind, State
from tests.dialects.reports import REQUEST_ID, check, document, field, report, told
from tests.dialects.shapes import differences, example, load
from tests.documents.test_icao import zone

DATA = load("hyperverge")
OF_PAGE = ("digitalText", "physicalText", "facePhoto", "colorPrintout", "detectAiForgery")


def asked(*parts: str) -> Asked:
    return Asked("hyperverge", "readId", dict.fromkeys(parts, "yes"))


def detail(shown: dict[str, object]) -> dict[str, object]:
    (one,) = shown["result"]["details"]
    return one


def test_all_checks_of_the_page_have_their_parameters() -> None:
    assert len(CHECKS["forgeryChecks"]) == 16
    assert len(CHECKS["ruleChecks"]) == 5
    assert len(set(PARTS)) == 21


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (CheckOutcome.ATTENTION, ("yes", "high")),
        (CheckOutcome.CLEAR, ("no", "high")),
        (CheckOutcome.NOT_APPLICABLE, ("not_applicable", "high")),
        (CheckOutcome.NOT_SUPPORTED, ("not_supported", "high")),
        (CheckOutcome.NOT_PROCESSED, ("not_supported", "low")),
        (None, ("not_supported", "low")),
    ],
)
def test_yes_is_that_the_document_failed(
    outcome: CheckOutcome | None, said: tuple[str, str]
) -> None:
    made = [check(CheckGroup.RULES, "idNumberLength", outcome)] if outcome else []
    shown = render(
        told(report(document("cmnd_old_front"), checks=made), asked("forgeryChecks.idNumberLength"))
    ).body
    value, confidence = said
    only = {"idNumberLength": {"value": value, "confidence": confidence}}
    assert detail(shown)["forgeryChecks"] == only
    assert "ruleChecks" not in detail(shown)
    assert shown["result"]["summary"]["action"] == ("manualReview" if value == "yes" else "pass")


def test_what_was_not_looked_for_is_never_passed() -> None:
    shown = render(told(report(document("cmnd_old_front")), asked(*PARTS))).body
    said = detail(shown)["forgeryChecks"]
    assert len(said) == 16
    assert all(one == {"value": "not_supported", "confidence": "low"} for one in said.values())


@pytest.mark.parametrize(
    ("name", "failed"),
    [
        ("photoOverlay", {"photo", "facePhoto"}),
        ("photoEdit", {"photo", "facePhoto"}),
        ("textOverlay", {"text", "physicalText"}),
        ("textEdit", {"text", "digitalText"}),
    ],
)
def test_a_forged_place_fails_the_checks_that_ask_for_it(name: str, failed: set[str]) -> None:
    names = ("photoOverlay", "photoEdit", "textOverlay", "textEdit")
    made = [
        check(
            CheckGroup.FORENSIC, one, CheckOutcome.ATTENTION if one == name else CheckOutcome.CLEAR
        )
        for one in names
    ]
    parts = ("text", "photo", "facePhoto", "digitalText", "physicalText")
    shown = render(
        told(
            report(document("cmnd_old_front"), checks=made),
            asked(*map("forgeryChecks.{}".format, parts)),
        )
    ).body
    said = detail(shown)["forgeryChecks"]
    assert {part for part in parts if said[part] == {"value": "yes", "confidence": "low"}} == failed
    assert {part for part in parts if said[part]["value"] == "no"} == set(parts) - failed


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (CheckOutcome.ATTENTION, {"value": "yes", "confidence": "high"}),
        (CheckOutcome.NOT_PROCESSED, {"value": "not_supported", "confidence": "low"}),
    ],
)
def test_a_generated_document_is_told_where_its_file_says_so(
    outcome: CheckOutcome, said: dict[str, str]
) -> None:
    made = [check(CheckGroup.FORENSIC, "aiGenerated", outcome)]
    told_ = told(report(document("x"), checks=made), asked("forgeryChecks.detectAiForgery"))
    assert detail(render(told_).body)["forgeryChecks"] == {"aiForgery": said}


def test_the_worst_of_two_checks_is_told_and_weak_ones_say_so() -> None:
    checks = [
        check(CheckGroup.MRZ, "mrzFormat", CheckOutcome.CLEAR),
        check(CheckGroup.MRZ, "mrzChecksum", CheckOutcome.ATTENTION),
        check(CheckGroup.RULES, "province", CheckOutcome.ATTENTION),
        check(CheckGroup.RULES, "idNumberFormat", document=1),
    ]
    parts = ("forgeryChecks.mrz", "forgeryChecks.provinceMismatch", "ruleChecks.idNumber")
    shown = render(told(report(document("x"), document("y"), checks=checks), asked(*parts))).body
    first, second = shown["result"]["details"]
    assert first["forgeryChecks"] == {
        "provinceMismatch": {"value": "yes", "confidence": "low"},
        "mrz": {"value": "yes", "confidence": "high"},
    }
    assert first["ruleChecks"]["idNumber"]["confidence"] == "low"
    assert second["ruleChecks"]["idNumber"]["value"] == "yes"
    codes = [found["code"] for found in shown["result"]["summary"]["details"]]
    assert sorted(codes) == ["idNumberFormat", "mrzChecksum", "province"]


def test_what_the_core_found_needs_a_person_also_where_nobody_asked() -> None:
    shown = render(told(report(document("x"), clear=False), asked())).body
    assert shown["result"]["summary"]["action"] == "manualReview"
    assert {"forgeryChecks", "ruleChecks"}.isdisjoint(detail(shown))


def test_values_are_written_as_the_page_has_them() -> None:
    card = document(
        "cc_front",
        birthDate="1990-12-31",
        issuingDate="2021",
        expirationDate="Không thời hạn",
        gender="female",
        firstName="ANNA MARIA",
        lastName=field("ERIKSSON", confidence=0.5),
        documentNumber="L898902C3",
        placeOfOrigin="Hà Nội",
        issuingAuthority="Bộ Công an",
        address=field("Số 1, Nghĩa Tân", parts={"province": "Hà Nội", "ward": "Nghĩa Tân"}),
    )
    card.extracted.mrz = zone(
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    )
    age = check(CheckGroup.CLIENT_VALIDATION, "ageVerification", CheckOutcome.CLEAR)
    checks = [age.model_copy(update={"measured": {"age": 35.0}})]
    shown = render(
        told(report(card, checks=checks), asked(*map("forgeryChecks.{}".format, OF_PAGE)))
    )
    assert differences(example(DATA, "readId", 200), shown.body) == []
    fields = detail(shown.body)["fieldsExtracted"]
    high = {
        "dateOfBirth": "31-12-1990",
        "yearOfBirth": "1990",
        "dateOfIssue": "2021",
        "dateOfExpiry": "Không thời hạn",
        "gender": "F",
        "idNumber": "L898902C3",
        "homeTown": "Hà Nội",
        "placeOfIssue": "Bộ Công an",
        "countryCode": "VNM",
        "age": "35",
    }
    for name, value in high.items():
        assert fields[name] == {"value": value, "confidence": "high"}, name
    assert fields["fullName"] == {"value": "ANNA MARIA ERIKSSON", "confidence": "low"}
    assert fields["fatherName"] == {"value": "", "confidence": "low"}
    address = fields["address"]
    assert (address["province"], address["additionalInfo"]) == ("Hà Nội", "Nghĩa Tân")
    assert fields["mrzString"] == {
        "value": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "idNumber": "L898902C3",
        "fullName": "ANNA MARIA ERIKSSON",
        "gender": "F",
        "dateOfBirth": "12-08-1974",
        "dateOfExpiry": "15-04-2012",
        "nationality": "UTO",
        "confidence": "high",
    }


def test_the_example_of_the_openapi_document_is_such_an_answer() -> None:
    (side,) = Answered.model_validate(EXAMPLE).result.details
    assert len(side.forgery_checks) == 16
    assert len(side.rule_checks) == 5


def test_a_verification_that_came_another_way_is_shown_with_all_checks() -> None:
    shown = render(told(report(document("cccd_front")), transactionId="t")).body
    assert len(detail(shown)["forgeryChecks"]) == 16
    assert len(detail(shown)["ruleChecks"]) == 5
    assert detail(shown)["croppedImageUrl"] == ""
    assert shown["metadata"] == {"requestId": str(REQUEST_ID), "transactionId": "t"}


@pytest.mark.parametrize(("state", "status"), [(State.FAILED, 422), (State.ERROR, 500)])
def test_what_has_no_answer_is_a_failure(state: State, status: int) -> None:
    shown = render(told(report() if status == 422 else None, state=state))
    assert (shown.status, shown.body["statusCode"]) == (status, status)
    assert list(shown.body) == ["status", "statusCode", "error", "metadata"]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DOCUMENT])
def test_other_kinds_do_not_fit(kind: Kind) -> None:
    with pytest.raises(NotAcceptableError):
        render(told(report(), kind=kind))
