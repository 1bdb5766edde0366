"""Uploading a picture now, to use it later by its token."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request

from app.api.auth import MayVerify
from app.api.bodies import Form, read_form
from app.api.files.uploads import keep
from app.api.idempotency import MayRepeat
from app.api.verifications.schemas import ApiModel
from app.core.errors import InvalidRequestError

router = APIRouter(prefix="/v1/files", tags=["files"])

FILE = "file"
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FILE],
                    "properties": {FILE: {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


class FileView(ApiModel):
    """An upload. `token`: what stands for it, until `expires_at`."""

    token: str
    content_type: str
    size: int
    expires_at: datetime


@router.post("", status_code=201, openapi_extra=BODY)
async def upload_file(request: Request, caller: MayVerify, call: MayRepeat) -> FileView:
    """Keeps a picture, sealed, until it expires. Its token serves keys of the same tenant."""
    kept = await keep(caller, call, FILE, _one_file(await read_form(request)))
    return FileView(
        token=str(kept.id),
        content_type=kept.content_type,
        size=kept.size,
        expires_at=kept.expires_at,
    )


def _one_file(form: Form) -> bytes:
    """Returns the one file of a form. Raises `InvalidRequestError` with everything wrong."""
    files = form.files.pop(FILE, [])
    problems = [
        {"field": name, "code": "unexpected", "message": "must be a file"}
        if name == FILE
        else {"field": name, "code": "unexpected", "message": "unknown part"}
        for name in (*form.files, *form.fields)
    ]
    if len(files) > 1:
        message = "was sent more than once"
        problems.append({"field": FILE, "code": "duplicate", "message": message})
    elif not files and FILE not in form.fields:
        problems.append({"field": FILE, "code": "missing", "message": "send a picture"})
    if problems:
        raise InvalidRequestError(errors=problems)
    return files[0]
