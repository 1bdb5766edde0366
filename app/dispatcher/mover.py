"""Moving what stands still: admitting, ringing, sweeping leases.

Two dispatchers may run: the one that holds the lock moves, the other waits for it. It wakes
at every step of a verification (PostgreSQL notifies it), and looks by itself now and then.
"""

import logging
import threading
import time
from collections.abc import Callable

import psycopg
from sqlalchemy import make_url

from app.core import broker
from app.core.alive import say_alive
from app.core.database import keep_alive, transaction
from app.core.fleet import ready_slots
from app.core.privacy import CannotOpenError
from app.core.settings import get_settings
from app.core.verifications import queue, stages

log = logging.getLogger(__name__)

LEADER_LOCK = 0x6D6F766572  # "mover"
SWEEP_EVERY = 0.5  # seconds
RETRY_PAUSE = 1.0  # seconds


class Mover:
    """The loop of the leading dispatcher. `on_news` is called at every step."""

    def __init__(self, on_news: Callable[[], object], over: threading.Event) -> None:
        self._on_news = on_news
        self._settings = get_settings()
        self._over = over
        self._swept = 0.0
        self._ring_again = 0.0

    def run(self) -> None:
        """Runs until it is over. Survives a database and a Redis that are away for a while."""
        address = make_url(self._settings.database.url).set(drivername="postgresql")
        while not self._over.is_set():
            try:
                with psycopg.connect(
                    address.render_as_string(hide_password=False),
                    autocommit=True,
                    **keep_alive(),
                ) as connection:
                    self._lead(connection)
            except Exception as error:
                # One bad row must not end the process that moves all the others.
                log.warning("nothing is moved for now: %s", type(error).__name__)
            self._over.wait(RETRY_PAUSE)

    def _lead(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        cursor = connection.execute("SELECT pg_try_advisory_lock(%s)", (LEADER_LOCK,))
        row = cursor.fetchone()
        if row is None or not row[0]:
            say_alive()  # another one leads; this one stands by
            return
        connection.execute(f"LISTEN {stages.CHANNEL}")
        while not self._over.is_set():
            self.move()
            say_alive()
            pause = self._settings.dispatcher.interval
            if list(connection.notifies(timeout=pause, stop_after=1)):
                list(connection.notifies(timeout=0))  # one look serves all that came meanwhile
                self._on_news()

    def move(self) -> None:
        """Does everything that is due now, once."""
        now = time.monotonic()
        if now >= self._swept + SWEEP_EVERY:
            self._swept = now
            self._sweep()
        self._ring()

    def _ring(self) -> None:
        if time.monotonic() < self._ring_again:
            return
        dispatcher = self._settings.dispatcher
        with transaction() as session:
            slots = ready_slots(session, dispatcher.worker_timeout)
            queue.admit(session, slots * dispatcher.per_slot)
            rings = queue.take_due_stages(session) if slots else []
        for position, ring in enumerate(rings):
            try:
                broker.publish(ring.verification_id, ring.stage, ring.queue, ring.limit)
            except Exception as error:
                log.warning("Redis does not answer: %s", type(error).__name__)
                with transaction() as session:
                    queue.not_rung(session, rings[position:])
                self._ring_again = time.monotonic() + RETRY_PAUSE
                return

    def _sweep(self) -> None:
        with transaction() as session:
            expired = queue.expired_leases(session)
        for request_id, name in expired:
            try:
                with transaction() as session:
                    stages.expire_lease(session, request_id, name)
            except (CannotOpenError, KeyError) as error:
                log.error("%s of %s stands still: %s", name, request_id, type(error).__name__)
