"""From a client's parts to a verification that is safe: checked, sealed, stored, committed."""

import asyncio
import hashlib
import json
import logging
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from app.api.pictures import (
    PictureError,
    PictureInfo,
    UnsupportedPicture,
    check_pixels,
    check_shape,
    inspect,
)
from app.core.database import in_transaction
from app.core.errors import (
    IdempotencyMismatchError,
    InvalidRequestError,
    NotFoundError,
    UnavailableError,
    UnsupportedMediaError,
)
from app.core.faces.index import DuplicateFaceError
from app.core.privacy import DataKey, keyed_hash
from app.core.report import Kind, PictureName
from app.core.settings import get_settings
from app.core.storage import object_store, picture_key, put_sealed
from app.core.tenants.service import Caller
from app.core.verifications import service
from app.core.verifications.models import BATCH, INTERACTIVE
from app.core.verifications.service import ReplayedError, StoredPicture, Submission

log = logging.getLogger(__name__)

# What a kind must have, and what it may have besides.
PARTS: dict[Kind, tuple[frozenset[PictureName], frozenset[PictureName]]] = {
    Kind.DOCUMENT: (frozenset({PictureName.FRONT}), frozenset({PictureName.BACK})),
    Kind.IDENTITY: (
        frozenset({PictureName.FRONT, PictureName.SELFIE}),
        frozenset({PictureName.BACK}),
    ),
    Kind.FACE_COMPARE: (frozenset({PictureName.IMAGE1, PictureName.IMAGE2}), frozenset()),
    Kind.LIVENESS: (frozenset({PictureName.SELFIE}), frozenset()),
    Kind.FACE_INDEX: (frozenset({PictureName.SELFIE}), frozenset()),
    Kind.FACE_SEARCH: (frozenset({PictureName.SELFIE}), frozenset()),
}
NEEDED: dict[Kind, tuple[str, ...]] = {Kind.FACE_INDEX: ("externalId",)}
"""Members of `request` that a kind cannot do without."""
MAX_IDEMPOTENCY_KEY = 255


@dataclass(frozen=True)
class Intake:
    """What a client wants verified. `request` is what `Job.request` will be, `api_code` what the
    history calls it.

    `problems`: what was already found wrong with the parts that are no pictures.
    """

    caller: Caller
    request_id: uuid.UUID
    kind: Kind
    request: dict[str, Any]
    pictures: dict[str, bytes]
    api_code: str
    idempotency_key: str | None = None
    interactive: bool = False
    client_id: uuid.UUID | None = None
    problems: list[dict[str, str]] = field(default_factory=list)


def infer_kind(names: Collection[str]) -> Kind:
    """Returns the kind of a submission with pictures of these names that names none."""
    if PictureName.FRONT not in names and PictureName.SELFIE in names:
        return Kind.LIVENESS
    return Kind.IDENTITY if PictureName.SELFIE in names else Kind.DOCUMENT


def check(intake: Intake) -> dict[str, PictureInfo]:
    """Returns what the pictures are, judged by their structure alone.

    Raises `InvalidRequestError` with everything that is wrong, or `UnsupportedMediaError` where
    all of it is that pictures are of types that cannot be read.
    """
    required, optional = PARTS[intake.kind]
    faulty = {problem["field"] for problem in intake.problems}
    unread = any(field.split(".")[0] == "request" for field in faulty)
    problems = [
        *intake.problems,
        *_problems_of_key(intake.idempotency_key),
        *(
            {
                "field": name,
                "code": "missing",
                "message": f"the kind {intake.kind} needs this picture",
            }
            for name in sorted(required - intake.pictures.keys() - faulty)
        ),
        *(
            {
                "field": f"request.{name}",
                "code": "missing",
                "message": f"the kind {intake.kind} needs it",
            }
            for name in NEEDED.get(intake.kind, ())
            if name not in intake.request and not unread
        ),
    ]
    infos: dict[str, PictureInfo] = {}
    only_unsupported = not problems
    for name, data in intake.pictures.items():
        try:
            if name not in required | optional:
                raise PictureError("unexpected", f"the kind {intake.kind} has no such picture")
            infos[name] = inspect(data)
            check_pixels(infos[name], get_settings().api.max_pixels)
            check_shape(infos[name])
        except PictureError as error:
            problems.append({"field": name, "code": error.code, "message": str(error)})
            only_unsupported = only_unsupported and isinstance(error, UnsupportedPicture)
    if problems and only_unsupported:
        raise UnsupportedMediaError(errors=problems)
    if problems:
        raise InvalidRequestError(errors=problems)
    return infos


def _problems_of_key(idempotency_key: str | None) -> list[dict[str, str]]:
    if idempotency_key is None or 1 <= len(idempotency_key) <= MAX_IDEMPOTENCY_KEY:
        return []
    message = f"must have 1 to {MAX_IDEMPOTENCY_KEY} characters"
    return [{"field": "Idempotency-Key", "code": "invalid", "message": message}]


def fingerprint(intake: Intake) -> bytes:
    """Returns a keyed hash of the content: part names and contents, not the bytes of the body."""
    digest = hashlib.sha256(intake.kind.encode())
    digest.update(json.dumps(intake.request, sort_keys=True).encode())
    for name in sorted(intake.pictures):
        digest.update(name.encode() + hashlib.sha256(intake.pictures[name]).digest())
    return keyed_hash("fingerprint", digest.hexdigest())


async def submit(intake: Intake) -> tuple[uuid.UUID, bool]:
    """Makes the verification. Returns its id, and whether it existed before.

    When this returns, the pictures are in the store and the row is committed. Raises the
    errors of `check`, `IdempotencyMismatchError`, `DuplicateFaceError` or `UnavailableError`.
    """
    infos = await asyncio.to_thread(check, intake)
    content = await asyncio.to_thread(fingerprint, intake)
    tenant_id = intake.caller.tenant_id
    if intake.idempotency_key is not None:
        known = await in_transaction(service.replay_of, tenant_id, intake.idempotency_key, content)
        if known is not None:
            return known, True
    key = DataKey.generate()
    stored = await _store(intake, infos, key)
    submission = Submission(
        id=intake.request_id,
        tenant_id=tenant_id,
        api_key_id=intake.caller.key_id,
        kind=intake.kind,
        request=intake.request,
        key=key,
        api_code=intake.api_code,
        pictures=stored,
        priority=INTERACTIVE if intake.interactive else BATCH,
        idempotency_key=intake.idempotency_key,
        fingerprint=content,
        client_id=intake.client_id,
    )
    try:
        await in_transaction(service.accept, submission)
    except ReplayedError as replayed:
        await asyncio.to_thread(_delete, stored)
        return replayed.request_id, True
    except (IdempotencyMismatchError, DuplicateFaceError, NotFoundError):
        await asyncio.to_thread(_delete, stored)
        raise
    # After any other failure the pictures stay: the commit may have gone through unheard. The
    # dispatcher deletes them if no row names them.
    return intake.request_id, False


async def _store(
    intake: Intake, infos: dict[str, PictureInfo], key: DataKey
) -> list[StoredPicture]:
    pictures = [
        StoredPicture(
            name, infos[name].content_type, len(data), picture_key(intake.request_id, name)
        )
        for name, data in intake.pictures.items()
    ]
    writes = [
        asyncio.to_thread(put_sealed, key, picture.object_key, intake.pictures[picture.name])
        for picture in pictures
    ]
    results = await asyncio.gather(*writes, return_exceptions=True)
    failures = [result for result in results if isinstance(result, BaseException)]
    if failures:
        log.error("the object store failed: %s", type(failures[0]).__name__)
        await asyncio.to_thread(_delete, pictures)
        raise UnavailableError("the pictures could not be stored")
    return pictures


def _delete(pictures: list[StoredPicture]) -> None:
    for picture in pictures:
        try:
            object_store().delete(picture.object_key)
        except Exception as error:
            log.warning("an orphan picture is left to the sweep: %s", type(error).__name__)
