"""Reading Datakeen's calls: JSON, a form, or the vendor's `paramDict`."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fastapi import Request

from app.api.bodies import decode_base64, parse_object, read_form, read_json
from app.api.dialects.limits import check_sizes
from app.core.errors import InvalidRequestError, UnsupportedMediaError

FILES = ("file", "file2", "files", "files[]")
"""Where files may stand, in this order."""
OBJECTS = ("userInput", "paramDict")
"""Fields of a form that hold JSON."""
MAX_TEXT = 200
DAY = re.compile(r"(?P<day>\d\d)[./-](?P<month>\d\d)[./-](?P<year>\d{4})")
SEX = {
    "F": "female",
    "M": "male",
    "X": "other",
    "FEMALE": "female",
    "MALE": "male",
    "OTHER": "other",
}


@dataclass(frozen=True)
class Call:
    """What a call brings: its files, what the client claims by our names, and the holder's photo.

    Each member of `documents` is one document: one file, or two that are its sides.
    """

    documents: list[list[bytes]]
    expected: dict[str, str] = field(default_factory=dict)
    photo: bytes | None = None


async def read_call(request: Request) -> Call:
    """Reads a call. Raises `InvalidRequestError`, `TooLargeError` or `UnsupportedMediaError`."""
    media_type = _media_type(request)
    if media_type == "application/json":
        body = await read_json(request)
        call = await asyncio.to_thread(_call, body, [])
    elif media_type == "multipart/form-data":
        form = await read_form(request)
        files = [[data] for name in FILES for data in form.files.get(name, [])]
        body = {name: _object(form.fields[name], name) for name in OBJECTS if name in form.fields}
        call = await asyncio.to_thread(_call, body, files)
    else:
        raise UnsupportedMediaError("send application/json or multipart/form-data")
    check_sizes(data for files in call.documents for data in files)
    check_sizes([call.photo] if call.photo is not None else [])
    return call


async def read_credentials(request: Request) -> tuple[str, str]:
    """Returns the id and the secret of a key. Raises `InvalidRequestError` where one is missing."""
    given: dict[str, Any]
    if _media_type(request) == "application/json":
        given = await read_json(request)
    else:
        form = await read_form(request)
        given = {name: values[0] for name, values in form.fields.items()}
    name, secret = given.get("email", given.get("username")), given.get("password")
    if not isinstance(name, str) or not isinstance(secret, str) or not name or not secret:
        raise InvalidRequestError("send email or username, and password")
    return name, secret


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _object(values: list[str], name: str) -> dict[str, Any]:
    try:
        return parse_object(values[0])
    except InvalidRequestError as error:
        raise InvalidRequestError(f"{name} must be a JSON object") from error


def _call(body: dict[str, Any], files: list[list[bytes]]) -> Call:
    """Reads the members of a body, beside the files that came as such."""
    given = body.get("paramDict", body)
    if not isinstance(given, dict):
        raise InvalidRequestError("paramDict must be a JSON object")
    documents = files + [
        [_picture(given[name], name)] for name in ("file", "file2") if given.get(name)
    ]
    listed = given.get("files") or []
    if not isinstance(listed, list):
        raise InvalidRequestError("files must be a list")
    for number, one in enumerate(listed):
        sides = one if isinstance(one, list) else [one]
        if not 1 <= len(sides) <= 2:
            raise InvalidRequestError(
                f"files[{number}] must be a file, or the two sides of one card"
            )
        documents.append([_picture(side, f"files[{number}]") for side in sides])
    claimed = given.get("userInput", body.get("userInput")) or {}
    if not isinstance(claimed, dict):
        raise InvalidRequestError("userInput must be a JSON object")
    photo = claimed.get("photo")
    return Call(
        documents=documents,
        expected=_expected(claimed),
        photo=_picture(photo, "userInput.photo") if photo else None,
    )


def _picture(value: Any, name: str) -> bytes:
    try:
        return decode_base64(value)
    except (ValueError, AttributeError) as error:
        raise InvalidRequestError(f"{name} must be a file in base64") from error


def _expected(claimed: dict[str, Any]) -> dict[str, str]:
    """Returns what is claimed of the holder by our names. What is empty was not claimed."""
    found = {}
    for name in ("firstName", "lastName", "birthDate", "gender"):
        value = claimed.get(name) or ""
        if not isinstance(value, str) or len(value) > MAX_TEXT or "\x00" in value:
            raise InvalidRequestError(f"userInput.{name} must be a text of {MAX_TEXT} characters")
        if value.strip():
            found[name] = value.strip()
    if "firstName" in found:
        found["firstName"] = " ".join(found["firstName"].replace(",", " ").split())
    if "birthDate" in found:
        found["birthDate"] = _day(found["birthDate"])
    if "gender" in found:
        found["gender"] = _sex(found["gender"])
    return found


def _day(value: str) -> str:
    """Returns `20.06.1972`, or the day in ISO form, in ISO form."""
    printed = DAY.fullmatch(value)
    iso = "{year}-{month}-{day}".format(**printed.groupdict()) if printed else value
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError as error:
        raise InvalidRequestError("userInput.birthDate must be a day like 20.06.1972") from error


def _sex(value: str) -> str:
    if value.upper() not in SEX:
        raise InvalidRequestError("userInput.gender must be F, M or X")
    return SEX[value.upper()]
