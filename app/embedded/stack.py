"""The embedded stack: started in order, watched, stopped in order, however it is stopped."""

import fcntl
import logging
import os
import secrets
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from app.embedded.processes import (
    Child,
    end_leftovers,
    is_running,
    kill_group,
    wait_until,
    write_down,
)
from app.embedded.services import (
    StackError,
    free_port,
    redis_child,
    start_postgres,
    stop_postgres,
)

log = logging.getLogger(__name__)

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
START_LIMIT = 90.0  # seconds
LOCK_LIMIT = 30.0  # seconds for the reaper of an earlier supervisor
WATCH_EVERY = 0.2  # seconds
RESTART_PAUSE = 1.0  # seconds between two starts of the same process


class Stack:
    """Vouch and its services in one state folder. Delete the folder and it is gone.

    `worker_command`, `extra`: for tests that need another worker or other settings.
    """

    def __init__(
        self,
        state: Path,
        port: int = 0,
        *,
        worker_command: Sequence[str] | None = None,
        extra: dict[str, str] | None = None,
    ) -> None:
        self.state = state.resolve()
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._worker_command = list(worker_command or [*_vouch(), "worker"])
        self._extra = extra or {}
        self._lock: IO[str] | None = None
        self._reaper: subprocess.Popen[bytes] | None = None
        self._over = threading.Event()
        self.environment: dict[str, str] = {}
        self.children: dict[str, Child] = {}
        self._started: dict[str, float] = {}

    @property
    def api_key(self) -> str:
        return self.environment["VOUCH_BOOTSTRAP_KEY"]

    def start(self, say: Callable[[str], None] = lambda _: None) -> None:
        """Starts everything and returns once a worker with its models is there.

        Raises `StackError`; whatever had been started is stopped again.
        """
        self.state.mkdir(parents=True, exist_ok=True)
        for folder in ("logs", "pictures", "tmp"):
            (self.state / folder).mkdir(exist_ok=True, mode=0o700)
        self._take_lock()
        try:
            say("PostgreSQL")
            self._start_services(say)
            say("tables")
            self._run([*_vouch(), "migrate"])
            for name, command in (
                ("api", [*_vouch(), "serve", "--port", str(self.port)]),
                ("dispatcher", [*_vouch(), "dispatcher"]),
                ("worker", self._worker_command),
            ):
                say(name)
                self._spawn(Child(name, command, self.environment, self._log(name)))
            self._wait_for("/readyz?workers=1")
        except BaseException:
            self.stop()
            raise

    def _start_services(self, say: Callable[[str], None]) -> None:
        end_leftovers(self.state / "processes.json")
        self._start_reaper()
        database = start_postgres(self.state / "postgres")
        say("Redis")
        redis, broker = redis_child(self.state, self._log("redis"), dict(os.environ))
        self._spawn(redis)
        self.environment = {
            **os.environ,
            "TMPDIR": str(self.state / "tmp"),
            "VOUCH_DATABASE__URL": database,
            "VOUCH_BROKER__URL": broker,
            "VOUCH_STORAGE__KIND": "local",
            "VOUCH_STORAGE__FOLDER": str(self.state / "pictures"),
            "VOUCH_SECURITY__MASTER_KEY_FILE": str(self._master_key()),
            "VOUCH_WEBHOOKS__ALLOW_PRIVATE": "true",
            "VOUCH_BOOTSTRAP_KEY": os.environ.get("VOUCH_BOOTSTRAP_KEY") or self._first_key(),
            **self._extra,
        }

    def _log(self, name: str) -> Path:
        return self.state / "logs" / f"{name}.log"

    def _take_lock(self) -> None:
        """Takes the state folder. The reaper of a supervisor that was killed holds it for a
        moment longer; a supervisor that runs holds it for as long as it does.
        """
        path = self.state / "lock"
        lock = path.open("a+")

        def taken() -> bool:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.seek(0)
                holder = lock.read().strip()
                if holder.isdecimal() and is_running(int(holder)):
                    lock.close()
                    raise StackError(f"{self.state} is in use by another Vouch") from None
                return False
            return True

        if not wait_until(taken, LOCK_LIMIT):
            lock.close()
            raise StackError(f"{self.state} is still being tidied up")
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _start_reaper(self) -> None:
        if self._lock is None:
            raise StackError("the state folder is not locked")
        self._reaper = subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, "-m", "app.embedded.reaper", str(self.state)],
            stdin=subprocess.PIPE,
            pass_fds=[self._lock.fileno()],
            start_new_session=True,
        )

    def _master_key(self) -> Path:
        from app.core.privacy import generate_master_key  # noqa: PLC0415  (keeps the start light)

        return self._secret("master.key", generate_master_key)

    def _first_key(self) -> str:
        made = self._secret("api.key", lambda: f"vouch_{secrets.token_urlsafe(32)}")
        return made.read_text().strip()

    def _secret(self, name: str, make: Callable[[], str]) -> Path:
        path = self.state / name
        if not path.exists():
            temporary = path.with_suffix(".new")
            temporary.unlink(missing_ok=True)
            temporary.touch(mode=0o600)
            temporary.write_text(make())
            temporary.rename(path)
        return path

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(  # noqa: S603  (our own command)
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise StackError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")

    def _spawn(self, child: Child) -> None:
        child.start()
        self.children[child.name] = child
        self._started[child.name] = time.monotonic()
        write_down(self.state / "processes.json", list(self.children.values()))

    def _wait_for(self, path: str) -> None:
        def ready() -> bool:
            if self._over.is_set():
                raise StackError("stopped while starting")
            for name, child in self.children.items():
                if not child.alive:
                    tail = child.log.read_text(errors="replace")[-1500:]
                    raise StackError(f"the {name} stopped:\n{tail}")
            try:
                with DIRECT.open(self.url + path, timeout=5) as answer:
                    return bool(answer.status == 200)
            except OSError:
                return False

        if not wait_until(ready, START_LIMIT):
            raise StackError(f"not ready after {START_LIMIT:.0f} s; see {self.state / 'logs'}")

    def watch(self) -> None:
        """Restarts what has died, until `stop_watching`."""
        while not self._over.wait(WATCH_EVERY):
            self.restart_the_dead()

    def restart_the_dead(self) -> None:
        """Starts every process again that is not there any more."""
        for name, child in self.children.items():
            pause = time.monotonic() - self._started[name] > RESTART_PAUSE
            if not child.alive and pause and not self._over.is_set():
                log.warning("the %s has died and is started again", name)
                if child.process is not None:
                    kill_group(child.process.pid)
                self._spawn(child)

    def stop_watching(self) -> None:
        self._over.set()

    def stop(self) -> None:
        """Stops everything that was started, in order. May be called twice."""
        self._over.set()
        for name in ("api", "dispatcher", "worker", "redis"):
            child = self.children.pop(name, None)
            if child is not None:
                child.stop()
        if self._lock is None:
            return
        stop_postgres(self.state / "postgres")
        (self.state / "processes.json").unlink(missing_ok=True)
        if self._reaper is not None and self._reaper.stdin is not None:
            self._reaper.stdin.close()
            self._reaper.wait()
            self._reaper = None
        self._lock.close()
        self._lock = None


def _vouch() -> list[str]:
    return [sys.executable, "-m", "app.cli"]
