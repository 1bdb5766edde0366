"""Signed links to pictures: the one way in which anybody sees one.

The link names the picture and its tenant, and when it ends; the signature covers all three.
Following it checks redaction and opens the ciphertext: the store never has more than that.
"""

import hmac
import time
import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import URL

from app.core.database import in_transaction
from app.core.errors import GoneError, NotFoundError, UnavailableError
from app.core.privacy import DataKey, keyed_hash
from app.core.settings import get_settings
from app.core.storage import ObjectMissingError, StoreUnavailableError, get_sealed
from app.core.verifications import repository

router = APIRouter(prefix="/v1/pictures", tags=["pictures"])


def _signature(picture_id: uuid.UUID, tenant_id: uuid.UUID, ends: int) -> str:
    return keyed_hash("picture-link", str(picture_id), str(tenant_id), str(ends)).hex()


def base_url(request: Request) -> str:
    """Returns the address under which this client reaches the API, ending in a slash."""
    public = get_settings().api.public_url
    return (public or str(request.base_url)).rstrip("/") + "/"


def picture_link(
    base: str, picture_id: uuid.UUID, tenant_id: uuid.UUID, lifetime: int | None = None
) -> str:
    """Returns a link to a picture that works for `lifetime` seconds, else as the settings say."""
    ends = int(time.time()) + (lifetime or get_settings().security.link_lifetime)
    url = URL(f"{base}v1/pictures/{picture_id}").include_query_params(
        tenant=tenant_id, ends=ends, signature=_signature(picture_id, tenant_id, ends)
    )
    return str(url)


@router.get("/{picture_id}", response_class=Response)
async def follow_link(
    picture_id: uuid.UUID,
    tenant: uuid.UUID,
    ends: Annotated[int, Query(ge=0, le=2**40)],
    signature: Annotated[str, Query(max_length=200)],
) -> Response:
    """Gives a picture to whoever holds a link that was signed for it and has not ended."""
    expected = _signature(picture_id, tenant, ends)
    if not hmac.compare_digest(expected.encode(), signature.encode(errors="replace")):
        raise NotFoundError("there is no such picture")
    if ends < time.time():
        raise GoneError("the link has ended")
    found = await in_transaction(repository.find_picture, tenant, picture_id)
    picture, verification = found or (None, None)
    if picture is None or verification is None or verification.wrapped_key is None:
        raise GoneError("the picture was redacted")
    key = DataKey.unwrap(verification.wrapped_key)
    try:
        data = await run_in_threadpool(get_sealed, key, picture.object_key)
    except ObjectMissingError as error:
        raise GoneError("the picture was deleted") from error
    except StoreUnavailableError as error:
        raise UnavailableError("the object store does not answer") from error
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return Response(data, media_type=picture.content_type, headers=headers)
