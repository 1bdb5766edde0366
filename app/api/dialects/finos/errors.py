"""Failures in FinOS' words. A body carries no more than the page's example does."""

from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from app.api.dialects.finos.catalogue import (
    BY_PATH,
    DUPLICATE,
    HISTORY,
    INVALID_IMAGE,
    Endpoint,
)
from app.api.dialects.headers import header
from app.core.errors import VouchError

FAULT = "Internal Server Error"
WORDS = {
    HTTPStatus.UNAUTHORIZED: "API Key is not valid or is expired / revoked.",
    HTTPStatus.FORBIDDEN: "API Key is not valid or is expired / revoked.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "The request is larger than the server is willing or able to process"
    ),
    HTTPStatus.TOO_MANY_REQUESTS: "Rate limit exceeded",
    HTTPStatus.GATEWAY_TIMEOUT: "Gateway timeout",
}
CODES = {
    HTTPStatus.BAD_REQUEST: "BAD_REQUEST",
    HTTPStatus.FORBIDDEN: "FORBIDDEN",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "REQUEST_ENTITY_TOO_LARGE",
    HTTPStatus.UNPROCESSABLE_ENTITY: "UNPROCESSABLE_ENTITY",
    HTTPStatus.TOO_MANY_REQUESTS: "TOO_MANY_REQUESTS",
    HTTPStatus.GATEWAY_TIMEOUT: "GATEWAY_TIMEOUT",
}
"""Codes of messages. The page has those of 400 and 500; the others are ours."""
FAULT_CODE = "E9999"
DUPLICATE_ID = "duplicate_external_id"
"""The core's word for an id that is in its partition."""
TOO_LARGE = ("too_many_pixels",)
"""Faults of a picture that the page's 413 describes: `Uploaded image too large`."""


def finos_error(request: Request, error: VouchError) -> JSONResponse:
    """Renders an error as the endpoint's failure."""
    endpoint = BY_PATH.get(request.url.path, HISTORY)
    status, words = _said(error)
    body = failure(
        endpoint, status, words, str(request.state.request_id), header(request, "transactionId")
    )
    headers = {}
    if "retryAfter" in error.extra:
        headers["Retry-After"] = str(error.extra["retryAfter"])
    return JSONResponse(body, status, headers=headers)


def failure(
    endpoint: Endpoint, status: int, words: str, request_id: str, transaction_id: str
) -> dict[str, Any]:
    """Returns the body of a failure of an endpoint."""
    body = {"status": "failure", "statusCode": str(status), "error": words}
    if status == HTTPStatus.UNAUTHORIZED:
        odd = {"message": "Unauthorized", "http_status_code": status}
        return odd if endpoint.other_401 else {"requestId": "", **body}
    if endpoint.messages:
        fault = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        code = CODES.get(HTTPStatus(status), FAULT_CODE if fault else HTTPStatus(status).name)
        return {"messages": [{"code": code, "message": words}], "data": None}
    if status == HTTPStatus.INTERNAL_SERVER_ERROR and endpoint.bare_fault:
        return body
    named = {"requestId": request_id}
    body = {**named, **body} if endpoint.id_first else {**body, **named}
    return {**body, "transactionId": transaction_id} if endpoint.transaction else body


def _said(error: VouchError) -> tuple[int, str]:
    """Returns the status and the words of an error."""
    if error.code == DUPLICATE_ID:
        return 400, DUPLICATE
    if error.status in WORDS:
        return error.status, WORDS[HTTPStatus(error.status)]
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return error.status, FAULT
    faults: list[dict[str, str]] = error.extra.get("errors", [])
    if faults or error.status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
        return _said_of_parts(faults)
    return error.status, error.detail or error.title


def _said_of_parts(faults: list[dict[str, str]]) -> tuple[int, str]:
    """Returns what is said of a picture that is none, or of a header that is wrong."""
    if any(fault["code"] in TOO_LARGE for fault in faults):
        return 413, WORDS[HTTPStatus.REQUEST_ENTITY_TOO_LARGE]
    header_faults = [fault for fault in faults if fault["field"] == "Idempotency-Key"]
    if header_faults:
        return 400, f"Idempotency-Key {header_faults[0]['message']}"
    return 400, INVALID_IMAGE
