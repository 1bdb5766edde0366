"""A stack as production has it: pictures in an S3-compatible store, and a rate limit."""

import os
import signal
from collections.abc import Iterator

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from app.embedded.stack import Stack
from tests.conftest import QUICK, client_of
from tests.pictures import passport_photo, selfie_photo
from tests.waiting import wait_for

BUCKET = "vouch"
LIMIT = 20


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of an S3 server on loopback, with a bucket."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    _bucket(f"http://{host}:{port}").create_bucket(Bucket=BUCKET)
    yield f"http://{host}:{port}"
    server.stop()


def _bucket(address: str):
    return boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="id",
        aws_secret_access_key="secret",
    )


@pytest.fixture(scope="module")
def remote(store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    stack = Stack(
        tmp_path_factory.mktemp("remote"),
        extra={
            **QUICK,
            "VOUCH_STORAGE__KIND": "s3",
            "VOUCH_STORAGE__BUCKET": BUCKET,
            "VOUCH_STORAGE__ENDPOINT": store,
            "VOUCH_STORAGE__ACCESS_KEY": "id",
            "VOUCH_STORAGE__SECRET_KEY": "secret",
            "VOUCH_API__RATE_LIMIT": f"{LIMIT}/minute",
        },
    )
    stack.start()
    yield stack
    stack.stop()


def objects(store: str) -> list[str]:
    return [
        entry["Key"] for entry in _bucket(store).list_objects_v2(Bucket=BUCKET).get("Contents", [])
    ]


def test_pictures_are_kept_in_the_remote_store_until_they_are_redacted(
    remote: Stack, store: str
) -> None:
    with client_of(remote, remote.api_key) as api:
        over = api.post(
            "/v1/verifications",
            files={"front": passport_photo(), "selfie": selfie_photo()},
            headers={"Prefer": "wait=60"},
        ).json()
        assert over["state"] == "FINISHED"
        assert over["report"]["documents"][0]["extracted"]["mrz"]["valid"]
        wait_for(lambda: not any(key.startswith("work/") for key in objects(store)))
        kept = objects(store)
        assert sorted(key.rsplit("/", 1)[1] for key in kept) == ["front", "selfie"]
        assert all(over["requestId"] in key for key in kept)
        sealed = _bucket(store).get_object(Bucket=BUCKET, Key=kept[0])["Body"].read()
        assert not sealed.startswith(b"\xff\xd8")
        links = {picture["name"]: picture["url"] for picture in over["pictures"]}
        assert httpx.get(links["front"]).content == passport_photo()
        assert api.delete(f"/v1/verifications/{over['requestId']}").status_code == 204
        assert objects(store) == []


def test_a_key_that_asks_too_often_is_told_when_to_come_back(remote: Stack) -> None:
    with client_of(remote, remote.api_key) as api:
        answers = [api.get("/v1/verifications") for _ in range(LIMIT + 1)]
        refused = answers[-1]
        assert answers[0].status_code == 200
        assert refused.status_code == 429
        assert refused.json()["code"] == "rate_limited"
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        finos = api.post("/ekyc/transaction/history", data={"requestIds": "x"})
        assert finos.status_code == 429
        assert finos.json()["error"] == "Rate limit exceeded"


def test_while_redis_is_away_requests_are_not_counted(remote: Stack) -> None:
    redis = remote.children["redis"].process
    assert redis is not None
    os.kill(redis.pid, signal.SIGSTOP)
    try:
        with client_of(remote, remote.api_key) as api:
            assert api.get("/v1/verifications").status_code == 200
    finally:
        os.kill(redis.pid, signal.SIGCONT)
