"""Webhook endpoints are made, changed and deleted; their deliveries are seen and sent again."""

import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from standardwebhooks import WebhookVerificationError

from app.embedded.stack import Stack
from app.receiver import Answer, WebhookReceiver
from tests.conftest import client_of
from tests.pictures import landscape

URL = "/v1/webhook-endpoints"


@pytest.fixture(scope="module")
def tenant(stack: Stack, make_key: Callable[..., str]) -> Iterator[httpx.Client]:
    with client_of(stack, make_key(f"endpoints {uuid.uuid4()}")) as client:
        yield client


@pytest.fixture
def endpoint(tenant: httpx.Client, receiver: WebhookReceiver) -> Iterator[dict[str, Any]]:
    """An endpoint that the receiver listens at, with its secret."""
    made = tenant.post(URL, json={"url": receiver.url}).json()
    yield made
    tenant.delete(f"{URL}/{made['id']}")


def verify(client: httpx.Client) -> str:
    """Has something verified. Returns its id once it is over."""
    answer = client.post(
        "/v1/verifications", files={"selfie": landscape()}, headers={"Prefer": "wait=30"}
    )
    assert answer.status_code == 200
    request_id: str = answer.json()["requestId"]
    return request_id


def deliveries(client: httpx.Client, endpoint: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"{URL}/{endpoint['id']}/deliveries").json()["items"]
    return items


def settled(client: httpx.Client, endpoint: dict[str, Any]) -> dict[str, Any]:
    """The newest delivery, once it is over."""
    deadline = time.monotonic() + 20
    while True:
        items = deliveries(client, endpoint)
        if items and items[0]["state"] != "pending":
            return items[0]
        assert time.monotonic() < deadline, items
        time.sleep(0.05)


def test_an_endpoint_is_made_with_a_secret_that_is_shown_once(tenant: httpx.Client) -> None:
    new = {
        "url": "https://example.com/hooks?a=b",
        "description": "Bücher",
        "eventTypes": ["verification.finished"],
    }
    answer = tenant.post(URL, json=new)
    assert answer.status_code == 201
    made = answer.json()
    assert made["secret"].startswith("whsec_")
    assert new.items() <= made.items()
    assert (made["enabled"], made["disabledReason"]) == (True, None)
    shown = tenant.get(f"{URL}/{made['id']}").json()
    assert made == shown | {"secret": made["secret"]}
    assert shown in tenant.get(URL).json()["items"]
    assert made["secret"] not in tenant.get(URL).text
    assert tenant.delete(f"{URL}/{made['id']}").status_code == 204


def test_endpoints_are_listed_oldest_first(tenant: httpx.Client) -> None:
    made = [tenant.post(URL, json={"url": f"https://example.com/{name}"}).json() for name in "abc"]
    listed = [item["id"] for item in tenant.get(URL).json()["items"]]
    assert listed[-3:] == [item["id"] for item in made]
    for item in made:
        tenant.delete(f"{URL}/{item['id']}")


def test_only_what_is_named_is_changed(tenant: httpx.Client, endpoint: dict[str, Any]) -> None:
    path = f"{URL}/{endpoint['id']}"
    changed = tenant.patch(path, json={"description": "new", "enabled": False}).json()
    assert changed == tenant.get(path).json()
    before = {key: value for key, value in endpoint.items() if key != "secret"}
    assert changed == before | {"description": "new", "enabled": False}
    again = {"url": "https://example.org/", "eventTypes": ["verification.error"], "enabled": True}
    assert again.items() <= tenant.patch(path, json=again).json().items()
    assert tenant.patch(path, json={"eventTypes": []}).json()["eventTypes"] == []
    assert tenant.patch(path, json={}).json()["url"] == "https://example.org/"


def test_a_deleted_endpoint_is_gone(tenant: httpx.Client, receiver: WebhookReceiver) -> None:
    made = tenant.post(URL, json={"url": receiver.url}).json()
    path = f"{URL}/{made['id']}"
    assert tenant.delete(path).status_code == 204
    for method, address in (
        ("GET", path),
        ("PATCH", path),
        ("DELETE", path),
        ("GET", f"{path}/deliveries"),
        ("POST", f"{path}/secret"),
    ):
        assert tenant.request(method, address, json={}).status_code == 404
    assert made["id"] not in tenant.get(URL).text
    verify(tenant)
    time.sleep(1)
    assert receiver.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "javascript:alert(1)",
        "example.com/hooks",
        "https://",
        "https:///hooks",
        "https://user:password@example.com/",
        "https://[::1",
        "https://example.com:99999/",
        "https://example.com:port/",
        "https://example.com/\x00",
        "https://example.com/" + "x" * 2000,
        "",
        None,
        7,
    ],
    ids=str,
)
def test_an_address_that_cannot_be_is_refused(
    tenant: httpx.Client, endpoint: dict[str, Any], url: object
) -> None:
    answer = tenant.post(URL, json={"url": url})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["url"]
    if url is not None:
        assert tenant.patch(f"{URL}/{endpoint['id']}", json={"url": url}).status_code == 400


@pytest.mark.parametrize(
    "member",
    [
        {"eventTypes": ["verification.started"]},
        {"eventTypes": "verification.finished"},
        {"description": "x" * 5001},
        {"secret": "whsec_mine"},
        {"enabled": "perhaps"},
    ],
    ids=lambda member: next(iter(member)),
)
def test_an_endpoint_with_a_wrong_member_is_refused(
    tenant: httpx.Client, member: dict[str, Any]
) -> None:
    answer = tenant.post(URL, json={"url": "https://example.com/"} | member)
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_request"


def test_another_tenants_endpoint_does_not_exist(
    tenant: httpx.Client, other_api: httpx.Client, endpoint: dict[str, Any]
) -> None:
    verify(tenant)
    delivery = settled(tenant, endpoint)
    path = f"{URL}/{endpoint['id']}"
    for method, address in (
        ("GET", path),
        ("PATCH", path),
        ("DELETE", path),
        ("POST", f"{path}/secret"),
        ("GET", f"{path}/deliveries"),
        ("POST", f"{path}/deliveries/{delivery['id']}/retry"),
    ):
        answer = other_api.request(method, address, json={})
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"
    assert endpoint["id"] not in other_api.get(URL).text
    assert tenant.get(path).json()["enabled"] is True


def test_a_key_without_the_scope_manages_no_webhooks(
    stack: Stack, make_key: Callable[..., str]
) -> None:
    key = make_key("no hooks", "--scopes", "read,verify,redact")
    with client_of(stack, key) as client:
        assert client.get(URL).status_code == 403
        assert client.post(URL, json={"url": "https://example.com/"}).status_code == 403
        assert client.get("/v1/callback-secret").status_code == 403


def test_deliveries_are_listed_newest_first(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    first, second = verify(tenant), verify(tenant)
    receiver.wait(2)
    settled(tenant, endpoint)
    items = deliveries(tenant, endpoint)
    assert [item["requestId"] for item in items] == [second, first]
    limited = tenant.get(f"{URL}/{endpoint['id']}/deliveries", params={"limit": 1}).json()
    assert limited["items"] == items[:1]
    for item in items:
        assert (item["state"], item["attempts"], item["lastStatus"]) == ("delivered", 1, 204)
        assert item["createdAt"] < item["deliveredAt"]
        assert item["nextAttemptAt"] is None
        assert item["lastError"] is None
    sent = {request.headers["webhook-id"] for request in receiver.requests}
    assert sent == {item["eventId"] for item in items}
    assert len(sent) == 2


def test_a_delivery_is_sent_again_with_the_same_event_id(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    verify(tenant)
    delivery = settled(tenant, endpoint)
    path = f"{URL}/{endpoint['id']}/deliveries/{delivery['id']}/retry"
    key = {"Idempotency-Key": "again"}
    answer = tenant.post(path, headers=key)
    assert answer.status_code == 202
    assert answer.json()["state"] == "pending"
    assert answer.json()["eventId"] == delivery["eventId"]
    first, second = receiver.wait(2)
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == delivery["eventId"]
    assert second.verify(endpoint["secret"]) == first.verify(endpoint["secret"])
    assert settled(tenant, endpoint)["state"] == "delivered"
    assert len(deliveries(tenant, endpoint)) == 1
    repeated = tenant.post(path, headers=key)
    assert repeated.headers["Idempotency-Replayed"] == "true"
    assert repeated.json()["state"] == "delivered", "and is not sent a third time"


def test_nothing_is_sent_again_to_a_disabled_endpoint(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    verify(tenant)
    delivery = settled(tenant, endpoint)
    path = f"{URL}/{endpoint['id']}"
    retry = f"{path}/deliveries/{delivery['id']}/retry"
    tenant.patch(path, json={"enabled": False})
    answer = tenant.post(retry)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    verify(tenant)
    assert len(deliveries(tenant, endpoint)) == 1, "no event is written for it either"
    tenant.patch(path, json={"enabled": True})
    assert tenant.post(retry).status_code == 202
    receiver.wait(2)


def test_an_unknown_delivery_is_not_sent_again(
    tenant: httpx.Client, endpoint: dict[str, Any]
) -> None:
    path = f"{URL}/{endpoint['id']}/deliveries"
    assert tenant.post(f"{path}/{uuid.uuid4()}/retry").status_code == 404
    assert tenant.post(f"{path}/7/retry").status_code == 400


def test_a_rotated_secret_signs_from_then_on(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    rotated = tenant.post(f"{URL}/{endpoint['id']}/secret").json()
    assert rotated["secret"] != endpoint["secret"]
    assert rotated["id"] == endpoint["id"]
    verify(tenant)
    (request,) = receiver.wait()
    assert request.verify(rotated["secret"])["type"].startswith("verification.")
    with pytest.raises(WebhookVerificationError):
        request.verify(endpoint["secret"])


def test_only_the_events_that_are_wanted_are_sent(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    path = f"{URL}/{endpoint['id']}"
    tenant.patch(path, json={"eventTypes": ["verification.error"]})
    verify(tenant)
    assert deliveries(tenant, endpoint) == []
    wanted = ["verification.finished", "verification.failed"]
    tenant.patch(path, json={"eventTypes": wanted})
    verify(tenant)
    (request,) = receiver.wait()
    assert request.verify(endpoint["secret"])["type"] in wanted


def test_the_callback_secret_is_a_tenants_own_and_stays(
    tenant: httpx.Client, other_api: httpx.Client
) -> None:
    mine = tenant.get("/v1/callback-secret").json()
    assert list(mine) == ["secret"]
    assert mine["secret"].startswith("whsec_")
    assert tenant.get("/v1/callback-secret").json() == mine
    assert other_api.get("/v1/callback-secret").json() != mine


def test_a_failed_delivery_can_be_sent_again(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    receiver.answer_with(Answer(410))
    verify(tenant)
    failed = settled(tenant, endpoint)
    assert (failed["state"], failed["lastStatus"]) == ("failed", 410)
    path = f"{URL}/{endpoint['id']}"
    tenant.patch(path, json={"enabled": True})
    tenant.post(f"{path}/deliveries/{failed['id']}/retry")
    receiver.wait(2)
    assert settled(tenant, endpoint)["state"] == "delivered"
