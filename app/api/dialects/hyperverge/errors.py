"""Failures in HyperVerge's form: `status`, `statusCode`, `error`, `metadata`."""

from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from app.api.dialects.headers import header
from app.api.dialects.hyperverge.catalogue import INVALID_FILE
from app.api.dialects.hyperverge.schemas import Failure, Metadata
from app.core.errors import VouchError

FAULT = "Internal Server Error"
WORDS = {
    HTTPStatus.UNAUTHORIZED: "Missing/Invalid credentials",
    HTTPStatus.FORBIDDEN: "Missing/Invalid credentials",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The image or pdf is too large",
    HTTPStatus.TOO_MANY_REQUESTS: "Rate limit exceeded",
    HTTPStatus.GATEWAY_TIMEOUT: "Gateway timeout",
}
TOO_LARGE = "too_many_pixels"


def hyperverge_error(request: Request, error: VouchError) -> JSONResponse:
    """Renders an error."""
    status, words = _said(error)
    body = failure(status, words, str(request.state.request_id), header(request, "transactionId"))
    headers = {}
    if "retryAfter" in error.extra:
        headers["Retry-After"] = str(error.extra["retryAfter"])
    return JSONResponse(body, status, headers=headers)


def failure(status: int, words: str, request_id: str, transaction_id: str) -> dict[str, Any]:
    """Returns the body of a failure."""
    metadata = Metadata(request_id=request_id, transaction_id=transaction_id)
    return Failure(status_code=status, error=words, metadata=metadata).model_dump(by_alias=True)


def _said(error: VouchError) -> tuple[int, str]:
    """Returns the status and the words of an error."""
    faults: list[dict[str, str]] = error.extra.get("errors", [])
    if any(fault["code"] == TOO_LARGE for fault in faults):
        return 413, WORDS[HTTPStatus.REQUEST_ENTITY_TOO_LARGE]
    if error.status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
        return 400, INVALID_FILE
    if error.status in WORDS:
        return error.status, WORDS[HTTPStatus(error.status)]
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return error.status, FAULT
    of_key = [fault for fault in faults if fault["field"] == "Idempotency-Key"]
    if of_key:
        return 400, f"Idempotency-Key {of_key[0]['message']}"
    return (400, INVALID_FILE) if faults else (error.status, error.detail or error.title)
