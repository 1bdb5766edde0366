"""Bad input gets a clear problem, never a 500, and the server is healthy afterwards."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.pictures import landscape, passport_photo, png_of_size

URL = "/v1/verifications"


@pytest.fixture(autouse=True)
def healthy_afterwards(api: httpx.Client) -> Iterator[None]:
    yield
    assert api.get("/readyz").status_code == 200


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = answer.json()
    assert body["code"] == code
    assert body["requestId"] == answer.headers["X-Request-Id"]
    return body


def codes(body: dict[str, object]) -> set[tuple[str, str]]:
    errors = body["errors"]
    assert isinstance(errors, list)
    return {(error["field"], error["code"]) for error in errors}


def test_without_a_key_nothing_is_taken(stack) -> None:
    answer = httpx.post(stack.url + URL, files={"front": landscape()})
    problem(answer, 401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_unknown_key_is_refused(stack) -> None:
    headers = {"Authorization": "Bearer nobody"}
    problem(httpx.post(stack.url + URL, headers=headers), 401, "unauthorized")


@pytest.mark.parametrize("header", ["X-FinOS-Api-Key", "x-api-key", "appKey"])
def test_the_key_is_taken_in_every_dialects_header(stack, header: str) -> None:
    assert httpx.get(stack.url + URL, headers={header: stack.api_key}).status_code == 200


def test_a_key_without_the_scope_is_refused(stack, make_key: Callable[..., str]) -> None:
    key = make_key("narrow", "--scopes", "read")
    headers = {"Authorization": f"Bearer {key}"}
    assert httpx.get(stack.url + URL, headers=headers).status_code == 200
    answer = httpx.post(stack.url + URL, headers=headers, files={"front": landscape()})
    problem(answer, 403, "forbidden")


def test_another_tenants_verification_does_not_exist(
    api: httpx.Client, other_api: httpx.Client
) -> None:
    mine = api.post(URL, files={"front": landscape()}).json()["requestId"]
    assert api.get(f"{URL}/{mine}").status_code == 200
    for method, path in [("GET", ""), ("DELETE", ""), ("GET", "/events")]:
        problem(other_api.request(method, f"{URL}/{mine}{path}"), 404, "not_found")
    listed = other_api.get(URL, params={"limit": 100}).json()["items"]
    assert mine not in {item["requestId"] for item in listed}
    assert api.get(f"{URL}/{mine}").json()["redactedAt"] is None


def test_an_empty_body_is_refused(api: httpx.Client) -> None:
    problem(api.post(URL), 415, "unsupported_media_type")
    json_type = {"Content-Type": "application/json"}
    problem(api.post(URL, content=b"", headers=json_type), 400, "invalid_request")
    form_type = {"Content-Type": "multipart/form-data; boundary=x"}
    problem(api.post(URL, content=b"", headers=form_type), 400, "invalid_request")


def test_a_form_without_a_boundary_is_refused(api: httpx.Client) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    problem(api.post(URL, content=b"--x\r\n", headers=headers), 400, "invalid_request")


def test_no_picture_is_refused(api: httpx.Client) -> None:
    body = problem(api.post(URL, json={"request": {}}), 400, "invalid_request")
    assert codes(body) == {("front", "missing")}


def test_a_text_file_named_jpg_is_refused(api: httpx.Client) -> None:
    answer = api.post(URL, files={"front": ("card.jpg", b"I am no picture", "image/jpeg")})
    problem(answer, 415, "unsupported_media_type")


def test_a_truncated_jpeg_is_refused(api: httpx.Client) -> None:
    answer = api.post(URL, files={"front": landscape()[:-500]})
    body = problem(answer, 400, "invalid_request")
    assert [field for field, _ in codes(body)] == ["front"]


def test_a_picture_of_twenty_thousand_pixels_squared_is_refused(api: httpx.Client) -> None:
    answer = api.post(URL, files={"front": png_of_size(20_000, 20_000)})
    body = problem(answer, 400, "invalid_request")
    assert codes(body) == {("front", "too_many_pixels")}


@pytest.mark.parametrize(("size", "code"), [((1, 1), "too_small"), ((3000, 40), "too_narrow")])
def test_a_picture_on_which_nothing_can_be_is_refused(
    api: httpx.Client, size: tuple[int, int], code: str
) -> None:
    body = problem(api.post(URL, files={"front": png_of_size(*size)}), 400, "invalid_request")
    assert codes(body) == {("front", code)}


def test_an_upload_of_forty_megabytes_is_refused(api: httpx.Client) -> None:
    answer = api.post(URL, files={"front": b"\xff\xd8" * 20_000_000})
    assert problem(answer, 413, "too_large")["limit"] == 30_000_000


def test_a_json_body_over_its_limit_is_refused(api: httpx.Client) -> None:
    answer = api.post(URL, json={"front": "A" * 16_000_000})
    problem(answer, 413, "too_large")


def test_everything_that_is_wrong_is_said_at_once(api: httpx.Client) -> None:
    request = {"kind": "identity", "threshold": 100, "callbackUrl": "ftp://x", "colour": "red"}
    answer = api.post(
        URL,
        files={"front": landscape()[:-500], "photo": landscape()},
        data={"request": json.dumps(request)},
    )
    fields = {field for field, _ in codes(problem(answer, 400, "invalid_request"))}
    assert fields == {
        "front",
        "photo",
        "selfie",
        "request.threshold",
        "request.callbackUrl",
        "request.colour",
    }


@pytest.mark.parametrize("body", ["[]", "null", '"x"', "{", "[" * 100_000, '{"request": 3}'])
def test_json_that_is_no_submission_is_refused(api: httpx.Client, body: str) -> None:
    answer = api.post(URL, content=body, headers={"Content-Type": "application/json"})
    problem(answer, 400, "invalid_request")


def test_a_picture_that_is_no_base64_is_refused(api: httpx.Client) -> None:
    body = problem(api.post(URL, json={"front": "@@@"}), 400, "invalid_request")
    assert codes(body) == {("front", "invalid")}


def test_the_same_part_twice_is_refused(api: httpx.Client) -> None:
    files = [("front", landscape()), ("front", landscape())]
    body = problem(api.post(URL, files=files), 400, "invalid_request")
    assert codes(body) == {("front", "duplicate")}


def test_characters_that_cannot_be_stored_are_refused(api: httpx.Client) -> None:
    for text in ("a\x00b", "\ud800"):
        answer = api.post(
            URL,
            content=json.dumps({"request": {"transactionId": text}}),
            headers={"Content-Type": "application/json"},
        )
        fields = {field for field, _ in codes(problem(answer, 400, "invalid_request"))}
        assert "request.transactionId" in fields


def test_a_cursor_of_nobody_is_refused(api: httpx.Client) -> None:
    for cursor in ("x", "////", "MjAyNg==", "\u0660"):
        answer = api.get(URL, params={"cursor": cursor})
        problem(answer, 400, "invalid_request")


def test_an_unknown_path_is_a_problem_too(api: httpx.Client) -> None:
    problem(api.get("/v1/nothing"), 404, "not_found")
    problem(api.put(URL), 405, "method_not_allowed")


def test_a_request_repeated_at_once_makes_two_verifications(api: httpx.Client) -> None:
    with ThreadPoolExecutor(2) as pool:
        send = lambda _: api.post(URL, files={"front": passport_photo()})  # noqa: E731
        answers = list(pool.map(send, range(2)))
    assert [answer.status_code for answer in answers] == [202, 202]
    assert len({answer.json()["requestId"] for answer in answers}) == 2


@pytest.mark.parametrize("body", ['{"request": {"kind": []}}', '{"\\ud800": "x"}'])
def test_strange_json_is_refused_and_not_our_fault(api: httpx.Client, body: str) -> None:
    answer = api.post(URL, content=body, headers={"Content-Type": "application/json"})
    problem(answer, 400, "invalid_request")


def test_a_large_body_is_refused_before_the_key_is_looked_at(stack) -> None:
    answer = httpx.post(
        f"{stack.url}/v1/webhook-endpoints",
        content=b"x" * 3_000_000,
        headers={"Content-Type": "application/json"},
    )
    problem(answer, 413, "too_large")


def test_a_refusal_for_lack_of_scope_is_in_the_history(stack, make_key: Callable[..., str]) -> None:
    headers = {"Authorization": f"Bearer {make_key('narrow', '--scopes', 'read')}"}
    refused = httpx.post(stack.url + URL, headers=headers, files={"front": landscape()})
    problem(refused, 403, "forbidden")
    answer = httpx.post(
        f"{stack.url}/ekyc/transaction/history",
        headers=headers,
        data={"requestIds": refused.headers["X-Request-Id"]},
    )
    (entry,) = answer.json()["result"]["details"]["transactions"]
    assert entry["statusCode"] == "403"
