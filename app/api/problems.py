"""Errors as the native API words them: RFC 9457 problem details with a stable `code`."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from app.api.refusals import record_refusal
from app.core.errors import InvalidRequestError, UnavailableError, VouchError, origin

log = logging.getLogger(__name__)

ErrorRenderer = Callable[[Request, VouchError], JSONResponse]
ErrorHandler = Callable[[Request, Exception], Awaitable[Response]]


class ProblemResponse(JSONResponse):
    """Problem details. In ASCII: a name that is echoed may hold what UTF-8 cannot."""

    media_type = "application/problem+json"

    def render(self, content: Any) -> bytes:
        return json.dumps(content).encode()


def problem(request: Request, error: VouchError) -> JSONResponse:
    """Renders an error as a problem."""
    body: dict[str, Any] = {
        "type": f"urn:vouch:problem:{error.code}",
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "requestId": str(request.state.request_id),
    }
    if error.detail:
        body["detail"] = error.detail
    body.update(error.extra)
    headers = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if "retryAfter" in error.extra:
        headers["Retry-After"] = str(error.extra["retryAfter"])
    return ProblemResponse(body, error.status, headers=headers)


class HttpError(VouchError):
    """An error of the framework's own, such as an unknown path, as one of ours."""

    def __init__(self, status: int) -> None:
        phrase = HTTPStatus(status).phrase
        super().__init__()
        self.status = status  # type: ignore[misc]  # the one error whose status varies
        self.title = phrase  # type: ignore[misc]
        self.code = phrase.lower().replace(" ", "_").replace("-", "_")  # type: ignore[misc]


def invalid(error: RequestValidationError) -> InvalidRequestError:
    """Turns the framework's list of problems into ours."""
    return InvalidRequestError(
        errors=[
            {
                "field": ".".join(str(part) for part in item["loc"][1:]) or str(item["loc"][0]),
                "code": item["type"],
                "message": item["msg"],
            }
            for item in error.errors()
        ]
    )


def install(app: FastAPI, dialects: Mapping[str, ErrorRenderer]) -> ErrorHandler:
    """Gives every error its words: a dialect's below its prefix, the native ones elsewhere.

    Returns what answers an error that nobody foresaw. The outermost of our middleware calls
    it, so that such an answer has its id and is counted like any other.
    """

    async def answer(request: Request, error: VouchError) -> Response:
        renderer = next(
            (found for prefix, found in dialects.items() if request.url.path.startswith(prefix)),
            problem,
        )
        response = renderer(request, error)
        await record_refusal(request, response)
        return response

    @app.exception_handler(VouchError)
    async def vouch(request: Request, error: VouchError) -> Response:
        return await answer(request, error)

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        return await answer(request, invalid(error))

    @app.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> Response:
        response = await answer(request, HttpError(error.status_code))
        response.headers.update(error.headers or {})
        return response

    async def unforeseen(request: Request, error: Exception) -> Response:
        if isinstance(error, OperationalError | InterfaceError | PoolTimeoutError):
            log.error("the database does not answer: %s", type(error).__name__)
            return await answer(request, UnavailableError("the database does not answer"))
        # What an exception says may hold personal data; its type and place do not.
        log.error(
            "%s %s: %s at %s",
            request.method,
            request.url.path,
            type(error).__name__,
            origin(error),
        )
        return await answer(request, VouchError())

    return unforeseen
