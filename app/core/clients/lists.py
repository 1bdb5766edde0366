"""Lists of what belongs to clients: narrowed, newest first, in numbered pages."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

Found = TypeVar("Found")


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed to; times are exclusive. `page` counts from 1."""

    page: int
    page_size: int
    created_after: datetime | None = None
    created_before: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    client_id: uuid.UUID | None = None
    kind: str | None = None
    email: str | None = None


def page_of(
    session: Session, query: Select[Found], narrowed: Narrowed, table: Any, updated: Any = None
) -> tuple[list[Found], int]:
    """Returns a page of what a query finds in a table, newest first, and how many there are in all.

    The query selects one entity or column. `updated`: when a row changed last, where the table has
    no `updated_at`.
    """
    changed = table.updated_at if updated is None else updated
    for column, after, before in (
        (table.created_at, narrowed.created_after, narrowed.created_before),
        (changed, narrowed.updated_after, narrowed.updated_before),
    ):
        if after is not None:
            query = query.where(column > after)
        if before is not None:
            query = query.where(column < before)
    shown = (
        query.order_by(table.created_at.desc(), table.id.desc())
        .limit(narrowed.page_size)
        .offset((narrowed.page - 1) * narrowed.page_size)
    )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return list(session.scalars(shown)), total
