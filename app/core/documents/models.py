"""What the workers of each version read, as they publish it."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base


class CatalogueRow(Base):
    """The document types of one version of Vouch. `items`: `DocumentTypeInfo`s as JSON."""

    __tablename__ = "catalogues"

    version: Mapped[str] = mapped_column(primary_key=True)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    published_at: Mapped[datetime]
