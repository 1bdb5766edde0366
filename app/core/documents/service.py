"""The catalogue of document types: published by the workers, read by the API."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.database import utcnow
from app.core.documents.models import CatalogueRow
from app.core.documents.schema import Catalogue
from app.core.fleet import WorkerRow


def publish(session: Session, catalogue: Catalogue) -> None:
    """Records what a version reads. The same again changes nothing, so every worker may."""
    items = catalogue.model_dump(mode="json", by_alias=True)["items"]
    row = {"items": items, "published_at": utcnow()}
    statement = insert(CatalogueRow).values(version=catalogue.version, **row)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["version"], set_=row, where=CatalogueRow.items != items
        )
    )


def current(session: Session, timeout: float) -> Catalogue | None:
    """Returns what the workers read that were seen within `timeout` seconds: of several
    versions, as while one replaces another, the one that was published last. Where no worker is
    there, what was published last; None where nothing ever was.
    """
    at_work = select(WorkerRow.version).where(
        WorkerRow.seen_at > utcnow() - timedelta(seconds=timeout)
    )
    row = session.scalars(
        select(CatalogueRow)
        .order_by(
            CatalogueRow.version.in_(at_work).desc(),
            CatalogueRow.published_at.desc(),
        )
        .limit(1)
    ).first()
    if row is None:
        return None
    return Catalogue.model_validate({"version": row.version, "items": row.items})
