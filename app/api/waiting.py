"""Waiting for news of a verification without holding a database session.

One connection per process listens to PostgreSQL's notifications, which are sent with the
commit of every step. Whoever waits registers first, then looks at the database, then waits.
One batched query a second is the safety net for a notification that was missed.
"""

import asyncio
import logging
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import in_transaction, keep_alive
from app.core.errors import NotFoundError
from app.core.report import State
from app.core.settings import get_settings
from app.core.verifications import repository
from app.core.verifications.repository import Snapshot
from app.core.verifications.stages import CHANNEL

log = logging.getLogger(__name__)

SAFETY_NET = 1.0  # seconds


class News:
    """Wakes the requests of this process that wait for a verification."""

    def __init__(self) -> None:
        self._waiting: dict[uuid.UUID, set[asyncio.Event]] = defaultdict(set)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._look())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @asynccontextmanager
    async def about(self, request_id: uuid.UUID) -> AsyncIterator[asyncio.Event]:
        """Yields an event that is set at every step of a verification from now on."""
        event = asyncio.Event()
        self._waiting[request_id].add(event)
        try:
            yield event
        finally:
            self._waiting[request_id].discard(event)
            if not self._waiting[request_id]:
                del self._waiting[request_id]

    def _wake(self, request_id: uuid.UUID) -> None:
        for event in self._waiting.get(request_id, ()):
            event.set()

    async def _listen(self) -> None:
        address = make_url(get_settings().database.url).set(drivername="postgresql")
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(
                    address.render_as_string(hide_password=False),
                    autocommit=True,
                    **keep_alive(),
                )
                async with connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    async for notification in connection.notifies():
                        with suppress(ValueError):
                            self._wake(uuid.UUID(notification.payload))
            except psycopg.Error:
                log.warning("the database does not answer; listening again in a second")
            await asyncio.sleep(SAFETY_NET)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(SAFETY_NET)
            if not self._waiting:
                continue
            with suppress(SQLAlchemyError):
                over = await in_transaction(repository.terminal_ids, list(self._waiting))
                for request_id in over:
                    self._wake(request_id)


async def current(tenant_id: uuid.UUID, request_id: uuid.UUID) -> Snapshot:
    """Returns a verification as it stands. Raises `NotFoundError`."""
    found = await in_transaction(repository.snapshot, tenant_id, request_id)
    if found is None:
        raise NotFoundError(f"there is no verification {request_id}")
    return found


async def settled(news: News, tenant_id: uuid.UUID, request_id: uuid.UUID, wait: float) -> Snapshot:
    """Returns a verification once it is over, or as it stands after `wait` seconds.

    Raises `NotFoundError`.
    """
    if wait <= 0:
        return await current(tenant_id, request_id)
    deadline = asyncio.get_running_loop().time() + wait
    async with news.about(request_id) as event:
        while True:
            event.clear()
            found = await current(tenant_id, request_id)
            if State(found.verification.state).terminal:
                return found
            try:
                async with asyncio.timeout_at(deadline):
                    await event.wait()
            except TimeoutError:
                return found
