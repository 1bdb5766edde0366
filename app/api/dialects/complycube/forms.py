"""Reading what clients send: JSON bodies, ids, and the parameters of lists."""

import asyncio
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Query, Request
from pydantic import BaseModel, ValidationError

from app.api.bodies import decode_base64, read_json
from app.core.clients.lists import Narrowed
from app.core.errors import InvalidRequestError, NotFoundError

M = TypeVar("M", bound=BaseModel)

PAGING = (
    "page",
    "pageSize",
    "createdAfter",
    "createdBefore",
    "updatedAfter",
    "updatedBefore",
)
MOST = 1000
"""Items of a page, as ComplyCube has it."""
LAST_PAGE = 1_000_000


async def read(request: Request, model: type[M]) -> M:
    """Reads a JSON body. Raises `InvalidRequestError` with everything that is wrong."""
    return checked(model, await read_json(request))


def checked(model: type[M], body: dict[str, Any]) -> M:
    """Returns a body as the model has it. Raises `InvalidRequestError` as `read` does."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise InvalidRequestError(
            errors=[
                {
                    "field": ".".join(str(part) for part in item["loc"]) or "body",
                    "code": item["type"],
                    "message": item["msg"].removeprefix("Value error, "),
                }
                for item in error.errors()
            ]
        ) from error


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """Describes a body that `read` reads, for the OpenAPI document."""
    schema = model.model_json_schema()
    parts = schema.pop("$defs", {})

    def whole(node: Any) -> Any:
        if isinstance(node, dict) and "$ref" in node:
            return whole(parts[node["$ref"].rpartition("/")[2]])
        if isinstance(node, dict):
            return {name: whole(value) for name, value in node.items()}
        return [whole(value) for value in node] if isinstance(node, list) else node

    content = {"application/json": {"schema": whole(schema)}}
    return {"requestBody": {"required": True, "content": content}}


def known_id(text: str, what: str) -> uuid.UUID:
    """Reads an id. Raises `NotFoundError` where it can be none of ours."""
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise NotFoundError(f"there is no {what} of this id") from error


async def picture(data: str) -> bytes:
    """Decodes a picture in base64, off the event loop. Raises `InvalidRequestError`."""
    try:
        return await asyncio.to_thread(decode_base64, data)
    except ValueError as error:
        problem = {"field": "data", "code": "invalid", "message": str(error)}
        raise InvalidRequestError(errors=[problem]) from error


def narrowing(*own: str) -> Callable[..., Narrowed]:
    """Returns a dependency that reads a list's parameters: those of paging, and `own`.

    A parameter that would not be heeded is refused: a list that is not narrowed as asked misleads.
    """

    def narrowed(
        request: Request,
        page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
        page_size: Annotated[int, Query(ge=1, le=MOST, alias="pageSize")] = 100,
        created_after: Annotated[datetime | None, Query(alias="createdAfter")] = None,
        created_before: Annotated[datetime | None, Query(alias="createdBefore")] = None,
        updated_after: Annotated[datetime | None, Query(alias="updatedAfter")] = None,
        updated_before: Annotated[datetime | None, Query(alias="updatedBefore")] = None,
        client_id: Annotated[str | None, Query(alias="clientId")] = None,
        kind: Annotated[str | None, Query(alias="type", pattern=r"^\w+$", max_length=100)] = None,
        email: Annotated[str | None, Query(max_length=320)] = None,
    ) -> Narrowed:
        unknown = [name for name in request.query_params if name not in (*PAGING, *own)]
        if unknown:
            raise InvalidRequestError(
                errors=[
                    {"field": name, "code": "unexpected", "message": "cannot be filtered by"}
                    for name in unknown
                ]
            )
        return Narrowed(
            page=page,
            page_size=page_size,
            created_after=_utc(created_after),
            created_before=_utc(created_before),
            updated_after=_utc(updated_after),
            updated_before=_utc(updated_before),
            client_id=known_id(client_id, "client") if client_id is not None else None,
            kind=kind,
            email=email,
        )

    return narrowed


def _utc(moment: datetime | None) -> datetime | None:
    """A time without a zone is UTC."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
