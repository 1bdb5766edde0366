"""`vouch faces reindex`: embed the faces of the index anew after the embedding model has changed.

A search compares vectors of one model alone, so faces that another one embedded are not found until
this was done. The stored selfies are decoded, and their faces found and embedded, as the stages do.
"""

import uuid
from collections import Counter

from sqlalchemy import select

from app.core.database import transaction
from app.core.faces import index
from app.core.privacy import CannotOpenError, DataKey
from app.core.report import PictureName
from app.core.settings import get_settings
from app.core.storage import ObjectMissingError, get_sealed
from app.core.verifications.models import Picture, Verification
from workers.models import registry
from workers.stages.faces import faces_of
from workers.vision import image

BATCH = 100
DONE = "embedded anew"
GONE, DAMAGED, NO_FACE = "picture gone", "picture damaged", "no face found"


def reindex() -> Counter[str]:
    """Embeds every face that another model has embedded. Returns how many came to what.

    May be repeated, and run beside everything else: what is taken out meanwhile stays out. Raises
    `StoreUnavailableError` while the store is away: what was done until then is done.
    """
    model = registry.sha256("face-embedding")
    results: Counter[str] = Counter()
    last: uuid.UUID | None = None
    while True:
        with transaction() as session:
            batch = index.made_by_others(session, model, last, BATCH)
        if not batch:
            return results
        for request_id, made_by in batch:
            results[_embed_anew(request_id, made_by, model)] += 1
        last = batch[-1][0]


def _embed_anew(request_id: uuid.UUID, made_by: str, model: str) -> str:
    try:
        selfie = _selfie(request_id)
        decoded = image.decode(selfie, max_pixels=get_settings().api.max_pixels, max_pages=1)
        vector = faces_of(decoded[0].image).embedding
    except ObjectMissingError:
        return GONE
    except (image.UndecodableImage, CannotOpenError):
        return DAMAGED
    if vector is None:
        return NO_FACE
    with transaction() as session:
        index.replace(session, request_id, made_by, vector, model)
    return DONE


def _selfie(request_id: uuid.UUID) -> bytes:
    """Raises `ObjectMissingError` where it was deleted, or the verification was redacted."""
    with transaction() as session:
        row = session.execute(
            select(Verification.wrapped_key, Picture.object_key)
            .join(Picture, Picture.verification_id == Verification.id)
            .where(Verification.id == request_id, Picture.name == PictureName.SELFIE)
        ).first()
    if row is None or row[0] is None:
        raise ObjectMissingError(str(request_id))
    return get_sealed(DataKey.unwrap(row[0]), row[1])
