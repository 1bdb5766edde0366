"""Starting a worker: models checked, its presence told, then Celery's prefork pool."""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Sequence

from celery.signals import worker_process_init, worker_ready, worker_shutting_down
from sqlalchemy.exc import SQLAlchemyError

from app.core import fleet
from app.core.alive import say_alive
from app.core.database import forget_engine, transaction
from app.core.documents import service as documents
from app.core.pipeline import QUEUES
from app.core.settings import get_settings
from app.core.version import VERSION
from workers.celery_app import app
from workers.documents.published import published
from workers.models import build, choice, registry

log = logging.getLogger(__name__)


class ModelsMissingError(Exception):
    """The models are not there, or not the ones that this version names."""


class Presence(threading.Thread):
    """Tells the database what this worker reads, and every few seconds that it is there."""

    def __init__(self, slots: int, queues: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self._name = f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}"
        self._slots = slots
        self._queues = queues
        self._over = threading.Event()

    def run(self) -> None:
        told = False
        while not self._over.is_set():
            try:
                with transaction() as session:
                    if not told:
                        documents.publish(session, published())
                    fleet.say_hello(session, self._name, self._slots, self._queues, VERSION)
            except SQLAlchemyError as error:
                log.warning("the database does not answer: %s", type(error).__name__)
            else:
                told = True
                say_alive()
            self._over.wait(get_settings().worker.heartbeat)

    def stop(self) -> None:
        self._over.set()
        try:
            with transaction() as session:
                fleet.say_goodbye(session, self._name)
        except SQLAlchemyError:
            return


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _start_process(**_: object) -> None:
    """A forked child has connections and sessions of its own, loaded before its first job."""
    from workers.models.sessions import session  # noqa: PLC0415  (loaded after the fork)

    forget_engine()
    for model in choice.in_use():
        if model.task != "asset":
            session(model.name)


def main(queues: list[str] | None = None, concurrency: int | None = None) -> None:
    """Runs a worker for the named queues (all where left out) until it is told to stop.

    Raises `ModelsMissingError` where a model that the settings ask for was not built.
    """
    settings = get_settings()
    problems = build.verify(registry.models_dir(), choice.in_use())
    if problems:
        raise ModelsMissingError("; ".join(problems) + f" (run `{choice.build_command()}`)")
    slots = concurrency or settings.worker.concurrency or os.cpu_count() or 1
    os.nice(settings.worker.niceness)
    served = queues or QUEUES
    presence = Presence(slots, served)

    @worker_ready.connect(weak=False)  # type: ignore[untyped-decorator]
    def ready(**_: object) -> None:
        presence.start()

    @worker_shutting_down.connect(weak=False)  # type: ignore[untyped-decorator]
    def stopping(**_: object) -> None:
        presence.stop()

    app.worker_main(
        [
            "worker",
            "--pool=prefork",
            f"--concurrency={slots}",
            f"--queues={','.join(served)}",
            f"--loglevel={settings.log_level}",
            "--without-gossip",
            "--without-mingle",
        ]
    )
