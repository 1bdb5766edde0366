"""Errors in ComplyCube's words: its clients read `message`."""

from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from app.core.errors import VouchError

TYPES = {
    HTTPStatus.UNAUTHORIZED: "not_authenticated",
    HTTPStatus.FORBIDDEN: "not_authorized",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limit",
}
FAULT = "Something went wrong on our side"


def complycube_error(request: Request, error: VouchError) -> JSONResponse:
    """Renders an error: its type, and everything that is wrong in one sentence."""
    fault = error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    kind = "api_error" if fault else TYPES.get(HTTPStatus(error.status), "invalid_request")
    body: dict[str, Any] = {"type": kind, "message": FAULT if fault else _message(error)}
    headers = {}
    if "retryAfter" in error.extra:
        headers["Retry-After"] = str(error.extra["retryAfter"])
    return JSONResponse(body, error.status, headers=headers)


def _message(error: VouchError) -> str:
    problems: list[dict[str, str]] = error.extra.get("errors", [])
    if problems:
        return "; ".join(f"{one['field']}: {one['message']}" for one in problems)
    return error.detail or error.title
