"""The face index through the public API: faces come in, are found, and are gone when they must."""

import json
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import httpx
import numpy as np
import psycopg
import pytest
from sqlalchemy import make_url

from app.embedded.stack import Stack
from tests.conftest import client_of, vouch
from tests.pictures import landscape, selfie_photo
from tests.stack.verify import checks, codes, jpeg, verify

URL = "/v1/verifications"
SELFIE = {"selfie": selfie_photo(0)}
OTHER_SELFIE = {"selfie": selfie_photo(1)}  # the same person


@pytest.fixture
def tenant(stack: Stack, make_key: Callable[..., str]) -> Iterator[httpx.Client]:
    """A client of a tenant whose index is empty."""
    with client_of(stack, make_key(f"faces {uuid.uuid4()}")) as client:
        yield client


def put(api: httpx.Client, external_id: str, **request: object) -> dict[str, Any]:
    pictures = {"selfie": request.pop("selfie", selfie_photo(0))}
    return verify(api, pictures, kind="face_index", externalId=external_id, **request)


def look(api: httpx.Client, **request: object) -> dict[str, Any]:
    over = verify(api, OTHER_SELFIE, kind="face_search", **request)
    found: dict[str, Any] = over["report"]["faceSearch"]
    return found


def rows(stack: Stack, query: str, *values: object) -> list[tuple[Any, ...]]:
    address = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        done = connection.execute(query, values)
        return done.fetchall() if done.description else []


def test_who_was_indexed_is_found(tenant: httpx.Client) -> None:
    indexed = put(tenant, "customer-1")
    said = indexed["report"]["faceIndex"]
    assert (indexed["state"], indexed["outcome"], said["outcome"]) == ("FINISHED", "clear", "clear")
    assert (said["partition"], said["externalId"]) == ("default", "customer-1")

    searched = verify(tenant, OTHER_SELFIE, kind="face_search")
    found = searched["report"]["faceSearch"]
    assert (searched["state"], searched["outcome"]) == ("FINISHED", "clear")
    assert (found["compared"], found["outdated"]) == (1, 0)
    (best,) = found["candidates"]
    assert best["requestId"] == indexed["requestId"]
    assert (best["externalId"], best["indexedAt"]) == ("customer-1", said["indexedAt"])
    assert (best["outcome"], best["reasons"]) == ("clear", [])
    assert best["score"] > best["threshold"] == 80
    assert 0 < best["distance"] < 0.5
    assert {name for _, name in checks(searched)} >= {"multipleFaces", "screen"}

    shown = tenant.get("/v1/faces/default/customer-1").json()
    (model,) = [m for m in indexed["report"]["models"] if m["name"] == "face-embedding"]
    assert shown == {
        "externalId": "customer-1",
        "requestId": indexed["requestId"],
        "indexedAt": said["indexedAt"],
        "modelSha256": model["sha256"],
    }


def test_the_best_candidate_comes_first_and_others_are_told_apart(
    tenant: httpx.Client, samples
) -> None:
    faces = {name: (samples / "faces" / name).read_bytes() for name in ("biden.jpg", "obama.jpg")}
    for name, picture in faces.items():
        put(tenant, name, selfie=picture)
    put(tenant, "astronaut")
    probe = {"selfie": (samples / "faces" / "obama2.jpg").read_bytes()}
    found = verify(tenant, probe, kind="face_search")["report"]["faceSearch"]
    assert found["compared"] == 3
    assert [candidate["externalId"] for candidate in found["candidates"]] == ["obama.jpg"]
    strict = verify(tenant, probe, kind="face_search", threshold=99)
    (candidate,) = strict["report"]["faceSearch"]["candidates"]
    assert strict["outcome"] == candidate["outcome"] == "attention"
    assert [reason["code"] for reason in candidate["reasons"]] == ["review"]
    assert codes(strict) == {"faceSearch"}


def test_no_more_candidates_are_given_than_asked_for(tenant: httpx.Client) -> None:
    for number in range(3):
        put(tenant, f"{number}", selfie=selfie_photo(number + 2))
    scores = [candidate["score"] for candidate in look(tenant)["candidates"]]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    fewer = look(tenant, limit=2)
    assert [candidate["score"] for candidate in fewer["candidates"]] == scores[:2]
    assert fewer["compared"] == 3


def test_partitions_and_tenants_share_nothing(
    tenant: httpx.Client, other_api: httpx.Client
) -> None:
    put(tenant, "customer-1", partition="north")
    assert look(tenant)["compared"] == look(other_api, partition="north")["compared"] == 0
    assert look(tenant, partition="north")["compared"] == 1
    assert other_api.get("/v1/faces/north/customer-1").status_code == 404
    assert other_api.get("/v1/faces/north").json() == {"items": [], "next": None}
    assert other_api.delete("/v1/faces/north/customer-1").status_code == 404
    assert put(tenant, "customer-1")["report"]["faceIndex"]["outcome"] == "clear"


def test_an_id_is_taken_once_however_many_ask_at_once(tenant: httpx.Client) -> None:
    data = {"request": '{"kind": "face_index", "externalId": "customer-1"}'}
    with ThreadPoolExecutor(8) as pool:
        send = lambda _: tenant.post(URL, files=SELFIE, data=data)  # noqa: E731
        answers = list(pool.map(send, range(8)))
    assert sorted(answer.status_code for answer in answers) == [202] + [409] * 7
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["code"] == "duplicate_external_id"
    (accepted,) = [answer.json()["requestId"] for answer in answers if answer.status_code == 202]
    tenant.get(f"{URL}/{accepted}", headers={"Prefer": "wait=30"})
    assert tenant.post(URL, files=SELFIE, data=data).status_code == 409
    assert look(tenant)["compared"] == 1
    history = tenant.post(
        "/ekyc/transaction/history", data={"requestIds": refused.headers["X-Request-Id"]}
    )
    (entry,) = history.json()["result"]["details"]["transactions"]
    assert (entry["apiCode"], entry["statusCode"]) == ("RECOGNITION_FACE_INDEXING", "409")


def test_an_idempotency_key_repeats_the_answer_and_takes_the_id_once(tenant: httpx.Client) -> None:
    data = {"request": '{"kind": "face_index", "externalId": "customer-1"}'}
    with ThreadPoolExecutor(4) as pool:
        send = lambda _: tenant.post(  # noqa: E731
            URL, files=SELFIE, data=data, headers={"Idempotency-Key": "k"}
        )
        answers = list(pool.map(send, range(4)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["requestId"] for answer in answers}) == 1


def test_without_a_face_nothing_is_indexed_and_the_id_stays_free(tenant: httpx.Client) -> None:
    over = put(tenant, "customer-1", selfie=landscape())
    assert (over["state"], over["outcome"], codes(over)) == ("FAILED", "not_processed", {"no_face"})
    assert over["report"]["faceIndex"]["indexedAt"] is None
    nobody = verify(tenant, {"selfie": landscape()}, kind="face_search")
    assert (nobody["state"], codes(nobody)) == ("FAILED", {"no_face"})
    assert tenant.get("/v1/faces/default/customer-1").status_code == 404
    assert put(tenant, "customer-1")["report"]["faceIndex"]["outcome"] == "clear"


def test_of_several_faces_the_largest_is_indexed_and_a_person_asked(tenant: httpx.Client) -> None:
    selfie = cv2.imdecode(np.frombuffer(selfie_photo(0), np.uint8), cv2.IMREAD_COLOR)
    smaller = cv2.copyMakeBorder(
        cv2.resize(selfie, None, fx=0.8, fy=0.8), 0, 220, 0, 0, cv2.BORDER_REPLICATE
    )
    over = put(tenant, "customer-1", selfie=jpeg(np.hstack([selfie, smaller])))
    assert (over["outcome"], codes(over)) == ("attention", {"multipleFaces"})
    assert over["report"]["faceIndex"]["outcome"] == "clear"


def test_checks_that_are_named_are_conditions_of_indexing(tenant: httpx.Client) -> None:
    colour = cv2.imdecode(np.frombuffer(selfie_photo(0), np.uint8), cv2.IMREAD_COLOR)
    grey = jpeg(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY))
    over = put(tenant, "customer-1", selfie=grey, checks=["blackAndWhite"])
    assert over["outcome"] == over["report"]["faceIndex"]["outcome"] == "attention"
    assert [why["code"] for why in over["report"]["faceIndex"]["reasons"]] == ["kept_out"]
    assert look(tenant)["compared"] == 0
    told = put(tenant, "customer-1", selfie=grey)
    assert told["outcome"] == "attention"
    # A grey face may well be a print.
    assert {"blackAndWhite"} <= codes(told) <= {"blackAndWhite", "printedFace"}
    assert told["report"]["faceIndex"]["outcome"] == "clear", "told, not made a condition"
    assert look(tenant)["compared"] == 1


def test_a_redaction_takes_the_face_out_and_frees_its_id(
    stack: Stack, tenant: httpx.Client
) -> None:
    request_id = put(tenant, "customer-1")["requestId"]
    one = "SELECT count(*) FROM faces WHERE verification_id = %s AND vector IS NOT NULL"
    assert rows(stack, one, request_id) == [(1,)]
    assert tenant.delete(f"{URL}/{request_id}").status_code == 204
    assert rows(stack, one, request_id) == [(0,)]
    assert look(tenant)["compared"] == 0
    waiting = tenant.post(
        URL, files=SELFIE, data={"request": '{"kind": "face_index", "externalId": "customer-1"}'}
    ).json()["requestId"]
    tenant.delete(f"{URL}/{waiting}")
    tenant.get(f"{URL}/{waiting}", headers={"Prefer": "wait=30"})
    assert put(tenant, "customer-1")["report"]["faceIndex"]["outcome"] == "clear"


def test_a_face_is_taken_out_by_its_id(stack: Stack, tenant: httpx.Client) -> None:
    external_id = "of a/b ü?"
    request_id = put(tenant, external_id)["requestId"]
    path = httpx.URL(f"{stack.url}/v1/faces/default/").join("of%20a%2Fb%20%C3%BC%3F")
    assert tenant.get(path).json()["externalId"] == external_id
    assert tenant.delete(path).status_code == 204
    assert tenant.delete(path).status_code == tenant.get(path).status_code == 404
    assert look(tenant)["compared"] == 0
    assert tenant.get(f"{URL}/{request_id}").json()["report"] is not None
    assert rows(stack, "SELECT 1 FROM faces WHERE verification_id = %s", request_id) == []


def test_a_partition_is_listed_in_pages(tenant: httpx.Client) -> None:
    for number in range(3):
        put(tenant, f"{number}")
    first = tenant.get("/v1/faces/default", params={"limit": 2}).json()
    assert [face["externalId"] for face in first["items"]] == ["2", "1"]
    second = tenant.get("/v1/faces/default", params={"cursor": first["next"]}).json()
    assert [face["externalId"] for face in second["items"]] == ["0"]
    assert second["next"] is None


def test_after_a_change_of_model_faces_are_left_out_until_they_are_embedded_anew(
    stack: Stack, tenant: httpx.Client
) -> None:
    kept, lost = put(tenant, "kept"), put(tenant, "lost")
    before = look(tenant)["candidates"]
    both = [kept["requestId"], lost["requestId"]]
    rows(
        stack,
        "UPDATE faces SET model_sha256 = 'before', vector = '[1,2,3]'"
        " WHERE verification_id = ANY(%s::uuid[])",
        both,
    )
    searched = verify(tenant, OTHER_SELFIE, kind="face_search")
    found = searched["report"]["faceSearch"]
    assert (found["compared"], found["outdated"], found["candidates"]) == (0, 2, [])
    assert searched["outcome"] == "attention", "nobody was found, but not all were compared"
    assert found["reasons"][0]["code"] == "outdated"

    (folder,) = (stack.state / "pictures" / "pictures").glob(f"*/{lost['requestId']}")
    (folder / "selfie").unlink()
    said = vouch(stack, "faces", "reindex")
    assert "1 faces embedded anew, 1 could not be" in said
    assert "picture gone: 1" in said
    after = look(tenant)
    assert (after["compared"], after["outdated"]) == (1, 1)
    assert after["candidates"] == [one for one in before if one["externalId"] == "kept"]
    tenant.delete("/v1/faces/default/lost")
    assert look(tenant)["outdated"] == 0


def test_the_clients_words_are_not_in_the_index(stack: Stack, tenant: httpx.Client) -> None:
    request_id = put(tenant, "customer-8f2c1d", partition="branch-77aa01")["requestId"]
    (row,) = rows(stack, "SELECT faces::text FROM faces WHERE verification_id = %s", request_id)
    for word in ("customer-8f2c1d", "branch-77aa01"):
        assert word not in row[0]
        assert word.encode().hex() not in row[0]
    assert json.loads(
        rows(stack, "SELECT vector FROM faces WHERE verification_id = %s", request_id)[0][0]
    )
