"""Failures in Datakeen's form: `{"message": …, "status": …}`. The words are ours: the page has
none.
"""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse

from app.core.errors import VouchError

FAULT = "Internal server error"
NAMES = {"front": "file", "back": "file2", "selfie": "userInput.photo"}
"""Datakeen's names of our pictures."""
TOO_LARGE = "too_many_pixels"
"""A fault of a picture that is one of its size."""


def datakeen_error(request: Request, error: VouchError) -> JSONResponse:
    """Renders an error."""
    faults: list[dict[str, str]] = error.extra.get("errors", [])
    status = error.status
    if any(fault["code"] == TOO_LARGE for fault in faults):
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    said = " ".join(
        f"{NAMES.get(fault['field'], fault['field'])}: {fault['message']}" for fault in faults
    )
    headers = {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if "retryAfter" in error.extra:
        headers["Retry-After"] = str(error.extra["retryAfter"])
    message = FAULT if status == HTTPStatus.INTERNAL_SERVER_ERROR else error.detail or error.title
    return JSONResponse({"message": said or message, "status": int(status)}, status, headers)
