"""Waiting in tests: for a condition, never for a time."""

import time
from collections.abc import Callable


def wait_for(condition: Callable[[], object], limit: float = 30.0) -> None:
    """Waits until a condition holds. Raises `AssertionError` after `limit` seconds."""
    deadline = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)
