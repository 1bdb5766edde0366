"""Reading a native submission: multipart or JSON, the same names in both."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from pydantic import ValidationError

from app.api.bodies import Form, decode_base64, parse_object, read_form, read_json
from app.api.files.uploads import fetch
from app.api.intake import Intake, infer_kind
from app.api.preferences import Preference
from app.api.refusals import is_transaction
from app.api.verifications.schemas import VerificationRequest
from app.core.errors import InvalidRequestError, NotFoundError, UnsupportedMediaError
from app.core.history.service import API_CODES
from app.core.report import Kind, PictureName
from app.core.tenants.service import Caller

TOKEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""A token of `POST /v1/files`. With its hyphens it is no base64."""
PICTURE_NAMES = frozenset(name.value for name in PictureName)


@dataclass
class Parts:
    """What a body holds: pictures, the tokens that stand for others, the member `request` as it
    came, and what is wrong.
    """

    pictures: dict[str, bytes] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    request: Any = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)

    def problem(self, name: str, code: str, message: str) -> None:
        """Notes what is wrong with a part."""
        self.problems.append({"field": name, "code": code, "message": message})


async def read_submission(request: Request, caller: Caller, preference: Preference) -> Intake:
    """Reads a submission whole; what is wrong with its parts is noted, to be said at once.

    Raises `InvalidRequestError` where it cannot be read at all, `TooLargeError` or
    `UnsupportedMediaError`.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/json":
        parts = await asyncio.to_thread(_from_json, await read_json(request))
    elif media_type == "multipart/form-data":
        parts = _from_form(await read_form(request))
    else:
        raise UnsupportedMediaError("send multipart/form-data or application/json")
    pictures, problems = parts.pictures, parts.problems
    for name, token in parts.tokens.items():
        try:
            pictures[name] = await fetch(caller, token)
        except NotFoundError as error:
            parts.problem(name, "unknown_file", error.detail or error.title)
    parsed = _parse(parts.request, problems)
    kind = parsed.kind or infer_kind({*pictures, *parts.tokens})
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


def _from_form(form: Form) -> Parts:
    parts = Parts()
    for name in {**form.files, **form.fields}:
        sent: list[bytes | str] = [*form.files.get(name, []), *form.fields.get(name, [])]
        if name != "request" and name not in PICTURE_NAMES:
            parts.problem(name, "unexpected", "unknown part")
        elif len(sent) > 1:
            parts.problem(name, "duplicate", "was sent more than once")
        elif name == "request":
            try:
                parts.request = parse_object(sent[0])
            except InvalidRequestError:
                parts.problem(name, "invalid", "must be a JSON object")
        elif isinstance(sent[0], bytes):
            parts.pictures[name] = sent[0]
        elif TOKEN.fullmatch(sent[0]):
            parts.tokens[name] = sent[0]
        else:
            parts.problem(name, "unexpected", "must be a file, or a token of one")
    return parts


def _from_json(body: dict[str, Any]) -> Parts:
    parts = Parts()
    for name, value in body.items():
        if name == "request":
            parts.request = value
        elif name not in PICTURE_NAMES:
            parts.problem(name, "unexpected", "unknown member")
        elif not isinstance(value, str):
            parts.problem(name, "invalid", "must be a picture in base64, or a token of one")
        elif TOKEN.fullmatch(value):
            parts.tokens[name] = value
        else:
            try:
                parts.pictures[name] = decode_base64(value)
            except ValueError as error:
                parts.problem(name, "invalid", str(error))
    return parts


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
