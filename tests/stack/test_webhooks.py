"""Webhooks arrive signed, are tried again as they should be, and go nowhere they must not."""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import URL, make_url
from standardwebhooks import WebhookVerificationError

from app.dispatcher.courier import retry_after
from app.embedded.services import free_port
from app.embedded.stack import Stack
from app.receiver import Answer, Received, WebhookReceiver
from tests.conftest import client_of
from tests.pictures import landscape, selfie_photo

ENDPOINTS = "/v1/webhook-endpoints"
VERIFICATIONS = "/v1/verifications"
ATTEMPTS = 5  # the schedule of the shared stack has four pauses


@pytest.fixture(scope="module")
def tenant(stack: Stack, make_key: Callable[..., str]) -> Iterator[httpx.Client]:
    with client_of(stack, make_key(f"webhooks {uuid.uuid4()}")) as client:
        yield client


@pytest.fixture
def endpoint(tenant: httpx.Client, receiver: WebhookReceiver) -> Iterator[dict[str, Any]]:
    made = tenant.post(ENDPOINTS, json={"url": receiver.url}).json()
    yield made
    tenant.delete(f"{ENDPOINTS}/{made['id']}")


def verify(client: httpx.Client, **parts: Any) -> dict[str, Any]:
    """Has something verified. Returns it once it is over."""
    parts.setdefault("files", {"selfie": landscape()})
    answer = client.post(VERIFICATIONS, headers={"Prefer": "wait=30"}, **parts)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def deliveries(client: httpx.Client, endpoint: dict[str, Any]) -> list[dict[str, Any]]:
    path = f"{ENDPOINTS}/{endpoint['id']}/deliveries"
    items: list[dict[str, Any]] = client.get(path, params={"limit": 100}).json()["items"]
    return items


def settled(
    client: httpx.Client, endpoint: dict[str, Any], count: int = 1, limit: float = 30
) -> list[dict[str, Any]]:
    """The deliveries of an endpoint, once all of them are over."""
    deadline = time.monotonic() + limit
    while True:
        items = deliveries(client, endpoint)
        if len(items) == count and all(item["state"] != "pending" for item in items):
            return items
        assert time.monotonic() < deadline, items
        time.sleep(0.05)


def pauses(requests: list[Received]) -> list[float]:
    return [after.at - before.at for before, after in pairwise(requests)]


def test_a_webhook_is_signed_and_holds_the_report(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    request = '{"externalId": "Zoë", "transactionId": "t 1", "metadata": {"a": "b"}}'
    done = verify(tenant, files={"selfie": selfie_photo()}, data={"request": request})
    (received,) = receiver.wait()
    event = received.verify(endpoint["secret"])
    assert set(event) == {"type", "timestamp", "data"}
    assert event["type"] == "verification.finished"
    assert event["data"] == {
        "requestId": done["requestId"],
        "kind": "liveness",
        "state": "FINISHED",
        "outcome": done["outcome"],
        "resolution": None,
        "externalId": "Zoë",
        "transactionId": "t 1",
        "metadata": {"a": "b"},
        "report": done["report"],
    }
    assert received.method == "POST"
    assert received.headers["content-type"] == "application/json"
    assert received.headers["user-agent"].startswith("Vouch/")
    assert abs(int(received.headers["webhook-timestamp"]) - time.time()) < 60
    assert received.headers["webhook-signature"].startswith("v1,")
    uuid.UUID(received.headers["webhook-id"])
    with pytest.raises(WebhookVerificationError):
        received.verify("whsec_" + "bm90IHRoZSBzZWNyZXQgb2YgdGhpcyBlbmRwb2ludA==")
    time.sleep(1)
    assert len(receiver.requests) == 1


def test_the_callback_url_of_a_request_is_told_with_the_callback_secret(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    with WebhookReceiver() as called_back:
        url = f"{called_back.url}/mine?token=x"
        done = verify(tenant, data={"request": f'{{"callbackUrl": "{url}"}}'})
        (callback,) = called_back.wait()
        (usual,) = receiver.wait()
    assert callback.path == "/webhooks/mine?token=x"
    event = callback.verify(tenant.get("/v1/callback-secret").json()["secret"])
    assert event["data"]["requestId"] == done["requestId"]
    assert usual.verify(endpoint["secret"]) == event
    assert usual.headers["webhook-id"] == callback.headers["webhook-id"]


def test_a_failure_is_tried_again_with_the_same_id(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    receiver.answer_with(Answer(500), Answer(404), Answer(200))
    verify(tenant)
    requests = receiver.wait(3)
    assert len({request.headers["webhook-id"] for request in requests}) == 1
    assert len({request.body for request in requests}) == 1
    for request in requests:
        request.verify(endpoint["secret"])
    first, second = pauses(requests)
    assert first >= 0.2
    assert second >= 0.4
    (delivery,) = settled(tenant, endpoint)
    assert (delivery["state"], delivery["attempts"]) == ("delivered", 3)
    assert (delivery["lastStatus"], delivery["lastError"]) == (200, None)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_and_is_no_delivery(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any], status: int
) -> None:
    with WebhookReceiver() as elsewhere:
        receiver.answer_with(Answer.redirect(elsewhere.url, status), Answer(204))
        verify(tenant)
        receiver.wait(2)
        (delivery,) = settled(tenant, endpoint)
        assert (delivery["state"], delivery["attempts"]) == ("delivered", 2)
        assert elsewhere.requests == []


def test_a_receiver_that_asks_for_a_pause_gets_it(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    receiver.answer_with(Answer(503, {"Retry-After": "2"}), Answer(204))
    verify(tenant)
    (pause,) = pauses(receiver.wait(2))
    assert 2 <= pause < 7


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("120", 120),
        (" 0 ", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("Mon, 99 Jan 2030 00:00:00 GMT", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_retry_after_in_an_hour_is_an_hour() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert retry_after(moment) == pytest.approx(3600, abs=30)


def test_gone_disables_the_endpoint_and_says_why(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    receiver.answer_with(Answer(410))
    verify(tenant)
    (delivery,) = settled(tenant, endpoint)
    assert (delivery["state"], delivery["attempts"]) == ("failed", 1)
    assert (delivery["lastStatus"], delivery["lastError"]) == (410, "410 Gone")
    shown = tenant.get(f"{ENDPOINTS}/{endpoint['id']}").json()
    assert (shown["enabled"], shown["disabledReason"]) == (False, "it answered 410 Gone")
    verify(tenant)
    time.sleep(1)
    assert len(receiver.requests) == 1
    enabled = tenant.patch(f"{ENDPOINTS}/{endpoint['id']}", json={"enabled": True}).json()
    assert (enabled["enabled"], enabled["disabledReason"]) == (True, None)
    verify(tenant)
    receiver.wait(2)


def test_a_delivery_has_failed_when_the_schedule_is_over(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    receiver.answer_with(*[Answer(503)] * (ATTEMPTS + 1))
    verify(tenant)
    (delivery,) = settled(tenant, endpoint)
    assert (delivery["state"], delivery["attempts"]) == ("failed", ATTEMPTS)
    assert (delivery["lastStatus"], delivery["lastError"]) == (503, "answered 503")
    for pause, least in zip(pauses(receiver.requests), [0.2, 0.4, 0.8, 1.6], strict=True):
        assert least <= pause < 1.2 * least + 4
    time.sleep(1)
    assert len(receiver.requests) == ATTEMPTS


def test_a_receiver_that_does_not_listen_is_tried_until_it_does(tenant: httpx.Client) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/late"
    made = tenant.post(ENDPOINTS, json={"url": url}).json()
    verify(tenant)
    deadline = time.monotonic() + 20
    while deliveries(tenant, made)[0]["lastError"] is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert deliveries(tenant, made)[0]["lastError"] == "no connection"
    with WebhookReceiver(port=port) as late:
        late.wait()
        settled(tenant, made)
    tenant.delete(f"{ENDPOINTS}/{made['id']}")


def test_a_receiver_that_is_too_slow_is_tried_again(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    receiver.answer_with(Answer(delay=20), Answer(204))
    verify(tenant)
    (pause,) = pauses(receiver.wait(2))
    assert 2 <= pause < 7, "the limit of one delivery is two seconds here"
    (delivery,) = settled(tenant, endpoint)
    assert (delivery["state"], delivery["attempts"]) == ("delivered", 2)


def test_at_most_four_deliveries_run_to_one_endpoint_at_once(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    count, slow = 9, 0.8
    for _ in range(count):
        tenant.post(VERIFICATIONS, files={"selfie": landscape()})
    receiver.wait(count, timeout=30)
    sent = settled(tenant, endpoint, count)
    receiver.answer_with(*[Answer(204, delay=slow)] * count)
    for delivery in sent:
        path = f"{ENDPOINTS}/{endpoint['id']}/deliveries/{delivery['id']}/retry"
        assert tenant.post(path).status_code == 202
    times = [request.at for request in receiver.wait(2 * count, timeout=20)[count:]]
    settled(tenant, endpoint, count)
    at_once = [sum(0 <= now - at < slow - 0.05 for at in times) for now in times]
    assert max(at_once) == 4


def test_a_slow_endpoint_does_not_hold_up_another(
    tenant: httpx.Client, receiver: WebhookReceiver, endpoint: dict[str, Any]
) -> None:
    receiver.answer_with(*[Answer(204, delay=1.5)] * 5)
    with WebhookReceiver() as quick:
        made = tenant.post(ENDPOINTS, json={"url": quick.url}).json()
        for _ in range(5):
            tenant.post(VERIFICATIONS, files={"selfie": landscape()})
        quick.wait(5, timeout=30)
        assert len(receiver.requests) <= 5
        settled(tenant, made, 5)
        tenant.delete(f"{ENDPOINTS}/{made['id']}")


def test_an_address_that_breaks_the_sender_is_given_up_in_the_end(tenant: httpx.Client) -> None:
    """Whatever goes wrong counts as an attempt: nothing is tried without end."""
    with WebhookReceiver(*[Answer(503, {"Retry-After": "\u00b2"})] * ATTEMPTS) as receiver:
        made = tenant.post(ENDPOINTS, json={"url": receiver.url}).json()
        verify(tenant)
        (delivery,) = settled(tenant, made)
        assert (delivery["state"], delivery["attempts"]) == ("failed", ATTEMPTS)
        tenant.delete(f"{ENDPOINTS}/{made['id']}")


@contextmanager
def public_stack(stack: Stack) -> Iterator[tuple[httpx.Client, URL]]:
    """An API and a dispatcher on a database of their own, set as a public one must be."""
    name = f"public_{uuid.uuid4().hex}"
    shared = make_url(stack.environment["VOUCH_DATABASE__URL"])
    own = shared.set(database=name)
    plain = shared.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    port = free_port()
    environment = stack.environment | {
        "VOUCH_DATABASE__URL": own.render_as_string(hide_password=False),
        "VOUCH_WEBHOOKS__ALLOW_PRIVATE": "false",
        "VOUCH_WEBHOOKS__SCHEDULE": "[0.1]",
    }
    vouch = [sys.executable, "-m", "app.cli"]
    subprocess.run([*vouch, "migrate"], env=environment, check=True, capture_output=True)
    running = [
        subprocess.Popen([*vouch, *command], env=environment, stderr=subprocess.DEVNULL)
        for command in (["serve", "--port", str(port)], ["dispatcher"])
    ]
    try:
        headers = {"Authorization": f"Bearer {stack.api_key}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
            for _ in range(300):
                try:
                    client.get("/healthz")
                    break
                except httpx.ConnectError:
                    time.sleep(0.1)
            yield client, own
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(20)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_private_addresses_are_refused_where_the_setting_forbids_them(stack: Stack) -> None:
    """What is refused reads like an address where nobody answers: it tells nothing about ours."""
    with WebhookReceiver() as receiver, public_stack(stack) as (client, database):
        port = httpx.URL(receiver.url).port
        hosts = [
            "127.0.0.1",
            "2130706433",
            "localhost",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
            "10.0.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "[fe80::1]",
            "[fd00::1]",
        ]
        made = [
            client.post(ENDPOINTS, json={"url": f"http://{host}:{port}/"}).json() for host in hosts
        ]
        accepted = client.post(VERIFICATIONS, files={"selfie": landscape()}).json()
        address = database.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address) as connection:
            event = uuid.uuid4()
            connection.execute(
                "INSERT INTO events (id, tenant_id, verification_id, type, created_at)"
                " SELECT %s, tenant_id, id, 'verification.finished', now()"
                " FROM verifications WHERE id = %s",
                (event, accepted["requestId"]),
            )
            connection.execute(
                "INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, state, attempts,"
                " next_attempt_at, created_at)"
                " SELECT gen_random_uuid(), %s, tenant_id, id, 'pending', 0, now(), now()"
                " FROM webhook_endpoints",
                (event,),
            )
        for host, endpoint in zip(hosts, made, strict=True):
            (delivery,) = settled(client, endpoint)
            found = (delivery["state"], delivery["lastError"], delivery["lastStatus"])
            assert found == ("failed", "no connection", None), host
        assert receiver.requests == []
