"""A reviewer settles what asks for attention: once, with a name and a reason, and it is told."""

import httpx
import pytest

from app.receiver import WebhookReceiver
from tests.pictures import passport_photo, selfie_photo

URL = "/v1/verifications"
SETTLED = {"outcome": "clear", "reviewer": "j.doe", "reason": "A specimen of ours."}


@pytest.fixture
def attention(api: httpx.Client) -> str:
    answer = api.post(URL, files={"front": passport_photo()}, headers={"Prefer": "wait=60"})
    assert answer.json()["outcome"] == "attention"
    request_id: str = answer.json()["requestId"]
    return request_id


def test_a_settled_verification_says_who_how_and_why(api: httpx.Client, attention: str) -> None:
    with WebhookReceiver() as receiver:
        endpoint = api.post(
            "/v1/webhook-endpoints",
            json={"url": receiver.url, "eventTypes": ["verification.resolved"]},
        ).json()
        answer = api.post(f"{URL}/{attention}/resolution", json=SETTLED)
        assert answer.status_code == 200
        shown = api.get(f"{URL}/{attention}").json()
        assert (shown["outcome"], shown["resolution"]) == ("attention", "clear")
        assert {name: shown["review"][name] for name in SETTLED} == SETTLED
        receiver.wait(1, 10)
        event = receiver.requests[0].verify(endpoint["secret"])
        assert event["type"] == "verification.resolved"
        assert event["data"]["resolution"] == "clear"
        api.delete(f"/v1/webhook-endpoints/{endpoint['id']}")


def test_it_is_settled_once(api: httpx.Client, attention: str) -> None:
    assert api.post(f"{URL}/{attention}/resolution", json=SETTLED).status_code == 200
    again = api.post(f"{URL}/{attention}/resolution", json={**SETTLED, "outcome": "rejected"})
    assert again.status_code == 409
    assert api.get(f"{URL}/{attention}").json()["resolution"] == "clear"


def test_settling_it_again_with_the_same_key_is_the_same_settlement(
    api: httpx.Client, attention: str
) -> None:
    place, key = f"{URL}/{attention}/resolution", {"Idempotency-Key": "settle"}
    first = api.post(place, json=SETTLED, headers=key)
    again = api.post(place, json=SETTLED, headers=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["review"] == first.json()["review"]
    other = api.post(place, json={**SETTLED, "outcome": "rejected"}, headers=key)
    assert other.status_code == 422


def test_what_asks_for_nothing_cannot_be_settled(api: httpx.Client) -> None:
    answer = api.post(URL, files={"selfie": selfie_photo()}, headers={"Prefer": "wait=60"})
    assert answer.json()["outcome"] == "clear"
    path = f"{URL}/{answer.json()['requestId']}/resolution"
    assert api.post(path, json=SETTLED).status_code == 409


def test_it_needs_the_tenant_the_scope_and_a_reason(
    api: httpx.Client, other_api: httpx.Client, make_key, stack, attention: str
) -> None:
    path = f"{URL}/{attention}/resolution"
    assert other_api.post(path, json=SETTLED).status_code == 404
    narrow = {"Authorization": f"Bearer {make_key('narrow', '--scopes', 'read,verify')}"}
    assert httpx.post(stack.url + path, json=SETTLED, headers=narrow).status_code == 403
    refused = api.post(path, json={"outcome": "maybe", "reviewer": ""})
    assert refused.status_code == 400
    fields = {error["field"] for error in refused.json()["errors"]}
    assert fields == {"outcome", "reviewer", "reason"}
    assert api.get(f"{URL}/{attention}").json()["resolution"] is None


def test_after_a_redaction_only_the_outcome_is_left(api: httpx.Client, attention: str) -> None:
    api.post(f"{URL}/{attention}/resolution", json=SETTLED)
    assert api.delete(f"{URL}/{attention}").status_code == 204
    shown = api.get(f"{URL}/{attention}").json()
    assert (shown["resolution"], shown["review"]) == ("clear", None)
