"""Engines and sessions. Repositories are written once, for a plain `Session`.

A worker and the dispatcher use `transaction()`. The API, which must not block its event
loop, runs the same functions through `AsyncSession.run_sync` (`in_transaction`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import DateTime, Engine, LargeBinary, MetaData, create_engine
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Session

from app.core.settings import get_settings

P = ParamSpec("P")
T = TypeVar("T")


class Base(DeclarativeBase):
    """Base of every table. Times are UTC, with their zone."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads it as it stands)
        datetime: DateTime(timezone=True),
        bytes: LargeBinary,
    }


def utcnow() -> datetime:
    return datetime.now(UTC)


def keep_alive() -> dict[str, Any]:
    """Returns libpq's options under which a server that has vanished is noticed in 25 seconds."""
    return {
        "connect_timeout": get_settings().database.connect_timeout,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
    }


def _engine_options() -> dict[str, Any]:
    database = get_settings().database
    milliseconds = int(database.statement_timeout * 1000)
    return {
        "pool_size": database.pool_size,
        "max_overflow": database.pool_size,
        "pool_pre_ping": True,
        "hide_parameters": True,  # an error's text must not carry what it was about
        "connect_args": {
            **keep_alive(),
            "options": f"-c statement_timeout={milliseconds} -c timezone=UTC",
        },
    }


@lru_cache
def engine() -> Engine:
    """Returns the engine of this process. A forked child must call `forget_engine` first."""
    return create_engine(get_settings().database.url, **_engine_options())


@lru_cache
def async_engine() -> AsyncEngine:
    return create_async_engine(get_settings().database.url, **_engine_options())


def forget_engine() -> None:
    """Drops the engine inherited from a parent process, without closing its connections."""
    if engine.cache_info().currsize:
        engine().dispose(close=False)
        engine.cache_clear()


@contextmanager
def transaction() -> Iterator[Session]:
    """One short transaction: committed at the end, rolled back on any error."""
    with Session(engine(), expire_on_commit=False) as session, session.begin():
        yield session


async def in_transaction(
    work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Runs a repository function in one transaction without blocking the event loop."""
    async with AsyncSession(async_engine(), expire_on_commit=False) as session, session.begin():
        return await session.run_sync(work, *args, **kwargs)
