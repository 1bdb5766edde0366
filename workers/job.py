"""What one stage sees of its verification: its request, its pictures, earlier findings."""

import json
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel
from sqlalchemy import select

from app.core.database import transaction
from app.core.privacy import DataKey
from app.core.report import Kind, PictureName
from app.core.storage import get_sealed, picture_key, put_sealed, work_folder
from app.core.verifications.models import Picture, Verification
from app.core.verifications.stages import Claim, findings

F = TypeVar("F", bound=BaseModel)
FAST_LOSSLESS = [cv2.IMWRITE_PNG_COMPRESSION, 1]
GOOD_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 92]


@dataclass(frozen=True)
class Job:
    """One claimed stage. Holds no database connection.

    `received`: the day, in UTC, on which the verification was accepted. What is judged by a day is
    judged by this one, however late or often a stage runs.
    """

    verification_id: uuid.UUID
    tenant_id: uuid.UUID
    kind: Kind
    stage: str
    received: date
    key: DataKey
    request: dict[str, Any]
    pictures: dict[PictureName, str]
    earlier: dict[str, bytes]

    @classmethod
    def of(cls, claim: Claim) -> "Job":
        """Reads what the stage needs, in one short transaction."""
        key = DataKey.unwrap(claim.wrapped_key)
        with transaction() as session:
            verification = session.get_one(Verification, claim.verification_id)
            request = verification.sealed_request
            pictures = session.execute(
                select(Picture.name, Picture.object_key).where(
                    Picture.verification_id == claim.verification_id
                )
            )
            return cls(
                verification_id=claim.verification_id,
                tenant_id=claim.tenant_id,
                kind=claim.kind,
                stage=claim.stage,
                received=verification.created_at.date(),
                key=key,
                request=json.loads(key.open(request, "request")) if request else {},
                pictures={PictureName(name): object_key for name, object_key in pictures},
                earlier=findings(session, claim.verification_id),
            )

    def original(self, name: PictureName) -> bytes:
        """Returns a picture as it was sent. Only `prepare` asks for it."""
        return get_sealed(self.key, self.pictures[name])

    def put_image(self, name: str, image: NDArray[np.uint8]) -> None:
        """Hands a BGR picture to later stages, lossless."""
        encoded, data = cv2.imencode(".png", image, FAST_LOSSLESS)
        if not encoded:
            raise ValueError(f"cannot encode {name}")
        put_sealed(self.key, f"{work_folder(self.verification_id)}{name}.png", data.tobytes())

    def keep_image(self, name: str, image: NDArray[np.uint8]) -> Picture:
        """Stores a BGR picture as JPEG, to be kept as long as the verification.

        Until the row that is returned is written, nothing names the object: then it is swept away.
        """
        encoded, data = cv2.imencode(".jpg", image, GOOD_JPEG)
        if not encoded:
            raise ValueError(f"cannot encode {name}")
        object_key = picture_key(self.verification_id, name)
        put_sealed(self.key, object_key, data.tobytes())
        return Picture(
            verification_id=self.verification_id,
            name=name,
            content_type="image/jpeg",
            size=data.size,
            object_key=object_key,
        )

    def image(self, name: str) -> NDArray[np.uint8]:
        """Returns a BGR picture that an earlier stage handed over."""
        data = get_sealed(self.key, f"{work_folder(self.verification_id)}{name}.png")
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        if image is None:
            raise ValueError(f"cannot decode {name}")
        return image.astype(np.uint8, copy=False)

    def found(self, stage: str, model: type[F]) -> F | None:
        """Returns what an earlier stage found, None where it failed, was skipped, or is not
        part of this kind.
        """
        sealed = self.earlier.get(stage)
        if sealed is None:
            return None
        return model.model_validate_json(self.key.open(sealed, f"findings/{stage}"))

    def seal(self, found: BaseModel) -> bytes:
        """Seals what this stage found."""
        return self.key.seal(found.model_dump_json().encode(), f"findings/{self.stage}")
