"""Errors in FinOS' words. A body carries no more than the page's example does."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse

from app.core.errors import VouchError

WORDS = {
    HTTPStatus.UNAUTHORIZED: "API Key is not valid or is expired / revoked.",
    HTTPStatus.FORBIDDEN: "API Key is not valid or is expired / revoked.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "The request is larger than the server is willing or able to process"
    ),
    HTTPStatus.TOO_MANY_REQUESTS: "Rate limit exceeded",
    HTTPStatus.GATEWAY_TIMEOUT: "Gateway timeout",
}


def finos_error(request: Request, error: VouchError) -> JSONResponse:
    """Renders an error as FinOS' failure envelope."""
    status = HTTPStatus(error.status)
    words = WORDS.get(status) or error.detail or error.title
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        words = WORDS.get(status, "Internal Server Error")
    request_id = "" if status == HTTPStatus.UNAUTHORIZED else str(request.state.request_id)
    body = {
        "requestId": request_id,
        "status": "failure",
        "statusCode": str(status.value),
        "error": words,
    }
    headers = {}
    if "retryAfter" in error.extra:
        headers["Retry-After"] = str(error.extra["retryAfter"])
    return JSONResponse(body, status.value, headers=headers)
