"""Reading the parameters of `diagnostic`, all that is wrong with them said at once."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from app.api.bodies import decode_base64, parse_object, read_bytes
from app.api.dialects.facephi.errors import PICTURES
from app.api.files.uploads import fetch
from app.core.errors import InvalidRequestError, NotFoundError
from app.core.report import PictureName
from app.core.tenants.service import Caller

OURS = {name: ours for ours, name in PICTURES.items()}
REQUIRED = ("frontSideImage", "backSideImage", "tokenized", "countryCode", "idType")
FACE = "face"
ID_TYPES = (
    "PASSPORT",
    "ID_CARD",
    "RESIDENCE_PERMIT",
    "DRIVERS_LICENSE",
    "DRIVING_LICENSE",
    "VISA",
)
ONE_SIDED = ("PASSPORT", "VISA")
"""What has no back, though the page wants one: the same picture twice is one picture."""


@dataclass(frozen=True)
class Parameters:
    """What was asked for; the pictures by our names."""

    pictures: dict[str, bytes]
    country: str
    id_type: str


async def read_parameters(request: Request, caller: Caller) -> Parameters:
    """Reads the body. Raises `InvalidRequestError` with all that is wrong, `TooLargeError`, or
    `UnavailableError` where a token's picture cannot be had now.
    """
    data = await read_bytes(request)
    body = await asyncio.to_thread(parse_object, data) if data.strip() else {}
    given = {name: value for name, value in body.items() if value not in (None, "")}
    problems = [*_missing(given), *_wrong(given)]
    sent = [name for name in OURS if isinstance(given.get(name), str)]
    pictures: dict[str, bytes] = {}
    if isinstance(given.get("tokenized"), bool):
        for name in sent:
            try:
                pictures[OURS[name]] = await _picture(caller, given[name], given["tokenized"])
            except (NotFoundError, ValueError):
                words = "is no token, or it has expired" if given["tokenized"] else "is not base64"
                problems.append({"field": name, "code": "invalid", "message": words})
    if problems:
        raise InvalidRequestError(errors=problems)
    front, back = pictures[PictureName.FRONT], pictures[PictureName.BACK]
    if given["idType"] in ONE_SIDED and front == back:
        del pictures[PictureName.BACK]
    return Parameters(pictures, given["countryCode"].upper(), given["idType"])


async def _picture(caller: Caller, value: str, tokenized: bool) -> bytes:
    """Raises `NotFoundError` for a token of nothing, `ValueError` for what is no base64."""
    if tokenized:
        return await fetch(caller, value)
    return await asyncio.to_thread(decode_base64, value)


def _missing(given: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"field": name, "code": "missing", "message": "is required"}
        for name in REQUIRED
        if name not in given
    ]


def _wrong(given: dict[str, Any]) -> list[dict[str, str]]:
    """Returns what is there and is not of its type."""
    words = {name: "must be a string" for name in OURS if not isinstance(given.get(name, ""), str)}
    if not isinstance(given.get("tokenized", True), bool):
        words["tokenized"] = "must be a boolean"
    country = given.get("countryCode", "ESP")
    if not isinstance(country, str) or not re.fullmatch("[A-Za-z]{3}", country):
        words["countryCode"] = "must be an ISO alpha-3 code"
    if given.get("idType", ID_TYPES[0]) not in ID_TYPES:
        words["idType"] = f"must be one of {', '.join(ID_TYPES)}"
    return [{"field": name, "code": "invalid", "message": said} for name, said in words.items()]
