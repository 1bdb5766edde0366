"""Submitting, waiting for the report, following the stages; the files that are taken."""

import io
import json
import time
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.pictures import landscape, passport_photo, selfie_photo
from workers.specimens.passport import render_passport

URL = "/v1/verifications"
WAIT = {"Prefer": "wait=60"}


def mrz_of(report: dict[str, Any]) -> dict[str, Any]:
    (document,) = report["documents"]
    mrz: dict[str, Any] = document["extracted"]["mrz"]
    return mrz


@lru_cache
def passport_as(kind: str, turned: int = 0, **options: Any) -> bytes:
    """The photographed passport as another kind of file, turned by degrees anticlockwise."""
    picture = Image.open(io.BytesIO(passport_photo())).rotate(turned, expand=True)
    if turned:
        exif = Image.Exif()
        exif[0x0112] = {90: 6}[turned]  # to be turned by 90° clockwise
        options["exif"] = exif
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return render_passport(0).truth


def test_a_wait_that_suffices_gives_the_report(api: httpx.Client, truth: dict[str, Any]) -> None:
    files = {"front": passport_photo(), "selfie": selfie_photo()}
    answer = api.post(URL, files=files, headers=WAIT)
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=60"
    body = answer.json()
    assert (body["kind"], body["state"]) == ("identity", "FINISHED")
    assert answer.headers["Location"] == body["links"]["self"] == f"{URL}/{body['requestId']}"
    assert answer.headers["X-Request-Id"] == body["requestId"]
    assert mrz_of(body["report"])["lines"] == truth["mrz"]["lines"]
    assert body["report"]["faceMatch"]["outcome"] == "clear"
    assert {stage["state"] for stage in body["stages"]} == {"done"}
    polled = api.get(answer.headers["Location"])
    assert polled.status_code == 200
    assert "Preference-Applied" not in polled.headers
    assert polled.json()["report"] == body["report"]


@pytest.mark.parametrize("prefer", ["respond-async", "respond-async, wait=30", "wait=0", None])
def test_who_does_not_want_to_wait_is_answered_at_once(
    api: httpx.Client, prefer: str | None
) -> None:
    headers = {"Prefer": prefer} if prefer else {}
    answer = api.post(URL, files={"selfie": landscape()}, headers=headers)
    assert answer.status_code == 202
    assert answer.json()["state"] == "INIT"
    assert answer.json()["report"] is None
    applied = {"wait=0": "wait=0", None: None}.get(prefer, "respond-async")
    assert answer.headers.get("Preference-Applied") == applied
    assert answer.headers["Location"] == f"{URL}/{answer.json()['requestId']}"


def test_a_wait_that_is_too_short_gives_202_and_the_work_goes_on(api: httpx.Client) -> None:
    files = {"front": passport_photo(), "back": passport_photo(1), "selfie": selfie_photo()}
    api.post(URL, files=files)
    started = time.monotonic()
    answer = api.post(URL, files=files, headers={"Prefer": "wait=1"})
    assert 1 <= time.monotonic() - started < 10
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "wait=1"
    assert answer.json()["report"] is None
    waited = api.get(answer.headers["Location"], headers=WAIT)
    assert waited.headers["Preference-Applied"] == "wait=60"
    assert waited.json()["state"] == "FINISHED"


def test_a_wait_is_granted_up_to_its_limit(api: httpx.Client) -> None:
    request_id = api.post(URL, files={"selfie": landscape()}, headers=WAIT).json()["requestId"]
    answer = api.get(f"{URL}/{request_id}", headers={"Prefer": "wait=86400"})
    assert answer.headers["Preference-Applied"] == "wait=60"


@pytest.mark.parametrize("prefer", ["wait=soon", "wait=-1", "handling=lenient", "", ";;=,,"])
def test_a_preference_that_is_not_understood_is_ignored(api: httpx.Client, prefer: str) -> None:
    answer = api.post(URL, files={"selfie": landscape()}, headers={"Prefer": prefer})
    assert answer.status_code == 202
    assert "Preference-Applied" not in answer.headers


def test_polling_shows_each_stage_with_its_times(api: httpx.Client) -> None:
    request_id = api.post(URL, files={"front": passport_photo()}).json()["requestId"]
    seen: list[dict[str, Any]] = []
    deadline = time.monotonic() + 60
    while not seen or seen[-1]["finishedAt"] is None:
        assert time.monotonic() < deadline
        seen.append(api.get(f"{URL}/{request_id}").json())
        time.sleep(0.02)
    states = [step["state"] for step in seen]
    assert list(dict.fromkeys(states)) in (
        ["INIT", "IN_PROGRESS", "FINISHED"],
        ["IN_PROGRESS", "FINISHED"],
    )
    assert all((step["report"] is None) == (step["state"] != "FINISHED") for step in seen)
    names = [stage["name"] for stage in seen[-1]["stages"]]
    assert names == ["prepare", "ocr", "faces", "document_pad", "forgeries", "decide"]
    for stage in seen[-1]["stages"]:
        assert stage["attempts"] == 1
        assert seen[-1]["createdAt"] < stage["startedAt"] < stage["finishedAt"]


def events_of(answer: httpx.Response) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events of a stream, each with its type and its JSON."""
    fields: dict[str, str] = {}
    for line in answer.iter_lines():
        if not line and "data" in fields:
            yield fields["event"], json.loads(fields["data"])
        if not line:
            fields = {}
        else:
            name, _, value = line.partition(":")
            fields[name] = value.strip()


def test_the_stream_shows_the_stages_and_ends(api: httpx.Client) -> None:
    accepted = api.post(URL, files={"front": passport_photo()}).json()
    with api.stream("GET", accepted["links"]["events"]) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = list(events_of(answer))
    assert {kind for kind, _ in events} == {"progress"}
    steps = [step for _, step in events]
    assert {step["requestId"] for step in steps} == {accepted["requestId"]}
    assert [step["state"] for step in steps].count("FINISHED") == 1
    assert steps[-1]["state"] == "FINISHED"
    order = ["waiting", "due", "running", "done"]
    for before, after in pairwise(steps):
        assert before != after
        for old, new in zip(before["stages"], after["stages"], strict=True):
            assert order.index(old["state"]) <= order.index(new["state"])
    running = {
        stage["name"] for step in steps for stage in step["stages"] if stage["state"] == "running"
    }
    assert "ocr" in running
    assert "report" not in steps[-1]


def test_the_stream_of_what_is_over_is_one_step(api: httpx.Client) -> None:
    done = api.post(URL, files={"selfie": landscape()}, headers=WAIT).json()
    with api.stream("GET", done["links"]["events"]) as answer:
        ((kind, step),) = events_of(answer)
    assert (kind, step["state"]) == ("progress", done["state"])


def test_the_kind_is_inferred_from_the_pictures(api: httpx.Client) -> None:
    picture = landscape()
    for names, kind in (
        (["front"], "document"),
        (["front", "back"], "document"),
        (["front", "selfie"], "identity"),
        (["front", "back", "selfie"], "identity"),
        (["selfie"], "liveness"),
    ):
        answer = api.post(URL, files={name: picture for name in names})
        assert answer.status_code == 202, answer.text
        assert answer.json()["kind"] == kind
        assert [shown["name"] for shown in answer.json()["pictures"]] == sorted(names)


def test_a_comparison_must_be_named(api: httpx.Client) -> None:
    files = {"image1": selfie_photo(0), "image2": selfie_photo(1)}
    assert api.post(URL, files=files).status_code == 400
    data = {"request": '{"kind": "face_compare"}'}
    answer = api.post(URL, files=files, data=data, headers=WAIT)
    assert answer.status_code == 200
    assert answer.json()["kind"] == "face_compare"
    assert answer.json()["report"]["faceMatch"]["outcome"] == "clear"


def test_a_selfie_alone_is_checked_for_liveness(api: httpx.Client) -> None:
    body = api.post(URL, files={"selfie": selfie_photo()}, headers=WAIT).json()
    assert (body["kind"], body["state"]) == ("liveness", "FINISHED")
    assert [stage["name"] for stage in body["stages"]] == [
        "prepare",
        "faces",
        "liveness",
        "decide",
    ]
    assert body["report"]["liveness"]["outcome"] in ("clear", "attention")
    assert body["report"]["documents"] == []


@pytest.mark.parametrize(
    ("kind", "options"),
    [("PNG", {}), ("WEBP", {"quality": 92}), ("PDF", {"resolution": 200, "quality": 92})],
)
def test_every_kind_of_file_is_read(
    api: httpx.Client, truth: dict[str, Any], kind: str, options: dict[str, Any]
) -> None:
    answer = api.post(URL, files={"front": passport_as(kind, **options)}, headers=WAIT)
    assert answer.status_code == 200, answer.text
    assert mrz_of(answer.json()["report"])["lines"] == truth["mrz"]["lines"]


def test_a_picture_with_an_exif_orientation_is_turned(
    api: httpx.Client, truth: dict[str, Any]
) -> None:
    upright = api.post(URL, files={"front": passport_photo()}, headers=WAIT).json()["report"]
    sideways = passport_as("JPEG", turned=90, quality=95)
    report = api.post(URL, files={"front": sideways}, headers=WAIT).json()["report"]
    mrz = mrz_of(report)
    assert mrz["lines"] == truth["mrz"]["lines"]
    places = zip(mrz["box"], mrz_of(upright)["box"], strict=True)
    for (x, y), (expected_x, expected_y) in places:
        assert abs(x - expected_x) < 40
        assert abs(y - expected_y) < 40
    (side,), (expected,) = report["documents"][0]["sides"], upright["documents"][0]["sides"]
    assert (side["width"], side["height"]) == (expected["width"], expected["height"])
