"""The one base of all errors that a client sees. A handler per dialect finds its own words."""

import traceback
from typing import Any, ClassVar


class VouchError(Exception):
    """An error with a stable `code`, an HTTP `status` and a `title`.

    `detail` is a sentence for this occurrence; `extra` are further members of the problem.
    """

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal server error"

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.extra = extra


class UnauthorizedError(VouchError):
    code, status, title = "unauthorized", 401, "A valid API key is needed"


class ForbiddenError(VouchError):
    code, status, title = "forbidden", 403, "The API key lacks the scope for this"


class NotFoundError(VouchError):
    code, status, title = "not_found", 404, "There is no such thing"


class NotAcceptableError(VouchError):
    code, status, title = "not_acceptable", 406, "It cannot be shown in this form"


class ConflictError(VouchError):
    code, status, title = "conflict", 409, "The state of the resource does not allow this"


class GoneError(VouchError):
    code, status, title = "gone", 410, "It was redacted or has expired"


class LengthRequiredError(VouchError):
    code, status, title = "length_required", 411, "The length of the body must be declared"


class TooLargeError(VouchError):
    code, status, title = "too_large", 413, "The request is too large"


class UnsupportedMediaError(VouchError):
    code, status, title = "unsupported_media_type", 415, "The content is of an unsupported type"


class InvalidRequestError(VouchError):
    """`extra["errors"]`: every problem at once, each with `field`, `code` and `message`."""

    code, status, title = "invalid_request", 400, "The request is not valid"


class IdempotencyMismatchError(VouchError):
    code, status = "idempotency_mismatch", 422
    title = "This Idempotency-Key was used with other content"


class RateLimitedError(VouchError):
    code, status, title = "rate_limited", 429, "Too many requests"


class UnavailableError(VouchError):
    code, status, title = "unavailable", 503, "The service cannot take requests now"


class WaitTooLongError(VouchError):
    """The wait of a call that is answered with the result has run out; the work goes on."""

    code, status, title = "wait_too_long", 504, "The result is not there yet; ask for it later"


def origin(error: BaseException) -> str:
    """Returns where an error was raised, file and line, without any value: fit for a log."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
