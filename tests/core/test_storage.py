"""The folder and the bucket behave the same, and hold nothing that opens without its key."""

import os
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from app.core import storage
from app.core.privacy import CannotOpenError, DataKey
from app.core.settings import StorageSettings
from app.core.storage import LocalStore, ObjectMissingError, ObjectStore, RemoteStore

BUCKET = "vouch-pictures"


@pytest.fixture(scope="module")
def s3() -> Iterator[StorageSettings]:
    """The settings of a bucket that speaks S3 on a loopback port."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = StorageSettings(
        kind="s3",
        bucket=BUCKET,
        endpoint=f"http://{host}:{port}",
        access_key="access",
        secret_key="secret",
    )
    client = boto3.client(
        "s3",
        endpoint_url=settings.endpoint,
        region_name=settings.region,
        aws_access_key_id="access",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket=BUCKET)
    yield settings
    server.stop()


@pytest.fixture(params=["local", "s3"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ObjectStore:
    """An empty store of each kind, which is also the store of this process."""
    made: ObjectStore
    if request.param == "local":
        made = LocalStore(tmp_path / "pictures")
    else:
        made = RemoteStore(request.getfixturevalue("s3"))
        for prefix in ("pictures/", "work/", "readiness/"):
            for key, _ in list(made.keys(prefix)):
                made.delete(key)
    monkeypatch.setattr(storage, "object_store", lambda: made)
    return made


def keys(store: ObjectStore, prefix: str) -> list[str]:
    return sorted(key for key, _ in store.keys(prefix))


@pytest.mark.parametrize("data", [b"", b"x", os.urandom(300_000), os.urandom(12_000_000)], ids=len)
def test_what_is_put_is_what_is_got(store: ObjectStore, data: bytes) -> None:
    store.put("pictures/a/front", data)
    assert store.get("pictures/a/front") == data


def test_a_second_put_replaces_the_first(store: ObjectStore) -> None:
    store.put("work/a/x", b"first")
    store.put("work/a/x", b"second")
    assert store.get("work/a/x") == b"second"
    assert keys(store, "work/") == ["work/a/x"]


@pytest.mark.parametrize("key", ["pictures/none", "none/of/these", "pictures/a/fro"])
def test_an_object_that_is_not_there_is_missing(store: ObjectStore, key: str) -> None:
    store.put("pictures/a/front", b"x")
    with pytest.raises(ObjectMissingError):
        store.get(key)


def test_a_deleted_object_is_gone_and_can_be_deleted_again(store: ObjectStore) -> None:
    store.put("pictures/a/front", b"x")
    store.put("pictures/a/back", b"y")
    store.delete("pictures/a/front")
    store.delete("pictures/a/front")
    store.delete("pictures/never/there")
    with pytest.raises(ObjectMissingError):
        store.get("pictures/a/front")
    assert store.get("pictures/a/back") == b"y"


def test_keys_are_those_under_the_prefix_with_their_times(store: ObjectStore) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    for key in ("pictures/1/a", "pictures/1/b", "pictures/2/a", "pictures/11/a", "work/1/a"):
        store.put(key, b"x")
    assert keys(store, "pictures/1/") == ["pictures/1/a", "pictures/1/b"]
    assert keys(store, "pictures/") == [
        "pictures/1/a",
        "pictures/1/b",
        "pictures/11/a",
        "pictures/2/a",
    ]
    assert keys(store, "pictures/3/") == []
    after = datetime.now(UTC) + timedelta(seconds=2)
    assert all(before < moment < after for _, moment in store.keys("pictures/"))


def test_a_folder_is_deleted_with_all_that_is_in_it(store: ObjectStore) -> None:
    for key in ("work/1/a", "work/1/b.c", "work/2/a"):
        store.put(key, b"x")
    storage.delete_folder("work/1/")
    storage.delete_folder("work/1/")
    assert keys(store, "work/") == ["work/2/a"]


def test_many_put_and_delete_side_by_side(store: ObjectStore) -> None:
    def work(number: int) -> None:
        for turn in range(40):
            store.put(f"work/{number}/{turn}", b"x")
            assert store.get(f"work/{number}/{turn}") == b"x"
            store.delete(f"work/{number}/{turn}")

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work, number) for number in range(4)]:
            done.result()
    assert keys(store, "work/") == []


def test_a_store_that_is_there_passes_the_check(store: ObjectStore) -> None:
    store.check()
    assert keys(store, "readiness/") == []


def test_a_bucket_that_is_not_there_fails_the_check(s3: StorageSettings) -> None:
    with pytest.raises(Exception, match=r"NoSuchBucket|not found|404"):
        RemoteStore(s3.model_copy(update={"bucket": "another"})).check()


def test_a_store_that_does_not_answer_fails_and_is_not_called_empty(s3: StorageSettings) -> None:
    update = {"endpoint": "http://127.0.0.1:9", "timeout": 0.5}
    away = RemoteStore(s3.model_copy(update=update))
    for attempt in (
        away.check,
        lambda: away.put("work/a", b"x"),
        lambda: away.get("work/a"),
        lambda: away.delete("work/a"),
        lambda: list(away.keys("work/")),
    ):
        with pytest.raises(Exception, match=r".") as caught:
            attempt()
        assert not isinstance(caught.value, ObjectMissingError)


def test_a_folder_that_cannot_be_made_fails_the_check(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError):
        LocalStore(tmp_path / "file" / "pictures").check()


def test_a_put_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    store = LocalStore(tmp_path)
    store.put("pictures/a", b"before")
    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put("pictures/a", b"after")
    assert store.get("pictures/a") == b"before"
    assert keys(store, "pictures/") == ["pictures/a"]


def test_a_folder_that_is_tidied_away_during_a_put_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleting the last object of a folder removes the folder, also while another is put."""
    store = LocalStore(tmp_path)
    name = uuid.uuid4()

    def between_folder_and_file() -> uuid.UUID:
        monkeypatch.undo()
        store.delete("work/1/another")
        assert not (tmp_path / "work").exists()
        return name

    monkeypatch.setattr(storage.uuid, "uuid4", between_folder_and_file)
    store.put("work/1/front", b"x")
    assert store.get("work/1/front") == b"x"


def test_a_sealed_object_opens_with_its_key_at_its_place_alone(store: ObjectStore) -> None:
    key, picture = DataKey.generate(), os.urandom(5000)
    storage.put_sealed(key, "pictures/1/front", picture)
    assert storage.get_sealed(key, "pictures/1/front") == picture
    sealed = store.get("pictures/1/front")
    assert all(picture[at : at + 8] not in sealed for at in range(0, 5000, 8))

    with pytest.raises(CannotOpenError):
        storage.get_sealed(DataKey.generate(), "pictures/1/front")
    store.put("pictures/2/front", sealed)
    with pytest.raises(CannotOpenError):
        storage.get_sealed(key, "pictures/2/front")
    for damaged in (sealed[:-1], sealed[:20], b"", sealed[:-1] + bytes([sealed[-1] ^ 1])):
        store.put("pictures/1/front", damaged)
        with pytest.raises(CannotOpenError):
            storage.get_sealed(key, "pictures/1/front")


def test_the_same_picture_is_sealed_differently_each_time(store: ObjectStore) -> None:
    key = DataKey.generate()
    storage.put_sealed(key, "pictures/1/front", b"x" * 100)
    first = store.get("pictures/1/front")
    storage.put_sealed(key, "pictures/1/front", b"x" * 100)
    assert store.get("pictures/1/front") != first
