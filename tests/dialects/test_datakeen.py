"""Datakeen's clients, from the token to the answers, over HTTP."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from app.embedded.stack import Stack
from tests.conftest import client_of, vouch
from tests.dialects.commands import run
from tests.dialects.shapes import differences, example, load
from tests.dialects.specimens import photo, printed, specimen
from tests.dialects.test_finos_ocr import entry
from tests.pictures import landscape, png_of_size, selfie_photo
from tests.waiting import wait_for
from workers.specimens.pdf import pdf

DATA = load("datakeen")
LOGIN = "/auth/login"
ID = "/api/v1/reco/id"
MULTI = "/api/v1/reco/multi-doc"
RECO = {ID: "file", MULTI: "files"}
CARD_2011 = ("living_permit_fr_2011_front", "living_permit_fr_2011_back")
CARD_2021 = ("living_permit_fr_2021_front", "living_permit_fr_2021_back")
NO_DOCUMENT = {"message": "There is no document on the picture.", "status": 422}
Body = dict[str, Any]


def text(data: bytes) -> str:
    return "data:image/jpg;base64," + base64.b64encode(data).decode()


def claims() -> Body:
    """What the page's `userInput` holds, of the holder of the card, but another last name."""
    front = printed(CARD_2011[0])
    return {
        "firstName": front["firstName"]["value"],
        "lastName": "Nobody",
        "birthDate": front["birthDate"]["printed"],
        "gender": "M",
        "photo": base64.b64encode(selfie_photo()).decode(),
    }


@pytest.fixture(scope="module")
def datakeen(stack: Stack) -> Iterator[httpx.Client]:
    with client_of(stack, stack.api_key) as client:
        client.timeout = httpx.Timeout(110)
        yield client
        assert client.get("/readyz").status_code == 200, "healthy afterwards"


@pytest.fixture(scope="module")
def answered(
    stack: Stack, datakeen: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The page's command with both sides of a card; a PDF of both sides; several documents."""
    (command,) = DATA["commands"]
    files = [text(photo(side)) for side in CARD_2011]
    body = json.dumps({"paramDict": {"files": files, "userInput": claims()}}).encode()
    sides = pdf([specimen(side).image for side in CARD_2021])
    several = [("files", photo(CARD_2011[1])), ("files", landscape())]

    def page() -> Body:
        folder = tmp_path_factory.mktemp("files")
        shown = run(command, stack.url + "/", stack.api_key, folder, {"/body.json": body})
        found: Body = json.loads(shown)
        return found

    with ThreadPoolExecutor(3) as pool:
        told = {
            "page": pool.submit(page),
            "pdf": pool.submit(datakeen.post, ID, files={"file": ("card.pdf", sides)}),
            "several": pool.submit(datakeen.post, MULTI, files=several),
        }
        return {name: future.result() for name, future in told.items()}


def test_the_command_of_the_page_is_answered_in_its_shape(answered: dict[str, Any]) -> None:
    answer = answered["page"]
    matches = {name for name in answer["controls"] if name.startswith("match")}
    plain = {name: one for name, one in answer["controls"].items() if name not in matches}
    shown = {**answer, "controls": plain}
    assert differences(example(DATA, "id", 200), shown) == []
    parts = [one for one in DATA["examples"] if one["endpoint"] == "part of id"]
    for one in parts:
        whole = answer[one["within"]] if one["within"] else answer
        named = {name: whole[name] for name in one["body"]}
        assert differences(one, named) == [], one["lines"]
    assert len(matches) == 5
    assert len(answer["extractedInformation"]) == 19


def test_a_card_says_what_is_printed(answered: dict[str, Any]) -> None:
    answer = answered["page"]
    front, back = (printed(side) for side in CARD_2011)
    zone = specimen(CARD_2011[1]).truth["mrz"]["lines"]
    read = {name: one["value"] for name, one in answer["extractedInformation"].items()}
    assert (answer["cardSide"], answer["cardType"]) == ("front-back", "living_permit_fr_2011")
    assert read["lastName"] == front["lastName"]["printed"]
    assert read["birthDate"] == read["birthDateMRZ"] == front["birthDate"]["printed"]
    assert read["deliveryDate"] == back["issuingDate"]["printed"]
    assert read["address"] == back["address"]["value"]
    assert read["idNumber"] == front["documentNumber"]["value"]
    assert read["idNumberMRZ"] == back["personalNumber"]["value"]
    assert read["mrz"] == "\n".join(zone)
    assert (read["countryCode"], read["gender"]) == ("FR", "M")
    unread = {"confidence": None, "value": ""}
    assert answer["extractedInformation"]["birthCountry"] == unread


def test_controls_are_those_of_the_report(answered: dict[str, Any]) -> None:
    controls = answered["page"]["controls"]
    found = {name: control["value"] for name, control in controls.items()}
    assert found.pop("globalStatus") is False, "it is a specimen, and of somebody else"
    assert found.pop("matchLastName") is False
    assert all(found.values()), found
    assert all(control.get("confidence", 1) > 0.5 for control in controls.values())


def test_the_same_answer_is_in_the_view_and_in_the_history(
    datakeen: httpx.Client, answered: dict[str, Any]
) -> None:
    listed = datakeen.get("/v1/verifications", params={"kind": "identity"}).json()["items"]
    views = {
        item["requestId"]: datakeen.get(item["links"]["self"], params={"view": "datakeen"})
        for item in listed
    }
    ((request_id, seen),) = (
        (request_id, seen) for request_id, seen in views.items() if seen.json() == answered["page"]
    )
    assert seen.status_code == 200
    told = entry(datakeen, request_id)
    assert (told["apiCode"], told["statusCode"]) == ("VERIFY_IDENTITY", "200")
    assert json.loads(told["data"]) == answered["page"]


def test_the_pages_of_a_pdf_are_the_sides_of_a_card(answered: dict[str, Any]) -> None:
    answer = answered["pdf"].json()
    assert (answer["cardSide"], answer["cardType"]) == ("front-back", "living_permit_fr_2021")
    assert "dateValidityDelivery" not in answer["controls"], "of the model of 2011 alone"
    assert answer["controls"]["chipIsPresent"] == {"confidence": 0.0, "value": False}, "not judged"
    assert not any(name.startswith("match") for name in answer["controls"])


def test_several_files_have_an_answer_each(
    datakeen: httpx.Client, answered: dict[str, Any]
) -> None:
    answer = answered["several"]
    card, nothing = answer.json()["documents"]
    assert answer.json() == {"documents": [card, nothing], "message": "", "status": 200}
    assert card.keys() == answered["page"].keys()
    assert card["cardSide"] == "back"
    assert card["controls"]["photoIsPresent"] == {"value": False}
    assert card["controls"]["mrzValidity"] == {"confidence": 0.0, "value": False}, "nothing to hold"
    assert nothing == NO_DOCUMENT
    seen = datakeen.get(
        f"/v1/verifications/{answer.headers['X-Request-Id']}", params={"view": "datakeen"}
    )
    assert seen.json() == {"documents": [card], "message": "", "status": 200}


def test_a_verification_is_its_tenants_own(
    stack: Stack, answered: dict[str, Any], make_key: Callable[..., str]
) -> None:
    with client_of(stack, make_key("another")) as other:
        place = f"/v1/verifications/{answered['pdf'].headers['X-Request-Id']}"
        assert other.get(place, params={"view": "datakeen"}).status_code == 404


def credentials(stack: Stack, tenant: str = "keen") -> tuple[str, str]:
    """The id and the secret of a new key."""
    key_id, secret = vouch(stack, "keys", "create", "--tenant", tenant).split()[:2]
    return key_id, secret


def test_credentials_become_a_token_of_a_day_that_works_everywhere(stack: Stack) -> None:
    key_id, secret = credentials(stack)
    address = stack.url + LOGIN
    answers = [
        httpx.post(address, json={"username": key_id, "password": secret}),
        httpx.post(address, json={"email": key_id.upper(), "password": secret}),
        httpx.post(address, data={"email": key_id, "password": secret}),
        httpx.post(address, files={"email": (None, key_id), "password": (None, secret)}),
    ]
    for answer in answers:
        assert (answer.status_code, list(answer.json())) == (200, ["token"])
        header, body, _ = answer.json()["token"].split(".")
        claimed = json.loads(base64.urlsafe_b64decode(body + "=="))
        assert json.loads(base64.urlsafe_b64decode(header + "==")) == {"alg": "HS256", "typ": "JWT"}
        assert (claimed["sub"], claimed["exp"] - claimed["iat"]) == (key_id, 86_400)
        assert abs(claimed["iat"] - time.time()) < 60
    token = answers[0].json()["token"]
    with client_of(stack, token) as client:
        assert client.post(ID, json={}).json() == {"message": "file is missing", "status": 400}
        assert client.get("/v1/verifications").json()["items"] == []
        vouch(stack, "keys", "revoke", key_id)
        assert client.post(ID, json={}).status_code == 401, "a token ends with its key"


def test_what_are_no_credentials_is_refused(stack: Stack) -> None:
    key_id, secret = credentials(stack)
    for name, word in (
        (key_id, "wrong"),
        (key_id, "x" * 600),
        ("nobody", secret),
        (credentials(stack)[0], secret),
    ):
        answer = httpx.post(stack.url + LOGIN, json={"username": name, "password": word})
        refused(answer, 401, "the credentials are not those of an API key")
    for body in ({}, {"password": secret}, {"username": key_id}, {"username": 1, "password": 2}):
        answer = httpx.post(stack.url + LOGIN, json=body)
        refused(answer, 400, "send email or username, and password")
    refused(httpx.post(stack.url + LOGIN, content=b""), 415)
    refused(httpx.get(stack.url + LOGIN), 405, "Method Not Allowed")
    refused(httpx.post(stack.url + LOGIN, content=b"x" * 40_000_000), 413)


def refused(answer: httpx.Response, status: int, message: str | None = None) -> None:
    """Asserts the form of a failure, and its words where they are given."""
    body = answer.json()
    assert (answer.status_code, body["status"]) == (status, status), answer.text
    assert list(body) == ["message", "status"]
    assert body["message"] and (message is None or body["message"] == message), body
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize("endpoint", RECO)
@pytest.mark.parametrize("key", [None, "nobody", "a.b.c"])
def test_without_a_key_there_is_no_answer(stack: Stack, endpoint: str, key: str | None) -> None:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    answer = httpx.post(stack.url + endpoint, json={}, headers=headers)
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("endpoint", RECO)
def test_a_key_that_may_not_verify_is_refused(
    stack: Stack, make_key: Callable[..., str], endpoint: str
) -> None:
    with client_of(stack, make_key("reader", "--scopes", "read")) as reader:
        refused(reader.post(endpoint, json={}), 403)


@pytest.mark.parametrize("endpoint", RECO)
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 415),
        ({"json": {}}, 400),
        ({"json": []}, 400),
        ({"json": {"paramDict": []}}, 400),
        ({"json": {"files": "x"}}, 400),
        ({"json": {"files": [["x", "x", "x"]]}}, 400),
        ({"json": {"files": [7]}}, 400),
        ({"json": {"file": "@@"}}, 400),
        ({"json": {"userInput": "x"}}, 400),
        ({"json": {"userInput": {"gender": "?"}}}, 400),
        ({"json": {"userInput": {"birthDate": "31.02.1990"}}}, 400),
        ({"json": {"userInput": {"firstName": 7}}}, 400),
        ({"json": {"userInput": {"photo": "@@"}}}, 400),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
        (
            {
                "content": b"--x\r\nbroken",
                "headers": {"Content-Type": "multipart/form-data; boundary=x"},
            },
            400,
        ),
        ({"files": {"userInput": (None, "[")}}, 400),
        ({"files": [("file", landscape())] * 11}, 400),
    ],
)
def test_a_call_that_cannot_be_read_is_refused(
    datakeen: httpx.Client, endpoint: str, sent: dict[str, Any], status: int
) -> None:
    answer = datakeen.post(endpoint, **sent)
    refused(answer, status)
    listed = entry(datakeen, answer.headers["X-Request-Id"])
    assert (listed["apiCode"], listed["statusCode"]) == ("VERIFY_DOCUMENT", str(status))
    assert json.loads(listed["data"]) == answer.json()


@pytest.mark.parametrize("endpoint", RECO)
@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"I am no picture", 415),
        (b"", 415),
        (landscape()[:-500], 400),
        (png_of_size(3000, 40), 400),
        (png_of_size(20_000, 20_000), 413),
        (b"\xff\xd8" + bytes(5_000_000), 413),
        (b"\xff\xd8" * 20_000_000, 413),
    ],
    ids=["text", "empty", "cut short", "too narrow", "too many pixels", "over 5 MB", "40 MB"],
)
def test_what_is_no_picture_or_too_large_is_refused(
    datakeen: httpx.Client, endpoint: str, data: bytes, status: int
) -> None:
    refused(datakeen.post(endpoint, files={RECO[endpoint]: ("card.jpg", data)}), status)


def test_nothing_is_submitted_where_one_of_several_is_refused(datakeen: httpx.Client) -> None:
    newest = datakeen.get("/v1/verifications").json()["items"][0]
    files = [("files", landscape()), ("files", b"I am no picture")]
    refused(datakeen.post(MULTI, files=files), 415)
    assert datakeen.get("/v1/verifications").json()["items"][0] == newest


@pytest.mark.parametrize("endpoint", RECO)
def test_a_call_that_is_not_waited_for_can_be_asked_for_later(
    datakeen: httpx.Client, endpoint: str
) -> None:
    headers = {"Prefer": "respond-async", "Idempotency-Key": f"twice {endpoint}"}

    def send(_: int) -> httpx.Response:
        return datakeen.post(endpoint, json={"files": [text(landscape())]}, headers=headers)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, range(2))
    assert first.status_code == second.status_code == 202
    assert first.json()["requestId"] == second.json()["requestId"], "one key, one verification"
    assert first.headers["Preference-Applied"] == "respond-async"
    if endpoint == MULTI:
        assert [one["requestId"] for one in first.json()["documents"]] == [
            first.json()["requestId"]
        ]
    place = first.headers["Location"]
    wait_for(lambda: datakeen.get(place).status_code != 202, limit=60)
    assert (datakeen.get(place).status_code, datakeen.get(place).json()) == (422, NO_DOCUMENT)
    headers.pop("Idempotency-Key")
    assert send(0).json()["requestId"] != first.json()["requestId"], "without one there are two"


def test_two_files_in_a_list_are_the_sides_of_one_document(datakeen: httpx.Client) -> None:
    one = text(landscape())
    headers = {"Prefer": "respond-async", "Idempotency-Key": "three files"}

    def ids(files: list[Any]) -> list[str]:
        answer = datakeen.post(MULTI, json={"files": files}, headers=headers)
        assert answer.status_code == 202
        assert answer.json()["requestId"] == answer.headers["X-Request-Id"]
        return [one["requestId"] for one in answer.json()["documents"]]

    pair, alone = ids([[one, one], one])
    shown = [datakeen.get(f"/v1/verifications/{found}").json() for found in (pair, alone)]
    assert [sorted(picture["name"] for picture in one["pictures"]) for one in shown] == [
        ["back", "front"],
        ["front"],
    ]
    assert ids([[one, one], one]) == [pair, alone], "the same key and files are the same calls"
    other = datakeen.post(MULTI, json={"files": [one, one]}, headers=headers)
    refused(other, 422, "This Idempotency-Key was used with other content")


@pytest.mark.parametrize("path", ["/api/v1/reco/passport", "/api/v1/reco/", "/auth/logout"])
def test_there_is_nothing_else(datakeen: httpx.Client, path: str) -> None:
    refused(datakeen.post(path, json={}), 404, "Not Found")


@pytest.mark.parametrize("endpoint", RECO)
def test_another_method_is_refused(datakeen: httpx.Client, endpoint: str) -> None:
    refused(datakeen.get(endpoint), 405, "Method Not Allowed")


def test_what_is_about_no_document_has_no_such_form(datakeen: httpx.Client) -> None:
    done = datakeen.post(
        "/v1/verifications", files={"selfie": landscape()}, headers={"Prefer": "wait=60"}
    )
    place = f"/v1/verifications/{done.json()['requestId']}"
    assert datakeen.get(place, params={"view": "datakeen"}).status_code == 406


def test_a_wait_that_runs_out_is_a_504_and_the_calls_of_a_minute_are_counted(
    stack: Stack, hasty: str, make_key: Callable[..., str]
) -> None:
    with httpx.Client(
        base_url=hasty, headers={"Authorization": f"Bearer {make_key('keen-hasty')}"}, timeout=60
    ) as client:
        late = [client.post(ID, files={"file": landscape()}) for _ in range(2)]
        late.append(client.post(MULTI, files={"files": landscape()}))
        for answer in late:
            refused(answer, 504)
        too_many = client.post(ID, files={"file": landscape()})
        refused(too_many, 429)
        assert 1 <= int(too_many.headers["Retry-After"]) <= 60
        assert client.get("/v1/verifications").status_code == 200, "other calls are not counted so"
        place = f"{stack.url}/v1/verifications/{late[0].headers['X-Request-Id']}"
        query = {"view": "datakeen"}
        same = {"headers": client.headers, "params": query, "timeout": 60}
        wait_for(lambda: httpx.get(place, **same).status_code != 202, limit=60)
        assert httpx.get(place, **same).json() == NO_DOCUMENT, "the work went on"
