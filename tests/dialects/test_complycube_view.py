"""Verifications in ComplyCube's form, as the page shows a document check."""

import base64
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.api.dialects.complycube.render import render
from app.api.dialects.dialect import ShownPicture
from app.core.errors import NotAcceptableError
from app.core.report import (
    Attack,
    Check,
    CheckGroup,
    CheckOutcome,
    FaceMatch,
    Kind,
    Mrz,
    Outcome,
    PictureName,
    Report,
    Side,
    State,
)
from app.embedded.stack import Stack
from tests.conftest import client_of
from tests.dialects.reports import REQUEST_ID, check, document, field, report, told
from tests.dialects.shapes import differences, example, load
from tests.dialects.specimens import photo, printed

DATA = load("complycube")
SIDES = ("living_permit_fr_2021_front", "living_permit_fr_2021_back")
EXPECTED = {
    "firstName": "Jan",
    "lastName": "Kowalski",
    "email": "jan@example.com",
    "address": "Żeromskiego",
}
Body = dict[str, Any]


def only(body: Body) -> Body:
    (entry,) = body["complyCube"]["idVerification"]
    found: Body = entry
    return found


def document_check(shown: Report, **request: Any) -> Body:
    answer = render(told(shown, **request))
    assert answer.status == 200
    found: Body = only(answer.body)["checksResult"]["documentCheck"]
    return found


@pytest.fixture(scope="module")
def seen(stack: Stack) -> Body:
    """A residence permit's two sides, verified once and shown in this form."""
    with client_of(stack, stack.api_key) as api:
        submitted = api.post(
            "/v1/verifications",
            files={"front": photo(SIDES[0]), "back": photo(SIDES[1])},
            data={"request": json.dumps({"expected": EXPECTED, "minimumAge": 18})},
            headers={"Prefer": "wait=60"},
        )
        place = f"/v1/verifications/{submitted.json()['requestId']}"
        answer = api.get(place, params={"view": "complycube"}, headers={"Prefer": "wait=60"})
        assert answer.status_code == 200
        body: Body = answer.json()
        return body


def test_a_verification_has_the_shape_of_the_page(seen: Body) -> None:
    assert differences(example(DATA, "view", 200), seen) == []


def test_it_says_what_is_printed(seen: Body) -> None:
    found = only(seen)["checksResult"]["documentCheck"]
    data = found["breakdown"]["extractedData"]
    front, back = printed(SIDES[0]), printed(SIDES[1])
    assert data["documentDetails"]["documentType"] == "residence_permit"
    assert data["documentDetails"]["hasTwoSides"] is True
    assert data["documentDetails"]["issuingCountry"] == "FR"
    assert set(data["documentDetails"]["mrz"]) == {"line1", "line2", "line3"}
    assert data["holderDetails"]["lastName"] == [front["lastName"]["value"]]
    year, month, day = front["birthDate"]["value"].split("-")
    born = {"day": int(day), "month": int(month), "year": int(year)}
    assert data["holderDetails"]["dob"] == born
    sources = found["breakdown"]["allExtractedData"]
    assert sources["visual"]["dob"] == sources["mrz"]["dob"] == born
    assert data["holderDetails"]["address"]["addressText"] == back["address"]["value"]
    assert found["mrzAnalysis"] == {"mrzFormat": "clear", "mrzChecksum": "clear"}
    assert found["clientValidation"]["clientDataConsistency"] == "attention", "it is another Jan"
    assert found["document"]["type"] == "RESIDENCE_PERMIT"


def test_it_names_the_client_that_was_claimed(seen: Body) -> None:
    entry = only(seen)
    assert entry["client"]["entityName"] == "Jan Kowalski"
    assert entry["client"]["email"] == "jan@example.com"
    assert entry["address"]["line"] == "Żeromskiego"
    assert entry["address"]["clientId"] == entry["client"]["id"]


def test_files_and_images_are_the_pictures_that_were_sent(seen: Body) -> None:
    found = only(seen)["checksResult"]["documentCheck"]
    sent = [photo(side) for side in SIDES]
    links = {one["resourceName"]: one["resourcePath"] for one in found["files"]}
    fetched = [httpx.get(links[name]).content for name in ("front.jpeg", "back.jpeg")]
    assert fetched == sent
    shown = {one["type"]: base64.b64decode(one["data"]) for one in found["extractedImages"]}
    assert [shown["front_side"], shown["back_side"]] == sent


def test_what_was_not_judged_is_not_processed() -> None:
    groups = (CheckOutcome.NOT_SUPPORTED, CheckOutcome.NOT_APPLICABLE, CheckOutcome.NOT_PROCESSED)
    for outcome in (*groups, None):
        made = [check(CheckGroup.FORENSIC, "daylightAnalysis", outcome)] if outcome else []
        found = document_check(report(document("cccd_front"), checks=made))
        analyses = [value for name, value in found.items() if name.endswith(("sis", "Validation"))]
        words = {
            word
            for one in analyses
            if isinstance(one, dict)
            for word in one.values()
            if isinstance(word, str)
        }
        assert words == {"not_processed"}
        assert found["securityAndPatternAnalysis"] == []


@pytest.mark.parametrize("outcome", [CheckOutcome.CLEAR, CheckOutcome.ATTENTION])
def test_each_analysis_says_what_its_check_found(outcome: CheckOutcome) -> None:
    example_check = example(DATA, "view", 200)["body"]["complyCube"]["idVerification"][0]
    names = example_check["checksResult"]["documentCheck"]
    groups = [group for group in CheckGroup if isinstance(names.get(group.value), dict)]
    assert len(groups) == 7
    for group in groups:
        for name, leaf in names[group.value].items():
            if leaf == "outcome":
                found = document_check(
                    report(document("cccd_front"), checks=[check(group, name, outcome)])
                )
                assert found[group.value][name] == outcome.value


@pytest.mark.parametrize("shown", ["screen", "print"])
def test_a_document_is_live_where_it_is_neither_on_a_screen_nor_a_print(shown: str) -> None:
    checks = [
        Check(
            name=name,
            group=CheckGroup.FORENSIC,
            outcome=CheckOutcome.ATTENTION if kind == shown else CheckOutcome.CLEAR,
            score=20.0 if kind == shown else 90.0,
            picture=PictureName.BACK,
            document=0,
        )
        for name, kind in (("documentLivenessCheck", "screen"), ("printedCopy", "print"))
    ]
    forensic = document_check(report(document("cccd_front"), checks=checks))["forensicAnalysis"]
    assert forensic["documentLivenessCheck"] == "attention"
    assert forensic["breakdown"] == {"documentBackLivenessScore": 20.0}


@pytest.mark.parametrize(
    "name", ["tamperingDetected", "photoOverlay", "photoEdit", "textOverlay", "textEdit"]
)
def test_a_document_was_tampered_with_whatever_of_it_was_forged(name: str) -> None:
    shown = report(document("cccd_front"), checks=[check(CheckGroup.FORENSIC, name)])
    forensic = document_check(shown)["forensicAnalysis"]
    assert forensic["tamperingDetected"] == "attention"


def test_scores_and_patterns_are_told_where_there_are_some() -> None:
    checks = [
        Check(
            name="documentLivenessCheck",
            group=CheckGroup.FORENSIC,
            outcome=CheckOutcome.CLEAR,
            score=88.5,
            picture=PictureName.FRONT,
            document=0,
        ),
        check(CheckGroup.SECURITY_AND_PATTERN, "emblem", CheckOutcome.ATTENTION, score=12.0),
        check(CheckGroup.SECURITY_AND_PATTERN, "chipPresent", CheckOutcome.CLEAR),
    ]
    found = document_check(report(document("cccd_front"), checks=checks))
    assert found["forensicAnalysis"]["breakdown"] == {"documentFrontLivenessScore": 88.5}
    (pattern,) = found["securityAndPatternAnalysis"]
    assert (pattern["similarity"], pattern["outcome"]) == (12.0, "attention")
    assert pattern["narrative"] == "emblem"


def test_values_are_written_as_the_page_writes_them() -> None:
    card = document(
        "icao_td1_front",
        lastName="DE LA CRUZ",
        firstName="Marie-Claire, Anne",
        birthDate="1960",
        expirationDate="Không thời hạn",
        nationality="D",
        height="1.75",
        accessNumber="123456",
        placeOfBirth="Lyon",
        ethnicity="Kinh",
        address=field("1 Hàng Bài", parts={"street": "1 Hàng Bài", "province": "Hà Nội"}),
    )
    card.extracted.mrz = Mrz(
        format="TD3",
        lines=["P<UTO", "L898902C3"],
        fields={"nationality": "UTO", "lastName": "CRUZ"},
        check_digits={},
        valid=True,
        corrections=[],
        confidence=1,
        picture=PictureName.FRONT,
        box=[],
        rotation=0,
    )
    breakdown = document_check(report(card))["breakdown"]
    assert breakdown["extractedData"] == {
        "documentDetails": {
            "documentType": "national_identity_card",
            "hasTwoSides": False,
            "issuingCountry": "VN",
            "cardAccessNumber": "123456",
            "additionalDetails": [{"key": "ethnicity", "value": "Kinh"}],
            "mrz": {"line1": "P<UTO", "line2": "L898902C3"},
        },
        "holderDetails": {
            "lastName": ["DE LA CRUZ"],
            "firstName": ["Marie-Claire", "Anne"],
            "dob": {"year": 1960},
            "nationality": "DE",
            "birthPlace": "Lyon",
            "address": {"addressText": "1 Hàng Bài", "line": "1 Hàng Bài", "state": "Hà Nội"},
        },
    }
    assert breakdown["allExtractedData"] == {"mrz": {"lastName": ["CRUZ"]}}, "Utopia has no code"


def test_several_documents_are_several_entries_each_with_its_own_checks() -> None:
    checks = [check(CheckGroup.FORMAT, "photocopyDetected", document=1)]
    both = report(document("cccd_front"), document("cmnd_old_front"), checks=checks)
    first, second = render(told(both)).body["complyCube"]["idVerification"]
    shown = [
        one["checksResult"]["documentCheck"]["formatAnalysis"]["photocopyDetected"]
        for one in (first, second)
    ]
    assert shown == ["not_processed", "attention"]


def test_what_was_cut_out_stands_with_its_own_document() -> None:
    both = told(report(document("cccd_front"), document("cmnd_old_front")))
    names = ("front", "portrait.0.0", "code.1.0", "portrait.1.0", "card.0.0")
    pictures = tuple(
        ShownPicture(REQUEST_ID, name, "image/jpeg", "http://x", name.encode()) for name in names
    )
    entries = render(replace(both, pictures=pictures)).body["complyCube"]["idVerification"]
    checks = [one["checksResult"]["documentCheck"] for one in entries]
    assert [[(one["type"], one["data"]) for one in c["extractedImages"]] for c in checks] == [
        [("front_side", data("front")), ("extracted_face", data("portrait.0.0"))],
        [
            ("front_side", data("front")),
            ("extracted_face", data("portrait.1.0")),
            ("extracted_code", data("code.1.0")),
        ],
    ]
    assert [one["resourceName"] for one in checks[0]["files"]] == ["front.jpeg"]


def data(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("state", [State.FAILED, State.ERROR])
def test_without_a_document_the_state_says_so(state: State) -> None:
    failed = Report(kind=Kind.DOCUMENT, outcome=Outcome.NOT_PROCESSED, version="0")
    answer = render(told(failed if state is State.FAILED else None, state=state))
    found = only(answer.body)["checksResult"]["documentCheck"]
    assert (answer.status, found["state"], found["outcome"]) == (200, state.value, "not_processed")
    assert found["breakdown"]["extractedData"]["documentDetails"]["documentType"] == "unidentified"


def test_the_claimed_type_and_country_stand_in_the_document() -> None:
    found = document_check(
        report(document("cccd_front")), documentType="utility_bill", country="GBR"
    )
    assert (found["document"]["type"], found["document"]["issuingCountry"]) == (
        "UTILITY_BILL",
        "GB",
    )


def test_an_identity_has_the_check_of_the_faces_too() -> None:
    shown = report(
        document("cccd_front"),
        checks=[check(CheckGroup.LIVENESS, "multipleFaces", CheckOutcome.CLEAR, document=None)],
    )
    shown.face_match = FaceMatch(outcome=Outcome.CLEAR, score=91.0)
    shown.liveness = Attack(outcome=Outcome.ATTENTION, score=3.0)
    results = only(render(told(shown, kind=Kind.IDENTITY)).body)["checksResult"]
    assert set(results) == {"documentCheck", "identityCheck"}
    assert results["identityCheck"]["breakdown"] == {
        "faceAnalysis": {
            "facialSimilarity": "clear",
            "previouslyEnrolledFace": "not_processed",
            "breakdown": {"facialSimilarityScore": 91.0},
        },
        "authenticityAnalysis": {
            "spoofedImageAnalysis": "not_processed",
            "livenessCheck": "attention",
            "breakdown": {"livenessCheckScore": 3.0},
        },
        "integrityAnalysis": {"faceDetection": "clear"},
    }


@pytest.mark.parametrize(
    "kind", [Kind.FACE_COMPARE, Kind.LIVENESS, Kind.FACE_INDEX, Kind.FACE_SEARCH]
)
def test_what_is_about_no_document_is_refused(kind: Kind) -> None:
    with pytest.raises(NotAcceptableError):
        render(told(report(), kind=kind))


def test_both_sides_need_to_be_seen_for_two_sides() -> None:
    card = document("cccd_front")
    card.sides.append(Side(picture=PictureName.BACK, side="back", width=800, height=500))
    details = document_check(report(card))["breakdown"]["extractedData"]["documentDetails"]
    assert details["hasTwoSides"] is True
