"""A stack of its own for the tests that break things, watched as `vouch serve` watches it."""

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from app.embedded.stack import Stack
from tests.conftest import QUICK, client_of
from tests.waiting import wait_for

SETTLED = 120.0  # seconds within which anything that was broken must have healed


class BrokenStack:
    """A stack whose worker is the test build, and what the tests ask about it."""

    def __init__(self, state: Path) -> None:
        self.faults = state / "faults"
        self.faults.mkdir(parents=True)
        self.stack = Stack(
            state,
            worker_command=[sys.executable, "-m", "tests.chaos.faulty_worker"],
            extra={
                **QUICK,
                "FAULTS": str(self.faults),
                "VOUCH_PIPELINE__LIMIT_FACTOR": "0.3",
                "VOUCH_WORKER__CONCURRENCY": "2",
            },
        )
        self.stack.start()
        self._watcher = threading.Thread(target=self.stack.watch, daemon=True)
        self._watcher.start()
        self.api = client_of(self.stack, self.stack.api_key)

    def close(self) -> None:
        self.api.close()
        self.stack.stop_watching()
        self._watcher.join()
        self.stack.stop()

    def fault(self, stage: str, what: str, external_id: str = "") -> None:
        (self.faults / f"{stage}.hit").unlink(missing_ok=True)
        (self.faults / stage).write_text(f"{what} {external_id}")

    def heal(self) -> None:
        for file in self.faults.iterdir():
            if file.suffix != ".hit":
                file.unlink()

    def hit(self, stage: str) -> int:
        """Waits until a worker process is in the faulty stage. Returns its process id."""
        file = self.faults / f"{stage}.hit"
        wait_for(lambda: file.exists() and file.read_text())
        return int(file.read_text())

    def settled(self, request_id: str, limit: float = SETTLED) -> dict[str, object]:
        """Waits until a verification is over."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            try:
                answer = self.api.get(
                    f"/v1/verifications/{request_id}", headers={"Prefer": "wait=5"}
                )
                if answer.status_code == 200 and answer.json()["finishedAt"]:
                    body: dict[str, object] = answer.json()
                    return body
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"{request_id} was not over after {limit} s")

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        url = make_url(self.stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
            return connection.execute(query, values).fetchall()

    def terminal_events(self, request_id: str) -> list[str]:
        rows = self.rows("SELECT type FROM events WHERE verification_id = %s", request_id)
        return [str(row[0]) for row in rows]


@pytest.fixture(scope="package")
def broken_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokenStack]:
    made = BrokenStack(tmp_path_factory.mktemp("chaos"))
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def broken(broken_stack: BrokenStack) -> Iterator[BrokenStack]:
    """The stack, healed again after each test."""
    yield broken_stack
    broken_stack.heal()
    wait_for(lambda: _ready(broken_stack), 60)


def _ready(broken: BrokenStack) -> bool:
    try:
        return broken.api.get("/readyz", params={"workers": "1"}).status_code == 200
    except httpx.HTTPError:
        return False
