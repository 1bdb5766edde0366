"""Addresses that a client names."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field


def _web_address(value: str) -> str:
    if not value.isprintable() or " " in value:
        raise ValueError("holds characters that are not allowed")
    parts = urlsplit(value)
    if parts.port == 0:  # reading the port raises ValueError where it is none
        raise ValueError("must name a port that can be reached")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http or https address")
    if parts.username or parts.password:
        raise ValueError("must not hold a user name or password")
    return value


WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]
