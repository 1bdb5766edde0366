"""Ringing the doorbell: publishing a stage by name. Messages carry ids, never data."""

import uuid
from functools import lru_cache
from typing import Any

from celery import Celery

from app.core.settings import get_settings

TASK = "vouch.stage"


def broker_options(timeout: float) -> dict[str, Any]:
    """Returns transport options under which nothing waits longer than `timeout` seconds."""
    return {
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "retry_on_timeout": False,
        "max_retries": 0,
    }


@lru_cache
def publisher() -> Celery:
    """Returns a Celery application that only publishes."""
    settings = get_settings().broker
    app = Celery("vouch", broker=settings.url.get_secret_value(), set_as_current=False)
    app.conf.update(
        task_ignore_result=True,
        broker_transport_options=broker_options(settings.timeout),
        broker_connection_timeout=settings.timeout,
        task_publish_retry=False,
    )
    return app


def publish(verification_id: uuid.UUID, stage: str, queue: str, limit: float) -> None:
    """Tells the workers of a queue that a stage is due. Raises where Redis cannot be reached.

    `limit`: seconds after which the process that runs it is killed.
    """
    publisher().send_task(
        TASK,
        args=[str(verification_id), stage],
        queue=queue,
        time_limit=limit,
        retry=False,
    )
