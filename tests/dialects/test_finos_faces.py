"""FinOS' face endpoints, from the page's own commands to the history."""

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import httpx
import numpy as np
import pytest

from app.api.dialects.dialect import Asked
from app.api.dialects.finos.render import render
from app.core.report import (
    Check,
    CheckGroup,
    CheckOutcome,
    FaceMatch,
    Kind,
    Outcome,
    Reason,
    Report,
)
from app.embedded.stack import Stack
from tests.dialects.commands import run
from tests.dialects.reports import check, told
from tests.dialects.shapes import differences, example, load
from tests.dialects.test_finos_ocr import camel, entry
from tests.pictures import landscape, passport_photo, png_of_size, selfie_photo

DATA = load("finos")
PAIR = "/ekyc/face/v1/photo/verifyPair"
LIVENESS = "/ekyc/face/v2/photo/liveness"
ENDPOINTS = {"verifyPair": PAIR, "liveness": LIVENESS}
PICTURES = {
    "selfie 0": selfie_photo,
    "selfie 1": lambda: selfie_photo(1),
    "passport 0": passport_photo,
}
COMBINATIONS = (
    "Missing / Wrong combination of parameters. Valid Parameter combinations - "
    "(image1, image2, type) or (selfie, id) or (selfie, idFaceString)"
)
INVALID = "Invalid image file uploaded"
FRAUD = "Fraud check liveness failed"
UNKNOWN = {"value": "", "to-be-reviewed": "yes"}
Body = dict[str, Any]


@pytest.fixture(scope="module")
def finos(stack: Stack) -> Iterator[httpx.Client]:
    headers = {"X-FinOS-Api-Key": stack.api_key, "transactionId": "face-1"}
    with httpx.Client(base_url=stack.url, headers=headers, timeout=110) as client:
        yield client


@pytest.fixture(scope="module")
def answered(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Body]]:
    """What the page's commands print, with their endpoints."""

    def ask(one: dict[str, Any]) -> tuple[str, Body]:
        files = {name: PICTURES[kind]() for name, kind in one["files"].items()}
        printed = run(one, stack.url + "/", stack.api_key, tmp_path_factory.mktemp("files"), files)
        return one["endpoint"], json.loads(printed)

    commands = [one for one in DATA["commands"] if one["endpoint"] in ENDPOINTS]
    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(ask, commands))


def test_the_commands_of_the_page_are_answered_in_its_shape(
    answered: list[tuple[str, Body]],
) -> None:
    assert [endpoint for endpoint, _ in answered] == ["verifyPair", "verifyPair", "liveness"]
    for endpoint, body in answered:
        assert differences(example(DATA, endpoint, 200), body) == []
    for _, body in answered[:2]:
        result = body["result"]
        assert (result["match"], result["to-be-reviewed"]) == ("yes", "no")
        assert 85 <= result["match_score"] == result["match-score"] <= 100
        assert {type(result[name]) for name in ("match_score", "match-score", "conf")} == {int}
    assert answered[2][1]["transactionId"] == "asfdafsdfs"


def test_the_same_answer_is_in_the_view_and_in_the_history(
    finos: httpx.Client, answered: list[tuple[str, Body]]
) -> None:
    codes = ["FACE_COMPARE", "FACE_COMPARE", "LIVENESS_CHECK_SERVER"]
    for (endpoint, body), api_code in zip(answered, codes, strict=True):
        seen = finos.get(f"/v1/verifications/{body['requestId']}", params={"view": "finos"})
        assert (seen.status_code, seen.json()) == (200, body)
        listed = entry(finos, body["requestId"])
        assert (listed["apiCode"], listed["statusCode"]) == (api_code, "200")
        data = json.loads(listed["data"])
        assert set(data["result"]) == {camel(key) for key in body["result"]}
        assert ("matchScore" in data["result"]) == (endpoint == "verifyPair")
        assert httpx.get(listed["imagePath1"]).content == selfie_photo()


def pair(
    finos: httpx.Client, files: Any = None, headers: Any = None, **data: str
) -> httpx.Response:
    return finos.post(PAIR, files=files, data=data, headers=headers or {})


def refusal(answer: httpx.Response, words: str, status: int = 400) -> None:
    body = {
        "requestId": answer.headers["X-Request-Id"],
        "status": "failure",
        "statusCode": str(status),
        "error": words,
    }
    if answer.request.url.path == LIVENESS:
        body["transactionId"] = "face-1"
    assert (answer.status_code, answer.json()) == (status, body)


@pytest.mark.parametrize(
    ("names", "data"),
    [
        ([], {}),
        (["image1"], {"type": "selfie"}),
        (["image1", "image2"], {}),
        (["image1", "image2"], {"type": "card"}),
        (["selfie"], {}),
        (["id"], {"idFaceString": "x"}),
        (["selfie", "image2"], {"type": "selfie"}),
        (["selfie", "id", "image1"], {}),
    ],
)
def test_any_other_combination_is_the_400_of_the_page(
    finos: httpx.Client, names: list[str], data: dict[str, str]
) -> None:
    answer = pair(finos, {name: selfie_photo() for name in names}, **data)
    refusal(answer, COMBINATIONS)
    for number in (0, 1):
        assert differences(example(DATA, "verifyPair", 400, number), answer.json()) == []


def test_a_portrait_may_come_as_text_and_is_compared(finos: httpx.Client) -> None:
    crop = base64.b64encode(selfie_photo(1)).decode()
    for text in (crop, f"data:image/jpeg;base64,{crop}"):
        answer = pair(finos, {"selfie": selfie_photo()}, idFaceString=text)
        assert (answer.status_code, answer.json()["result"]["match"]) == (200, "yes")
    refusal(pair(finos, {"selfie": selfie_photo()}, idFaceString="@@"), INVALID)


def test_only_a_card_may_lie_on_its_side(finos: httpx.Client) -> None:
    passport = cv2.imdecode(np.frombuffer(passport_photo(), np.uint8), cv2.IMREAD_COLOR)
    lying = cv2.imencode(".jpg", np.rot90(passport))[1].tobytes()
    card = pair(finos, {"selfie": selfie_photo(), "id": lying})
    assert (card.status_code, card.json()["result"]["match"]) == (200, "yes")
    text = base64.b64encode(lying).decode()
    crop = pair(finos, {"selfie": selfie_photo()}, idFaceString=text)
    assert crop.json()["result"] == card.json()["result"]
    as_selfie = pair(finos, {"image1": selfie_photo(), "image2": lying}, type="selfie")
    assert as_selfie.json().get("result", {}).get("match") != "yes"


def test_the_threshold_is_the_callers(finos: httpx.Client) -> None:
    files = {"image1": selfie_photo(), "image2": selfie_photo(1)}
    strict = pair(finos, files, {"threshold": "99"}, type="selfie").json()["result"]
    assert strict["match_score"] >= 95
    assert strict["match"] == ("yes" if strict["match_score"] >= 99 else "no")
    for wrong in ("0", "100", "many", "-1", "8.5"):
        answer = pair(finos, files, {"threshold": wrong}, type="selfie")
        refusal(answer, "threshold must be a number from 1 to 99")


def test_a_selfie_is_that_of_the_liveness_check_or_is_refused(
    stack: Stack, finos: httpx.Client
) -> None:
    def ask(transaction: str, seed: int) -> httpx.Response:
        files = {"selfie": selfie_photo(seed), "id": passport_photo()}
        headers = {"transactionId": transaction}
        return pair(finos, files, headers, fraudCheckLiveness="yes")

    refused = ask("nobody-was-here", 0)
    refusal(refused, FRAUD)
    assert differences(example(DATA, "verifyPair", 400, 2), refused.json()) == []
    assert entry(finos, refused.headers["X-Request-Id"])["statusCode"] == "400"
    check = finos.post(
        LIVENESS, files={"image": selfie_photo()}, headers={"transactionId": "fraud-1"}
    )
    assert check.status_code == 200
    assert ask("fraud-1", 0).json()["result"]["match"] == "yes", "the very same picture"
    assert ask("fraud-1", 1).json()["result"]["match"] == "yes", "the same person"
    without = httpx.post(
        stack.url + PAIR,
        files={"selfie": selfie_photo(), "id": passport_photo()},
        data={"fraudCheckLiveness": "yes"},
        headers={"X-FinOS-Api-Key": stack.api_key},
    )
    refusal(without, FRAUD)


def test_another_person_is_no_match_and_fails_the_check(finos: httpx.Client, samples) -> None:
    stranger = (samples / "faces" / "obama.jpg").read_bytes()
    answer = pair(finos, {"image1": selfie_photo(), "image2": stranger}, type="selfie")
    result = answer.json()["result"]
    assert result["match"] == "no"
    assert result["match_score"] < 65
    assert result["conf"] > 90, "of the decision, not the score"
    headers = {"transactionId": "fraud-2"}
    finos.post(LIVENESS, files={"image": selfie_photo()}, headers=headers)
    files = {"selfie": stranger, "id": passport_photo()}
    refusal(pair(finos, files, headers, fraudCheckLiveness="yes"), FRAUD)


def test_pictures_without_a_face_are_invalid(finos: httpx.Client) -> None:
    answer = finos.post(LIVENESS, files={"image": landscape()})
    refusal(answer, INVALID)
    listed = entry(finos, answer.headers["X-Request-Id"])
    assert (listed["statusCode"], json.loads(listed["data"])) == ("400", answer.json())
    assert "imagePath1" in listed
    refusal(pair(finos, {"selfie": selfie_photo(), "id": landscape()}), INVALID)
    place = f"/v1/verifications/{answer.headers['X-Request-Id']}"
    assert finos.delete(place).status_code == 204
    kept = entry(finos, answer.headers["X-Request-Id"])
    assert (kept["statusCode"], kept["data"], "imagePath1" in kept) == ("400", "", False)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_refusals_before_any_work_have_the_words_of_the_page(
    stack: Stack, finos: httpx.Client, endpoint: str
) -> None:
    place = ENDPOINTS[endpoint]
    nobody = httpx.post(stack.url + place)
    assert differences(example(DATA, endpoint, 401), nobody.json()) == []
    missing = "image is required" if endpoint == "liveness" else COMBINATIONS
    for sent in ({}, {"json": {}}, {"content": b"--x", "headers": {"Content-Type": "x/y"}}):
        answer = finos.post(place, **sent)
        refusal(answer, missing)
        assert differences(example(DATA, endpoint, 400), answer.json()) == []

    def parts(picture: Any) -> dict[str, Any]:
        both = {"selfie": picture, "id": selfie_photo()}
        return both if endpoint == "verifyPair" else {"image": picture}

    for wrong in (("a.jpg", b"text", "image/jpeg"), selfie_photo()[:-500]):
        refusal(finos.post(place, files=parts(wrong)), INVALID)
    words = "The request is larger than the server is willing or able to process"
    for large in (png_of_size(20_000, 20_000), b"\xff\xd8" * 20_000_000):
        refusal(finos.post(place, files=parts(large)), words, 413)
    twice = [*parts(selfie_photo()).items(), *parts(selfie_photo()).items()]
    refusal(finos.post(place, files=twice), INVALID)


def live(*checks: Check, outcome: Outcome = Outcome.CLEAR) -> Body:
    report = Report(kind=Kind.LIVENESS, outcome=outcome, checks=list(checks), version="0")
    answer = render(told(report, Asked("finos", "liveness"), kind=Kind.LIVENESS))
    result: Body = answer.body["result"]
    return result


ATTACKS = ("screen", "printedFace", "blackAndWhite")


def seen(name: str, outcome: CheckOutcome = CheckOutcome.ATTENTION) -> Check:
    return check(CheckGroup.LIVENESS, name, outcome, document=None)


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("screen", "111", "Ảnh được chụp từ thiết bị khác"),
        ("printedFace", "111", "Ảnh được chụp từ thiết bị khác"),
        ("blackAndWhite", "111", "Ảnh được chụp từ thiết bị khác"),
        ("multipleFaces", "112", "Có nhiều hơn một khuôn mặt trong ảnh chụp"),
        ("eyesClosed", "113", "Bạn đã nhắm mắt khi chụp ảnh"),
        ("maskPresent", "114", "Khuôn mặt bị che khuất"),
        ("sunglasses", "114", "Khuôn mặt bị che khuất"),
        ("blur", "115", "Ảnh chụp chân dung bị mờ, nhòe"),
    ],
)
def test_each_finding_has_its_code_in_the_words_of_the_table(
    name: str, code: str, message: str
) -> None:
    summary = live(seen(name), outcome=Outcome.ATTENTION)["summary"]
    details = [{"code": code, "message": message}]
    assert summary == {"action": "manualReview", "details": details}


def test_a_face_is_live_only_where_every_attack_was_looked_for() -> None:
    clear = [seen(name, CheckOutcome.CLEAR) for name in ATTACKS]
    undone = seen("screen", CheckOutcome.NOT_PROCESSED)
    assert live(*clear)["liveFace"] == {"value": "yes", "to-be-reviewed": "no"}
    assert live(*clear)["summary"] == {"action": "pass", "details": []}
    assert live(undone, *clear[1:])["liveFace"] == UNKNOWN
    assert live(undone, seen("blackAndWhite"))["liveFace"]["value"] == "no"
    assert live(*clear)["qualityChecks"]["eyesClosed"] == UNKNOWN, "a check that was not asked for"


def test_a_face_that_is_not_wholly_seen_is_no_attack_and_told_once() -> None:
    attacks = [seen(name, CheckOutcome.CLEAR) for name in ATTACKS]
    covered = [seen(name) for name in ("maskPresent", "sunglasses", "eyesClosed")]
    result = live(*attacks, *covered, outcome=Outcome.ATTENTION)
    assert result["liveFace"] == {"value": "yes", "to-be-reviewed": "no"}
    assert result["qualityChecks"]["eyesClosed"]["value"] == "yes"
    assert result["qualityChecks"]["maskPresent"]["value"] == "yes"
    assert [one["code"] for one in result["summary"]["details"]] == ["113", "114"]


def test_scores_are_rounded_towards_no_match_and_a_doubt_is_to_be_reviewed() -> None:
    match = FaceMatch(
        outcome=Outcome.ATTENTION,
        score=79.9,
        threshold=80,
        confidence=0.62,
        reasons=[Reason(code="review", message="alike")],
    )
    report = Report(
        kind=Kind.FACE_COMPARE, outcome=Outcome.ATTENTION, face_match=match, version="0"
    )
    answer = render(told(report, kind=Kind.FACE_COMPARE))
    assert answer.body["result"] == {
        "conf": 62,
        "match": "no",
        "match_score": 79,
        "match-score": 79,
        "to-be-reviewed": "yes",
    }
