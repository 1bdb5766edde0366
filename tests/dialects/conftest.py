"""What the dialects' tests share."""

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.embedded.processes import Child
from app.embedded.stack import Stack
from tests.waiting import wait_for

LIMIT = 8


@pytest.fixture(scope="session")
def hasty(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A second API on the same stack, which does not wait and lets a key make eight requests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
    environment = {
        **stack.environment,
        "VOUCH_API__FACADE_WAIT": "0",
        "VOUCH_API__RATE_LIMIT": f"{LIMIT}/minute",
        "VOUCH_DATAKEEN__RATE_LIMIT": "3/minute",
    }
    log: Path = tmp_path_factory.mktemp("hasty") / "log"
    child = Child("hasty", command, environment, log)
    child.start()

    def ready() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
        except httpx.TransportError:
            return False

    try:
        wait_for(ready)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.stop()
