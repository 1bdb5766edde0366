"""Errors as the native API words them: RFC 9457 problem details with a stable `code`."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.api.refusals import record_refusal
from app.core.errors import InvalidRequestError, VouchError

log = logging.getLogger(__name__)

ErrorRenderer = Callable[[Request, VouchError], JSONResponse]


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
    return JSONResponse(body, error.status, headers=headers, media_type="application/problem+json")


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


def install(app: FastAPI, dialects: Mapping[str, ErrorRenderer]) -> None:
    """Gives every error its words: a dialect's below its prefix, the native ones elsewhere."""

    async def answer(request: Request, error: VouchError) -> Response:
        renderer = next(
            (found for prefix, found in dialects.items() if request.url.path.startswith(prefix)),
            problem,
        )
        response = renderer(request, error)
        await record_refusal(request, response)
        return response

    @app.exception_handler(VouchError)
    async def ours(request: Request, error: VouchError) -> Response:
        return await answer(request, error)

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        return await answer(request, invalid(error))

    @app.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> Response:
        response = await answer(request, HttpError(error.status_code))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        # What an exception says may hold personal data; its type and place do not.
        log.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
        return await answer(request, VouchError())
