"""`vouch serve --embedded`: one tree that leaves nothing behind, however it is stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.pictures import passport_photo
from tests.waiting import wait_for

START = 60.0  # seconds


class Supervisor:
    """A supervisor started as a user starts it."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "app.cli",
                "serve",
                "--embedded",
                "--port=0",
                f"--state-dir={state}",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def address(self) -> str:
        """Waits until it says where Vouch is."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("Vouch is at "):
                return line.split()[3]
        raise AssertionError("it never said that it was ready")

    def members(self) -> list[psutil.Process]:
        """The processes of this state folder: by their command line, folder or environment."""
        return [process for process in psutil.process_iter() if self._owns(process)]

    def _owns(self, process: psutil.Process) -> bool:
        try:
            words = [*process.cmdline(), process.cwd(), *process.environ().values()]
        except psutil.Error:
            return False
        return process.pid != os.getpid() and any(str(self.state) in word for word in words)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Supervisor]]:
    started: list[Supervisor] = []

    def make() -> Supervisor:
        started.append(Supervisor(tmp_path / "state"))
        return started[-1]

    yield make
    for supervisor in started:
        if supervisor.process.poll() is None:
            supervisor.process.kill()
        supervisor.process.wait()
    wait_for(lambda: not started[-1].members())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything(start, number: signal.Signals) -> None:
    supervisor = start()
    address = supervisor.address()
    assert httpx.get(f"{address}/readyz", params={"workers": "1"}).status_code == 200
    supervisor.process.send_signal(number)
    assert supervisor.process.wait(30) == 0
    assert supervisor.members() == []


def test_nothing_is_left_after_the_supervisor_was_killed(start) -> None:
    supervisor = start()
    supervisor.address()
    assert len(supervisor.members()) > 5
    supervisor.process.kill()
    wait_for(lambda: not supervisor.members())


def test_a_new_start_after_a_kill_finds_everything_that_was_accepted(start) -> None:
    first = start()
    address = first.address()
    key = (first.state / "api.key").read_text()
    headers = {"Authorization": f"Bearer {key}"}

    answer = httpx.post(
        f"{address}/v1/verifications", headers=headers, files={"front": passport_photo()}
    )
    first.process.kill()
    second = start()
    address = second.address()
    deadline = time.monotonic() + START
    state = ""
    while state != "FINISHED" and time.monotonic() < deadline:
        request_id = answer.json()["requestId"]
        url = f"{address}/v1/verifications/{request_id}"
        state = httpx.get(url, headers={**headers, "Prefer": "wait=5"}, timeout=30).json()["state"]
    assert state == "FINISHED"
    second.process.terminate()
    assert second.process.wait(30) == 0
    assert second.members() == []


def test_two_supervisors_do_not_share_a_state_folder(start) -> None:
    first = start()
    first.address()
    second = start()
    output, _ = second.process.communicate(timeout=60)
    assert second.process.returncode == 1
    assert "in use by another Vouch" in output
    assert first.process.poll() is None
    first.process.terminate()
    assert first.process.wait(30) == 0
