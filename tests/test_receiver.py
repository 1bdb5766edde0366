import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from app.receiver import Answer, WebhookReceiver

SECRET = "whsec_" + "c2VjcmV0LW9mLXRlc3RzLXRoYXQtaXMtbG9uZw=="
BODY = b'{"type": "verification.finished", "data": {"name": "H\xc3\xa9l\xc3\xa8ne"}}'


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with WebhookReceiver() as listening:
        yield listening


def signed(body: bytes = BODY, secret: str = SECRET) -> dict[str, str]:
    now = datetime.now(UTC)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", now, body.decode()),
    }


def test_a_request_is_kept_as_it_came(receiver: WebhookReceiver) -> None:
    answer = httpx.post(f"{receiver.url}/one?two=3", content=BODY, headers={"X-Tenant": "A"})
    assert answer.status_code == 204
    (request,) = receiver.wait()
    assert (request.method, request.path, request.body) == ("POST", "/webhooks/one?two=3", BODY)
    assert request.headers["x-tenant"] == "A"


def test_answers_are_given_in_order_and_then_it_is_204(receiver: WebhookReceiver) -> None:
    receiver.answer_with(Answer(503, {"Retry-After": "7"}), Answer(200, body=b"thanks"))
    answers = [httpx.post(receiver.url, content=BODY) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [503, 200, 204, 204]
    assert answers[0].headers["Retry-After"] == "7"
    assert answers[1].content == b"thanks"
    assert len(receiver.requests) == 4


def test_one_connection_can_carry_several_requests(receiver: WebhookReceiver) -> None:
    receiver.answer_with(Answer(500), Answer(204))
    with httpx.Client() as client:
        assert [client.post(receiver.url, content=BODY).status_code for _ in range(3)] == [
            500,
            204,
            204,
        ]


def test_a_redirect_leads_where_it_was_told(receiver: WebhookReceiver) -> None:
    receiver.answer_with(Answer.redirect(f"{receiver.url}/elsewhere", 307))
    answer = httpx.post(receiver.url, content=BODY, follow_redirects=True)
    assert answer.status_code == 204
    assert [request.path for request in receiver.requests] == ["/webhooks", "/webhooks/elsewhere"]


def test_a_delayed_answer_runs_into_the_senders_timeout(receiver: WebhookReceiver) -> None:
    receiver.answer_with(Answer(delay=20))
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(receiver.url, content=BODY, timeout=0.2)
    assert len(receiver.requests) == 1
    started = time.monotonic()
    receiver.close()
    assert time.monotonic() - started < 2, "closing waited for the delayed answer"


def test_a_right_signature_is_verified(receiver: WebhookReceiver) -> None:
    httpx.post(receiver.url, content=BODY, headers=signed())
    (request,) = receiver.wait()
    assert request.verify(SECRET)["data"]["name"] == "Hélène"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(secret="whsec_" + "YW5vdGhlci1zZWNyZXQtdGhhdC1pcy1sb25nZXI="),
        signed(BODY + b" "),
    ],
    ids=["unsigned", "another secret", "another body"],
)
def test_a_wrong_signature_is_refused(receiver: WebhookReceiver, headers: dict[str, str]) -> None:
    httpx.post(receiver.url, content=BODY, headers=headers)
    (request,) = receiver.wait()
    with pytest.raises(WebhookVerificationError):
        request.verify(SECRET)


def test_waiting_for_more_than_comes_says_how_many_came(receiver: WebhookReceiver) -> None:
    httpx.post(receiver.url, content=BODY)
    with pytest.raises(TimeoutError, match="1 of 2 webhooks"):
        receiver.wait(2, timeout=0.1)


def test_a_closed_receiver_is_not_listening(receiver: WebhookReceiver) -> None:
    receiver.close()
    with pytest.raises(httpx.ConnectError):
        httpx.post(receiver.url, content=BODY)
