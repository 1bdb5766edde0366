"""Bad input to the face index, through submissions and through its own endpoints."""

import json
import struct
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from app.embedded.stack import Stack
from tests.api.test_bad_input import codes, healthy_afterwards, problem
from tests.pictures import landscape, png_of_size, selfie_photo

__all__ = ["healthy_afterwards"]  # a fixture: it holds for every test here

URL = "/v1/verifications"
FACE = "/v1/faces/default/nobody"
KINDS = ("face_index", "face_search")
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)


def send(api: httpx.Client, kind: str, selfie: object, **request: object) -> httpx.Response:
    """Submits a picture; an id is sent where the kind needs one."""
    named = {"kind": kind, "externalId": "somebody", "partition": "bad input", **request}
    return api.post(URL, files={"selfie": selfie}, data={"request": json.dumps(named)})


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/faces/default"), ("GET", FACE), ("DELETE", FACE)]
)
def test_without_a_key_nothing_is_shown_or_taken_out(stack: Stack, method: str, path: str) -> None:
    problem(httpx.request(method, stack.url + path), 401, "unauthorized")


@EVERY_KIND
def test_without_a_key_no_face_is_taken(stack: Stack, kind: str) -> None:
    with httpx.Client(base_url=stack.url) as nobody:
        problem(send(nobody, kind, selfie_photo()), 401, "unauthorized")


def test_a_key_that_may_read_does_not_take_out(stack: Stack, make_key: Callable[..., str]) -> None:
    headers = {"Authorization": f"Bearer {make_key('narrow', '--scopes', 'read')}"}
    assert httpx.get(f"{stack.url}/v1/faces/default", headers=headers).status_code == 200
    problem(httpx.delete(stack.url + FACE, headers=headers), 403, "forbidden")


def test_what_is_not_there_is_not_found(api: httpx.Client) -> None:
    problem(api.get(FACE), 404, "not_found")
    problem(api.delete(FACE), 404, "not_found")
    assert api.get("/v1/faces/nowhere").json() == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/faces/default/", "external_id"),
        ("/v1/faces/default/a%00b", "external_id"),
        (f"/v1/faces/{'p' * 201}", "partition"),
        ("/v1/faces/default?limit=0", "limit"),
        ("/v1/faces/default?cursor=nobodys", "cursor"),
    ],
)
def test_strange_addresses_are_refused(api: httpx.Client, path: str, field: str) -> None:
    assert {name for name, _ in codes(problem(api.get(path), 400, "invalid_request"))} == {field}


def test_a_face_is_indexed_under_an_id_alone(api: httpx.Client) -> None:
    answer = api.post(
        URL, files={"selfie": selfie_photo()}, data={"request": '{"kind": "face_index"}'}
    )
    assert codes(problem(answer, 400, "invalid_request")) == {("request.externalId", "missing")}


@pytest.mark.parametrize(
    ("member", "value"), [("limit", 0), ("limit", 101), ("partition", "a/b"), ("partition", "")]
)
def test_a_member_that_cannot_be_is_refused(api: httpx.Client, member: str, value: object) -> None:
    answer = send(api, "face_search", selfie_photo(), **{member: value})
    fields = {field for field, _ in codes(problem(answer, 400, "invalid_request"))}
    assert fields == {f"request.{member}"}


@EVERY_KIND
def test_no_picture_is_refused(api: httpx.Client, kind: str) -> None:
    answer = api.post(URL, json={"request": {"kind": kind, "externalId": "somebody"}})
    assert codes(problem(answer, 400, "invalid_request")) == {("selfie", "missing")}


@EVERY_KIND
def test_a_text_file_named_jpg_is_refused(api: httpx.Client, kind: str) -> None:
    answer = send(api, kind, ("selfie.jpg", b"I am no picture", "image/jpeg"))
    problem(answer, 415, "unsupported_media_type")


@EVERY_KIND
def test_a_truncated_jpeg_is_refused(api: httpx.Client, kind: str) -> None:
    body = problem(send(api, kind, selfie_photo()[:-500]), 400, "invalid_request")
    assert {field for field, _ in codes(body)} == {"selfie"}


@EVERY_KIND
def test_a_picture_of_twenty_thousand_pixels_squared_is_refused(
    api: httpx.Client, kind: str
) -> None:
    body = problem(send(api, kind, png_of_size(20_000, 20_000)), 400, "invalid_request")
    assert codes(body) == {("selfie", "too_many_pixels")}


@EVERY_KIND
def test_an_upload_of_forty_megabytes_is_refused(api: httpx.Client, kind: str) -> None:
    problem(send(api, kind, b"\xff\xd8" * 20_000_000), 413, "too_large")


def test_what_was_refused_has_taken_no_id(api: httpx.Client) -> None:
    assert send(api, "face_index", selfie_photo()[:-500]).status_code == 400
    accepted = send(api, "face_index", landscape())
    assert accepted.status_code == 202
    problem(send(api, "face_index", landscape()), 409, "duplicate_external_id")
    api.delete(f"{URL}/{accepted.json()['requestId']}")


def test_a_search_repeated_at_once_is_two_searches(api: httpx.Client) -> None:
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: send(api, "face_search", landscape()), range(2)))
    assert [answer.status_code for answer in answers] == [202, 202]


def test_a_damaged_selfie_fails_and_says_so(api: httpx.Client) -> None:
    whole = png_of_size(300, 300)
    at = whole.index(b"IDAT")
    (length,) = struct.unpack(">I", whole[at - 4 : at])
    chunk = b"IDAT" + b"\xff" * length
    damaged = whole[:at] + chunk + struct.pack(">I", zlib.crc32(chunk)) + whole[at + length + 8 :]
    for kind in (*KINDS, "liveness"):
        answer = send(api, kind, damaged)
        path = f"{URL}/{answer.json()['requestId']}"
        over = api.get(path, headers={"Prefer": "wait=30"}).json()
        assert over["state"] == "FAILED", kind
        assert [why["code"] for why in over["report"]["reasons"]] == ["picture_undecodable"]
