"""The native endpoints: submit, poll, follow, list, redact."""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.api.auth import MayRead, MayRedact, MayReview, MayVerify
from app.api.cursors import read_cursor, write_cursor
from app.api.dialects.facade import in_view
from app.api.idempotency import MayRepeat
from app.api.intake import submit
from app.api.links import base_url
from app.api.preferences import read_preference
from app.api.refusals import listed_as
from app.api.verifications.schemas import NewResolution, Text, VerificationPage, VerificationView
from app.api.verifications.submission import read_submission
from app.api.verifications.views import stage_views, summarise, view
from app.api.waiting import News, current, settled
from app.core.database import in_transaction
from app.core.errors import NotFoundError
from app.core.history.service import API_CODES
from app.core.report import Kind, Outcome, State
from app.core.verifications import redaction, repository, review, service
from app.core.verifications.repository import Filters, Snapshot

log = logging.getLogger(__name__)

router = APIRouter(prefix="/v1/verifications", tags=["verifications"])

KEEP_ALIVE = 15.0  # seconds between two signs of life on an event stream
Prefer = Annotated[list[str] | None, Header(description="`wait=N` or `respond-async` (RFC 7240)")]


SUBMISSION_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        **{
                            name: {"type": "string", "format": "binary"}
                            for name in ("front", "back", "selfie", "image1", "image2")
                        },
                        "request": {"type": "string", "description": "a JSON object"},
                    },
                }
            },
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        **{
                            name: {
                                "type": "string",
                                "description": "base64, `data:` allowed; or a token",
                            }
                            for name in ("front", "back", "selfie", "image1", "image2")
                        },
                        "request": {"$ref": "#/components/schemas/VerificationRequest"},
                    },
                }
            },
        },
    }
}


@router.post(
    "",
    status_code=202,
    openapi_extra=SUBMISSION_BODY,
    dependencies=[listed_as(API_CODES[Kind.DOCUMENT])],
    responses={200: {"model": VerificationView, "description": "Over, within the wait"}},
)
async def submit_verification(
    request: Request,
    response: Response,
    caller: MayVerify,
    prefer: Prefer = None,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> VerificationView:
    """Takes pictures and says what became of them later: `202` means that they are safe.

    With `Prefer: wait=N` the answer is held for up to N seconds, and `200` if it is final.
    """
    preference = read_preference(prefer)
    intake = await read_submission(request, caller, preference)
    request_id, replayed = await submit(intake)
    found = await settled(request.app.state.news, caller.tenant_id, request_id, preference.wait)
    shown = view(found, base_url(request))
    if preference.wait and shown.state.terminal:
        response.status_code = 200
    response.headers["Location"] = shown.links.self
    if preference.applied:
        response.headers["Preference-Applied"] = preference.applied
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
    request.state.request_id = request_id
    return shown


@router.get("")
async def list_verifications(
    caller: MayRead,
    state: State | None = None,
    outcome: Outcome | None = None,
    kind: Kind | None = None,
    transaction_id: Annotated[Text | None, Query(alias="transactionId")] = None,
    since: Annotated[datetime | None, Query(alias="from")] = None,
    until: Annotated[datetime | None, Query(alias="to")] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> VerificationPage:
    """Lists the tenant's verifications, newest first."""
    filters = Filters(
        state=state,
        outcome=outcome,
        kind=kind,
        transaction_hash=service.transaction_hash(caller.tenant_id, transaction_id),
        since=since,
        until=until,
    )
    after = read_cursor(cursor) if cursor else None
    rows = await in_transaction(repository.page, caller.tenant_id, filters, after, limit + 1)
    shown = rows[:limit]
    return VerificationPage(
        items=[summarise(row) for row in shown],
        next=write_cursor(shown[-1].created_at, shown[-1].id) if len(rows) > limit else None,
    )


@router.get(
    "/{request_id}",
    response_model=VerificationView,
    responses={202: {"description": "It runs; in the dialect that `view` names"}},
)
async def get_verification(
    request: Request,
    response: Response,
    caller: MayRead,
    request_id: uuid.UUID,
    prefer: Prefer = None,
    shown_as: Annotated[str | None, Query(alias="view", max_length=20)] = None,
) -> VerificationView | Response:
    """Shows a verification: its state, its stages, and the report once there is one.

    `Prefer: wait=N` holds the answer until the verification is over, N seconds at most. `view`
    names a dialect, in which it is then shown, with the status of that dialect's own endpoint.
    """
    preference = read_preference(prefer)
    found = await settled(request.app.state.news, caller.tenant_id, request_id, preference.wait)
    shown = await in_view(request, shown_as, found) if shown_as is not None else None
    if preference.wait and preference.applied:
        (shown or response).headers["Preference-Applied"] = preference.applied
    return shown or view(found, base_url(request))


async def _known(caller: MayRead, request_id: uuid.UUID) -> Snapshot:
    return await current(caller.tenant_id, request_id)


@router.get("/{request_id}/events", response_class=EventSourceResponse)
async def follow_verification(
    request: Request, known: Annotated[Snapshot, Depends(_known)]
) -> AsyncIterator[ServerSentEvent]:
    """Streams every step of a verification as server-sent events, until it is over."""
    tenant_id, request_id = known.verification.tenant_id, known.verification.id
    news: News = request.app.state.news
    last: dict[str, Any] | None = None
    async with news.about(request_id) as event:
        while True:
            event.clear()
            try:
                found = await current(tenant_id, request_id)
            except (SQLAlchemyError, NotFoundError) as error:
                # The stream has begun, so all that can be done is to end it; clients come again.
                log.warning("a stream of events ends: %s", type(error).__name__)
                return
            stages = [stage.model_dump(mode="json", by_alias=True) for stage in stage_views(found)]
            summary = summarise(found.verification).model_dump(mode="json", by_alias=True)
            step = {**summary, "stages": stages}
            if step != last:
                yield ServerSentEvent(data=step, event="progress")
                last = step
            if State(found.verification.state).terminal:
                return
            try:
                async with asyncio.timeout(KEEP_ALIVE):
                    await event.wait()
            except TimeoutError:
                yield ServerSentEvent(comment="still here")


@router.post("/{request_id}/resolution")
async def resolve_verification(
    request: Request,
    caller: MayReview,
    call: MayRepeat,
    request_id: uuid.UUID,
    new: NewResolution,
) -> VerificationView:
    """Settles a verification that asks for attention: who, how and why is kept with it."""

    def resolve(session: Session) -> uuid.UUID:
        tenant_id = caller.tenant_id
        review.resolve(session, tenant_id, request_id, new.outcome, new.reviewer, new.reason)
        return request_id

    await call.once(caller, new.model_dump_json(), resolve, lambda _, own: own)
    return view(await current(caller.tenant_id, request_id), base_url(request))


@router.delete("/{request_id}", status_code=204)
async def redact_verification(caller: MayRedact, request_id: uuid.UUID) -> None:
    """Redacts: the pictures, everything personal and the key are gone when this answers."""
    if not await in_transaction(service.redact, caller.tenant_id, request_id):
        raise NotFoundError(f"there is no verification {request_id}")
    try:
        await asyncio.to_thread(redaction.delete_objects, request_id)
    except Exception as error:
        # The key is gone, so what is left cannot be opened; the dispatcher deletes it.
        log.warning("objects of %s are left: %s", request_id, type(error).__name__)
