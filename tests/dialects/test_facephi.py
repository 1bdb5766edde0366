"""FacePhi's endpoint, from the page's own commands to the history and every refusal."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import cv2
import httpx
import numpy as np
import psycopg
import pytest

from app.embedded.stack import Stack
from tests.api.test_files import database, expire, stored
from tests.conftest import client_of
from tests.dialects.commands import run
from tests.dialects.conftest import LIMIT
from tests.dialects.shapes import differences, example, load
from tests.dialects.specimens import SEED, specimen
from tests.dialects.test_finos_ocr import entry
from tests.dialects.test_seed_shapes import seed
from tests.pictures import landscape, passport_photo, png_of_size, selfie_photo
from tests.stack.verify import jpeg
from tests.waiting import wait_for
from workers.specimens.capture import photograph

DATA = load("facephi")
URL = "/verify/pad/diagnostic"
MDN = "https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/"
CARD = {"tokenized": False, "countryCode": "VNM", "idType": "ID_CARD"}
PASSPORT = {"tokenized": False, "countryCode": "UTO", "idType": "PASSPORT"}
MISSING = [
    f"{name} is required"
    for name in ("frontSideImage", "backSideImage", "tokenized", "countryCode", "idType")
]
Body = dict[str, Any]


def unmarked(code: str) -> bytes:
    """A photograph of a card without the word that marks it as a specimen."""
    card = specimen(code)
    image = card.image.copy()
    for piece in card.truth["text"]:
        if piece["text"] == "SPECIMEN":
            corners = np.array(piece["box"]).astype(int)
            (left, top), (right, bottom) = corners.min(axis=0) - 3, corners.max(axis=0) + 3
            ground = image[top:bottom, left:right]
            ground[:] = np.median(ground.reshape(-1, 3), axis=0)
    return photograph(image, SEED, "phone").jpeg


def grey(picture: bytes) -> bytes:
    """A picture without its colours."""
    return jpeg(cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE))


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def body(front: bytes, back: bytes, face: bytes | None = None, **others: object) -> Body:
    given = {"frontSideImage": text(front), "backSideImage": text(back), **others}
    return given if face is None else {**given, "face": text(face)}


def decision(answer: Body) -> Body:
    found: Body = json.loads(answer["serviceResult"])["result"]
    return found


@pytest.fixture(scope="module")
def facephi(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=stack.url, headers={"x-api-key": stack.api_key}, timeout=110
    ) as client:
        yield client
        assert client.get("/readyz").status_code == 200, "healthy afterwards"


@pytest.fixture(scope="module")
def tokens(facephi: httpx.Client) -> dict[str, str]:
    """Tokens of both sides of a card, by the words of the page's command."""
    pictures = {"{FRONTSIDE_IMAGE}": "cccd_chip_front", "{BACKSIDE_IMAGE}": "cccd_chip_back"}
    return {
        word: facephi.post("/v1/files", files={"file": unmarked(code)}).json()["token"]
        for word, code in pictures.items()
    }


@pytest.fixture(scope="module")
def answered(
    stack: Stack,
    facephi: httpx.Client,
    tokens: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Body]:
    """What is answered to the page's commands, and to documents of several kinds."""

    def ask(one: Body) -> Body:
        words = {
            "{IDENTITY_API_BASE_URL}": stack.url,
            "{API_KEY}": stack.api_key,
            **tokens,
            "{FACE}": "",
            "{TOKENIZED}": "true",
            "{COUNTRY_CODE}": "VNM",
            "{ID_TYPE}": "ID_CARD",
        }
        printed: Body = json.loads(
            run(one, stack.url, stack.api_key, tmp_path_factory.mktemp("files"), {}, words)
        )
        return printed

    def send(sent: Body) -> Body:
        answer = facephi.post(URL, json=sent, headers={"app-name": "bank"})
        assert answer.status_code == 200, answer.text
        given: Body = answer.json()
        assert given["serviceTransactionId"] == answer.headers["X-Request-Id"]
        return given

    bare, full = DATA["commands"]
    sent = {
        "copy": body(grey(passport_photo()), grey(passport_photo()), **PASSPORT),
        "holder": body(passport_photo(), passport_photo(), selfie_photo(), **PASSPORT),
        "nothing": body(landscape(), landscape(), **CARD),
    }
    with ThreadPoolExecutor(len(sent) + 2) as pool:
        calls = {name: pool.submit(send, one) for name, one in sent.items()}
        commands = {"bare": pool.submit(ask, bare), "full": pool.submit(ask, full)}
        return {name: call.result() for name, call in {**calls, **commands}.items()}


def test_the_commands_of_the_page_are_answered_in_its_shape(answered: dict[str, Body]) -> None:
    full = answered["full"]
    assert differences(example(DATA, "diagnostic", 200), full) == []
    for name, shape in DATA["texts"].items():
        assert differences(shape, json.loads(full[name])) == []
    assert (
        differences(
            example(DATA, "diagnostic", 400),
            {**answered["bare"], "errors": ["countryCode is required"]},
        )
        == []
    )
    assert answered["bare"]["errors"] == MISSING


def test_the_texts_within_the_answer_are_those_of_the_document() -> None:
    lines = seed("facephi")
    for name, shape in DATA["texts"].items():
        shown: str = json.loads("{" + lines[shape["line"] - 1].strip().rstrip(",") + "}")[name]
        for wrong, right in shape.get("mended", ()):
            assert wrong in shown
            shown = shown.replace(wrong, right)
        assert differences(shape, json.loads(shown)) == []


def test_a_genuine_card_is_credible_and_is_read(answered: dict[str, Body]) -> None:
    full = answered["full"]
    assert decision(full) == {"decision": "Credible", "IQA": {"FTA": ""}}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", full["timestamp"])
    assert 0 < int(full["serviceTime"]) < 110_000
    data = json.loads(full["serviceDocumentData"])
    truth = specimen("cccd_chip_front").truth["fields"]
    front, back = data["FRONTSIDE"], data["BACKSIDE"]
    assert front["FIELD_DATA"]["SERIAL_NUMBER"] == truth["documentNumber"]["value"]
    assert front["FIELD_DATA"]["BIRTH_DATE"] == truth["birthDate"]["value"]
    assert front["FIELD_DATA"]["ADDRESS"] == [truth["address"]["value"]]
    assert front["FIELD_DATA"]["BARCODES"] == [
        specimen("cccd_chip_front").truth["barcodes"][0]["text"]
    ]
    assert back["MRZ_DATA"]["BIRTH_DATE"] == truth["birthDate"]["value"]
    assert data["CHECKS"]["BIRTH_DATE_SIDE_MATCH"] is True
    assert data["CHECKS"]["PERSONAL_NUMBER_SIDE_MATCH"] is False, "the card has none"
    assert data["DOC_MODEL"] == "cccd_chip"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("holder", ("Spoof", "SECURITY_DATA_CHECK")),
        ("copy", ("Spoof", "Black_and_White_Printed_Copy_Attack")),
        ("nothing", ("Doubtful", "NOT_PROCESSED_OCR")),
    ],
)
def test_what_is_not_credible_has_its_reason(
    answered: dict[str, Body], name: str, expected: tuple[str, str]
) -> None:
    found = decision(answered[name])
    assert (found["decision"], found["reason"]) == expected


def test_a_face_is_compared_and_a_passport_needs_no_second_page(
    facephi: httpx.Client, answered: dict[str, Body]
) -> None:
    holder = answered["holder"]
    assert "MRZ_DATA" in json.loads(holder["serviceDocumentData"])["FRONTSIDE"]
    over = facephi.get(f"/v1/verifications/{holder['serviceTransactionId']}").json()
    assert over["kind"] == "identity"
    assert over["report"]["faceMatch"]["outcome"] == "clear"
    assert [picture["name"] for picture in over["pictures"]] == ["front", "selfie"]


def test_the_view_and_the_history_tell_the_same(
    facephi: httpx.Client, answered: dict[str, Body]
) -> None:
    full = answered["full"]
    shown = facephi.get(f"/v1/verifications/{full['serviceTransactionId']}?view=facephi")
    assert (shown.status_code, shown.json()) == (200, full)
    listed = entry(facephi, full["serviceTransactionId"])
    assert (listed["apiCode"], listed["statusCode"]) == ("PAD_DOCUMENT", "200")
    assert json.loads(listed["data"])["serviceResult"] == full["serviceResult"]


def test_our_own_failure_is_the_decision_error(
    facephi: httpx.Client, stack: Stack, answered: dict[str, Body]
) -> None:
    failed = answered["nothing"]["serviceTransactionId"]
    with psycopg.connect(database(stack)) as connection:
        connection.execute(
            "UPDATE verifications SET state = 'ERROR', sealed_report = NULL WHERE id = %s",
            [failed],
        )
    shown = facephi.get(f"/v1/verifications/{failed}?view=facephi")
    assert (shown.status_code, shown.json()["serviceResultCode"]) == (200, 1)
    assert decision(shown.json()) == {"decision": "Error", "IQA": {"FTA": ""}}


def problem(answer: httpx.Response, status: int, detail: str) -> Body:
    """Asserts a problem member for member, the `errors` aside."""
    title = HTTPStatus(status).phrase
    expected = {"status": status, "title": title, "detail": detail, "type": f"{MDN}{status}"}
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["X-Request-Id"]
    given: Body = answer.json()
    assert {name: value for name, value in given.items() if name != "errors"} == expected
    assert ("errors" in given) == (status == 400)
    return given


def invalid(answer: httpx.Response) -> list[str]:
    errors: list[str] = problem(answer, 400, "Invalid request.")["errors"]
    return errors


@pytest.mark.parametrize("key", [None, "", "nobody"])
def test_a_wrong_key_is_the_401_of_the_page(stack: Stack, key: str | None) -> None:
    headers = {} if key is None else {"x-api-key": key}
    answer = httpx.post(stack.url + URL, json={}, headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})
    assert answer.headers["X-Request-Id"]


def test_a_key_that_may_not_verify_is_refused(stack: Stack, make_key: Callable[..., str]) -> None:
    headers = {"x-api-key": make_key("reader", "--scopes", "read")}
    answer = httpx.post(stack.url + URL, json={}, headers=headers)
    problem(answer, 403, "The API key lacks the scope for this.")


@pytest.mark.parametrize(
    "sent",
    [{}, {"content": b" "}, {"json": {}}, {"json": dict.fromkeys(["face", "idType"], "")}],
    ids=["nothing", "blank", "no member", "empty members"],
)
def test_all_missing_fields_are_said_at_once(facephi: httpx.Client, sent: Body) -> None:
    assert invalid(facephi.post(URL, **sent)) == MISSING


@pytest.mark.parametrize("name", [words.split()[0] for words in MISSING])
def test_one_missing_field_is_the_400_of_the_page(facephi: httpx.Client, name: str) -> None:
    sent = body(landscape(), landscape(), **CARD)
    del sent[name]
    answer = facephi.post(URL, json=sent)
    assert invalid(answer) == [f"{name} is required"]
    if name == "countryCode":
        assert differences(example(DATA, "diagnostic", 400), answer.json()) == []
        listed = entry(facephi, answer.headers["X-Request-Id"])
        assert (listed["apiCode"], listed["statusCode"]) == ("PAD_DOCUMENT", "400")
        assert json.loads(listed["data"]) == answer.json()


def test_wrong_types_are_said_at_once(facephi: httpx.Client) -> None:
    sent = {"frontSideImage": 1, "backSideImage": "%", "face": {}, "countryCode": "V1"}
    assert invalid(facephi.post(URL, json={**sent, "tokenized": "no", "idType": "card"})) == [
        "frontSideImage must be a string",
        "face must be a string",
        "tokenized must be a boolean",
        "countryCode must be an ISO alpha-3 code",
        "idType must be one of PASSPORT, ID_CARD, RESIDENCE_PERMIT, DRIVERS_LICENSE, "
        "DRIVING_LICENSE, VISA",
    ]
    assert invalid(facephi.post(URL, json={"backSideImage": "%", **CARD})) == [
        "frontSideImage is required",
        "backSideImage is not base64",
    ]


def test_a_number_is_no_country(facephi: httpx.Client) -> None:
    sent = json.dumps({**body(landscape(), landscape(), **CARD), "countryCode": float("nan")})
    assert invalid(facephi.post(URL, content=sent)) == ["countryCode must be an ISO alpha-3 code"]


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'"' + b"[" * 50_000])
def test_what_is_no_json_object_is_an_invalid_request(
    facephi: httpx.Client, content: bytes
) -> None:
    (said,) = invalid(facephi.post(URL, content=content))
    assert said.startswith("the body is not ")


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (b"I am no picture", "The file is text; JPEG, PNG, WebP and PDF are accepted."),
        (landscape()[:-500], "The JPEG file is cut short: its end is missing."),
        (
            png_of_size(20_000, 20_000),
            "The picture has 20000 × 20000 pixels, more than the 50 million that are accepted.",
        ),
        (
            b"\x00\x00\x00\x18ftypheic" + bytes(40),
            "The file is a HEIC picture, as iPhones make; JPEG, PNG, WebP and PDF are accepted.",
        ),
    ],
    ids=["text", "cut short", "pixels", "heic"],
)
def test_what_is_no_picture_is_an_invalid_request(
    facephi: httpx.Client, picture: bytes, words: str
) -> None:
    sent = body(picture, landscape(), picture, **CARD)
    assert invalid(facephi.post(URL, json=sent)) == [f"frontSideImage: {words}", f"face: {words}"]


def test_what_is_too_large_and_other_methods_are_problems_too(facephi: httpx.Client) -> None:
    heavy = facephi.post(URL, json={"frontSideImage": "A" * 40_000_000})
    problem(heavy, 413, "The request is too large.")
    problem(facephi.get(URL), 405, "Method Not Allowed.")
    problem(facephi.post("/verify/pad/other"), 404, "Not Found.")


def test_a_token_is_of_its_tenant_and_of_its_time(
    facephi: httpx.Client, stack: Stack, make_key: Callable[..., str]
) -> None:
    with client_of(stack, make_key("another")) as other:
        theirs = other.post("/v1/files", files={"file": landscape()}).json()["token"]
    ours, old = (
        facephi.post("/v1/files", files={"file": landscape()}).json()["token"] for _ in range(2)
    )
    expire(stack, old)
    for wrong in (theirs, old, "nothing", text(landscape())):
        sent = {**CARD, "tokenized": True, "frontSideImage": ours, "backSideImage": wrong}
        assert invalid(facephi.post(URL, json=sent)) == [
            "backSideImage is no token, or it has expired"
        ]


def test_a_store_that_does_not_answer_is_the_502_of_the_page(
    facephi: httpx.Client, stack: Stack
) -> None:
    token = facephi.post("/v1/files", files={"file": landscape()}).json()["token"]
    stored(stack, token).unlink()
    stored(stack, token).mkdir(parents=True)
    sent = {**CARD, "tokenized": True, "frontSideImage": token, "backSideImage": token}
    answer = facephi.post(URL, json=sent)
    problem(answer, 502, "Server got an invalid response.")
    assert differences(example(DATA, "diagnostic", 502), answer.json()) == []
    stored(stack, token).rmdir()


def test_an_answer_that_is_not_waited_for_comes_later(facephi: httpx.Client) -> None:
    def send(_: int) -> httpx.Response:
        headers = {"Prefer": "respond-async"}
        sent = body(landscape(), landscape(), **CARD)
        return facephi.post(URL, json=sent, headers=headers)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(send, range(2))
    assert [one.status_code, other.status_code] == [202, 202]
    assert one.json()["requestId"] != other.json()["requestId"], "two calls are two verifications"
    assert one.headers["Preference-Applied"] == "respond-async"
    place = one.headers["Location"]
    assert place == f"/v1/verifications/{one.json()['requestId']}?view=facephi"
    wait_for(lambda: facephi.get(place).status_code != 202, limit=60)
    assert decision(facephi.get(place).json())["decision"] == "Doubtful"


def test_an_idempotency_key_is_kept_to(facephi: httpx.Client) -> None:
    headers = {"Prefer": "respond-async", "Idempotency-Key": "facephi-1"}
    sent = body(landscape(), landscape(), **CARD)
    first, again = (facephi.post(URL, json=sent, headers=headers).json() for _ in range(2))
    assert first["requestId"] == again["requestId"]
    other = facephi.post(URL, json={**sent, "countryCode": "ESP"}, headers=headers)
    detail = "This Idempotency-Key was used with other content."
    problem(other, 422, detail)
    empty = facephi.post(URL, json=sent, headers={"Idempotency-Key": ""})
    assert invalid(empty) == ["Idempotency-Key must have 1 to 255 characters"]


def test_a_wait_that_runs_out_is_the_504_of_the_page_and_too_many_requests_a_429(
    hasty: str,
    facephi: httpx.Client,
    make_key: Callable[..., str],
) -> None:
    headers = {"x-api-key": make_key("hasty-facephi")}
    answer = httpx.post(
        hasty + URL, json=body(landscape(), landscape(), **CARD), headers=headers, timeout=60
    )
    assert answer.status_code == 504
    assert differences(example(DATA, "diagnostic", 504), answer.json()) == []
    place = f"/v1/verifications/{answer.headers['X-Request-Id']}?view=facephi"
    with httpx.Client(base_url=str(facephi.base_url), headers=headers, timeout=60) as same:
        wait_for(lambda: same.get(place).status_code != 202, limit=60)
        assert decision(same.get(place).json())["reason"] == "NOT_PROCESSED_OCR"
    for _ in range(LIMIT - 1):
        assert httpx.post(hasty + URL, json={}, headers=headers).status_code == 400
    answer = httpx.post(hasty + URL, json={}, headers=headers)
    problem(answer, 429, "Too many requests.")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
