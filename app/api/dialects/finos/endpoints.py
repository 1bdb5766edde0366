"""FinOS' endpoints (seed 003): the transaction history."""

import re
import uuid
from typing import Any

from fastapi import APIRouter, Request

from app.api.auth import MayRead
from app.api.bodies import read_form
from app.api.dialects.finos.history import transaction
from app.api.links import base_url
from app.core.database import in_transaction
from app.core.errors import InvalidRequestError, UnsupportedMediaError
from app.core.history import service

router = APIRouter(prefix="/ekyc", tags=["finos"])

MAX_IDS = 1000
EMPTY = "Param [RequestIds] cannot empty"
HISTORY_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            media_type: {
                "schema": {
                    "type": "object",
                    "required": ["requestIds"],
                    "properties": {"requestIds": {"type": "array", "items": {"type": "string"}}},
                }
            }
            for media_type in ("multipart/form-data", "application/x-www-form-urlencoded")
        },
    }
}


async def _request_ids(request: Request) -> list[uuid.UUID]:
    """Reads `requestIds`: repeated fields, one comma-separated field, or either in brackets.

    Raises `InvalidRequestError` where there is none. What is no id is unknown, and left out.
    """
    try:
        form = await read_form(request)
    except UnsupportedMediaError as error:
        raise InvalidRequestError(EMPTY) from error
    given = [*form.fields.get("requestIds", []), *form.fields.get("requestIds[]", [])]
    words = [word for value in given for word in re.split(r"[\s,\[\]\"']+", value) if word]
    if not words:
        raise InvalidRequestError(EMPTY)
    if len(words) > MAX_IDS:
        raise InvalidRequestError(f"Param [RequestIds] has more than {MAX_IDS} values")
    found = []
    for word in dict.fromkeys(words):
        try:
            found.append(uuid.UUID(word))
        except ValueError:
            continue
    return found


@router.post("/transaction/history", openapi_extra=HISTORY_BODY)
async def transaction_history(request: Request, caller: MayRead) -> dict[str, Any]:
    """Lists the requests of these ids, newest first; ids that are unknown are left out."""
    request_ids = await _request_ids(request)
    entries = await in_transaction(service.entries, caller.tenant_id, request_ids)
    base = base_url(request)
    return {
        "requestId": str(request.state.request_id),
        "result": {"details": {"transactions": [transaction(entry, base) for entry in entries]}},
        "status": "success",
        "statusCode": "200",
    }
