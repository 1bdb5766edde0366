"""Tokens that stand for an API key for a day: JSON Web Tokens (RFC 7519), signed with HS256."""

import base64
import binascii
import hmac
import json
import time
import uuid

from app.core.privacy import keyed_hash

LIFETIME = 86_400
"""Seconds that a token is valid."""


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


HEADER = _encoded(b'{"alg":"HS256","typ":"JWT"}')
"""The one header that we write, and the one that we take: nobody else chooses the algorithm."""


def _signature(header: str, claims: str) -> str:
    # A keyed hash of one part is HMAC-SHA256 of it, under a key of its own (RFC 7515, A.1).
    return _encoded(keyed_hash("token", f"{header}.{claims}"))


def issue(key_id: uuid.UUID) -> str:
    """Returns a token for an API key, valid from now on for `LIFETIME`."""
    now = int(time.time())
    claims = {"sub": str(key_id), "iat": now, "exp": now + LIFETIME}
    body = _encoded(json.dumps(claims, separators=(",", ":")).encode())
    return f"{HEADER}.{body}.{_signature(HEADER, body)}"


def key_of(token: str) -> uuid.UUID | None:
    """Returns the id of the API key that a token stands for.

    None where it is no token of ours, was changed, or has ended.
    """
    header, _, rest = token.partition(".")
    body, _, signature = rest.partition(".")
    if header != HEADER or not hmac.compare_digest(
        signature.encode(), _signature(header, body).encode()
    ):
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError):
        return None
    return uuid.UUID(claims["sub"]) if claims["exp"] > time.time() else None
