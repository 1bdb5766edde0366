"""API keys are made, listed, rotated and revoked; the database has nothing but their hashes."""

import hashlib
import subprocess
import uuid
from collections.abc import Callable

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from app.embedded.stack import Stack
from tests.conftest import vouch
from tests.pictures import landscape

URL = "/v1/verifications"


@pytest.fixture
def tenant() -> str:
    return f"keys-{uuid.uuid4()}"


@pytest.fixture
def create(stack: Stack, tenant: str) -> Callable[..., list[str]]:
    """Makes a key of the tenant. Returns its id and the key."""
    return lambda *options: vouch(stack, "keys", "create", "--tenant", tenant, *options).split()


def status(stack: Stack, key: str, method: str = "GET", path: str = URL, **parts: object) -> int:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.request(method, stack.url + path, headers=headers, **parts).status_code


def database(stack: Stack) -> psycopg.Connection[tuple[object, ...]]:
    address = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    return psycopg.connect(address.render_as_string(hide_password=False))


def test_a_new_key_works_for_its_tenant(
    stack: Stack, create: Callable[..., list[str]], api: httpx.Client
) -> None:
    _, key = create("--name", "first")
    _, another = create("--name", "second")
    assert key != another
    assert key.startswith("vouch_")
    headers = {"Authorization": f"Bearer {key}"}
    made = httpx.post(stack.url + URL, files={"selfie": landscape()}, headers=headers).json()
    assert status(stack, another, path=f"{URL}/{made['requestId']}") == 200
    assert api.get(f"{URL}/{made['requestId']}").status_code == 404


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [("read", {"list"}), ("verify", {"submit"}), ("redact,webhooks", {"redact", "webhooks"})],
)
def test_a_key_may_do_what_its_scopes_say(
    stack: Stack, create: Callable[..., list[str]], scopes: str, allowed: set[str]
) -> None:
    _, key = create("--scopes", scopes)
    tried = {
        "list": status(stack, key),
        "submit": status(stack, key, "POST", files={"selfie": landscape()}),
        "redact": status(stack, key, "DELETE", f"{URL}/{uuid.uuid4()}"),
        "webhooks": status(stack, key, path="/v1/webhook-endpoints"),
    }
    good = {"list": 200, "submit": 202, "redact": 404, "webhooks": 200}
    assert tried == {name: good[name] if name in allowed else 403 for name in tried}


def test_an_unknown_scope_makes_no_key(stack: Stack, tenant: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failure:
        vouch(stack, "keys", "create", "--tenant", tenant, "--scopes", "read,everything")
    assert "everything" in failure.value.stderr
    assert tenant not in vouch(stack, "keys", "list")


def test_the_list_shows_keys_by_their_ids_and_never_the_keys(
    stack: Stack, create: Callable[..., list[str]], tenant: str
) -> None:
    key_id, key = create("--name", "nightly", "--scopes", "read,verify")
    listed = vouch(stack, "keys", "list")
    assert f"{key_id} {tenant} nightly read,verify no end" in listed.splitlines()
    assert key not in listed
    assert key.removeprefix("vouch_")[:8] not in listed
    assert stack.api_key not in listed


def test_the_database_has_a_hash_that_cannot_be_guessed_without_the_master_key(
    stack: Stack, create: Callable[..., list[str]]
) -> None:
    key_id, key = create()
    with database(stack) as connection:
        row = connection.execute("SELECT * FROM api_keys WHERE id = %s", (key_id,)).fetchone()
        stored = connection.execute("SELECT hash FROM api_keys WHERE id = %s", (key_id,)).fetchone()
    assert row is not None
    assert key not in str(row)
    assert stored is not None
    assert len(bytes(stored[0])) == 32  # type: ignore[call-overload]
    assert stored[0] != hashlib.sha256(key.encode()).digest()


def test_a_rotated_key_works_until_the_grace_is_over(
    stack: Stack, create: Callable[..., list[str]], tenant: str
) -> None:
    old_id, old = create("--name", "app", "--scopes", "read")
    new_id, new = vouch(stack, "keys", "rotate", old_id, "--grace", "1").split()
    assert (status(stack, old), status(stack, new)) == (200, 200)
    assert status(stack, new, "POST", files={"selfie": landscape()}) == 403, "the same scopes"
    listed = {line.split()[0]: line for line in vouch(stack, "keys", "list").splitlines()}
    assert listed[new_id] == f"{new_id} {tenant} app read no end"
    assert " ends 20" in listed[old_id]
    with database(stack) as connection:
        left = connection.execute(
            "SELECT extract(epoch FROM expires_at - now()) FROM api_keys WHERE id = %s", (old_id,)
        ).fetchone()
        assert left is not None
        assert 3500 < float(left[0]) <= 3600  # type: ignore[arg-type]
        connection.execute("UPDATE api_keys SET expires_at = now() WHERE id = %s", (old_id,))
    assert (status(stack, old), status(stack, new)) == (401, 200)


def test_a_key_rotated_without_grace_ends_at_once(
    stack: Stack, create: Callable[..., list[str]]
) -> None:
    old_id, old = create()
    _, new = vouch(stack, "keys", "rotate", old_id, "--grace", "0").split()
    assert (status(stack, old), status(stack, new)) == (401, 200)


def test_a_revoked_key_ends_at_once_and_a_rotation_does_not_bring_it_back(
    stack: Stack, create: Callable[..., list[str]]
) -> None:
    key_id, key = create()
    assert status(stack, key) == 200
    vouch(stack, "keys", "revoke", key_id)
    assert status(stack, key) == 401
    vouch(stack, "keys", "rotate", key_id, "--grace", "24")
    assert status(stack, key) == 401


def test_an_unknown_key_is_neither_rotated_nor_revoked(stack: Stack) -> None:
    for command in ("rotate", "revoke"):
        with pytest.raises(subprocess.CalledProcessError) as failure:
            vouch(stack, "keys", command, str(uuid.uuid4()))
        assert "there is no key" in failure.value.stderr
