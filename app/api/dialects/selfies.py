"""Whether a selfie shows the person of an earlier liveness check."""

import asyncio
import uuid

from fastapi import Request

from app.api.intake import Intake, submit
from app.api.waiting import settled
from app.core.database import in_transaction
from app.core.errors import UnavailableError, WaitTooLongError
from app.core.history.service import API_CODES
from app.core.privacy import DataKey
from app.core.report import Kind, Outcome, PictureName, State
from app.core.settings import get_settings
from app.core.storage import ObjectMissingError, StoreUnavailableError, get_sealed
from app.core.tenants.service import Caller
from app.core.verifications import repository, service
from app.core.verifications.repository import Filters, Snapshot


async def same_as_in_liveness(
    request: Request, caller: Caller, transaction_id: str, selfie: bytes
) -> bool:
    """Says whether a selfie is of the person of the newest liveness check of a transaction.

    The very same picture is; another one is compared, by a verification of its own. False also
    where there was no such check, or none that found a face. Raises the errors of `submit`,
    `WaitTooLongError`, and `UnavailableError` where the store does not answer.
    """
    found = await _newest_liveness(caller.tenant_id, transaction_id)
    if found is None or found.verification.wrapped_key is None:
        return False
    key = DataKey.unwrap(found.verification.wrapped_key)
    (picture,) = [one for one in found.pictures if one.name == PictureName.SELFIE]
    try:
        earlier = await asyncio.to_thread(get_sealed, key, picture.object_key)
    except ObjectMissingError:
        return False  # it was redacted a moment ago
    except StoreUnavailableError as error:
        raise UnavailableError("the object store does not answer") from error
    return earlier == selfie or await _same_person(request, caller, earlier, selfie)


async def _newest_liveness(tenant_id: uuid.UUID, transaction_id: str) -> Snapshot | None:
    transaction_hash = service.transaction_hash(tenant_id, transaction_id)
    if transaction_hash is None:
        return None
    filters = Filters(State.FINISHED, kind=Kind.LIVENESS, transaction_hash=transaction_hash)
    rows = await in_transaction(repository.page, tenant_id, filters, None, 1)
    return await in_transaction(repository.snapshot, tenant_id, rows[0].id) if rows else None


async def _same_person(request: Request, caller: Caller, one: bytes, other: bytes) -> bool:
    intake = Intake(
        caller=caller,
        request_id=uuid.uuid4(),
        kind=Kind.FACE_COMPARE,
        request={},
        pictures={PictureName.IMAGE1: one, PictureName.IMAGE2: other},
        api_code=API_CODES[Kind.FACE_COMPARE],
        interactive=True,
    )
    request_id, _ = await submit(intake)
    limit = get_settings().api.facade_wait
    found = await settled(request.app.state.news, caller.tenant_id, request_id, limit)
    if not State(found.verification.state).terminal:
        raise WaitTooLongError()
    return found.verification.outcome == Outcome.CLEAR
