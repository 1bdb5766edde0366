"""What the tests share: one embedded stack per run, and clients of two tenants.

The stack is the real one (PostgreSQL, Redis, API, dispatcher, worker with its models), with
short leases and short webhook pauses.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from app.embedded.stack import Stack
from app.receiver import WebhookReceiver
from training.attacks import sources

SHARED = Path(__file__).resolve().parents[2] / "shared"

QUICK = {
    "VOUCH_PIPELINE__LEASE": "2",
    "VOUCH_PIPELINE__BACKOFF": "0.1",
    "VOUCH_PIPELINE__REPUBLISH_AFTER": "2",
    "VOUCH_DISPATCHER__WORKER_TIMEOUT": "5",
    "VOUCH_WORKER__HEARTBEAT": "0.5",
    "VOUCH_WEBHOOKS__SCHEDULE": "[0.2,0.4,0.8,1.6]",
    "VOUCH_WEBHOOKS__TIMEOUT": "2",
    "VOUCH_API__FACADE_WAIT": "100",  # a busy machine is no failure
    "VOUCH_DATAKEEN__RATE_LIMIT": "",
}


@pytest.fixture(scope="session")
def people() -> None:
    """The generated faces that the attack simulator needs; the product does not."""
    try:
        sources.faces("test")
    except FileNotFoundError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real pictures beside the checkout; the product does not need it."""
    folder = SHARED / "samples"
    if not folder.is_dir():
        pytest.skip(f"the sample pictures are not at {folder}")
    return folder


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The stack that the whole run shares. Tests that break a process start their own."""
    running = Stack(tmp_path_factory.mktemp("stack"), extra=QUICK)
    running.start()
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def api(stack: Stack) -> Iterator[httpx.Client]:
    """A client of the first tenant."""
    with client_of(stack, stack.api_key) as client:
        yield client


@pytest.fixture(scope="session")
def make_key(stack: Stack) -> Callable[..., str]:
    """Makes an API key of a tenant with `vouch keys create`."""
    return lambda tenant, *options: vouch(
        stack, "keys", "create", "--tenant", tenant, *options
    ).split()[1]


@pytest.fixture
def other_api(stack: Stack, make_key: Callable[..., str]) -> Iterator[httpx.Client]:
    """A client of another tenant."""
    with client_of(stack, make_key("another")) as client:
        yield client


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    """A customer's receiver: a real HTTP server on loopback."""
    with WebhookReceiver() as listening:
        yield listening


def client_of(stack: Stack, key: str) -> httpx.Client:
    return httpx.Client(base_url=stack.url, headers={"Authorization": f"Bearer {key}"}, timeout=60)


def vouch(stack: Stack, *arguments: str) -> str:
    """Runs `vouch …` in the stack's environment. Returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        env=stack.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
