"""Whatever dies: every accepted verification makes one terminal transition and one event."""

import os
import signal
import time
import uuid

import httpx
import pytest
import redis

from app.embedded.processes import is_running
from tests.chaos.conftest import BrokenStack
from tests.pictures import passport_photo, selfie_photo
from tests.waiting import wait_for

BETWEEN = ("document_pad", "faces", "forgeries", "liveness", "match")
STAGES = (
    "prepare",
    "ocr",
    "decide",
    *(pytest.param(one, marks=pytest.mark.full) for one in BETWEEN),
)


def submit(broken: BrokenStack, external_id: str | None = None) -> str:
    answer = broken.api.post(
        "/v1/verifications",
        files={"front": passport_photo(), "selfie": selfie_photo()},
        data={"request": f'{{"externalId": "{external_id or uuid.uuid4()}"}}'},
    )
    assert answer.status_code == 202, answer.text
    request_id: str = answer.json()["requestId"]
    return request_id


def kill(broken: BrokenStack, name: str) -> None:
    """Kills a process of the stack, and all that it started, with -9."""
    child = broken.stack.children[name]
    assert child.process is not None
    os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()


def broker(broken: BrokenStack) -> redis.Redis:
    return redis.Redis.from_url(broken.stack.environment["VOUCH_BROKER__URL"])


def assert_settled_once(broken: BrokenStack, request_id: str) -> None:
    over = broken.settled(request_id)
    assert over["state"] == "FINISHED", over
    time.sleep(0.5)
    assert broken.terminal_events(request_id) == ["verification.finished"]
    stages = broken.rows("SELECT state FROM stages WHERE verification_id = %s", request_id)
    assert {state for (state,) in stages} == {"done"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_worker_killed_in_the_middle_of_a_stage_loses_nothing(
    broken: BrokenStack, stage: str
) -> None:
    broken.fault(stage, "pause")
    request_id = submit(broken)
    broken.hit(stage)
    kill(broken, "worker")
    broken.heal()
    assert_settled_once(broken, request_id)
    (attempts,) = broken.rows(
        "SELECT attempt FROM stages WHERE verification_id = %s AND name = %s", request_id, stage
    )[0]
    assert attempts == 2


@pytest.mark.parametrize("stage", ["ocr", "decide"])
def test_a_pool_process_killed_alone_loses_nothing(broken: BrokenStack, stage: str) -> None:
    broken.fault(stage, "pause")
    request_id = submit(broken)
    process = broken.hit(stage)
    broken.heal()
    os.kill(process, signal.SIGKILL)
    assert_settled_once(broken, request_id)


def test_an_indexing_that_ends_in_an_error_gives_its_id_back(broken: BrokenStack) -> None:
    external_id = str(uuid.uuid4())
    request = {"request": f'{{"kind": "face_index", "externalId": "{external_id}"}}'}
    send = lambda: broken.api.post(  # noqa: E731
        "/v1/verifications", files={"selfie": selfie_photo()}, data=request
    )
    broken.fault("decide", "raise", external_id)
    assert broken.settled(send().json()["requestId"])["state"] == "ERROR"
    assert broken.api.get(f"/v1/faces/default/{external_id}").status_code == 404
    broken.heal()
    assert broken.settled(send().json()["requestId"])["state"] == "FINISHED"
    assert broken.api.get(f"/v1/faces/default/{external_id}").status_code == 200


def test_the_dispatcher_killed_loses_nothing(broken: BrokenStack) -> None:
    requests = [submit(broken) for _ in range(3)]
    kill(broken, "dispatcher")
    requests.append(submit(broken))
    for request_id in requests:
        assert_settled_once(broken, request_id)


def test_the_api_killed_loses_nothing_that_it_accepted(broken: BrokenStack) -> None:
    requests = [submit(broken) for _ in range(3)]
    kill(broken, "api")
    for request_id in requests:
        assert_settled_once(broken, request_id)


def test_redis_flushed_loses_nothing(broken: BrokenStack) -> None:
    broken.fault("prepare", "pause")
    requests = [submit(broken) for _ in range(4)]
    broken.hit("prepare")
    wait_for(lambda: broker(broken).dbsize() > 0)
    broker(broken).flushall()
    broken.heal()
    for request_id in requests:
        assert_settled_once(broken, request_id)


def test_submitting_and_polling_go_on_while_redis_is_stopped(broken: BrokenStack) -> None:
    kill(broken, "redis")
    down = submit(broken)
    assert broken.api.get(f"/v1/verifications/{down}").json()["state"] == "INIT"
    assert broken.api.get("/readyz").status_code == 200
    assert_settled_once(broken, down)


def test_submitting_and_polling_go_on_while_redis_hangs(broken: BrokenStack) -> None:
    process = broken.stack.children["redis"].process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    try:
        started = time.monotonic()
        request_id = submit(broken)
        assert broken.api.get(f"/v1/verifications/{request_id}").status_code == 200
        assert time.monotonic() - started < 3
        time.sleep(7)
    finally:
        os.kill(process.pid, signal.SIGCONT)
    assert_settled_once(broken, request_id)


def test_a_message_delivered_twice_does_the_work_once(broken: BrokenStack) -> None:
    broken.fault("faces", "pause")
    request_id = submit(broken)
    broken.hit("faces")
    rung = broken.rows("SELECT count(*) FROM stages WHERE verification_id = %s", request_id)
    assert rung
    again = (
        "UPDATE stages SET published_at = NULL "
        "WHERE verification_id = %s AND state IN ('due', 'running') RETURNING name"
    )
    assert broken.rows(again, request_id)
    broken.heal()
    assert_settled_once(broken, request_id)


@pytest.mark.parametrize("what", ["crash", "hang", "raise"])
def test_a_picture_that_breaks_its_decoder_ends_in_error_and_hurts_no_other(
    broken: BrokenStack, what: str
) -> None:
    broken.fault("prepare", what, "poison")
    poisoned = submit(broken, "poison")
    others = [submit(broken) for _ in range(2)]
    for request_id in others:
        assert_settled_once(broken, request_id)
    over = broken.settled(poisoned)
    assert over["state"] == "ERROR"
    assert over["report"] is None
    assert isinstance(over["problem"], dict)
    assert broken.terminal_events(poisoned) == ["verification.error"]


@pytest.mark.full
def test_a_hung_decoder_is_ended_even_while_redis_hangs(broken: BrokenStack) -> None:
    broken.fault("prepare", "hang", "poison")
    poisoned = submit(broken, "poison")
    process = broken.hit("prepare")
    redis_process = broken.stack.children["redis"].process
    assert redis_process is not None
    os.kill(redis_process.pid, signal.SIGSTOP)
    try:
        wait_for(lambda: not is_running(process), 20)
    finally:
        os.kill(redis_process.pid, signal.SIGCONT)
    assert broken.settled(poisoned)["state"] == "ERROR"
    assert broken.terminal_events(poisoned) == ["verification.error"]


def test_pictures_that_cannot_be_had_end_in_error_and_hold_up_nobody(
    broken: BrokenStack,
) -> None:
    broken.fault("prepare", "pause")
    lost = [submit(broken) for _ in range(4)]
    for request_id in lost:
        for file in (broken.stack.state / "pictures").rglob(f"{request_id}/*"):
            file.unlink()
            file.mkdir()
    broken.heal()
    assert_settled_once(broken, submit(broken))
    for request_id in lost:
        assert broken.settled(request_id)["state"] == "ERROR"


@pytest.mark.parametrize("stage", ["document_pad", "match", "ocr"])
def test_a_stage_that_always_fails_leaves_its_checks_not_processed(
    broken: BrokenStack, stage: str
) -> None:
    broken.fault(stage, "raise")
    over = broken.settled(submit(broken))
    assert over["state"] == "FINISHED"
    report = over["report"]
    assert isinstance(report, dict)
    if stage == "ocr":
        assert report["outcome"] == "not_processed"
        assert "document_not_read" in {reason["code"] for reason in report["reasons"]}
    else:
        part = {"document_pad": "documentPad", "match": "faceMatch"}[stage]
        assert report[part]["outcome"] == "not_processed"
    checks = {check["name"]: check["outcome"] for check in report["checks"]}
    undone = {"document_pad": "documentLivenessCheck", "match": "faceMatch", "ocr": "mrzFormat"}
    assert checks[undone[stage]] == "not_processed"
    states = {stage["name"]: stage["state"] for stage in over["stages"]}  # type: ignore[attr-defined]
    assert states[stage] == "failed"
    assert states["decide"] == "done"


def test_an_api_that_is_killed_in_the_middle_of_an_upload_leaves_nothing_half_done(
    broken: BrokenStack,
) -> None:
    before = broken.rows("SELECT count(*) FROM verifications")

    def body():
        yield b'--x\r\nContent-Disposition: form-data; name="front"; filename="a"\r\n\r\n'
        yield passport_photo()[:1000]
        kill(broken, "api")
        yield b"\r\n--x--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    with pytest.raises(httpx.HTTPError):
        broken.api.post("/v1/verifications", content=body(), headers=headers)
    assert broken.rows("SELECT count(*) FROM verifications") == before
