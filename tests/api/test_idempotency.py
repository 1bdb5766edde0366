"""One `Idempotency-Key` makes one verification, however often and however its content comes."""

import base64
import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from app.embedded.stack import Stack
from tests.pictures import landscape, selfie_photo

URL = "/v1/verifications"


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": f"order {uuid.uuid4()}"}


def orphans(stack: Stack) -> set[str]:
    """The stored pictures that no row names."""
    folder = stack.state / "pictures"
    stored = {
        str(path.relative_to(folder)) for path in (folder / "pictures").rglob("*") if path.is_file()
    }
    address = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        named = {row[0] for row in connection.execute("SELECT object_key FROM pictures")}
    assert named <= stored
    return stored - named


def test_the_same_key_twenty_times_at_once_makes_one_verification(
    stack: Stack, api: httpx.Client, key: dict[str, str]
) -> None:
    before = orphans(stack)
    files = {"selfie": landscape()}
    data = {"request": '{"transactionId": "twenty at once"}'}
    with ThreadPoolExecutor(20) as pool:
        sent = [pool.submit(api.post, URL, files=files, data=data, headers=key) for _ in range(20)]
        answers = [answer.result() for answer in sent]
    assert {answer.status_code for answer in answers} == {202}
    (request_id,) = {answer.json()["requestId"] for answer in answers}
    assert [a.headers.get("Idempotency-Replayed") for a in answers].count(None) == 1
    listed = api.get(URL, params={"transactionId": "twenty at once"}).json()["items"]
    assert [item["requestId"] for item in listed] == [request_id]
    assert orphans(stack) == before
    done = api.get(f"{URL}/{request_id}", headers={"Prefer": "wait=30"}).json()
    (picture,) = done["pictures"]
    assert httpx.get(picture["url"]).content == landscape()


def test_a_key_with_different_contents_at_once_takes_one_and_leaves_no_orphan(
    stack: Stack, api: httpx.Client, key: dict[str, str]
) -> None:
    before = orphans(stack)

    def send(number: int) -> httpx.Response:
        request = json.dumps({"externalId": f"number {number}"})
        return api.post(URL, files={"selfie": landscape()}, data={"request": request}, headers=key)

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(answer.status_code for answer in pool.map(send, range(8)))
    assert codes == [202] + [422] * 7
    assert orphans(stack) == before


def test_content_is_the_same_in_every_form(api: httpx.Client, key: dict[str, str]) -> None:
    picture, request = landscape(), {"externalId": "é", "metadata": {"b": "1", "a": "2"}}
    files = {"selfie": ("one.jpg", picture, "image/jpeg")}
    first = api.post(URL, files=files, data={"request": json.dumps(request)}, headers=key)
    assert first.status_code == 202

    swapped = {"metadata": {"a": "2", "b": "1"}, "externalId": "é"}
    other_boundary = key | {"Content-Type": "multipart/form-data; boundary=quite-another"}
    encoded = base64.b64encode(picture).decode()
    again = [
        api.post(
            URL,
            files={"selfie": ("two.png", picture, "application/octet-stream")},
            data={"request": json.dumps(swapped, ensure_ascii=False)},
            headers=other_boundary,
        ),
        api.post(URL, json={"request": swapped, "selfie": encoded}, headers=key),
        api.post(
            URL,
            json={"selfie": f"data:image/jpeg;base64,{encoded}", "request": request},
            headers=key,
        ),
    ]
    assert {answer.json()["requestId"] for answer in again} == {first.json()["requestId"]}
    assert {answer.headers["Idempotency-Replayed"] for answer in again} == {"true"}


@pytest.mark.parametrize("change", ["picture", "request", "part"])
def test_other_content_under_the_key_is_refused(
    api: httpx.Client, key: dict[str, str], change: str
) -> None:
    files = {"selfie": landscape()}
    data = {"request": '{"externalId": "a"}'}
    assert api.post(URL, files=files, data=data, headers=key).status_code == 202
    if change == "picture":
        files = {"selfie": selfie_photo()}
    elif change == "request":
        data = {"request": '{"externalId": "b"}'}
    else:
        files = {"front": landscape()}
    answer = api.post(URL, files=files, data=data, headers=key)
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency_mismatch"


def test_the_key_of_another_tenant_is_another_key(
    api: httpx.Client, other_api: httpx.Client, key: dict[str, str]
) -> None:
    mine = api.post(URL, files={"selfie": landscape()}, headers=key)
    theirs = other_api.post(URL, files={"selfie": selfie_photo()}, headers=key)
    assert (mine.status_code, theirs.status_code) == (202, 202)
    assert "Idempotency-Replayed" not in theirs.headers
    assert mine.json()["requestId"] != theirs.json()["requestId"]


def test_a_replay_shows_the_verification_as_it_is_now(
    api: httpx.Client, key: dict[str, str]
) -> None:
    files = {"selfie": landscape()}
    first = api.post(URL, files=files, headers=key).json()
    assert first["state"] == "INIT"
    api.get(f"{URL}/{first['requestId']}", headers={"Prefer": "wait=30"})
    replay = api.post(URL, files=files, headers=key)
    assert replay.status_code == 202
    assert replay.headers["Idempotency-Replayed"] == "true"
    assert replay.headers["X-Request-Id"] == replay.json()["requestId"] == first["requestId"]
    assert replay.headers["Location"] == f"{URL}/{first['requestId']}"
    assert replay.json()["finishedAt"] is not None
    waited = api.post(URL, files=files, headers=key | {"Prefer": "wait=5"})
    assert waited.status_code == 200
    assert waited.json()["report"] is not None

    api.delete(f"{URL}/{first['requestId']}")
    redacted = api.post(URL, files=files, headers=key).json()
    assert redacted["redactedAt"] is not None
    assert redacted["report"] is None


def test_a_key_has_up_to_255_characters(api: httpx.Client) -> None:
    unique = uuid.uuid4().hex
    long = {"Idempotency-Key": unique.ljust(255, "k")}
    assert api.post(URL, files={"selfie": landscape()}, headers=long).status_code == 202
    for key in (unique.ljust(256, "k"), ""):
        answer = api.post(URL, files={"selfie": landscape()}, headers={"Idempotency-Key": key})
        assert answer.status_code == 400
        assert [error["field"] for error in answer.json()["errors"]] == ["Idempotency-Key"]


def test_a_refused_submission_does_not_use_the_key_up(
    api: httpx.Client, key: dict[str, str]
) -> None:
    assert api.post(URL, files={"selfie": b"no picture"}, headers=key).status_code == 415
    answer = api.post(URL, files={"selfie": landscape()}, headers=key)
    assert answer.status_code == 202
    assert "Idempotency-Replayed" not in answer.headers


def repeated(send: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """Sends the same eight times at once; exactly one is not a repetition."""
    with ThreadPoolExecutor(8) as pool:
        answers = [one.result() for one in [pool.submit(send) for _ in range(8)]]
    assert [one.headers.get("Idempotency-Replayed") for one in answers].count(None) == 1
    assert len({one.status_code for one in answers}) == 1
    return answers


def test_a_file_is_kept_once(api: httpx.Client, key: dict[str, str]) -> None:
    answers = repeated(lambda: api.post("/v1/files", files={"file": landscape()}, headers=key))
    ((token, status),) = {(one.json()["token"], one.status_code) for one in answers}
    assert status == 201
    submitted = api.post(URL, json={"selfie": token}, headers={"Prefer": "wait=30"}).json()
    (picture,) = submitted["pictures"]
    assert httpx.get(picture["url"]).content == landscape()
    other = api.post("/v1/files", files={"file": selfie_photo()}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    refused = api.post("/v1/files", files={"file": landscape()}, headers={"Idempotency-Key": ""})
    assert [error["field"] for error in refused.json()["errors"]] == ["Idempotency-Key"]


def test_an_endpoint_is_made_once_and_its_secret_changed_once(
    api: httpx.Client, other_api: httpx.Client, key: dict[str, str]
) -> None:
    hooks, new = "/v1/webhook-endpoints", {"url": "https://bank.example/idempotent"}
    made = [one.json() for one in repeated(lambda: api.post(hooks, json=new, headers=key))]
    assert made == [made[0]] * 8
    listed = [one["id"] for one in api.get(hooks).json()["items"] if one["url"] == new["url"]]
    assert listed == [made[0]["id"]]
    assert api.post(hooks, json=new | {"description": "x"}, headers=key).status_code == 422
    place = f"{hooks}/{made[0]['id']}/secret"
    changed = {one.json()["secret"] for one in repeated(lambda: api.post(place, headers=key))}
    assert len(changed) == 1
    assert changed != {made[0]["secret"]}
    theirs = other_api.post(hooks, json=new, headers=key)
    assert "Idempotency-Replayed" not in theirs.headers
    other_api.delete(f"{hooks}/{theirs.json()['id']}")
    assert api.delete(f"{hooks}/{made[0]['id']}").status_code == 204
    assert api.post(hooks, json=new, headers=key).status_code == 404, "it was deleted meanwhile"
    refused = key | {"Idempotency-Key": f"refused {key}"}
    assert api.post(place, headers=refused).status_code == 404
    again = api.post(place, headers=refused)
    assert (again.status_code, again.headers.get("Idempotency-Replayed")) == (404, None)
