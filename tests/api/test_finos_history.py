"""The transaction history is in FinOS' form (seed 003), byte for byte where it matters."""

import json
import re
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from app.embedded.stack import Stack
from tests.pictures import landscape, passport_photo, selfie_photo

URL = "/ekyc/transaction/history"
SUBMIT = "/v1/verifications"


def submit(api: httpx.Client, wait: int = 30, **request: Any) -> dict[str, Any]:
    answer = api.post(
        SUBMIT,
        files={"selfie": landscape()},
        data={"request": json.dumps(request)},
        headers={"Prefer": f"wait={wait}"},
    )
    assert answer.status_code == (200 if wait else 202), answer.text
    body: dict[str, Any] = answer.json()
    return body


def history(api: httpx.Client, *request_ids: str) -> list[dict[str, str]]:
    answer = api.post(URL, data={"requestIds": ",".join(request_ids)})
    assert answer.status_code == 200, answer.text
    transactions: list[dict[str, str]] = answer.json()["result"]["details"]["transactions"]
    return transactions


def database(stack: Stack) -> str:
    url = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def finished(stack: Stack) -> dict[str, Any]:
    """An identity verification that is over."""
    headers = {"X-FinOS-Api-Key": stack.api_key, "Prefer": "wait=60"}
    files = {"front": passport_photo(), "selfie": selfie_photo()}
    data = {"request": '{"transactionId": "thử", "metadata": {"match-score-note": "kept"}}'}
    answer = httpx.post(stack.url + SUBMIT, files=files, data=data, headers=headers, timeout=60)
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_the_answer_has_the_shape_and_order_of_the_page(
    stack: Stack, finished: dict[str, Any]
) -> None:
    asked = datetime.now(UTC)
    answer = httpx.post(
        stack.url + URL,
        data={"requestIds": finished["requestId"]},
        headers={"X-FinOS-Api-Key": stack.api_key},
    )
    body = answer.json()
    assert list(body) == ["requestId", "result", "status", "statusCode"]
    assert body["requestId"] == answer.headers["X-Request-Id"] != finished["requestId"]
    assert (body["status"], body["statusCode"]) == ("success", "200")
    assert list(body["result"]) == ["details"]
    assert list(body["result"]["details"]) == ["transactions"]
    (transaction,) = body["result"]["details"]["transactions"]
    assert list(transaction) == [
        "requestTime",
        "apiCode",
        "statusCode",
        "data",
        "imagePath1",
        "imagePath2",
    ]
    assert {type(value) for value in transaction.values()} == {str}
    assert (transaction["apiCode"], transaction["statusCode"]) == ("VERIFY_IDENTITY", "200")
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", transaction["requestTime"])
    made = datetime.strptime(transaction["requestTime"], "%d/%m/%Y %H:%M:%S").replace(tzinfo=UTC)
    assert timedelta(0) <= asked - made < timedelta(minutes=10)
    created = datetime.fromisoformat(finished["createdAt"])
    assert abs(created - made) <= timedelta(seconds=1)


def test_data_is_the_json_text_of_the_answer_in_camel_case(
    api: httpx.Client, finished: dict[str, Any]
) -> None:
    (transaction,) = history(api, finished["requestId"])
    assert "thử" in transaction["data"], "not escaped"
    assert '": ' not in transaction["data"], "without spaces"
    data = json.loads(transaction["data"])
    assert data["requestId"] == finished["requestId"]
    assert data["report"]["faceMatch"] == finished["report"]["faceMatch"]
    assert data["metadata"] == {"matchScoreNote": "kept"}
    assert "imagePath" not in transaction["data"]
    assert "pictures" not in data


@pytest.mark.parametrize(
    "form",
    [
        {"data": {"requestIds": ["{0}", "{1}"]}},
        {"data": {"requestIds": "{0},{1}"}},
        {"data": {"requestIds": " {0} , {1} "}},
        {"data": {"requestIds": "[{0},{1}]"}},
        {"data": {"requestIds": '["{0}", "{1}"]'}},
        {"data": {"requestIds[]": ["{0}", "{1}"]}},
        {"data": {"requestIds": ["[{0}]", "{1},{0}"]}},
        {"files": [("requestIds", (None, "{0}")), ("requestIds", (None, "{1}"))]},
        {"files": [("requestIds", (None, "{0},{1}"))]},
        {"files": [("requestIds", (None, "[{0}, {1}]"))]},
    ],
    ids=[
        "repeated",
        "commas",
        "spaces",
        "brackets",
        "json",
        "bracketed name",
        "mixed",
        "multipart repeated",
        "multipart commas",
        "multipart brackets",
    ],
)
def test_the_ids_are_taken_in_every_form(api: httpx.Client, form: dict[str, Any]) -> None:
    older, newer = (submit(api, wait=0)["requestId"] for _ in range(2))

    def filled(part: Any) -> Any:
        if isinstance(part, str):
            return part.replace("{0}", older).replace("{1}", newer)
        if isinstance(part, dict):
            return {key: filled(value) for key, value in part.items()}
        return type(part)(map(filled, part)) if isinstance(part, list | tuple) else part

    answer = api.post(URL, **filled(form))
    assert answer.status_code == 200, answer.text
    transactions = answer.json()["result"]["details"]["transactions"]
    assert [json.loads(one["data"])["requestId"] for one in transactions] == [newer, older]


def raw_post(stack: Stack, path: str, content_type: str, body: bytes) -> tuple[int, Any]:
    """Sends the bytes as they are, past any client's tidying."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {stack.url.removeprefix('http://')}\r\n"
        f"X-FinOS-Api-Key: {stack.api_key}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", stack.port), timeout=10) as connection:
        connection.sendall(head.encode() + body)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head_text, _, content = answer.partition(b"\r\n\r\n")
    return int(head_text.split()[1]), json.loads(content)


@pytest.mark.parametrize("path", [URL, "/" + URL, "//" + URL])
@pytest.mark.parametrize("separator", ["; ", ";; "])
def test_slashes_and_semicolons_are_taken_as_the_pages_curls_send_them(
    stack: Stack, finished: dict[str, Any], path: str, separator: str
) -> None:
    boundary = "--------------------------7f1e"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="requestIds"\r\n\r\n'
        f"[{finished['requestId']}]\r\n--{boundary}--\r\n"
    ).encode()
    content_type = f"multipart/form-data{separator}boundary={boundary}"
    status, answer = raw_post(stack, path, content_type, body)
    assert status == 200, answer
    assert len(answer["result"]["details"]["transactions"]) == 1


def test_a_doubled_slash_fails_in_the_same_words(stack: Stack) -> None:
    form = "application/x-www-form-urlencoded"
    status, answer = raw_post(stack, "/" + URL, form, b"requestIds=")
    assert (status, answer["error"]) == (400, "Param [RequestIds] cannot empty")


def test_unknown_ids_are_left_out(api: httpx.Client, finished: dict[str, Any]) -> None:
    known = finished["requestId"]
    assert len(history(api, str(uuid.uuid4()), known, "not-an-id", known, known.upper())) == 1
    assert history(api, str(uuid.uuid4())) == []


def test_another_tenant_sees_nothing(other_api: httpx.Client, finished: dict[str, Any]) -> None:
    assert history(other_api, finished["requestId"]) == []


def test_the_newest_comes_first(api: httpx.Client) -> None:
    first, second, third = (submit(api, wait=0)["requestId"] for _ in range(3))
    found = history(api, second, first, third)
    assert [json.loads(one["data"])["requestId"] for one in found] == [third, second, first]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"data": {"requestIds": ""}},
        {"data": {"requestIds": " , ,"}},
        {"data": {"requestIds": "[]"}},
        {"data": {"requestids": "x"}},
        {"files": {"requestIds": (None, "")}},
        {"json": {"requestIds": ["x"]}},
    ],
    ids=["no body", "empty", "commas", "brackets", "other name", "empty part", "json"],
)
def test_no_ids_is_the_400_of_the_page(api: httpx.Client, form: dict[str, Any]) -> None:
    answer = api.post(URL, **form)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == json.dumps(
        {
            "requestId": answer.headers["X-Request-Id"],
            "status": "failure",
            "statusCode": "400",
            "error": "Param [RequestIds] cannot empty",
        },
        separators=(",", ":"),
    )


@pytest.mark.parametrize("key", [None, "", "nobody"])
def test_a_wrong_key_is_the_401_of_the_page(stack: Stack, key: str | None) -> None:
    headers = {} if key is None else {"X-FinOS-Api-Key": key}
    answer = httpx.post(stack.url + URL, data={"requestIds": "x"}, headers=headers)
    assert answer.status_code == 401
    assert answer.text == json.dumps(
        {
            "requestId": "",
            "status": "failure",
            "statusCode": "401",
            "error": "API Key is not valid or is expired / revoked.",
        },
        separators=(",", ":"),
    )


def test_what_cannot_be_opened_is_the_500_of_the_page(stack: Stack, api: httpx.Client) -> None:
    request_id = api.post(SUBMIT, files={"front": b"text"}).headers["X-Request-Id"]
    assert len(history(api, request_id)) == 1
    with psycopg.connect(database(stack)) as connection:
        damage = "UPDATE transactions SET sealed_body = 'damaged' WHERE id = %s"
        connection.execute(damage, [request_id])
    answer = api.post(URL, data={"requestIds": request_id})
    assert answer.status_code == 500
    assert answer.json() == {
        "requestId": answer.headers["X-Request-Id"],
        "status": "failure",
        "statusCode": "500",
        "error": "Internal Server Error",
    }


def test_what_still_runs_is_a_202(api: httpx.Client) -> None:
    files = {"front": passport_photo(), "selfie": selfie_photo()}
    request_id = api.post(SUBMIT, files=files).json()["requestId"]
    (transaction,) = history(api, request_id)
    assert transaction["statusCode"] == "202"
    data = json.loads(transaction["data"])
    assert list(data) == ["requestId", "status"]
    assert data["requestId"] == request_id
    assert data["status"] in ("INIT", "IN_PROGRESS")
    assert "imagePath1" in transaction


def test_a_refused_request_appears_with_its_status_and_without_pictures(
    api: httpx.Client,
) -> None:
    named = {"request": '{"kind": "face_search"}'}
    refused = [
        (400, "VERIFY_DOCUMENT", api.post(SUBMIT, files={"front": landscape()[:-500]})),
        (415, "LIVENESS_CHECK_SERVER", api.post(SUBMIT, files={"selfie": b"text"})),
        (413, "VERIFY_DOCUMENT", api.post(SUBMIT, files={"front": b"\xff\xd8" * 16_000_000})),
        (
            400,
            "RECOGNITION_FACE_SEARCHING",
            api.post(SUBMIT, files={"front": landscape()}, data=named),
        ),
    ]
    for status, api_code, answer in refused:
        assert answer.status_code == status
        (transaction,) = history(api, answer.headers["X-Request-Id"])
        assert list(transaction) == ["requestTime", "apiCode", "statusCode", "data"]
        assert transaction["statusCode"] == str(status)
        assert transaction["apiCode"] == api_code
        assert json.loads(transaction["data"]) == answer.json()


def test_a_key_that_may_not_verify_leaves_its_request_in_the_history(
    stack: Stack, make_key: Callable[..., str]
) -> None:
    headers = {"Authorization": f"Bearer {make_key('reader', '--scopes', 'read')}"}
    with httpx.Client(base_url=stack.url, headers=headers) as reader:
        answer = reader.post(SUBMIT, files={"front": landscape()})
        assert answer.status_code == 403
        (transaction,) = history(reader, answer.headers["X-Request-Id"])
        assert transaction["statusCode"] == "403"


def test_a_request_without_a_valid_key_never_appears(stack: Stack, api: httpx.Client) -> None:
    answer = httpx.post(stack.url + SUBMIT, files={"front": landscape()})
    assert answer.status_code == 401
    assert history(api, answer.headers["X-Request-Id"]) == []
    with psycopg.connect(database(stack)) as connection:
        query = "SELECT count(*) FROM transactions WHERE status_code = 401"
        assert connection.execute(query).fetchone() == (0,)


def test_asking_for_the_history_is_no_transaction(
    api: httpx.Client, finished: dict[str, Any]
) -> None:
    answer = api.post(URL, data={"requestIds": finished["requestId"]})
    assert history(api, answer.json()["requestId"]) == []


def test_a_redacted_request_keeps_its_entry_with_empty_data(api: httpx.Client) -> None:
    request_id = submit(api, transactionId="gone")["requestId"]
    (before,) = history(api, request_id)
    assert api.delete(f"{SUBMIT}/{request_id}").status_code == 204
    (after,) = history(api, request_id)
    assert list(after) == ["requestTime", "apiCode", "statusCode", "data"]
    assert after["data"] == ""
    for name in ("requestTime", "apiCode", "statusCode"):
        assert after[name] == before[name]


def test_the_image_paths_are_links_to_the_pictures(
    api: httpx.Client, finished: dict[str, Any]
) -> None:
    (transaction,) = history(api, finished["requestId"])
    for name, picture in (("imagePath1", passport_photo()), ("imagePath2", selfie_photo())):
        answer = httpx.get(transaction[name])
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/jpeg"
        assert "no-store" in answer.headers["cache-control"]
        assert answer.content == picture


def test_a_link_is_good_for_thirty_minutes(api: httpx.Client, finished: dict[str, Any]) -> None:
    (transaction,) = history(api, finished["requestId"])
    ends = int(httpx.URL(transaction["imagePath1"]).params["ends"])
    assert 1790 < ends - time.time() <= 1800


def test_a_link_that_was_tampered_with_does_not_work(
    api: httpx.Client, finished: dict[str, Any]
) -> None:
    (transaction,) = history(api, finished["requestId"])
    link, other = httpx.URL(transaction["imagePath1"]), httpx.URL(transaction["imagePath2"])
    later = str(int(link.params["ends"]) + 1)
    signature = link.params["signature"]
    for changed in (
        link.copy_set_param("ends", later),
        link.copy_set_param("signature", other.params["signature"]),
        link.copy_set_param("signature", ""),
        link.copy_set_param("signature", signature[:-1]),
        link.copy_set_param("signature", "é" * 64),
        link.copy_with(path=other.path),
    ):
        assert httpx.get(changed).status_code == 404
    assert httpx.get(link.copy_remove_param("signature")).status_code == 400
    assert httpx.get(link).status_code == 200


def test_a_link_stops_working_when_it_ends(stack: Stack, finished: dict[str, Any]) -> None:
    request_id = finished["requestId"]
    with psycopg.connect(database(stack)) as connection:
        query = (
            "SELECT pictures.id, tenant_id FROM pictures JOIN verifications"
            " ON verifications.id = verification_id WHERE verification_id = %s AND name = 'front'"
        )
        row = connection.execute(query, (request_id,)).fetchone()
    assert row is not None
    program = (
        "import sys, uuid; from app.api.links import picture_link;"
        "print(picture_link(sys.argv[1], uuid.UUID(sys.argv[2]), uuid.UUID(sys.argv[3])))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program, stack.url + "/", *map(str, row)],
        env=stack.environment | {"VOUCH_SECURITY__LINK_LIFETIME": "6"},
        capture_output=True,
        text=True,
        check=True,
    )
    link = httpx.URL(made.stdout.strip())
    assert httpx.get(link).status_code == 200
    time.sleep(max(0.0, int(link.params["ends"]) + 0.05 - time.time()))
    answer = httpx.get(link)
    assert answer.status_code == 410
    assert answer.json()["code"] == "gone"
