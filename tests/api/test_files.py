"""`POST /v1/files`: a picture that is kept, sealed, until it expires."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from app.embedded.stack import Stack
from tests.conftest import client_of
from tests.pictures import landscape, png_of_size

URL = "/v1/files"


def stored(stack: Stack, token: str) -> Path:
    return Path(stack.environment["VOUCH_STORAGE__FOLDER"]) / "uploads" / token


def database(stack: Stack) -> str:
    """The address of the stack's database, for psycopg."""
    address = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    return address.render_as_string(hide_password=False)


def expire(stack: Stack, token: str) -> None:
    with psycopg.connect(database(stack)) as connection:
        connection.execute("UPDATE uploads SET expires_at = now() WHERE id = %s", [token])


def test_a_picture_is_kept_sealed_for_a_day(api: httpx.Client, stack: Stack) -> None:
    answer = api.post(URL, files={"file": landscape()})
    assert answer.status_code == 201
    kept = answer.json()
    assert set(kept) == {"token", "contentType", "size", "expiresAt"}
    assert (kept["contentType"], kept["size"]) == ("image/jpeg", len(landscape()))
    left = datetime.fromisoformat(kept["expiresAt"]) - datetime.now(UTC)
    assert timedelta(hours=23) < left <= timedelta(days=1)
    sealed = stored(stack, kept["token"]).read_bytes()
    assert len(sealed) > len(landscape())
    assert landscape()[:32] not in sealed
    assert landscape()[2000:2032] not in sealed


def test_what_has_expired_is_deleted_and_nothing_else(api: httpx.Client, stack: Stack) -> None:
    old, new = (api.post(URL, files={"file": landscape()}).json()["token"] for _ in range(2))
    expire(stack, old)
    clean = "from app.core.files.service import delete_expired; delete_expired(500)"
    subprocess.run([sys.executable, "-c", clean], env=stack.environment, check=True)
    assert not stored(stack, old).exists()
    assert stored(stack, new).exists()


@pytest.mark.parametrize(
    ("sent", "status", "problem"),
    [
        ({}, 415, None),
        ({"json": {"file": "x"}}, 415, None),
        ({"files": {"picture": landscape()}}, 400, ("picture", "unexpected")),
        ({"files": [("file", landscape())] * 2}, 400, ("file", "duplicate")),
        ({"files": {"file": (None, "text")}}, 400, ("file", "unexpected")),
        ({"files": {"file": b"I am no picture"}}, 415, ("file", "unsupported_text")),
        ({"files": {"file": b""}}, 415, ("file", "empty_file")),
        ({"files": {"file": landscape()[:-500]}}, 400, ("file", "truncated")),
        ({"files": {"file": png_of_size(20_000, 20_000)}}, 400, ("file", "too_many_pixels")),
        ({"files": {"file": b"\xff\xd8" * 20_000_000}}, 413, None),
    ],
    ids=[
        "empty",
        "json",
        "other name",
        "two",
        "text field",
        "text",
        "no bytes",
        "cut short",
        "pixels",
        "40 MB",
    ],
)
def test_what_is_no_picture_is_refused(
    api: httpx.Client, sent: dict[str, Any], status: int, problem: tuple[str, str] | None
) -> None:
    answer = api.post(URL, **sent)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    found = [(one["field"], one["code"]) for one in answer.json().get("errors", [])]
    assert problem is None or problem in found


def test_only_a_key_that_may_verify_uploads(stack: Stack, make_key: Callable[..., str]) -> None:
    assert httpx.post(stack.url + URL, files={"file": landscape()}).status_code == 401
    with client_of(stack, make_key("reader", "--scopes", "read")) as reader:
        assert reader.post(URL, files={"file": landscape()}).status_code == 403


@pytest.mark.parametrize("form", ["form", "json"])
def test_a_token_stands_for_its_picture_in_a_submission(
    api: httpx.Client, other_api: httpx.Client, stack: Stack, form: str
) -> None:
    token = api.post(URL, files={"file": landscape()}).json()["token"]

    def submit(client: httpx.Client, value: str) -> httpx.Response:
        sent = {"data": {"selfie": value}, "files": {"request": b"{}"}}
        return client.post(
            "/v1/verifications",
            **(sent if form == "form" else {"json": {"selfie": value}}),
            headers={"Prefer": "wait=30"},
        )

    shown = submit(api, token.upper()).json()
    assert shown["kind"] == "liveness"
    (picture,) = shown["pictures"]
    assert httpx.get(picture["url"]).content == landscape()
    for client, value in ((other_api, token), (api, "0c1e2b34-5a6f-4f0e-9f44-3a8f0d3c7b21")):
        refused = submit(client, value)
        problems = [(one["field"], one["code"]) for one in refused.json()["errors"]]
        assert (refused.status_code, problems) == (400, [("selfie", "unknown_file")])
    expire(stack, token)
    assert submit(api, token).status_code == 400
