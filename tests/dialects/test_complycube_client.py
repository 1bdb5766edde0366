"""ComplyCube's official Python client, unmodified but for its address, from client to event."""

import base64
import json
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import complycube
import httpx
import psycopg
import pytest
from complycube import ComplyCubeClient
from complycube.error import ComplyCubeAPIError
from complycube.eventverifier import EventVerifier, VertificationError
from sqlalchemy import make_url

from app.api.dialects.complycube.openapi import EXAMPLES
from app.embedded.stack import Stack
from app.receiver import WebhookReceiver
from tests.dialects.shapes import differences, shape_of
from tests.dialects.specimens import photo, printed, printed_codes
from tests.pictures import png_of_size, selfie_photo
from tests.waiting import wait_for

SIDES = {"front": "living_permit_fr_2021_front", "back": "living_permit_fr_2021_back"}
Call = Callable[[ComplyCubeClient], Any]
NOBODY = str(uuid.uuid4())
PERSON = {"personDetails": {"firstName": "A"}}
JPEG = b"\xff\xd8"
ANALYSES = {
    "consistencyAnalysis",
    "contentAnalysis",
    "clientValidation",
    "forensicAnalysis",
    "formatAnalysis",
    "frontAndBackAnalysis",
    "mrzAnalysis",
}


@dataclass
class Run:
    """What one walk through the API left: two checks of a client, and what its webhook got."""

    api: ComplyCubeClient
    key: str
    client: Any
    document: Any
    live_photo: Any
    document_check: Any
    identity_check: Any
    secret: str
    events: list[tuple[dict[str, str], bytes]]


@pytest.fixture(scope="module")
def api_key(make_key: Callable[..., str]) -> str:
    return make_key(f"complycube-{uuid.uuid4()}")


@pytest.fixture(scope="module")
def base(stack: Stack) -> Iterator[str]:
    address, complycube._base_url = complycube._base_url, f"{stack.url}/complycube/v1"
    yield complycube._base_url
    complycube._base_url = address


@pytest.fixture(scope="module")
def api(base: str, api_key: str) -> ComplyCubeClient:
    return ComplyCubeClient(api_key=api_key)


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def over(api: ComplyCubeClient, check_id: str) -> Any:
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline:
        check = api.checks.get(check_id)
        if check.status != "pending":
            return check
        time.sleep(0.2)
    raise AssertionError("the check is still pending")


@pytest.fixture(scope="module")
def run(api: ComplyCubeClient, api_key: str) -> Iterator[Run]:
    person = printed(SIDES["front"])
    with WebhookReceiver() as receiver:
        webhook = api.webhooks.create(
            f"{receiver.url}/hook", True, ["*", "check.completed.attention"], description="all"
        )
        client = api.clients.create(
            "person",
            "marie@example.com",
            personDetails={
                "firstName": person["firstName"]["value"].split(",")[0],
                "lastName": person["lastName"]["value"],
                "dob": person["birthDate"]["value"],
                "nationality": "GB",
            },
        )
        document = api.documents.create(
            client.id, "residence_permit", issuingCountry="FR", classification="proof_of_identity"
        )
        for side, code in SIDES.items():
            api.documents.upload(document.id, side, f"{side}.jpg", in_base64(photo(code)))
        live_photo = api.livephotos.upload(client.id, in_base64(selfie_photo()))
        started = [
            api.checks.create(client.id, "document_check", documentId=document.id),
            api.checks.create(
                client.id,
                "identity_check",
                documentId=document.id,
                livePhotoId=live_photo.id,
                clientConsent=True,
            ),
        ]
        assert {check.status for check in started} <= {"pending", "complete"}
        first, second = [over(api, check.id) for check in started]

        def events() -> list[tuple[dict[str, str], bytes]]:
            return [(one.headers, one.body) for one in receiver.requests]

        wait_for(lambda: len(events()) >= 6, limit=30)
        yield Run(
            api=api,
            key=api_key,
            client=client,
            document=document,
            live_photo=live_photo,
            document_check=first,
            identity_check=second,
            secret=webhook.secret,
            events=events(),
        )


def test_a_document_check_says_what_was_found(run: Run) -> None:
    check = run.document_check
    assert (check.status, check.type, check.client_id) == (
        "complete",
        "document_check",
        run.client.id,
    )
    assert check.entity_name == run.client.entity_name
    assert check.document_id == run.document.id
    assert check.result.outcome in ("clear", "attention", "not_processed")
    breakdown = check.result.breakdown.to_dict()
    assert set(breakdown) > ANALYSES, "here they stand in the breakdown"
    assert breakdown["clientValidation"]["clientDataConsistency"] == "clear"
    details = breakdown["extractedData"]["documentDetails"]
    assert (details["documentType"], details["issuingCountry"]) == ("residence_permit", "FR")
    shown = {one["type"]: one["data"] for one in breakdown["extractedImages"]}
    assert shown["front_side"] == in_base64(photo(SIDES["front"]))
    assert base64.b64decode(shown["extracted_face"]).startswith(JPEG)
    codes = [one for one in breakdown["extractedImages"] if one["type"] == "extracted_code"]
    assert len(codes) == len(printed_codes(SIDES.values()))


def test_the_examples_of_the_openapi_document_are_such_answers(base: str, run: Run) -> None:
    paths = {
        "client": f"clients/{run.client.id}",
        "document": f"documents/{run.document.id}",
        "downloaded side": f"documents/{run.document.id}/download/front",
        "live photo": f"livePhotos/{run.live_photo.id}",
        "downloaded live photo": f"livePhotos/{run.live_photo.id}/download",
        "document check": f"checks/{run.document_check.id}",
        "identity check": f"checks/{run.identity_check.id}",
    }
    read = ("extractedData", "allExtractedData", "securityAndPatternAnalysis")
    depends = {f"result.breakdown.{name}": "on what was read" for name in read}
    for name, path in paths.items():
        answer = httpx.get(f"{base}/{path}", headers={"Authorization": run.key}).json()
        shape = {"body": shape_of(EXAMPLES[name]), "depends": depends}
        assert differences(shape, answer) == [], name


def test_an_identity_check_says_whether_it_is_the_same_face(stack: Stack, run: Run) -> None:
    check = run.identity_check
    assert (check.status, check.type) == ("complete", "identity_check")
    assert check.live_photo_id == run.live_photo.id
    breakdown = check.result.breakdown.to_dict()
    assert set(breakdown) == {"faceAnalysis", "authenticityAnalysis", "integrityAnalysis"}
    headers = {"Authorization": f"Bearer {run.key}"}
    native = httpx.get(f"{stack.url}/v1/verifications/{check.id}", headers=headers).json()
    match = native["report"]["faceMatch"]
    assert breakdown["faceAnalysis"]["facialSimilarity"] == match["outcome"]
    assert breakdown["faceAnalysis"]["breakdown"] == {"facialSimilarityScore": match["score"]}
    assert check.result.outcome == native["report"]["outcome"]


def test_the_events_are_those_that_the_verifier_accepts(run: Run) -> None:
    verifier = EventVerifier(run.secret)
    told = [
        verifier.construct_event(body, headers["complycube-signature"])
        for headers, body in run.events
    ]
    for check in (run.document_check, run.identity_check):
        own = [event for event in told if event.payload.id == check.id]
        types = {event.type for event in own}
        assert {"check.pending", "check.completed"} <= types
        assert ("check.completed.attention" in types) == (check.result.outcome == "attention")
        (completed,) = [event for event in own if event.type == "check.completed"]
        assert completed.resource_type == "check"
        assert completed.payload.client_id == run.client.id
        assert completed.payload.status == "complete"
        assert completed.payload.outcome == check.result.outcome
    headers, body = run.events[0]
    with pytest.raises(VertificationError):
        verifier.construct_event(body + b" ", headers["complycube-signature"])
    assert all("marie@example.com" not in body.decode() for _, body in run.events)


def test_checks_are_listed_newest_first_and_paged(run: Run) -> None:
    listed = run.api.checks.list(clientId=run.client.id)
    assert (listed.page, listed.pages, listed.page_size, listed.total_items) == (1, 1, 100, 2)
    assert [one.id for one in listed] == [run.identity_check.id, run.document_check.id]
    paged = list(run.api.checks.auto_list(clientId=run.client.id, pageSize=1))
    assert [one.id for one in paged] == [one.id for one in listed]
    (only,) = run.api.checks.list(type="document_check")
    assert only.id == run.document_check.id


def test_a_check_is_a_verification_like_any_other(stack: Stack, run: Run) -> None:
    headers = {"Authorization": f"Bearer {run.key}"}
    place = f"{stack.url}/v1/verifications/{run.document_check.id}"
    seen = httpx.get(place, params={"view": "complycube"}, headers=headers)
    (entry,) = seen.json()["complyCube"]["idVerification"]
    assert entry["client"]["id"] == run.client.id
    assert entry["client"]["email"] == "marie@example.com"
    images = entry["checksResult"]["documentCheck"]["extractedImages"]
    assert images == run.document_check.result.breakdown.to_dict()["extractedImages"]
    files = [one["resourceName"] for one in entry["checksResult"]["documentCheck"]["files"]]
    assert files == ["back.jpeg", "front.jpeg"], "what was cut out was not sent"
    listed = httpx.post(
        f"{stack.url}/ekyc/transaction/history",
        data={"requestIds": [run.document_check.id, run.identity_check.id]},
        headers=headers,
    ).json()["result"]["details"]["transactions"]
    assert [one["apiCode"] for one in listed] == ["VERIFY_IDENTITY", "VERIFY_DOCUMENT"]


def test_a_client_is_changed_listed_and_found(api: ComplyCubeClient) -> None:
    made = api.clients.create(
        "company", "Office@example.com", companyDetails={"name": "Acme"}, metadata={"a": "b"}
    )
    assert (made.entity_name, made.type, made.metadata) == ("Acme", "company", {"a": "b"})
    changed = api.clients.update(made.id, mobile="+441234567890", companyDetails={"website": "x"})
    assert (changed.mobile, changed.email) == ("+441234567890", "Office@example.com")
    assert changed.company_details.to_dict() == {"name": "Acme", "website": "x"}
    assert changed.updated_at > changed.created_at
    assert api.clients.get(made.id).to_dict() == changed.to_dict()
    (found,) = api.clients.list(email="office@example.com")
    assert found.id == made.id
    assert [one.id for one in api.clients.list(type="company")] == [made.id]
    before = api.clients.list(createdBefore=made.created_at, type="company")
    assert (len(before), before.pages) == (0, 0)
    assert api.clients.delete(made.id) == (None, 204)
    with pytest.raises(ComplyCubeAPIError, match="there is no client"):
        api.clients.get(made.id)


def test_documents_and_photos_are_kept_and_deleted(api: ComplyCubeClient) -> None:
    client = api.clients.create("person", "a@example.com", personDetails={"firstName": "A"})
    document = api.documents.create(client.id, "utility_bill")
    assert document.images is None
    picture = photo(SIDES["front"])
    api.documents.upload(document.id, "front", "old.jpg", in_base64(selfie_photo()))
    stored = api.documents.upload(document.id, "front", "bill.jpg", in_base64(picture))
    assert (stored.file_name, stored.document_side, stored.size) == (
        "bill.jpg",
        "front",
        len(picture),
    )
    back = api.documents.download(document.id, "front")
    assert (back.content_type, base64.b64decode(back.data)) == ("image/jpeg", picture)
    changed = api.documents.update(document.id, classification="proof_of_address")
    assert changed.classification == "proof_of_address"
    assert [image.id for image in changed.images] == [stored.id], "the new one is in its place"
    assert [one.id for one in api.documents.list(client.id)] == [document.id]
    assert [one.id for one in api.documents.auto_list(client.id)] == [document.id]
    api.documents.deleteImage(document.id, "front")
    with pytest.raises(ComplyCubeAPIError, match="no picture of its front"):
        api.documents.download(document.id, "front")
    assert api.documents.delete(document.id) == (None, 204)
    assert len(api.documents.list(client.id)) == 0

    live = api.livephotos.upload(client.id, in_base64(selfie_photo()), performLivenessCheck=False)
    assert api.livephotos.get(live.id).size == len(selfie_photo())
    assert base64.b64decode(api.livephotos.download(live.id).data) == selfie_photo()
    assert [one.id for one in api.livephotos.list(client.id)] == [live.id]
    api.livephotos.deleteImage(live.id)
    assert len(api.livephotos.list(client.id)) == 0


def test_a_side_that_is_uploaded_twice_at_once_is_there_once(
    base: str, api: ComplyCubeClient
) -> None:
    client = api.clients.create("person", "twice@example.com", **PERSON)
    document = api.documents.create(client.id, "passport")
    body = {"fileName": "a.jpg", "data": in_base64(selfie_photo())}

    def send(_: int) -> int:
        place = f"{base}/documents/{document.id}/upload/front"
        headers = {"Authorization": api.api_key}
        return httpx.post(place, json=body, headers=headers, timeout=60).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(4))) == [201] * 4
    assert len(api.documents.get(document.id).images) == 1


def test_webhooks_are_made_changed_and_deleted(api: ComplyCubeClient, stack: Stack) -> None:
    made = api.webhooks.create("https://example.com/hook", False, ["check.completed"])
    assert (made.enabled, made.events) == (False, ["check.completed"])
    assert made.secret
    changed = api.webhooks.update(made.id, enabled=True, events=["*"], description="d")
    assert (changed.enabled, changed.events, changed.description) == (True, ["*"], "d")
    assert api.webhooks.get(made.id).secret is None, "it is shown once"
    assert made.id in [one.id for one in api.webhooks.list()]
    headers = {"Authorization": f"Bearer {api.api_key}"}
    native = httpx.get(f"{stack.url}/v1/webhook-endpoints", headers=headers).json()["items"]
    assert made.id not in [one["id"] for one in native], "it gets no native events"
    assert api.webhooks.delete(made.id) == (None, 204)
    assert made.id not in [one.id for one in api.webhooks.list()]


def test_clients_are_paged(api: ComplyCubeClient) -> None:
    own = [
        api.clients.create("person", "page@example.com", personDetails={"lastName": str(number)})
        for number in range(3)
    ]
    first = api.clients.list(email="page@example.com", pageSize=2)
    assert (first.total_items, first.pages, len(first)) == (3, 2, 2)
    every = list(api.clients.auto_list(email="page@example.com", pageSize=2))
    assert [one.id for one in every] == [one.id for one in reversed(own)]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda api: api.clients.create("person", "a@example.com"), "personDetails: a person"),
        (lambda api: api.clients.create("company", "a@example.com", **PERSON), "a company has"),
        (lambda api: api.clients.create("person", "nobody", **PERSON), "email"),
        (lambda api: api.clients.create("alien", "a@example.com", **PERSON), "type"),
        (lambda api: api.clients.create("person", "a@example.com", shoe=46, **PERSON), "shoe"),
        (lambda api: api.clients.list(shoe=46), "cannot be filtered by"),
        (lambda api: api.clients.list(pageSize=1001), "pageSize"),
        (lambda api: api.clients.get("64df68fabc1c610008bbb1b9"), "there is no client"),
        (lambda api: api.clients.get(NOBODY), "there is no client"),
        (lambda api: api.documents.create(NOBODY, "passport"), "there is no client"),
        (lambda api: api.documents.get(NOBODY), "there is no document"),
        (lambda api: api.livephotos.get(NOBODY), "there is no live photo"),
        (lambda api: api.livephotos.upload(NOBODY, in_base64(selfie_photo())), "no client"),
        (lambda api: api.checks.get(NOBODY), "there is no"),
        (lambda api: api.checks.create(NOBODY, "document_check", documentId=NOBODY), "no client"),
        (lambda api: api.checks.create(NOBODY, "standard_screening_check"), "must be one of"),
        (lambda api: api.webhooks.create("ftp://x", True, ["*"]), "http"),
        (lambda api: api.webhooks.create("https://x.example", True, ["moon"]), "must be one of"),
        (lambda api: api.webhooks.get(NOBODY), "there is no webhook"),
    ],
)
def test_what_is_wrong_is_said_in_the_message(
    api: ComplyCubeClient, call: Call, words: str
) -> None:
    with pytest.raises(ComplyCubeAPIError, match=words):
        call(api)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ("!", 400),
        ("", 415),
        (in_base64(b"I am no picture"), 415),
        (in_base64(selfie_photo()[:-500]), 400),
    ],
    ids=["no base64", "empty", "text", "cut short"],
)
def test_what_is_no_picture_is_refused(
    base: str, api: ComplyCubeClient, run: Run, data: str, status: int
) -> None:
    for path, body in (
        (f"documents/{run.document.id}/upload/front", {"fileName": "a.jpg", "data": data}),
        ("livePhotos", {"clientId": run.client.id, "data": data}),
    ):
        answer = httpx.post(f"{base}/{path}", json=body, headers={"Authorization": api.api_key})
        assert answer.status_code == status, answer.text
        assert set(answer.json()) == {"type", "message"}
        assert answer.json()["type"] == "invalid_request"


def test_too_much_is_refused(base: str, api: ComplyCubeClient, run: Run) -> None:
    place = f"{base}/documents/{run.document.id}/upload/front"
    headers = {"Authorization": api.api_key}
    heavy = json.dumps({"fileName": "a.jpg", "data": "A" * 40_000_000})
    answer = httpx.post(place, content=heavy, headers=headers, timeout=60)
    assert (answer.status_code, answer.json()["type"]) == (413, "invalid_request")
    huge = {"fileName": "a.png", "data": in_base64(png_of_size(20_000, 20_000))}
    answer = httpx.post(place, json=huge, headers=headers, timeout=60)
    assert (answer.status_code, answer.json()["type"]) == (400, "invalid_request")


def places(run: Run) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation, with a body that is right."""
    image = {"fileName": "a.jpg", "data": in_base64(selfie_photo())}
    check = {"clientId": run.client.id, "type": "document_check", "documentId": run.document.id}
    hook = {"url": "https://example.com", "enabled": True, "events": ["*"]}
    client, document, photo_id = run.client.id, run.document.id, run.live_photo.id
    return [
        ("POST", "clients", {"type": "person", "email": "a@example.com", **PERSON}),
        ("GET", "clients", {}),
        ("GET", f"clients/{client}", {}),
        ("POST", f"clients/{client}", {"mobile": "1"}),
        ("DELETE", f"clients/{client}", {}),
        ("POST", "documents", {"clientId": client, "type": "passport"}),
        ("GET", "documents", {}),
        ("GET", f"documents/{document}", {}),
        ("POST", f"documents/{document}", {"type": "visa"}),
        ("DELETE", f"documents/{document}", {}),
        ("POST", f"documents/{document}/upload/front", image),
        ("GET", f"documents/{document}/download/front", {}),
        ("DELETE", f"documents/{document}/front", {}),
        ("POST", "livePhotos", {"clientId": client, "data": image["data"]}),
        ("GET", "livePhotos", {}),
        ("GET", f"livePhotos/{photo_id}", {}),
        ("GET", f"livePhotos/{photo_id}/download", {}),
        ("DELETE", f"livePhotos/{photo_id}", {}),
        ("POST", "checks", check),
        ("GET", "checks", {}),
        ("GET", f"checks/{run.document_check.id}", {}),
        ("POST", "webhooks", hook),
        ("GET", "webhooks", {}),
        ("GET", f"webhooks/{NOBODY}", {}),
        ("POST", f"webhooks/{NOBODY}", {"enabled": True}),
        ("DELETE", f"webhooks/{NOBODY}", {}),
    ]


def test_without_a_key_nothing_is_answered(base: str, run: Run) -> None:
    for method, path, body in places(run):
        for headers in ({}, {"Authorization": "nobody"}):
            answer = httpx.request(method, f"{base}/{path}", json=body or None, headers=headers)
            assert answer.status_code == 401, (method, path)
            assert answer.json()["type"] == "not_authenticated"


def test_a_key_without_the_scope_is_refused(
    base: str, run: Run, make_key: Callable[..., str]
) -> None:
    headers = {"Authorization": make_key("complycube-reader", "--scopes", "read")}
    for method, path, body in places(run):
        if method != "GET" or path.startswith("webhooks"):
            answer = httpx.request(method, f"{base}/{path}", json=body or None, headers=headers)
            assert (answer.status_code, answer.json()["type"]) == (403, "not_authorized")


def test_another_tenant_sees_nothing(base: str, run: Run, make_key: Callable[..., str]) -> None:
    headers = {"Authorization": make_key("complycube-other")}
    for method, path, body in places(run):
        named = run.client.id in f"{path}{body}" or run.document.id in path
        if named or run.live_photo.id in path or run.document_check.id in path:
            answer = httpx.request(method, f"{base}/{path}", json=body or None, headers=headers)
            assert answer.status_code == 404, (method, path, answer.text)
            assert answer.json()["type"] == "not_found"
        elif method == "GET":
            assert httpx.get(f"{base}/{path}", headers=headers).json().get("items", []) == []


def test_an_empty_body_is_refused(base: str, api: ComplyCubeClient, run: Run) -> None:
    for method, path, _ in places(run):
        if method == "POST":
            answer = httpx.post(f"{base}/{path}", headers={"Authorization": api.api_key})
            assert (answer.status_code, answer.json()["type"]) == (400, "invalid_request")


def test_the_same_check_asked_for_twice_with_a_key_is_one(
    base: str, api: ComplyCubeClient, run: Run
) -> None:
    headers = {"Authorization": api.api_key, "Idempotency-Key": "once"}
    body = {"clientId": run.client.id, "type": "document_check", "documentId": run.document.id}
    ids = {httpx.post(f"{base}/checks", json=body, headers=headers).json()["id"] for _ in range(2)}
    assert len(ids) == 1


def test_too_many_requests_are_a_429(hasty: str, make_key: Callable[..., str]) -> None:
    headers = {"Authorization": make_key("hasty-complycube")}
    answers = [httpx.get(f"{hasty}/complycube/v1/clients", headers=headers) for _ in range(9)]
    assert {one.status_code for one in answers[:8]} == {200}
    assert (answers[8].status_code, answers[8].json()["type"]) == (429, "rate_limit")
    assert 1 <= int(answers[8].headers["Retry-After"]) <= 60


def stored(stack: Stack) -> str:
    """Everything that the database has of clients and their checks, bytes in hexadecimal."""
    address = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    tables = ("clients", "client_documents", "client_pictures", "verifications", "deliveries")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        rows = [connection.execute(f"SELECT t::text FROM {name} t").fetchall() for name in tables]
    return str(rows)


def test_nothing_of_a_client_is_stored_in_the_clear(stack: Stack, run: Run) -> None:
    everything = stored(stack)
    assert run.client.id in everything
    for secret in ("marie@example.com", run.client.entity_name.split()[-1], "front.jpg"):
        assert secret not in everything
        assert secret.encode().hex() not in everything


def test_a_deleted_client_takes_everything_along(
    stack: Stack, base: str, api: ComplyCubeClient, run: Run
) -> None:
    """The last test: what the others look at is gone afterwards."""
    assert api.clients.delete(run.client.id) == (None, 204)
    for call in (
        lambda: api.clients.get(run.client.id),
        lambda: api.documents.get(run.document.id),
        lambda: api.livephotos.download(run.live_photo.id),
    ):
        with pytest.raises(ComplyCubeAPIError):
            call()
    check = api.checks.get(run.document_check.id)
    assert check.result.breakdown.to_dict() == {}
    assert check.entity_name is None
    headers = {"Authorization": f"Bearer {api.api_key}"}
    place = f"{stack.url}/v1/verifications/{run.document_check.id}"
    assert httpx.get(place, headers=headers).json()["redactedAt"]
    gone = httpx.get(place, params={"view": "complycube"}, headers=headers)
    assert gone.status_code == 410
    folder = Path(stack.environment["VOUCH_STORAGE__FOLDER"]) / "clients" / run.client.id
    assert not folder.exists()
