"""Failures in FacePhi's words: problem details, but for what its gateway says itself."""

from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from app.core.errors import VouchError
from app.core.report import PictureName

TYPE = "https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/"

STATUSES: dict[int, HTTPStatus] = {
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: HTTPStatus.BAD_REQUEST,
    HTTPStatus.SERVICE_UNAVAILABLE: HTTPStatus.BAD_GATEWAY,
}
"""Ours and the page's, which knows neither: a picture that is none is an invalid parameter, and
the 502 says that a service behind this one does not answer.
"""

GATEWAY: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "Unauthorized",
    HTTPStatus.GATEWAY_TIMEOUT: "Endpoint request timed out",
}
"""Statuses whose body is a message alone."""

DETAILS: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "Invalid request.",
    HTTPStatus.BAD_GATEWAY: "Server got an invalid response.",
}

PICTURES: dict[str, str] = {
    PictureName.FRONT: "frontSideImage",
    PictureName.BACK: "backSideImage",
    PictureName.SELFIE: "face",
}
"""The page's names of our pictures."""


def facephi_error(request: Request, error: VouchError) -> JSONResponse:
    """Renders an error. What was wrong with the parameters is in `errors`, all of it at once."""
    status = HTTPStatus(STATUSES.get(error.status, error.status))
    headers = {}
    if "retryAfter" in error.extra:
        headers["Retry-After"] = str(error.extra["retryAfter"])
    if status in GATEWAY:
        return JSONResponse({"message": GATEWAY[status]}, status, headers)
    body: dict[str, Any] = {
        "status": status.value,
        "title": status.phrase,
        "detail": DETAILS.get(status, f"{error.title}."),
        "type": f"{TYPE}{status.value}",
    }
    if status is HTTPStatus.BAD_REQUEST:
        body["errors"] = _wrong(error)
    return JSONResponse(body, status, headers)


def _wrong(error: VouchError) -> list[str]:
    """Returns everything that is wrong: `countryCode is required`."""
    problems: list[dict[str, str]] = error.extra.get("errors", [])
    if not problems:
        return [error.detail or error.title]
    return [
        f"{PICTURES[one['field']]}: {one['message']}"
        if one["field"] in PICTURES
        else f"{one['field']} {one['message']}"
        for one in problems
    ]
