"""Reports in Datakeen's form: what each check and value becomes, and what was not judged."""

from typing import Any

import pytest

from app.api.dialects.datakeen.openapi import EXAMPLE, SEVERAL_EXAMPLE
from app.api.dialects.datakeen.render import render
from app.api.dialects.datakeen.schemas import Recognised, Several
from app.api.dialects.dialect import Asked
from app.core.errors import NotAcceptableError
from app.core.report import (
    CheckGroup,
    CheckOutcome,
    Document,
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

CLEAR, ATTENTION = CheckOutcome.CLEAR, CheckOutcome.ATTENTION
OPEN, UNFIT = CheckOutcome.NOT_PROCESSED, CheckOutcome.NOT_APPLICABLE
NOT_JUDGED = {"confidence": 0.0, "value": False}
UNREAD = {"confidence": None, "value": ""}

CONTROLS = {
    "mrzConformity": ((CheckGroup.MRZ, "mrzFormat"), (CheckGroup.MRZ, "mrzChecksum")),
    "mrzValidity": tuple(
        (CheckGroup.CONSISTENCY, name)
        for name in ("lastName", "firstName", "documentNumber", "dob")
    ),
    "dateValidity": ((CheckGroup.CONTENT, "expirationDate"),),
    "dateValidityDelivery": (
        (CheckGroup.CONTENT, "issuingDate"),
        (CheckGroup.RULES, "validityPeriod"),
    ),
}


def permit(model: str = "living_permit_fr_2011", **fields: str | FieldValue) -> Document:
    zone = Mrz(
        format="td1",
        lines=["IRFRA", "72", "MALLAH<<ANISSA<MARIE"],
        fields={
            "birthDate": "1972-06-20",
            "firstName": "ANISSA MARIE",
            "lastName": "MALLAH",
            "documentNumber": "AVWTA9A9W",
            "optionalData": "4903013359",
        },
        check_digits={},
        valid=True,
        corrections=[],
        confidence=0.7,
        picture=PictureName.BACK,
        box=[],
        rotation=0,
    )
    card = document(
        expirationDate=field("2023-05-22", confidence=0.6),
        issuingDate=field("2013-05-28", confidence=0.8),
        **fields,
    )
    read = card.extracted.model_copy(update={"mrz": zone})
    sides = [
        Side(picture=PictureName(name), side=name, width=800, height=500)
        for name in ("front", "back")
    ]
    return card.model_copy(
        update={"model": model, "country": "FRA", "sides": sides, "extracted": read}
    )


def shown(one: Report, **more: Any) -> dict[str, Any]:
    answer = render(told(one, **more))
    assert answer.status == 200
    body: dict[str, Any] = answer.body
    return body


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ((CLEAR,), True),
        ((CLEAR, UNFIT), True),
        ((CLEAR, ATTENTION), False),
        ((ATTENTION, OPEN), False),
        ((CLEAR, OPEN), None),
        ((UNFIT,), None),
        ((OPEN,), None),
        ((), None),
    ],
)
def test_a_control_passes_where_all_of_its_checks_do(
    outcomes: tuple[CheckOutcome, ...], expected: bool | None
) -> None:
    fitting = {name: of for name, of in CONTROLS.items() if len(of) >= len(outcomes)}
    for control, names in fitting.items():
        made = [
            check(*name, outcomes[min(number, len(outcomes) - 1)])
            for number, name in enumerate(names if outcomes else ())
        ]
        sure = {"dateValidity": 0.6, "dateValidityDelivery": 0.8}.get(control, 0.7)
        wanted = NOT_JUDGED if expected is None else {"confidence": sure, "value": expected}
        assert shown(report(permit(), checks=made))["controls"][control] == wanted


def test_what_was_not_looked_at_is_not_passed() -> None:
    controls = shown(report(permit(), clear=False))["controls"]
    assert controls.pop("photoIsPresent") == {"value": False}
    assert controls.pop("globalStatus") == {"confidence": 1.0, "score": 0.0, "value": False}
    assert len(controls) == 6
    assert all(control == NOT_JUDGED for control in controls.values())


@pytest.mark.parametrize(
    ("control", "name"),
    [("chipIsPresent", "chipPresent"), ("hologramIsPresent", "hologramPresent")],
)
def test_a_mark_of_the_card_has_the_confidence_of_its_score(control: str, name: str) -> None:
    group = CheckGroup.SECURITY_AND_PATTERN
    seen = check(group, name, CLEAR, score=75.0)
    other = check(group, name, OPEN)
    assert shown(report(permit(), checks=[seen]))["controls"][control] == {
        "confidence": 0.75,
        "value": True,
    }
    both = shown(report(permit(), checks=[seen, other]))["controls"][control]
    assert both["value"] is (name == "hologramPresent"), "a foil need not shine on both sides"
    missed = check(CheckGroup.SECURITY_AND_PATTERN, "chipPresent", score=0.0)
    assert shown(report(permit(), checks=[missed]))["controls"]["chipIsPresent"] == {
        "confidence": 1.0,
        "value": False,
    }


def test_the_photo_is_there_where_its_check_is_clear() -> None:
    for outcome in CheckOutcome:
        made = check(CheckGroup.QUALITY, "faceNotDetected", outcome)
        controls = shown(report(permit(), checks=[made]))["controls"]
        assert controls["photoIsPresent"] == {"value": outcome is CLEAR}


def test_the_whole_is_accepted_rejected_or_not_judged() -> None:
    accepted = shown(report(permit()))
    assert accepted["controls"]["globalStatus"] == {"confidence": 1.0, "score": 1.0, "value": True}
    assert accepted["message"] == ""
    why = Reason(code="document_unreadable", message="It cannot be read.")
    unread = report(permit()).model_copy(
        update={"outcome": Outcome.NOT_PROCESSED, "reasons": [why]}
    )
    body = shown(unread)
    assert body["controls"]["globalStatus"] == {"confidence": 0.0, "score": 0.0, "value": False}
    assert body["message"] == "It cannot be read."


def test_values_are_written_as_the_page_writes_them() -> None:
    card = permit(
        firstName="Anissa Marie-Lou  Zoé",
        lastName="MALLAH",
        spouseName="BERTHIER",
        birthDate="1972-06-20",
        gender="female",
        nationality="TCD",
        documentNumber="AVWTA9A9W",
        placeOfBirth=field("PARIS 1ER ( 75 )", confidence=0.75),
        address="10 PL DOMINIQUE INGRES 51100 REIMS",
    )
    body = shown(report(card))
    assert {name: one["value"] for name, one in body["extractedInformation"].items()} == {
        "address": "10 PL DOMINIQUE INGRES 51100 REIMS",
        "birthCountry": "",
        "birthDate": "20.06.1972",
        "birthDateMRZ": "20.06.1972",
        "birthDepartment": "75",
        "birthPlace": "PARIS 1ER ( 75 )",
        "countryCode": "FR",
        "deliveryDate": "28.05.2013",
        "expiryDate": "22.05.2023",
        "firstName": "Anissa,Marie-Lou,Zoé",
        "firstNameMRZ": "ANISSA,MARIE",
        "gender": "F",
        "idNumber": "AVWTA9A9W",
        "idNumberMRZ": "4903013359",
        "lastName": "MALLAH",
        "lastNameMRZ": "MALLAH",
        "mrz": "IRFRA\n72\nMALLAH<<ANISSA<MARIE",
        "nationality": "TCD",
        "spouseName": "BERTHIER",
    }
    assert body["extractedInformation"]["birthDepartment"]["confidence"] == 0.75
    assert body["extractedInformation"]["mrz"]["confidence"] == 0.7
    assert body["cardSide"] == "front-back"


def test_another_card_has_its_own_type_and_number() -> None:
    body = shown(report(permit("id_card_fr_2021")))
    assert body["cardType"] == "id_card_fr_2021"
    assert body["extractedInformation"]["idNumberMRZ"]["value"] == "AVWTA9A9W"
    assert "dateValidityDelivery" not in body["controls"]
    unknown = document().model_copy(update={"type": "unidentified", "country": None, "sides": []})
    body = shown(report(unknown))
    assert (body["cardType"], body["cardSide"]) == ("unidentified", "")
    assert all(value == UNREAD for value in body["extractedInformation"].values())


def test_of_several_documents_the_first_that_is_known_is_shown_and_all_where_asked_for() -> None:
    several = report(document(), permit())
    assert shown(several)["cardType"] == "living_permit_fr_2011"
    every = shown(several, asked=Asked("datakeen", "multi-doc"))
    assert [one["cardType"] for one in every["documents"]] == [
        "national_identity_card",
        "living_permit_fr_2011",
    ]


def test_what_was_supplied_is_matched_and_nothing_else() -> None:
    claims = check(CheckGroup.CLIENT_VALIDATION, "clientDataConsistency")
    measured = {"claimed": 4.0, "differing": 1.0, "lastName": 0.0, "firstName": 1.0}
    card = permit(lastName=field("MALLAH", 0.9), firstName=field("ANISSA", 0.8), gender="female")
    one = report(card, checks=[claims.model_copy(update={"measured": measured})])
    claimed = dict.fromkeys(("lastName", "firstName", "gender", "birthDate"), "x")
    controls = shown(one, expected=claimed)["controls"]
    assert {name: one for name, one in controls.items() if name.startswith("match")} == {
        "matchFirstName": {"confidence": 0.8, "value": True},
        "matchLastName": {"confidence": 0.9, "value": False},
        "matchbirthDate": NOT_JUDGED,
        "matchGender": NOT_JUDGED,
    }
    assert not any(name.startswith("match") for name in shown(one)["controls"])


def test_a_name_is_matched_where_first_and_last_are_printed_as_one() -> None:
    claims = check(CheckGroup.CLIENT_VALIDATION, "clientDataConsistency", CLEAR)
    settled = claims.model_copy(update={"measured": {"lastName": 1.0}})
    card = document(fullName=field("LÊ ANH", 0.95))
    controls = shown(report(card, checks=[settled]), expected={"lastName": "Lê"})["controls"]
    assert controls["matchLastName"] == {"confidence": 0.95, "value": True}


@pytest.mark.parametrize(
    ("outcome", "confidence", "expected"),
    [
        (Outcome.CLEAR, 0.99, {"confidence": 0.99, "value": True}),
        (Outcome.ATTENTION, 0.9, {"confidence": 0.9, "value": False}),
        (Outcome.NOT_PROCESSED, None, NOT_JUDGED),
    ],
)
def test_the_photo_is_matched_by_face(
    outcome: Outcome, confidence: float | None, expected: dict[str, Any]
) -> None:
    match = FaceMatch(outcome=outcome, confidence=confidence)
    one = report(permit()).model_copy(update={"face_match": match})
    assert shown(one, kind=Kind.IDENTITY)["controls"]["matchPhoto"] == expected


def test_the_examples_of_the_openapi_document_are_answers() -> None:
    for model, shape in ((Recognised, EXAMPLE), (Several, SEVERAL_EXAMPLE)):
        assert model.model_validate(shape).model_dump(by_alias=True, exclude_unset=True) == shape


def test_nothing_to_verify_is_a_422_and_our_own_fault_a_500() -> None:
    why = Reason(code="no_document", message="There is no document on the picture.")
    nothing = report(clear=False).model_copy(update={"reasons": [why]})
    answer = render(told(nothing, state=State.FAILED))
    assert (answer.status, answer.body) == (422, {"message": why.message, "status": 422})
    answer = render(told(None, state=State.ERROR))
    assert (answer.status, answer.body) == (
        500,
        {"message": "Internal server error", "status": 500},
    )


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.DOCUMENT, Kind.IDENTITY}))
def test_what_is_about_no_document_does_not_fit(kind: Kind) -> None:
    with pytest.raises(NotAcceptableError):
        render(told(report(), kind=kind))
