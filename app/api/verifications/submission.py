"""Reading a native submission: multipart or JSON, the same names in both."""

import asyncio
from typing import Any

from fastapi import Request
from pydantic import ValidationError

from app.api.bodies import decode_base64, parse_object, read_form, read_json
from app.api.intake import Intake, infer_kind
from app.api.preferences import Preference
from app.api.refusals import is_transaction
from app.api.verifications.schemas import VerificationRequest
from app.core.errors import InvalidRequestError, UnsupportedMediaError
from app.core.history.service import API_CODES
from app.core.report import Kind, PictureName
from app.core.tenants.service import Caller

Parts = tuple[dict[str, bytes], Any, list[dict[str, str]]]
PICTURE_NAMES = frozenset(name.value for name in PictureName)


async def read_submission(request: Request, caller: Caller, preference: Preference) -> Intake:
    """Reads a submission whole; what is wrong with its parts is noted, to be said at once.

    Raises `InvalidRequestError` where it cannot be read at all, `TooLargeError` or
    `UnsupportedMediaError`.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/json":
        body = await read_json(request)
        pictures, raw, problems = await asyncio.to_thread(_from_json, body)
    elif media_type == "multipart/form-data":
        pictures, raw, problems = await _from_form(request)
    else:
        raise UnsupportedMediaError("send multipart/form-data or application/json")
    parsed = _parse(raw, problems)
    kind = parsed.kind or infer_kind(pictures)
    is_transaction(request, API_CODES[kind])
    return Intake(
        caller=caller,
        request_id=request.state.request_id,
        kind=kind,
        request=parsed.model_dump(mode="json", by_alias=True, exclude_none=True),
        pictures=pictures,
        api_code=API_CODES[kind],
        idempotency_key=request.headers.get("Idempotency-Key"),
        interactive=preference.wait > 0,
        problems=problems,
    )


async def _from_form(request: Request) -> Parts:
    form = await read_form(request)
    problems: list[dict[str, str]] = []
    pictures: dict[str, bytes] = {}
    for name, files in form.files.items():
        if name == "request":
            texts = [data.decode(errors="replace") for data in files]
            form.fields.setdefault(name, []).extend(texts)
        elif name not in PICTURE_NAMES:
            problems.append({"field": name, "code": "unexpected", "message": "unknown part"})
        elif len(files) > 1:
            message = "was sent more than once"
            problems.append({"field": name, "code": "duplicate", "message": message})
        else:
            pictures[name] = files[0]
    raw: Any = {}
    for name, values in form.fields.items():
        if name != "request":
            wrong = "must be a file" if name in PICTURE_NAMES else "unknown part"
            problems.append({"field": name, "code": "unexpected", "message": wrong})
        elif len(values) > 1:
            message = "was sent more than once"
            problems.append({"field": name, "code": "duplicate", "message": message})
        else:
            try:
                raw = parse_object(values[0])
            except InvalidRequestError:
                message = "must be a JSON object"
                problems.append({"field": name, "code": "invalid", "message": message})
    return pictures, raw, problems


def _from_json(body: dict[str, Any]) -> Parts:
    problems: list[dict[str, str]] = []
    pictures: dict[str, bytes] = {}
    raw: Any = {}
    for name, value in body.items():
        if name == "request":
            raw = value
        elif name not in PICTURE_NAMES:
            problems.append({"field": name, "code": "unexpected", "message": "unknown member"})
        elif not isinstance(value, str):
            message = "must be a picture in base64"
            problems.append({"field": name, "code": "invalid", "message": message})
        else:
            try:
                pictures[name] = decode_base64(value)
            except ValueError as error:
                problems.append({"field": name, "code": "invalid", "message": str(error)})
    return pictures, raw, problems


def _parse(raw: Any, problems: list[dict[str, str]]) -> VerificationRequest:
    try:
        return VerificationRequest.model_validate(raw)
    except ValidationError as error:
        for item in error.errors():
            field = ".".join(["request", *(str(part) for part in item["loc"])])
            problems.append({"field": field, "code": item["type"], "message": item["msg"]})
        kind = raw.get("kind") if isinstance(raw, dict) else None
        known = next((known for known in Kind if known == kind), None)
        return VerificationRequest(kind=known)
