"""The error tables of FinOS' endpoints, provoked over HTTP; `rows` in finos.json says where."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from app.embedded.stack import Stack
from tests.dialects.shapes import differences, example, load
from tests.dialects.test_finos_ocr import API_CODES, OCR, entry, part, path
from tests.pictures import landscape, png_of_size, selfie_photo
from tests.waiting import wait_for

DATA = load("finos")
INVALID = "Invalid image file uploaded"
ONE = "API call requires one input image"
TOO_LARGE = "The request is larger than the server is willing or able to process"
KEY = "API Key is not valid or is expired / revoked."
HISTORY = "/ekyc/transaction/history"
Files = list[tuple[str, Any]]


@pytest.fixture(scope="module")
def finos(stack: Stack) -> Iterator[httpx.Client]:
    headers = {"X-FinOS-Api-Key": stack.api_key, "transactionId": "tx-1"}
    with httpx.Client(base_url=stack.url, headers=headers, timeout=60) as client:
        yield client
        assert client.get("/readyz").status_code == 200, "healthy afterwards"


def failure(answer: httpx.Response, status: int, words: str) -> dict[str, Any]:
    """Asserts the failure envelope of the OCR endpoints, member for member."""
    expected = {
        "status": "failure",
        "statusCode": str(status),
        "error": words,
        "requestId": answer.headers["X-Request-Id"],
        "transactionId": answer.request.headers.get("transactionId", ""),
    }
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == json.dumps(expected, separators=(",", ":"))
    return expected


@pytest.mark.parametrize("endpoint", OCR)
@pytest.mark.parametrize("key", [None, "", "nobody"])
def test_a_wrong_key_is_the_401_of_the_page(stack: Stack, endpoint: str, key: str | None) -> None:
    headers = {} if key is None else {"X-FinOS-Api-Key": key}
    files = {part(endpoint): landscape()}
    answer = httpx.post(stack.url + path(endpoint), files=files, headers=headers)
    assert answer.status_code == 401
    assert differences(example(DATA, endpoint, 401), answer.json()) == []
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize("endpoint", OCR)
def test_a_key_that_may_not_verify_is_refused(
    stack: Stack, make_key: Callable[..., str], endpoint: str
) -> None:
    headers = {"X-FinOS-Api-Key": make_key("reader", "--scopes", "read")}
    files = {part(endpoint): landscape()}
    failure(httpx.post(stack.url + path(endpoint), files=files, headers=headers), 403, KEY)


@pytest.mark.parametrize("endpoint", OCR)
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"content": b"", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {
            "content": b"--x\r\nbroken",
            "headers": {"Content-Type": "multipart/form-data;; boundary=x"},
        },
        {"json": {"image": "x"}},
        {"data": {"qualityCheck": "yes"}},
        {"files": {"picture": landscape()}},
    ],
    ids=["empty", "empty form", "broken form", "json", "no picture", "other name"],
)
def test_no_picture_is_the_400_of_the_page(
    finos: httpx.Client, endpoint: str, sent: dict[str, Any]
) -> None:
    answer = finos.post(path(endpoint), **sent)
    failure(answer, 400, INVALID if endpoint == "nationalID" else ONE)
    assert differences(example(DATA, endpoint, 400), answer.json()) == []


@pytest.mark.parametrize("endpoint", OCR)
def test_a_second_file_under_one_name_is_refused(finos: httpx.Client, endpoint: str) -> None:
    name = part(endpoint)
    files: Files = [(name, landscape()), (name, landscape())]
    words = ONE if endpoint in ("readDL", "readVNPassport") else INVALID
    failure(finos.post(path(endpoint), files=files), 400, words)


def test_a_second_file_under_the_second_name_is_refused(finos: httpx.Client) -> None:
    files: Files = [(name, landscape()) for name in ("image1", "image2", "image2")]
    answer = finos.post(path("readMRC"), files=files)
    failure(answer, 400, INVALID)
    assert differences(example(DATA, "readMRC", 400, 1), answer.json()) == []


@pytest.mark.parametrize("endpoint", OCR)
@pytest.mark.parametrize(
    "picture",
    [
        ("card.jpg", b"I am no picture", "image/jpeg"),
        ("card.jpg", b"", "image/jpeg"),
        ("card.jpg", landscape()[:-500], "image/jpeg"),
        ("card.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40), "image/heic"),
        ("card.png", png_of_size(3000, 40), "image/png"),
        (None, "/card.png"),
    ],
    ids=["text", "empty", "cut short", "heic", "too narrow", "text field"],
)
def test_what_is_no_picture_is_an_invalid_image(
    finos: httpx.Client, endpoint: str, picture: tuple[Any, ...]
) -> None:
    answer = finos.post(path(endpoint), files={part(endpoint): picture})
    given = failure(answer, 400, INVALID)
    listed = entry(finos, given["requestId"])
    assert (listed["apiCode"], listed["statusCode"]) == (API_CODES[endpoint], "400")
    assert json.loads(listed["data"]) == given
    assert "imagePath1" not in listed


@pytest.mark.parametrize("endpoint", OCR)
def test_what_is_too_large_is_the_413_of_the_page(finos: httpx.Client, endpoint: str) -> None:
    huge = png_of_size(20_000, 20_000)
    failure(finos.post(path(endpoint), files={part(endpoint): huge}), 413, TOO_LARGE)
    heavy = b"\xff\xd8" * 20_000_000
    failure(finos.post(path(endpoint), files={part(endpoint): heavy}), 413, TOO_LARGE)


def test_a_second_picture_is_looked_at_like_the_first(finos: httpx.Client) -> None:
    files = {"image1": landscape(), "image2": b"I am no picture"}
    failure(finos.post(path("readMRC"), files=files), 400, INVALID)


@pytest.mark.parametrize("endpoint", OCR)
def test_another_method_is_refused_in_the_same_envelope(finos: httpx.Client, endpoint: str) -> None:
    failure(finos.get(path(endpoint)), 405, "Method Not Allowed")


def test_a_request_repeated_at_once_makes_two_verifications(finos: httpx.Client) -> None:
    def send(_: int) -> httpx.Response:
        headers = {"Prefer": "respond-async"}
        return finos.post(path("readDL"), files={"image": landscape()}, headers=headers)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, range(2)))
    assert [answer.status_code for answer in answers] == [202, 202]
    assert len({answer.json()["requestId"] for answer in answers}) == 2


CALLS: dict[str, tuple[str, tuple[str, ...], dict[str, str], int]] = {
    **{endpoint: (path(endpoint), (part(endpoint),), {}, 422) for endpoint in OCR},
    "verifyPair": ("/ekyc/face/v1/photo/verifyPair", ("selfie", "id"), {}, 400),
    "liveness": ("/ekyc/face/v2/photo/liveness", ("image",), {}, 400),
    "indexing_face": (
        "/ekyc/recognition/face/indexing_face",
        ("image",),
        {"numberId": "1", "partition": "hasty"},
        400,
    ),
    "search": ("/ekyc/recognition/face/search", ("image",), {"partition": "hasty"}, 400),
}
"""Of every endpoint: its path, its pictures, its fields, and what a landscape comes to."""


def said(endpoint: str, answer: httpx.Response) -> str:
    """Asserts the members of the endpoint's failures, and returns the words."""
    body: dict[str, Any] = answer.json()
    assert body.keys() == example(DATA, endpoint, 400)["body"].keys()
    if "messages" in body:
        ((message,), nothing) = body.values()
        assert (list(message), nothing) == (["code", "message"], None)
        return str(message["message"])
    assert (body["status"], body["statusCode"]) == ("failure", str(answer.status_code))
    assert body["requestId"] == answer.headers["X-Request-Id"]
    return str(body["error"])


def test_our_own_fault_is_the_500_of_the_page(stack: Stack, finos: httpx.Client) -> None:
    """What is redacted under way has no answer."""
    selfie = selfie_photo()

    def ask(endpoint: str) -> httpx.Response:
        place, names, data, _ = CALLS[endpoint]
        return httpx.post(
            stack.url + place,
            files=dict.fromkeys(names, selfie),
            data=data,
            headers={"X-FinOS-Api-Key": stack.api_key, "transactionId": f"redacted-{endpoint}"},
            timeout=110,
        )

    def redact(endpoint: str) -> bool:
        query = {"transactionId": f"redacted-{endpoint}"}
        found = finos.get("/v1/verifications", params=query).json()["items"]
        return bool(found) and finos.delete(found[0]["links"]["self"]).status_code == 204

    with ThreadPoolExecutor(len(CALLS)) as pool:
        asked = {endpoint: pool.submit(ask, endpoint) for endpoint in CALLS}
        for endpoint in reversed(CALLS):  # faces are quick, documents are not
            wait_for(lambda endpoint=endpoint: redact(endpoint))
        for endpoint, future in asked.items():
            answer = future.result()
            assert answer.status_code == 500, answer.text
            assert differences(example(DATA, endpoint, 500), answer.json()) == []


def test_a_history_that_takes_too_long_is_the_504_of_the_page(
    stack: Stack, hasty: str, make_key: Callable[..., str]
) -> None:
    headers = {"X-FinOS-Api-Key": make_key("hasty-history")}
    address = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        connection.execute("LOCK TABLE transactions")
        answer = httpx.post(hasty + HISTORY, data={"requestIds": "x"}, headers=headers)
    assert answer.status_code == 504
    assert said("history", answer) == "Gateway timeout"


def test_a_wait_that_runs_out_is_a_504_and_too_many_requests_a_429(
    hasty: str, finos: httpx.Client, make_key: Callable[..., str]
) -> None:
    headers = {"X-FinOS-Api-Key": make_key("hasty"), "transactionId": "tx-2"}
    started = {}
    for endpoint, (place, names, data, _) in CALLS.items():
        files = {name: landscape() for name in names}
        answer = httpx.post(hasty + place, files=files, data=data, headers=headers)
        assert answer.status_code == 504
        assert said(endpoint, answer) == "Gateway timeout"
        started[endpoint] = answer.headers["X-Request-Id"]
    places = {endpoint: place for endpoint, (place, *_) in CALLS.items()}
    for endpoint, place in {**places, "history": HISTORY}.items():
        answer = httpx.post(hasty + place, headers=headers)
        assert answer.status_code == 429
        assert said(endpoint, answer) == "Rate limit exceeded"
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
    with httpx.Client(base_url=str(finos.base_url), headers=headers, timeout=60) as same:
        for endpoint, request_id in started.items():
            place = f"/v1/verifications/{request_id}?view=finos"
            wait_for(lambda place=place: same.get(place).status_code != 202, limit=60)
            status = CALLS[endpoint][3]
            assert same.get(place).status_code == status, "the work went on"
            assert entry(same, request_id)["statusCode"] == str(status)
