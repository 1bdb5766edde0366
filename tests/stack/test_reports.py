"""What the reports say, through the public API, on specimens and on what is none."""

import json
from typing import Any

import cv2
import httpx
import numpy as np
import pytest

from app.core.report import CHECKS
from tests.pictures import landscape, passport_photo, selfie_photo
from tests.stack.verify import checks, codes, jpeg, verify
from workers.specimens.capture import photograph
from workers.specimens.passport import render_passport


@pytest.fixture(scope="module")
def identity(stack) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {stack.api_key}"}
    with httpx.Client(base_url=stack.url, headers=headers, timeout=90) as api:
        return verify(
            api,
            {"front": passport_photo(), "selfie": selfie_photo()},
            expected={"lastName": "Eriksson", "birthDate": "1974-08-12"},
            minimumAge=18,
            documentType="passport",
            country="UTO",
            transactionId="t-1",
            metadata={"a": "b"},
        )


def test_a_passport_is_read_as_it_is_printed(identity: dict[str, Any]) -> None:
    truth = render_passport(0).truth
    (document,) = identity["report"]["documents"]
    assert (document["type"], document["country"]) == ("passport", "UTO")
    mrz = document["extracted"]["mrz"]
    assert mrz["lines"] == truth["mrz"]["lines"]
    assert mrz["valid"] is True
    assert all(mrz["checkDigits"].values())
    for name in ("lastName", "firstName", "documentNumber", "birthDate", "expirationDate"):
        assert mrz["fields"][name] == truth["mrz"]["fields"][name]
        assert document["extracted"]["visual"][name]["source"] == "visual"
    lines = [line["text"] for line in document["extracted"]["text"]]
    assert "ERIKSSON" in lines


def test_boxes_are_where_things_are_on_the_picture(identity: dict[str, Any]) -> None:
    photo = photograph(render_passport(0).image, 0, "phone")
    (side,) = identity["report"]["documents"][0]["sides"]
    assert (side["width"], side["height"]) == (photo.image.shape[1], photo.image.shape[0])
    assert np.abs(np.array(side["card"]) - photo.quad).max() < 10
    left, top = photo.place(render_passport(0).portrait_box).min(axis=0)
    right, bottom = photo.place(render_passport(0).portrait_box).max(axis=0)
    x, y = np.array(side["portrait"]).mean(axis=0)
    assert left < x < right
    assert top < y < bottom


def test_a_specimen_asks_for_attention_because_it_says_so(identity: dict[str, Any]) -> None:
    assert identity["state"] == "FINISHED"
    assert identity["report"]["outcome"] == "attention"
    assert codes(identity) == {"specimenCheck"}


def test_every_check_of_the_breakdown_is_answered(identity: dict[str, Any]) -> None:
    found = checks(identity)
    for group, names in {
        "mrzAnalysis": ("mrzFormat", "mrzChecksum"),
        "consistencyAnalysis": ("lastName", "firstName", "dob", "documentNumber"),
        "contentAnalysis": ("dataIntegrity", "expirationDate", "nationality", "blackListCheck"),
        "formatAnalysis": ("modelIdentification", "photocopyDetected"),
        "forensicAnalysis": ("documentLivenessCheck", "tamperingDetected", "securityElements"),
        "clientValidation": ("ageVerification", "clientDataConsistency"),
        "livenessAnalysis": ("multipleFaces", "screen"),
        "faceAnalysis": ("faceMatch",),
    }.items():
        for name in names:
            check = found[group, name]
            assert check["outcome"] == "clear" or check["reason"], check
    assert found["forensicAnalysis", "securityElements"]["outcome"] == "not_supported"
    assert found["clientValidation", "ageVerification"]["outcome"] == "clear"
    assert found["clientValidation", "clientDataConsistency"]["outcome"] == "clear"


def test_the_selfie_matches_the_portrait(identity: dict[str, Any]) -> None:
    match = identity["report"]["faceMatch"]
    assert match["falseMatchOneIn"] >= 1000 and match["confidence"] > 0.99
    assert match["outcome"] == "clear"
    assert match["score"] > match["threshold"] == 80
    assert identity["report"]["liveness"]["outcome"] == "clear"
    assert identity["report"]["documentPad"]["outcome"] == "clear"


def test_a_report_can_be_replayed(identity: dict[str, Any]) -> None:
    report = identity["report"]
    assert {model["name"] for model in report["models"]} >= {"text-recognition", "face-embedding"}
    assert all(len(model["sha256"]) == 64 for model in report["models"])
    assert report["thresholds"]["faceMatch.threshold"] == 80
    assert report["version"]


def test_every_stage_has_its_times(identity: dict[str, Any]) -> None:
    names = [stage["name"] for stage in identity["stages"]]
    assert names == [
        "prepare", "ocr", "faces", "document_pad", "forgeries", "liveness", "match", "decide",
    ]  # fmt: skip
    for stage in identity["stages"]:
        assert stage["state"] == "done"
        assert stage["startedAt"] < stage["finishedAt"]


def test_what_the_client_sent_comes_back(identity: dict[str, Any]) -> None:
    assert identity["transactionId"] == "t-1"
    assert identity["metadata"] == {"a": "b"}


def test_a_stricter_threshold_is_kept_to(api: httpx.Client) -> None:
    over = verify(api, {"image1": selfie_photo(0), "image2": selfie_photo(1)}, kind="face_compare")
    score = over["report"]["faceMatch"]["score"]
    assert over["report"]["outcome"] == "clear"
    assert score < 99.9
    half = landscape()
    assert verify(api, {"image1": half, "image2": half}, kind="face_compare")["state"] == "FAILED"


def test_two_people_are_told_apart(api: httpx.Client, samples) -> None:
    pictures = {
        name: (samples / "faces" / file).read_bytes()
        for name, file in (("image1", "obama.jpg"), ("image2", "biden.jpg"))
    }
    over = verify(api, pictures, kind="face_compare")
    assert over["report"]["outcome"] == "attention"
    assert over["report"]["faceMatch"]["reasons"][0]["code"] == "different"


def test_a_live_selfie_alone_is_a_liveness_check(api: httpx.Client) -> None:
    over = verify(api, {"selfie": selfie_photo()})
    assert over["kind"] == "liveness"
    assert over["report"]["outcome"] == "clear"
    assert over["report"]["documents"] == []
    assert over["report"]["faceMatch"] is None


@pytest.mark.parametrize(
    ("pictures", "reason"),
    [
        ({"front": landscape()}, {"no_document"}),
        ({"selfie": landscape()}, {"no_face"}),
        ({"front": passport_photo(), "selfie": landscape()}, {"no_face"}),
        ({"front": jpeg(np.full((900, 1200, 3), 255, np.uint8))}, {"no_document"}),
    ],
)
def test_where_there_is_nothing_to_verify_it_fails_and_says_why(
    api: httpx.Client, pictures: dict[str, bytes], reason: set[str]
) -> None:
    over = verify(api, pictures)
    assert over["state"] == "FAILED"
    assert over["report"]["outcome"] == "not_processed"
    assert codes(over) == reason


def test_a_picture_that_cannot_be_decoded_fails_and_says_so(api: httpx.Client) -> None:
    whole = bytearray(passport_photo())
    start = whole.index(b"\xff\xda")
    del whole[start + 14 : -2]
    over = verify(api, {"front": bytes(whole)})
    assert over["state"] == "FAILED"
    assert codes(over) <= {"picture_undecodable", "no_document"}


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ({"documentType": "residence_permit"}, "type_mismatch"),
        ({"country": "FRA"}, "country_mismatch"),
    ],
)
def test_a_document_of_another_kind_than_claimed_is_not_processed(
    api: httpx.Client, claim: dict[str, str], reason: str
) -> None:
    over = verify(api, {"front": passport_photo()}, **claim)
    assert over["state"] == "FINISHED"
    assert over["report"]["outcome"] == "not_processed"
    assert codes(over) == {reason}


def test_a_claim_that_is_not_true_asks_for_attention(api: httpx.Client) -> None:
    over = verify(
        api, {"front": passport_photo()}, expected={"lastName": "Svensson"}, minimumAge=99
    )
    assert codes(over) >= {"clientDataConsistency", "ageVerification"}


def test_only_the_checks_that_were_asked_for_are_run(api: httpx.Client) -> None:
    over = verify(api, {"front": passport_photo()}, checks=["mrzChecksum", "expirationDate"])
    assert {check["name"] for check in over["report"]["checks"]} == {
        "mrzChecksum",
        "expirationDate",
    }
    assert over["report"]["outcome"] == "clear"


def test_a_check_that_was_asked_for_and_has_no_answer_is_not_clear(api: httpx.Client) -> None:
    over = verify(api, {"front": passport_photo()}, checks=["mrzChecksum", "securityElements"])
    assert over["report"]["outcome"] == "not_processed"
    assert codes(over) == {"securityElements"}


def test_an_attack_counts_whatever_checks_were_named(api: httpx.Client) -> None:
    image = cv2.imdecode(np.frombuffer(passport_photo(), np.uint8), cv2.IMREAD_GRAYSCALE)
    over = verify(api, {"front": jpeg(image)}, checks=["mrzChecksum"])
    assert over["report"]["outcome"] == "attention"
    assert {"photocopyDetected"} <= codes(over) <= {"photocopyDetected", "printedCopy"}


def test_a_check_that_nobody_knows_is_refused(api: httpx.Client) -> None:
    answer = api.post(
        "/v1/verifications",
        files={"front": passport_photo()},
        data={"request": '{"checks": ["mrzChecksum", "horoscope"]}'},
    )
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["request.checks.1"]


def test_a_report_holds_every_check_of_the_catalogue_and_no_other(
    identity: dict[str, Any],
) -> None:
    assert set(checks(identity)) == {
        (str(group), name) for group, names in CHECKS.items() for name in names
    }


def test_two_documents_as_front_and_back_ask_for_attention(api: httpx.Client) -> None:
    over = verify(api, {"front": passport_photo(0), "back": passport_photo(1)})
    found = checks(over)["frontAndBackAnalysis", "dataConsistency"]
    assert found["outcome"] == "attention"
    assert "dataConsistency" in codes(over)


def test_a_grey_copy_is_an_attack(api: httpx.Client) -> None:
    image = cv2.imdecode(np.frombuffer(passport_photo(), np.uint8), cv2.IMREAD_COLOR)
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    over = verify(api, {"front": jpeg(grey)})
    assert over["report"]["documentPad"]["outcome"] == "attention"
    reasons = {reason["code"] for reason in over["report"]["documentPad"]["reasons"]}
    assert {"photocopyDetected"} <= reasons <= {"photocopyDetected", "printedCopy"}


def test_a_blurred_document_is_not_processed_and_says_why(api: httpx.Client) -> None:
    image = cv2.imdecode(np.frombuffer(passport_photo(), np.uint8), cv2.IMREAD_COLOR)
    over = verify(api, {"front": jpeg(cv2.GaussianBlur(image, (0, 0), 9))})
    assert over["state"] == "FINISHED"
    assert over["report"]["outcome"] == "not_processed"
    assert codes(over) == {"document_unreadable", "documentPad"}


def test_a_sideways_passport_is_read(api: httpx.Client) -> None:
    image = cv2.imdecode(np.frombuffer(passport_photo(), np.uint8), cv2.IMREAD_COLOR)
    over = verify(api, {"front": jpeg(np.rot90(image).copy())})
    (document,) = over["report"]["documents"]
    assert document["extracted"]["mrz"]["lines"] == render_passport(0).truth["mrz"]["lines"]
    assert document["sides"][0]["portrait"] is not None


def test_the_samples_are_read_through_the_whole_pipeline(api: httpx.Client, samples) -> None:
    expected = {
        row["file"]: row["expected"]["lines"]
        for row in map(json.loads, (samples / "manifest.jsonl").read_text().splitlines())
        if row["kind"] == "mrz"
    }
    exact = 0
    for file, lines in expected.items():
        over = verify(api, {"front": (samples / file).read_bytes()})
        documents = over["report"]["documents"]
        mrz = documents[0]["extracted"]["mrz"] if documents else None
        if mrz is not None:
            exact += mrz["lines"] == lines
            assert mrz["lines"] == lines or not mrz["valid"], file
    assert len(expected) == 11
    assert exact >= 9
