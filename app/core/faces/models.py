"""The face index: one row for each face that is in it, or about to be."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base
from app.core.faces.vector import Vector
from app.core.tenants.models import Tenant
from app.core.verifications.models import Verification


class Face(Base):
    """A face in a partition of a tenant, under the client's id, by the verification that put it
    there.

    The row is made when the verification is accepted: that reserves the id. The vector comes when
    it is over; until then, and without one, the face is not in the index. Partition and id are
    keyed hashes; their texts are in the verification's sealed request. `model_sha256`: the
    embedding model that made the vector, in hex.
    """

    __tablename__ = "faces"

    verification_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(Verification.id), primary_key=True
    )
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Tenant.id))
    partition_hash: Mapped[bytes]
    external_hash: Mapped[bytes]
    vector: Mapped[Sequence[float] | None] = mapped_column(Vector, deferred=True)
    model_sha256: Mapped[str | None]
    indexed_at: Mapped[datetime | None]

    # Both begin with the tenant and the partition: no search needs to read other rows.
    __table_args__ = (
        UniqueConstraint("tenant_id", "partition_hash", "external_hash"),
        Index("ix_faces_of_model", "tenant_id", "partition_hash", "model_sha256"),
    )
