"""The object store: bytes by key. What it is given is sealed already.

Keys are `pictures/{day}/{requestId}/{name}`: the day lets the dispatcher look for orphans
without listing everything.
"""

import os
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

from obstore.store import S3Store

from app.core.privacy import DataKey
from app.core.settings import StorageSettings, get_settings

CREATE_ATTEMPTS = 20


class ObjectMissingError(Exception):
    """There is no object under this key."""


class StoreUnavailableError(Exception):
    """The store does not do what it is asked to. It may be there again later."""


class ObjectStore(Protocol):
    """What Vouch needs of a store. Any other failure is the store's own exception."""

    def put(self, key: str, data: bytes) -> None:
        """Stores durably: when this returns, the object outlives a crash."""

    def get(self, key: str) -> bytes:
        """Raises `ObjectMissingError` where there is none."""

    def delete(self, key: str) -> None:
        """Deletes; an object that is not there is no error."""

    def keys(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Yields the keys under a prefix that ends in `/`, with their times."""

    def check(self) -> None:
        """Raises where the store does not answer, or (a folder) cannot be written to."""


class LocalStore:
    """A folder. Written as tmp, fsync, rename, fsync of the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path:
        return self._folder / key

    def put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
        try:
            with self._create(temporary) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @staticmethod
    def _create(path: Path) -> BinaryIO:
        """Creates a file in a folder that a `delete` may be tidying away at this moment."""
        for _ in range(CREATE_ATTEMPTS):
            try:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                return path.open("xb")
            except (FileNotFoundError, FileExistsError):
                continue
        raise StoreUnavailableError("the folder does not stay")

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise ObjectMissingError(key) from error

    def delete(self, key: str) -> None:
        path = self._path(key)
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self._folder:
                break
            try:
                folder.rmdir()
            except OSError:
                break

    def keys(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        for path in sorted(self._path(prefix).rglob("*")):
            try:
                if path.is_file():
                    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                    yield str(path.relative_to(self._folder)), changed
            except FileNotFoundError:
                continue

    def check(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(self._folder, os.W_OK):
            raise PermissionError(f"cannot write to {self._folder}")


class RemoteStore:
    """An S3-compatible bucket."""

    def __init__(self, settings: StorageSettings) -> None:
        options: dict[str, str] = {"region": settings.region}
        if settings.endpoint:
            options["endpoint"] = settings.endpoint
        if settings.access_key and settings.secret_key:
            options["access_key_id"] = settings.access_key.get_secret_value()
            options["secret_access_key"] = settings.secret_key.get_secret_value()
        timeout = timedelta(seconds=settings.timeout)
        self._store = S3Store(
            settings.bucket,
            config=options,  # type: ignore[arg-type]  # its TypedDict wants literal keys
            client_options={
                "timeout": timeout,
                "connect_timeout": timeout,
                "allow_http": bool(settings.endpoint and settings.endpoint.startswith("http://")),
            },
            retry_config={"max_retries": 2, "retry_timeout": timeout},
        )

    def put(self, key: str, data: bytes) -> None:
        self._store.put(key, data)

    def get(self, key: str) -> bytes:
        try:
            return bytes(self._store.get(key).bytes())
        except FileNotFoundError as error:
            raise ObjectMissingError(key) from error

    def delete(self, key: str) -> None:
        try:
            self._store.delete(key)
        except FileNotFoundError:
            return

    def keys(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        for batch in self._store.list(prefix):
            for entry in batch:
                yield entry["path"], entry["last_modified"]

    def check(self) -> None:
        next(iter(self._store.list("readiness/", chunk_size=1)), None)


@lru_cache
def object_store() -> ObjectStore:
    """Returns the store of this process."""
    settings = get_settings().storage
    return LocalStore(settings.folder) if settings.kind == "local" else RemoteStore(settings)


def picture_key(request_id: uuid.UUID, name: str) -> str:
    """Returns the key of a picture that is kept as long as its verification."""
    return f"{folder_of_day(time.time())}{request_id}/{name}"


def folder_of_day(seconds: float) -> str:
    """Returns the folder of the pictures that were stored on the day of a POSIX time."""
    return f"pictures/{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}/"


def work_folder(request_id: uuid.UUID) -> str:
    """Returns the folder of what stages hand to each other; empty once all is decided."""
    return f"work/{request_id}/"


def put_sealed(key: DataKey, object_key: str, data: bytes) -> None:
    """Seals data under a verification's key and stores it. The purpose is its place.

    Raises `StoreUnavailableError`.
    """
    try:
        object_store().put(object_key, key.seal(data, object_key))
    except Exception as error:
        raise StoreUnavailableError(type(error).__name__) from error


def get_sealed(key: DataKey, object_key: str) -> bytes:
    """Raises `ObjectMissingError`, `StoreUnavailableError`, or `CannotOpenError` where it was
    tampered with.
    """
    try:
        sealed = object_store().get(object_key)
    except ObjectMissingError:
        raise
    except Exception as error:
        raise StoreUnavailableError(type(error).__name__) from error
    return key.open(sealed, object_key)


def delete_folder(prefix: str) -> None:
    """Deletes everything under a prefix."""
    store = object_store()
    for key in [key for key, _ in store.keys(prefix)]:
        store.delete(key)
