"""Reading request bodies under limits, in memory alone: no picture touches the disk unsealed."""

import asyncio
import base64
import binascii
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from app.core.errors import InvalidRequestError, TooLargeError, UnsupportedMediaError
from app.core.settings import get_settings

MAX_PARTS = 32
MAX_FIELD = 1_000_000  # bytes of one form field that is no file
DRAINED = 64_000_000  # bytes read and dropped, so that the client gets to read the 413


@dataclass
class Form:
    """A body as its parts: files by name, and text fields by name, each in order."""

    files: dict[str, list[bytes]] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)


async def limited(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """Yields the body as it arrives. Raises `TooLargeError` once it passes `limit` bytes."""
    declared = request.headers.get("content-length", "")
    too_large = declared.isdigit() and int(declared) > limit
    total = 0
    async for chunk in request.stream():
        total += len(chunk)
        too_large = too_large or total > limit
        if total > DRAINED:
            break
        if not too_large:
            yield chunk
    if too_large:
        raise TooLargeError(f"the limit is {limit:,} bytes", limit=limit)


async def read_form(request: Request) -> Form:
    """Reads a multipart or URL-encoded form.

    Raises `TooLargeError`, `UnsupportedMediaError`, or `InvalidRequestError` for a broken one.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    stream = limited(request, get_settings().api.max_upload)
    if media_type == "multipart/form-data":
        # Every part is held in memory: a spooled file would be on the disk in the clear.
        parser: MultiPartParser | FormParser = MultiPartParser(
            request.headers,
            stream,
            max_files=MAX_PARTS,
            max_fields=MAX_PARTS,
            max_part_size=MAX_FIELD,
        )
        parser.spool_max_size = get_settings().api.max_upload  # type: ignore[union-attr]
    elif media_type == "application/x-www-form-urlencoded":
        parser = FormParser(request.headers, stream)
    else:
        raise UnsupportedMediaError("send multipart/form-data")
    try:
        parsed = await parser.parse()
    except (MultiPartException, MultipartParseError, KeyError, UnicodeError) as error:
        raise InvalidRequestError("the form cannot be read: it is broken off or malformed") from (
            error
        )
    except HTTPException as error:
        raise InvalidRequestError(str(error.detail)) from error
    form = Form()
    for name, value in parsed.multi_items():
        if isinstance(value, UploadFile):
            form.files.setdefault(name, []).append(await value.read())
            await value.close()
        else:
            form.fields.setdefault(name, []).append(value)
    return form


async def read_json(request: Request) -> dict[str, Any]:
    """Reads a JSON object. Parsing happens off the event loop.

    Raises `TooLargeError`, or `InvalidRequestError` where it is not a JSON object.
    """
    return await asyncio.to_thread(parse_object, await read_bytes(request))


async def read_bytes(request: Request) -> bytes:
    """Reads a body that should be JSON as it is. Raises `TooLargeError`."""
    return b"".join([chunk async for chunk in limited(request, get_settings().api.max_json)])


def parse_object(data: bytes | str) -> dict[str, Any]:
    """Parses a JSON object. Raises `InvalidRequestError`."""
    try:
        parsed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidRequestError("the body is not JSON") from error
    if not isinstance(parsed, dict):
        raise InvalidRequestError("the body is not a JSON object")
    return parsed


def decode_base64(text: str) -> bytes:
    """Decodes a picture in base64, with or without a `data:` prefix. Raises `ValueError`."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise ValueError("is not base64") from error
