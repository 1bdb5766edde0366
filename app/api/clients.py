"""The clients of a tenant: what a dialect that keeps clients needs beside its words."""

import asyncio
import logging
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from fastapi import Request
from sqlalchemy.orm import Session

from app.api.dialects.dialect import Asked, Told
from app.api.dialects.facade import Wanted, told
from app.api.files.uploads import look_at
from app.api.intake import Intake, submit
from app.api.waiting import current
from app.core.clients import checks, clients, pictures
from app.core.clients.lists import Narrowed
from app.core.clients.pictures import KnownPicture, NewPicture
from app.core.database import in_transaction
from app.core.errors import NotFoundError, UnavailableError
from app.core.report import Kind, Outcome, State
from app.core.storage import (
    ObjectMissingError,
    StoreUnavailableError,
    get_sealed,
    object_store,
    put_sealed,
)
from app.core.tenants.service import Caller
from app.core.verifications import redaction

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class ClientCheck:
    """A verification of a client. `told` is there once it is over, unless it was redacted."""

    id: uuid.UUID
    client_id: uuid.UUID
    kind: Kind
    state: State
    outcome: Outcome | None
    began: datetime
    changed: datetime
    asked: Asked | None
    told: Told | None


async def kept(
    work: Callable[Concatenate[Session, uuid.UUID, P], T],
    caller: Caller,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Runs one of the functions of `app.core.clients` for the caller's tenant."""
    return await in_transaction(work, caller.tenant_id, *args, **kwargs)


async def upload(
    caller: Caller,
    client_id: uuid.UUID,
    data: bytes,
    document_id: uuid.UUID | None = None,
    side: str | None = None,
    file_name: str | None = None,
) -> KnownPicture:
    """Stores a side of a document, in place of the one that is there, or a live photo.

    Raises `InvalidRequestError` and `UnsupportedMediaError` for what is no picture,
    `NotFoundError`, and `UnavailableError`.
    """
    info = await asyncio.to_thread(look_at, "data", data)
    key = await in_transaction(pictures.data_key, caller.tenant_id, client_id)
    new = NewPicture(uuid.uuid4(), info.content_type, len(data), document_id, side, file_name)
    place = pictures.object_key(client_id, new.id)
    try:
        await asyncio.to_thread(put_sealed, key, place, data)
    except StoreUnavailableError as error:
        log.error("the object store failed: %s", error)
        raise UnavailableError("the picture could not be stored") from error
    try:
        known, replaced = await in_transaction(pictures.put, caller.tenant_id, client_id, new)
    except NotFoundError:
        await delete_objects([place])
        raise
    await delete_objects(replaced)
    return known


async def download(caller: Caller, picture: KnownPicture) -> bytes:
    """Returns the bytes of a picture. Raises `NotFoundError` or `UnavailableError`."""
    key = await in_transaction(pictures.data_key, caller.tenant_id, picture.client_id)
    place = pictures.object_key(picture.client_id, picture.id)
    try:
        return await asyncio.to_thread(get_sealed, key, place)
    except ObjectMissingError as error:
        raise NotFoundError("the picture was deleted") from error
    except StoreUnavailableError as error:
        raise UnavailableError("the object store does not answer") from error


async def delete_objects(keys: Collection[str]) -> None:
    """Deletes objects that no row names any more. What fails goes with its client."""
    for key in keys:
        try:
            await asyncio.to_thread(object_store().delete, key)
        except Exception as error:
            log.warning("a picture of a client is left: %s", type(error).__name__)


async def forget(caller: Caller, client_id: uuid.UUID) -> None:
    """Deletes a client with everything that is kept of it, its verifications too.

    Raises `NotFoundError`.
    """
    redacted = await in_transaction(clients.forget, caller.tenant_id, client_id)
    try:
        await asyncio.to_thread(pictures.delete_objects, client_id)
        for request_id in redacted:
            await asyncio.to_thread(redaction.delete_objects, request_id)
    except Exception as error:
        # The keys are gone, so what is left cannot be opened; the dispatcher deletes it.
        log.warning("objects of the client %s are left: %s", client_id, type(error).__name__)


async def start_check(
    request: Request, caller: Caller, client_id: uuid.UUID, wanted: Wanted
) -> uuid.UUID:
    """Submits a verification of a client. Raises the errors of `submit`."""
    intake = Intake(
        caller=caller,
        request_id=request.state.request_id,
        kind=wanted.kind,
        request={**wanted.request, **wanted.asked.stored()},
        pictures=wanted.pictures,
        api_code=wanted.api_code,
        idempotency_key=request.headers.get("Idempotency-Key"),
        interactive=True,
        client_id=client_id,
    )
    request_id, _ = await submit(intake)
    request.state.request_id = request_id
    return request_id


async def get_check(
    request: Request,
    caller: Caller,
    request_id: uuid.UUID,
    shows: Collection[str] = (),
) -> ClientCheck:
    """Returns a verification of a client as it stands, with the pictures that are shown.

    Raises `NotFoundError`, also for a verification that is about no client.
    """
    found = await current(caller.tenant_id, request_id)
    row = found.verification
    if row.client_id is None:
        raise NotFoundError(f"there is no check {request_id}")
    state = State(row.state)
    seen = await told(request, found, shows if state.terminal else ())
    return ClientCheck(
        id=row.id,
        client_id=row.client_id,
        kind=Kind(row.kind),
        state=state,
        outcome=Outcome(row.outcome) if row.outcome else None,
        began=row.created_at,
        changed=row.finished_at or row.created_at,
        asked=seen.asked,
        told=seen if state.terminal and row.redacted_at is None else None,
    )


async def page_checks(
    request: Request, caller: Caller, narrowed: Narrowed
) -> tuple[list[ClientCheck], int]:
    """Returns a page of verifications of clients, newest first, and how many there are."""
    ids, total = await in_transaction(checks.page, caller.tenant_id, narrowed)
    return [await get_check(request, caller, one) for one in ids], total
