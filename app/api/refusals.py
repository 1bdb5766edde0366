"""Writing refused requests into the history: the customer asks about those most of all."""

import logging
from http import HTTPStatus

from fastapi import Request, params
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import in_transaction
from app.core.history import service
from app.core.tenants.service import Caller

log = logging.getLogger(__name__)

NEVER_A_REQUEST = (HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS)


def is_transaction(request: Request, api_code: str) -> None:
    """Marks a request as one that the history lists, also if it is refused."""
    request.state.api_code = api_code


def listed_as(api_code: str) -> params.Depends:
    """Returns a dependency of a route whose requests the history lists, from the key check on."""

    async def mark(request: Request) -> None:
        is_transaction(request, api_code)

    return params.Depends(mark)


async def record_refusal(request: Request, response: JSONResponse) -> None:
    """Records the answer to an authenticated request that did not become a verification."""
    caller: Caller | None = getattr(request.state, "caller", None)
    api_code: str | None = getattr(request.state, "api_code", None)
    if caller is None or api_code is None or response.status_code in NEVER_A_REQUEST:
        return
    try:
        await in_transaction(
            service.record_refusal,
            request.state.request_id,
            caller.tenant_id,
            api_code,
            response.status_code,
            bytes(response.body),
        )
    except SQLAlchemyError:
        log.warning("a refusal could not be written into the history")
