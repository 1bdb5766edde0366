"""Child processes: started in groups of their own, written down, and never left behind."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

PATIENCE = 10.0  # seconds between SIGTERM and SIGKILL


@dataclass
class Child:
    """One process of the tree, with all that it started."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it in a process group of its own; what it prints goes to its log."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603  (our own command)
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, patience: float = PATIENCE) -> None:
        """Asks it to stop, then makes it, with everything in its group."""
        if self.process is None:
            return
        if self.alive:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        kill_group(self.process.pid)
        self.process.wait()


def is_running(pid: int) -> bool:
    """Returns whether a process does anything still; one that nobody has buried does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def kill_group(group: int) -> None:
    """Kills what is left of a process group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def write_down(path: Path, children: list[Child]) -> None:
    """Writes down which process groups are ours, so that whoever comes after can end them."""
    rows = []
    for child in children:
        if child.process is not None and child.alive:
            try:
                started = psutil.Process(child.process.pid).create_time()
            except psutil.NoSuchProcess:
                continue
            rows.append({"name": child.name, "pid": child.process.pid, "started": started})
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps({"booted": psutil.boot_time(), "groups": rows}))
    temporary.rename(path)


def end_leftovers(path: Path) -> None:
    """Ends the groups that a supervisor that is gone wrote down.

    A group whose leader has died keeps its number as long as a member lives, and no new process
    gets that number. A leader that started at another time than was written down is a stranger
    who got the number after a reboot or after the group had ended.
    """
    if not path.exists():
        return
    written = json.loads(path.read_text())
    if written["booted"] == psutil.boot_time():
        for row in written["groups"]:
            try:
                if psutil.Process(row["pid"]).create_time() != row["started"]:
                    continue
            except psutil.NoSuchProcess:
                pass
            kill_group(row["pid"])
    path.unlink(missing_ok=True)


def wait_until(condition: Callable[[], bool], limit: float) -> bool:
    """Waits until a condition holds. Returns False after `limit` seconds."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()
