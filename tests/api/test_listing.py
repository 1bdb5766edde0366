"""The list of verifications: filtered, in pages, newest first."""

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from app.embedded.stack import Stack
from tests.conftest import client_of
from tests.pictures import landscape, selfie_photo

URL = "/v1/verifications"
COUNT = 7


@pytest.fixture
def tenant(stack: Stack, make_key: Callable[..., str]) -> Iterator[httpx.Client]:
    """A client of a tenant that has nothing yet."""
    with client_of(stack, make_key(f"lists {uuid.uuid4()}")) as client:
        yield client


@pytest.fixture
def listed(tenant: httpx.Client) -> list[str]:
    """The ids of some verifications, newest first."""
    return [send(tenant) for _ in range(COUNT)][::-1]


def send(client: httpx.Client, **request: Any) -> str:
    answer = client.post(URL, files={"selfie": landscape()}, data=request)
    assert answer.status_code == 202
    request_id: str = answer.json()["requestId"]
    return request_id


def ids(page: dict[str, Any]) -> list[str]:
    return [item["requestId"] for item in page["items"]]


def pages(client: httpx.Client, **query: Any) -> Iterator[dict[str, Any]]:
    cursor = None
    while True:
        page = client.get(URL, params=query | ({"cursor": cursor} if cursor else {})).json()
        yield page
        cursor = page["next"]
        if cursor is None:
            return


def test_a_tenant_without_verifications_has_an_empty_list(tenant: httpx.Client) -> None:
    assert tenant.get(URL).json() == {"items": [], "next": None}


def test_a_list_shows_nothing_personal(tenant: httpx.Client) -> None:
    request_id = send(tenant, request='{"transactionId": "t", "metadata": {"a": "b"}}')
    (item,) = tenant.get(URL).json()["items"]
    assert item["requestId"] == request_id
    assert set(item) == {
        "requestId",
        "kind",
        "state",
        "outcome",
        "resolution",
        "createdAt",
        "finishedAt",
        "redactedAt",
        "links",
    }


@pytest.mark.parametrize("limit", [1, 3, COUNT])
def test_pages_have_no_gaps_and_no_repeats(
    tenant: httpx.Client, listed: list[str], limit: int
) -> None:
    found = [ids(page) for page in pages(tenant, limit=limit)]
    assert [request_id for page in found for request_id in page] == listed
    assert {len(page) for page in found[:-1]} <= {limit}
    assert 0 < len(found[-1]) <= limit


def test_what_comes_in_between_two_pages_does_not_move_them(
    tenant: httpx.Client, listed: list[str]
) -> None:
    found = []
    for page in pages(tenant, limit=2):
        found += ids(page)
        newest = send(tenant)
    assert found == listed
    assert ids(tenant.get(URL, params={"limit": 1}).json()) == [newest]


def test_pages_go_on_among_verifications_of_the_same_instant(
    stack: Stack, tenant: httpx.Client, listed: list[str]
) -> None:
    address = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        connection.execute(
            "UPDATE verifications SET created_at = now() WHERE id = ANY(%s::uuid[])", (listed,)
        )
    found = [request_id for page in pages(tenant, limit=2) for request_id in ids(page)]
    assert sorted(found) == sorted(listed)


@pytest.mark.parametrize(("limit", "status"), [(0, 400), (1, 200), (100, 200), (101, 400)])
def test_a_page_has_1_to_100_verifications(api: httpx.Client, limit: int, status: int) -> None:
    answer = api.get(URL, params={"limit": limit})
    assert answer.status_code == status
    if status == 400:
        assert [error["field"] for error in answer.json()["errors"]] == ["limit"]


def test_filters_narrow_the_list(tenant: httpx.Client) -> None:
    alone = send(tenant, request='{"transactionId": "first"}')
    pair = send(tenant, request='{"transactionId": "second"}')
    pair_too = send(tenant, request='{"transactionId": "second"}')
    document = tenant.post(URL, files={"front": landscape()}).json()["requestId"]
    real = tenant.post(URL, files={"selfie": selfie_photo()}).json()["requestId"]
    over = {
        request_id: tenant.get(f"{URL}/{request_id}", headers={"Prefer": "wait=30"}).json()
        for request_id in (real, document, pair_too, pair, alone)
    }

    def found(**query: str) -> list[str]:
        return ids(tenant.get(URL, params=query).json())

    assert found() == list(over)
    assert found(transactionId="first") == [alone]
    assert found(transactionId="second") == [pair_too, pair]
    assert found(transactionId="secon") == []
    assert found(kind="document") == [document]
    assert found(kind="liveness", transactionId="first") == [alone]
    assert found(kind="document", transactionId="first") == []
    for state in ("INIT", "IN_PROGRESS", "FINISHED", "FAILED", "ERROR"):
        assert found(state=state) == [key for key, shown in over.items() if shown["state"] == state]
    for outcome in ("clear", "attention", "not_processed"):
        expected = [key for key, shown in over.items() if shown["outcome"] == outcome]
        assert found(outcome=outcome) == expected
    tenant.delete(f"{URL}/{alone}")
    assert found(transactionId="first") == []
    assert alone in found()


def test_another_tenants_transactions_are_not_found(
    tenant: httpx.Client, api: httpx.Client
) -> None:
    send(tenant, request='{"transactionId": "of one tenant"}')
    assert ids(api.get(URL, params={"transactionId": "of one tenant"}).json()) == []


def test_from_is_inclusive_and_to_is_exclusive(tenant: httpx.Client) -> None:
    first = send(tenant)
    time.sleep(0.01)
    second = send(tenant)
    newer, older = tenant.get(URL).json()["items"]
    assert (newer["requestId"], older["requestId"]) == (second, first)

    def found(**query: str) -> list[str]:
        return ids(tenant.get(URL, params=query).json())

    moment = datetime.fromisoformat(newer["createdAt"])
    elsewhere = moment.astimezone(timezone(timedelta(hours=7))).isoformat()
    for text in (newer["createdAt"], elsewhere):
        assert found(**{"from": text}) == [second]
        assert found(to=text) == [first]
    assert found(**{"from": older["createdAt"], "to": newer["createdAt"]}) == [first]
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert found(**{"from": tomorrow}) == []
    assert found(to=tomorrow) == [second, first]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "DONE"},
        {"kind": "car"},
        {"outcome": "fine"},
        {"from": "yesterday"},
        {"to": "2026-13-01"},
        {"transactionId": "x" * 201},
        {"cursor": "x" * 201},
    ],
    ids=lambda query: next(iter(query)),
)
def test_a_filter_that_cannot_be_is_refused(api: httpx.Client, query: dict[str, str]) -> None:
    answer = api.get(URL, params=query)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == list(query)
