"""Synchronous endpoints over the asynchronous pipeline: submit, wait for the end, render.

Every dialect's endpoint is a translation of its request into `Wanted`; all else is here.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import JSONResponse

from app.api.dialects.dialect import Answer, Asked, Dialect, ShownPicture, Told
from app.api.intake import Intake, check, submit
from app.api.links import base_url, picture_link
from app.api.preferences import RESPOND_ASYNC, read_preference
from app.api.verifications.views import view
from app.api.waiting import current, settled
from app.core.database import in_transaction
from app.core.errors import GoneError, InvalidRequestError, UnavailableError, WaitTooLongError
from app.core.history import service as history
from app.core.history.service import Entry
from app.core.privacy import DataKey
from app.core.report import Kind, PictureName, State
from app.core.settings import get_settings
from app.core.storage import ObjectMissingError, StoreUnavailableError, get_sealed
from app.core.tenants.service import Caller
from app.core.verifications import repository
from app.core.verifications.cuts import shows as shown_by
from app.core.verifications.repository import Snapshot

T = TypeVar("T")

ACCEPTED = 202
FACE_LINK = 86_400
"""Seconds for which a link to a face of the index works (seed 003: `X-Amz-Expires=86400`)."""


@dataclass(frozen=True)
class Wanted:
    """A dialect's request, translated. `api_code` is what the history calls it."""

    asked: Asked
    kind: Kind
    api_code: str
    pictures: dict[str, bytes]
    request: dict[str, Any] = field(default_factory=dict)


async def answer(request: Request, caller: Caller, wanted: Wanted) -> JSONResponse:
    """Submits, waits for the end, and answers in the dialect.

    With `Prefer: respond-async` the answer is `202` at once. Raises the errors of `submit`,
    and `WaitTooLongError` where the limit has passed and the work goes on.
    """
    (shown,), headers = await _answered(request, caller, [wanted])
    return JSONResponse(shown.body, shown.status, headers)


async def answers(
    request: Request,
    caller: Caller,
    wanted: Sequence[Wanted],
    together: Callable[[Sequence[Answer]], Answer],
) -> JSONResponse:
    """Submits several, all or none, waits for the end of all, and answers `together`.

    The call has the id of the first. With `Prefer: respond-async` the answer is `202` at once,
    that of the first, and all of them in `documents`. Raises what `answer` raises.
    """
    shown, headers = await _answered(request, caller, wanted)
    if shown[0].status == ACCEPTED:
        body = {**shown[0].body, "documents": [one.body for one in shown]}
        return JSONResponse(body, ACCEPTED, headers)
    whole = together(shown)
    return JSONResponse(whole.body, whole.status, headers)


async def _answered(
    request: Request, caller: Caller, wanted: Sequence[Wanted]
) -> tuple[list[Answer], dict[str, str]]:
    """Submits, and returns an answer to each, with the headers for the first."""
    preference = read_preference(request.headers.getlist("Prefer"))
    at_once = preference.applied == RESPOND_ASYNC
    intakes = [
        Intake(
            caller=caller,
            request_id=uuid.uuid4() if number else request.state.request_id,
            kind=one.kind,
            request={**one.request, **one.asked.stored()},
            pictures=one.pictures,
            api_code=one.api_code,
            idempotency_key=_numbered(request.headers.get("Idempotency-Key"), number),
            interactive=not at_once,
        )
        for number, one in enumerate(wanted)
    ]
    for intake in intakes[1:]:  # nothing is submitted if one of them is refused
        await asyncio.to_thread(check, intake)
    submitted = [await submit(intake) for intake in intakes]
    ids = [request_id for request_id, _ in submitted]
    request.state.request_id = ids[0]
    headers = {"Idempotency-Replayed": "true"} if submitted[0][1] else {}
    if at_once:
        headers["Location"] = f"/v1/verifications/{ids[0]}?view={wanted[0].asked.dialect}"
        headers["Preference-Applied"] = RESPOND_ASYNC
        return [running(await current(caller.tenant_id, one)) for one in ids], headers
    news, limit = request.app.state.news, get_settings().api.facade_wait
    found = await asyncio.gather(*(settled(news, caller.tenant_id, one, limit) for one in ids))
    if not all(State(one.verification.state).terminal for one in found):
        raise WaitTooLongError()
    dialect: Dialect = request.app.state.dialects[wanted[0].asked.dialect]
    over = [await told(request, one, dialect.shows) for one in found]
    shown = [
        # After a redaction under way what was asked is known here alone.
        dialect.render(one if one.asked else replace(one, request=intake.request, asked=was.asked))
        for one, intake, was in zip(over, intakes, wanted, strict=True)
    ]
    for request_id, answer_ in zip(ids, shown, strict=True):
        await in_transaction(history.record_status, request_id, answer_.status)
    return shown, headers


def _numbered(idempotency_key: str | None, number: int) -> str | None:
    """Returns the key of one of several submissions; the first has the client's own."""
    if idempotency_key is None or number == 0:
        return idempotency_key
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{number}/{idempotency_key}"))


async def told(request: Request, snapshot: Snapshot, shows: Collection[str] = ()) -> Told:
    """Returns what a dialect is told of a verification that is over.

    Raises `UnavailableError` where the store does not answer for the pictures that are shown.
    """
    base, tenant_id = base_url(request), snapshot.verification.tenant_id
    alone = replace(
        Told.of(snapshot),
        pictures=await _pictures(base, snapshot, shows),
        cuts={cut.name: picture_link(base, cut.id, tenant_id) for cut in snapshot.cuts},
    )
    if not alone.indexed:
        return alone
    pictures = await in_transaction(
        repository.pictures_named, tenant_id, alone.indexed, PictureName.SELFIE
    )
    return replace(
        alone,
        faces={
            picture.verification_id: picture_link(base, picture.id, tenant_id, FACE_LINK)
            for picture in pictures
        },
    )


async def _pictures(
    base: str, snapshot: Snapshot, names: Collection[str]
) -> tuple[ShownPicture, ...]:
    """Opens the pictures that show one of these; one that was deleted meanwhile is left out."""
    verification = snapshot.verification
    if verification.wrapped_key is None:
        return ()
    key = DataKey.unwrap(verification.wrapped_key)
    opened = []
    for picture in [*snapshot.pictures, *snapshot.cuts]:
        if shown_by(picture.name)[0] not in names:
            continue
        try:
            data = await asyncio.to_thread(get_sealed, key, picture.object_key)
        except ObjectMissingError:
            continue
        except StoreUnavailableError as error:
            raise UnavailableError("the object store does not answer") from error
        link = picture_link(base, picture.id, verification.tenant_id)
        opened.append(ShownPicture(picture.id, picture.name, picture.content_type, link, data))
    return tuple(opened)


def running(snapshot: Snapshot) -> Answer:
    """Returns what is said of a verification that is not asked to be waited for."""
    verification = snapshot.verification
    return Answer(ACCEPTED, {"requestId": str(verification.id), "status": verification.state})


async def in_view(request: Request, name: str, snapshot: Snapshot) -> JSONResponse:
    """Shows a verification in a dialect, however it came in; `202` while it runs.

    Raises `InvalidRequestError` for a dialect that there is not, `GoneError` after a redaction,
    and `NotAcceptableError` where the kind or the document does not fit.
    """
    dialects: Mapping[str, Dialect] = request.app.state.dialects
    if name not in dialects:
        known = ", ".join(sorted(dialects))
        problem = {"field": "view", "code": "invalid", "message": f"is none of {known}"}
        raise InvalidRequestError(errors=[problem])
    if snapshot.verification.redacted_at is not None:
        raise GoneError("the verification was redacted")
    if not State(snapshot.verification.state).terminal:
        shown = running(snapshot)
    else:
        dialect = dialects[name]
        shown = dialect.render(await told(request, snapshot, dialect.shows))
    return JSONResponse(shown.body, shown.status)


async def as_given(request: Request, snapshot: Snapshot) -> Answer:
    """Returns the answer to a request that became a verification, as its client got it or would
    get it now: in its dialect, or in the native form, without links, since those end.
    """
    if not State(snapshot.verification.state).terminal:
        return running(snapshot)
    over = await told(request, snapshot)
    if over.asked is not None:
        dialect: Dialect = request.app.state.dialects[over.asked.dialect]
        return dialect.render(over)
    shown = view(snapshot, base_url(request)).model_dump(
        mode="json", by_alias=True, exclude={"pictures", "links"}
    )
    return Answer(500 if over.state is State.ERROR else 200, shown)


async def in_time(work: Awaitable[T]) -> T:
    """Waits for what makes no verification, as long as endpoints wait.

    Raises `WaitTooLongError` where it takes longer.
    """
    try:
        async with asyncio.timeout(get_settings().api.facade_wait):
            return await work
    except TimeoutError as error:
        raise WaitTooLongError() from error


async def entries(caller: Caller, request_ids: Collection[uuid.UUID]) -> list[Entry]:
    """Returns the tenant's requests among the ids, newest first; unknown ids are left out."""
    return await in_transaction(history.entries, caller.tenant_id, request_ids)
