"""Tokens that stand for an API key: whose they are, how long, and that nobody else makes one."""

import base64
import hashlib
import json
import time
import uuid

import pytest

from app.api import tokens

KEY = uuid.UUID("11111111-2222-4333-8444-555555555555")


@pytest.fixture(autouse=True)
def signing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of this test's own, in place of the one that is made of the master key."""
    monkeypatch.setattr(
        tokens, "keyed_hash", lambda *parts: hashlib.sha256(repr(parts).encode()).digest()
    )


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_token_stands_for_its_key_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    token = tokens.issue(KEY)
    for later, known in ((0, True), (86_300, True), (86_401, False)):
        monkeypatch.setattr(time, "time", lambda later=later: now + later)
        assert (tokens.key_of(token) == KEY) is known


def test_what_was_changed_is_no_token() -> None:
    header, claims, signature = tokens.issue(KEY).split(".")
    other = part({"sub": str(uuid.uuid4()), "iat": 0, "exp": 2**40})
    unsigned = part({"alg": "none", "typ": "JWT"})
    for wrong in (
        f"{header}.{other}.{signature}",
        f"{unsigned}.{claims}.",
        f"{unsigned}.{claims}.{signature}",
        f"{header}.{claims}.",
        f"{header}.{claims}.{signature}x",
        f"{header}.{claims}.{signature}.",
        f"{header}.{claims}.ß",
        header,
        "..",
        "",
        "vouch_a.b.c",
    ):
        assert tokens.key_of(wrong) is None
