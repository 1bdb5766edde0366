"""Uploads: sealed and stored for a while, and given back by their tokens."""

import asyncio
import hashlib
import logging
import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from app.api.idempotency import Repeatable
from app.api.pictures import (
    PictureError,
    PictureInfo,
    UnsupportedPicture,
    check_pixels,
    check_shape,
    inspect,
)
from app.core.database import in_transaction, utcnow
from app.core.errors import (
    InvalidRequestError,
    NotFoundError,
    UnavailableError,
    UnsupportedMediaError,
)
from app.core.files import service
from app.core.files.models import Upload
from app.core.privacy import DataKey
from app.core.settings import get_settings
from app.core.storage import (
    ObjectMissingError,
    StoreUnavailableError,
    get_sealed,
    put_sealed,
)
from app.core.tenants.service import Caller

log = logging.getLogger(__name__)


async def keep(caller: Caller, call: Repeatable, field: str, data: bytes) -> Upload:
    """Stores a picture until it expires. When this returns it is safe.

    A call that is repeated stores it again in the same place, where the first one may have failed.
    `field`: what an error calls it. Raises `InvalidRequestError`, `UnsupportedMediaError`,
    `IdempotencyMismatchError`, `UnavailableError`, and `NotFoundError` where what the first call
    stored has expired.
    """
    info = await asyncio.to_thread(look_at, field, data)

    def make(session: Session) -> uuid.UUID:
        upload = Upload(
            id=uuid.uuid4(),
            tenant_id=caller.tenant_id,
            content_type=info.content_type,
            size=len(data),
            wrapped_key=DataKey.generate().wrap(),
            expires_at=utcnow() + timedelta(seconds=get_settings().retention.uploads),
        )
        service.keep(session, upload)
        return upload.id

    content = await asyncio.to_thread(hashlib.sha256, data)
    upload = await call.once(
        caller,
        content.hexdigest(),
        make,
        lambda session, token: service.find(session, caller.tenant_id, token),
    )
    if upload is None:
        raise NotFoundError("what was stored with this Idempotency-Key has expired")
    key = DataKey.unwrap(upload.wrapped_key)
    try:
        await asyncio.to_thread(put_sealed, key, service.object_key(upload.id), data)
    except StoreUnavailableError as error:
        log.error("the object store failed: %s", error)
        raise UnavailableError("the picture could not be stored") from error
    return upload


async def fetch(caller: Caller, token: str) -> bytes:
    """Returns what was uploaded under a token by the same tenant.

    Raises `NotFoundError` where there is no such upload, or not any more, and `UnavailableError`.
    """
    unknown = NotFoundError("there is no such file, or it has expired")
    try:
        known = uuid.UUID(token)
    except ValueError as error:
        raise unknown from error
    upload = await in_transaction(service.find, caller.tenant_id, known)
    if upload is None:
        raise unknown
    key = DataKey.unwrap(upload.wrapped_key)
    try:
        return await asyncio.to_thread(get_sealed, key, service.object_key(upload.id))
    except ObjectMissingError as error:
        raise unknown from error
    except StoreUnavailableError as error:
        raise UnavailableError("the object store does not answer") from error


def look_at(field: str, data: bytes) -> PictureInfo:
    try:
        info = inspect(data)
        check_pixels(info, get_settings().api.max_pixels)
        check_shape(info)
    except PictureError as error:
        problem = {"field": field, "code": error.code, "message": error.message}
        if isinstance(error, UnsupportedPicture):
            raise UnsupportedMediaError(errors=[problem]) from error
        raise InvalidRequestError(errors=[problem]) from error
    return info
