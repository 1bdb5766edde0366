"""Nothing personal is stored in the clear, and after a redaction nothing can be found at all."""

import base64
import json
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import httpx
import psycopg
import pytest
import redis
from psycopg import sql
from sqlalchemy import make_url

from app.embedded.stack import Stack
from app.receiver import WebhookReceiver
from tests.conftest import client_of
from tests.pictures import passport_photo, selfie_photo
from workers.specimens.passport import render_passport

URL = "/v1/verifications"
SEED = 4711
EXPECTED = {
    "firstName": "Amélie-Wilhelmine",
    "lastName": "Quillfeatherstone",
    "email": "amelie.quillfeatherstone@example.com",
    "address": "17 Nightingale Crescent, Upper Tollington",
}
REQUEST = {
    "expected": EXPECTED,
    "transactionId": "transaction-7b1f0c55a8",
    "externalId": "customer-93d0e1c7b2",
    "metadata": {"agent-note": "prefers to be called Mellie"},
    "qrString": "QR-9f3ab02c7d1e",
}
WINDOW = 32  # bytes of a picture that are looked for at each of several places


@pytest.fixture
def tenant(stack: Stack, make_key: Callable[..., str]) -> Iterator[httpx.Client]:
    with client_of(stack, make_key(f"privacy-{uuid.uuid4()}")) as client:
        yield client


@pytest.fixture(scope="module")
def secrets() -> dict[str, bytes]:
    """What must be found nowhere, by what it is."""
    passport = render_passport(SEED).truth
    found = {
        **{f"expected {name}": value.encode() for name, value in EXPECTED.items()},
        **{f"MRZ line {n}": line.encode() for n, line in enumerate(passport["mrz"]["lines"])},
        "transaction": REQUEST["transactionId"].encode(),
        "customer": REQUEST["externalId"].encode(),
        "metadata": b"prefers to be called Mellie",
        "metadata name": b"agent-note",
        "code": REQUEST["qrString"].encode(),
        "idempotency key": b"idempotent-5c1d9e77",
        "callback address": b"token=callback-0f4b",
    }
    for name in ("documentNumber", "lastName", "firstName"):
        found[f"passport {name}"] = passport["mrz"]["fields"][name].encode()
    for name, picture in (("passport", passport_photo(SEED)), ("selfie", selfie_photo(SEED))):
        for tenth in range(1, 10):
            at = len(picture) * tenth // 10
            found[f"{name} at {at}"] = picture[at : at + WINDOW]
    return found


def spellings(secret: bytes) -> Iterator[bytes]:
    """The secret as it would look raw, in JSON, in hex and inside something in base64."""
    yield secret
    yield secret.hex().encode()
    if secret.isascii():
        yield base64.b16encode(secret)
    else:
        with suppress(UnicodeDecodeError):
            yield json.dumps(secret.decode())[1:-1].encode()
    for offset in range(3):
        whole = secret[offset : offset + (len(secret) - offset) // 3 * 3]
        if len(whole) >= 6:
            yield base64.b64encode(whole)


def found_in(text: bytes, secrets: dict[str, bytes]) -> set[str]:
    return {
        name
        for name, secret in secrets.items()
        if any(spelling in text for spelling in spellings(secret))
    }


def plain_address(stack: Stack) -> str:
    address = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    return address.render_as_string(hide_password=False)


def database_dump(stack: Stack) -> bytes:
    """Every row of every table: as COPY writes it, and each binary value as it is."""
    parts: list[bytes] = []
    with psycopg.connect(plain_address(stack)) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in names.fetchall():
            table = sql.Identifier(name)
            with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(table)) as copy:
                parts += [bytes(block) for block in copy]
            for row in connection.execute(sql.SQL("SELECT * FROM {}").format(table)):
                parts += [bytes(value) for value in row if isinstance(value, bytes | memoryview)]
    assert len(parts) > 20
    return b"\n".join(parts)


def everything_kept(stack: Stack) -> dict[str, bytes]:
    """All that the stack keeps, by place: database, store, logs, Redis."""
    kept = {"database": database_dump(stack)}
    for path in stack.state.rglob("*"):
        # Of PostgreSQL's own files the dump speaks; its log is looked at.
        own = stack.state / "postgres" in path.parents and path.name != "log"
        with suppress(FileNotFoundError):
            if path.is_file() and not own:
                kept[str(path.relative_to(stack.state))] = path.read_bytes()
    client = redis.Redis.from_url(stack.environment["VOUCH_BROKER__URL"])
    kept["Redis"] = b"\n".join(client.dump(key) or b"" for key in client.scan_iter())
    client.close()
    return kept


def leaks(stack: Stack, secrets: dict[str, bytes]) -> set[tuple[str, str]]:
    return {
        (place, name)
        for place, text in everything_kept(stack).items()
        for name in found_in(text, secrets)
    }


def objects_of(stack: Stack, request_id: str) -> list[str]:
    folder = stack.state / "pictures"
    return [str(path) for path in folder.rglob("*") if request_id in str(path) and path.is_file()]


def submit(client: httpx.Client, callback: str) -> dict[str, Any]:
    answer = client.post(
        URL,
        files={"front": passport_photo(SEED), "selfie": selfie_photo(SEED)},
        data={"request": json.dumps(REQUEST | {"callbackUrl": callback})},
        headers={"Idempotency-Key": f"idempotent-5c1d9e77-{uuid.uuid4()}"},
    )
    assert answer.status_code == 202, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_the_search_finds_what_is_there(secrets: dict[str, bytes]) -> None:
    """Shows that the searches below can fail."""
    for name, secret in secrets.items():
        for kept in (
            secret,
            b"x" + base64.b64encode(b"y" + secret + b"z"),
            secret.hex().encode(),
            base64.b64encode(b"ab" + secret),
        ):
            assert name in found_in(b"before " + kept + b" after", secrets), name
    name = EXPECTED["firstName"]
    assert found_in(json.dumps({"firstName": name}).encode(), secrets) == {"expected firstName"}


def test_nothing_personal_is_kept_in_the_clear_and_nothing_at_all_after_a_redaction(
    stack: Stack, tenant: httpx.Client, secrets: dict[str, bytes]
) -> None:
    with WebhookReceiver() as receiver:
        accepted = submit(tenant, f"{receiver.url}?token=callback-0f4b")
        path = f"{URL}/{accepted['requestId']}"
        assert leaks(stack, secrets) == set(), "while it waits and runs"
        work = stack.state / "pictures" / "work" / accepted["requestId"]
        deadline = time.monotonic() + 30
        while tenant.get(path).json()["finishedAt"] is None:
            assert time.monotonic() < deadline
            for file in work.glob("*"):
                with suppress(FileNotFoundError):
                    assert not file.read_bytes().startswith((b"\x89PNG", b"\xff\xd8"))
        receiver.wait()
    done = tenant.get(path).json()
    assert done["report"]["faceMatch"] is not None
    shown = json.dumps(done, ensure_ascii=False).encode()
    assert {"MRZ line 0", "MRZ line 1", "transaction", "metadata"} <= found_in(shown, secrets)
    for picture in done["pictures"]:
        assert httpx.get(picture["url"]).status_code == 200
    assert tenant.get(URL, params={"transactionId": REQUEST["transactionId"]}).json()["items"]
    assert leaks(stack, secrets) == set(), "once it is over"
    assert len([name for name in objects_of(stack, done["requestId"]) if "/work/" not in name]) == 2

    assert tenant.delete(path).status_code == 204
    assert leaks(stack, secrets) == set(), "after the redaction"
    assert objects_of(stack, done["requestId"]) == []
    for picture in done["pictures"]:
        assert httpx.get(picture["url"]).status_code in (404, 410)
    after = tenant.get(path).json()
    assert found_in(json.dumps(after, ensure_ascii=False).encode(), secrets) == set()
    for name in ("requestId", "kind", "state", "outcome", "createdAt", "finishedAt", "stages"):
        assert after[name] == done[name], "what an audit needs is kept"
    assert after["redactedAt"] is not None
    assert (after["report"], after["pictures"], after["metadata"]) == (None, [], None)
    history = tenant.post("/ekyc/transaction/history", data={"requestIds": done["requestId"]})
    (entry,) = history.json()["result"]["details"]["transactions"]
    assert (entry["data"], "imagePath1" in entry) == ("", False)
    assert not tenant.get(URL, params={"transactionId": REQUEST["transactionId"]}).json()["items"]

    with psycopg.connect(plain_address(stack)) as connection:
        row = connection.execute(
            "SELECT wrapped_key, sealed_request, sealed_report, transaction_hash, external_hash,"
            " api_key_id IS NOT NULL FROM verifications WHERE id = %s",
            (done["requestId"],),
        ).fetchone()
    assert row == (None, None, None, None, None, True), "the key is gone; who asked is not"
    assert tenant.delete(path).status_code == 204, "a second redaction does nothing"
    assert tenant.get(path).json() == after


def test_a_link_to_a_redacted_picture_says_that_it_is_gone(
    tenant: httpx.Client,
) -> None:
    made = tenant.post(URL, files={"selfie": selfie_photo(SEED)}, headers={"Prefer": "wait=30"})
    (picture,) = made.json()["pictures"]
    assert httpx.get(picture["url"]).content == selfie_photo(SEED)
    tenant.delete(f"{URL}/{made.json()['requestId']}")
    answer = httpx.get(picture["url"])
    assert answer.status_code == 410
    assert answer.json()["code"] == "gone"


def test_a_refused_request_leaves_nothing_personal(
    stack: Stack, tenant: httpx.Client, secrets: dict[str, bytes]
) -> None:
    broken = passport_photo(SEED)[:-500]
    request = REQUEST | {"expected": EXPECTED | {"gender": EXPECTED["lastName"]}, "threshold": 0}
    answer = tenant.post(
        URL, files={"front": broken}, data={"request": json.dumps(request, ensure_ascii=False)}
    )
    assert answer.status_code == 400
    assert found_in(answer.content, secrets) == set()
    assert objects_of(stack, answer.headers["X-Request-Id"]) == []
    assert leaks(stack, secrets) == set()


def test_nothing_is_finished_after_a_redaction(
    stack: Stack, tenant: httpx.Client, secrets: dict[str, bytes]
) -> None:
    with WebhookReceiver() as receiver:
        accepted = submit(tenant, f"{receiver.url}?token=callback-0f4b")
        path = f"{URL}/{accepted['requestId']}"
        deadline = time.monotonic() + 30
        while not any(s["state"] == "running" for s in tenant.get(path).json()["stages"][1:]):
            assert time.monotonic() < deadline
        assert tenant.delete(path).status_code == 204
        redacted = tenant.get(path).json()
        assert (redacted["state"], redacted["problem"]["code"]) == ("ERROR", "redacted")
        assert {stage["state"] for stage in redacted["stages"]} <= {"done", "skipped"}
        # Whatever was being worked on comes to its end meanwhile.
        time.sleep(4)
        assert tenant.get(path).json() == redacted
        assert receiver.requests == []
    with psycopg.connect(plain_address(stack)) as connection:
        findings = connection.execute(
            "SELECT count(sealed_findings) FROM stages WHERE verification_id = %s",
            (accepted["requestId"],),
        ).fetchone()
        events = connection.execute(
            "SELECT type FROM events WHERE verification_id = %s", (accepted["requestId"],)
        ).fetchall()
    assert findings == (0,)
    assert events == [("verification.error",)]
    assert [name for name in objects_of(stack, accepted["requestId"]) if "/work/" not in name] == []
    assert leaks(stack, secrets) == set()


def test_what_waits_in_the_queue_can_be_redacted(tenant: httpx.Client) -> None:
    accepted = tenant.post(URL, files={"selfie": selfie_photo(SEED)}).json()
    path = f"{URL}/{accepted['requestId']}"
    assert tenant.delete(path).status_code == 204
    redacted = tenant.get(path).json()
    assert redacted["state"] == "ERROR"
    with tenant.stream("GET", accepted["links"]["events"]) as events:
        text = events.read().decode()
    assert len(re.findall(r"^data: ", text, re.MULTILINE)) == 1


def test_logs_hold_no_keys_and_no_signed_links(stack: Stack, tenant: httpx.Client) -> None:
    made = tenant.post(URL, files={"selfie": selfie_photo(SEED)}, headers={"Prefer": "wait=30"})
    (picture,) = made.json()["pictures"]
    link = httpx.URL(picture["url"])
    httpx.get(link)
    key = tenant.headers["Authorization"].removeprefix("Bearer ")
    for log in (stack.state / "logs").iterdir():
        text = log.read_text(errors="replace")
        assert link.params["signature"] not in text, log.name
        assert key not in text, log.name
        assert stack.api_key not in text, log.name
