"""FinOS' OCR endpoints, from the page's own commands to the history. Each is run once."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import httpx
import pytest

from app.embedded.stack import Stack
from tests.dialects.commands import run
from tests.dialects.shapes import differences, example, load
from tests.dialects.specimens import photo, printed
from tests.pictures import landscape
from tests.waiting import wait_for

DATA = load("finos")
OCR = {"nationalID": "v2", "readDL": "v1", "readVNPassport": "v1", "readMRC": "v1"}
API_CODES = {
    "nationalID": "OCR_NATIONALID",
    "readDL": "OCR_DRIVING_LICENSE",
    "readVNPassport": "OCR_PASSPORT",
    "readMRC": "OCR_MRC",
}
NO_SUCH = {
    "nationalID": "Vietnam National ID Not Detected",
    "readDL": "Driver License Not Detected",
    "readVNPassport": "Passport not detected",
    "readMRC": "MRC Not Detected",
}
Body = dict[str, Any]


def path(endpoint: str) -> str:
    return f"/ekyc/ocr/{OCR[endpoint]}/{endpoint}"


def part(endpoint: str) -> str:
    return "image1" if endpoint == "readMRC" else "image"


@pytest.fixture(scope="module")
def finos(stack: Stack) -> Iterator[httpx.Client]:
    headers = {"X-FinOS-Api-Key": stack.api_key}
    with httpx.Client(base_url=stack.url, headers=headers, timeout=110) as client:
        yield client


@pytest.fixture(scope="module")
def answered(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Body]:
    """What the page's commands print, by endpoint."""

    def ask(one: dict[str, Any]) -> Body:
        files = {name: photo(code) for name, code in one["files"].items()}
        folder = tmp_path_factory.mktemp("files")
        body: Body = json.loads(run(one, stack.url + "/", stack.api_key, folder, files))
        return body

    commands = [one for one in DATA["commands"] if one["endpoint"] in OCR]
    with ThreadPoolExecutor(len(commands)) as pool:
        bodies = list(pool.map(ask, commands))
    return {one["endpoint"]: body for one, body in zip(commands, bodies, strict=True)}


def entry(finos: httpx.Client, request_id: str) -> dict[str, str]:
    answer = finos.post("/ekyc/transaction/history", data={"requestIds": request_id})
    (found,) = answer.json()["result"]["details"]["transactions"]
    shown: dict[str, str] = found
    return shown


@pytest.mark.parametrize("endpoint", OCR)
def test_the_commands_of_the_page_are_answered_in_its_shape(
    answered: dict[str, Body], endpoint: str
) -> None:
    assert differences(example(DATA, endpoint, 200), answered[endpoint]) == []


def test_a_national_id_says_what_is_printed(answered: dict[str, Body]) -> None:
    (side,) = answered["nationalID"]["result"]["details"]
    truth, fields = printed("cccd_chip_front"), side["fieldsExtracted"]
    for name, ours in (("idNumber", "documentNumber"), ("name", "fullName")):
        assert fields[name] == {"value": truth[ours]["value"], "to-be-reviewed": "no"}
    year, month, day = truth["birthDate"]["value"].split("-")
    assert fields["dob"]["value"] == f"{day}-{month}-{year}"
    assert fields["nationality"]["value"] == "Việt Nam"
    assert fields["permanentAddress"]["province"] in fields["permanentAddress"]["value"]
    assert side["tamperChecks"] == {"photoTampered": {"value": "no", "to-be-reviewed": "no"}}
    assert answered["nationalID"]["transactionId"] == "test-postman"


def test_a_specimen_needs_a_person_and_has_no_code(answered: dict[str, Body]) -> None:
    summary = answered["nationalID"]["result"]["summary"]
    assert summary == {"action": "Manual Review", "details": []}


@pytest.mark.parametrize(
    ("endpoint", "number", "code", "names"),
    [
        ("readDL", 0, "dl_new_front", {"name": "fullName"}),
        ("readVNPassport", 0, "vn_passport_front", {"passport_num": "documentNumber"}),
        ("readMRC", 0, "old_register_card_back", {"engine-number": "engineNumber"}),
        ("readMRC", 1, "new_register_card_back", {"chassis-number": "chassisNumber"}),
    ],
)
def test_the_other_documents_say_what_is_printed(
    answered: dict[str, Body], endpoint: str, number: int, code: str, names: dict[str, str]
) -> None:
    side = answered[endpoint]["result"][number]
    assert side["type"] == code
    for name, ours in names.items():
        shown = side["details"][name]
        assert shown["value"] == printed(code)[ours]["value"]
        assert 0.9 <= shown["conf"] <= 1
        assert shown["to-be-reviewed"] == "no"
    dates = [value["value"] for name, value in side["details"].items() if "date" in name]
    assert all(re.fullmatch(r"(\d\d/\d\d/\d{4})?", value) for value in dates)


@pytest.mark.parametrize("endpoint", OCR)
def test_the_same_answer_is_in_the_view_and_in_the_history(
    finos: httpx.Client, answered: dict[str, Body], endpoint: str
) -> None:
    body = answered[endpoint]
    seen = finos.get(f"/v1/verifications/{body['requestId']}", params={"view": "finos"})
    assert (seen.status_code, seen.json()) == (200, body)
    listed = entry(finos, body["requestId"])
    assert (listed["apiCode"], listed["statusCode"]) == (API_CODES[endpoint], "200")
    assert json.loads(listed["data"]) == json.loads(
        re.sub(r'"([a-z-]+)":', lambda m: f'"{camel(m[1])}":', json.dumps(body))
    )
    datetime.strptime(listed["requestTime"], "%d/%m/%Y %H:%M:%S")
    sent = next(one for one in DATA["commands"] if one["endpoint"] == endpoint)["files"]
    links = [listed[f"imagePath{number}"] for number in range(1, len(sent) + 1)]
    assert {httpx.get(link).content for link in links} == {photo(code) for code in sent.values()}


def camel(key: str) -> str:
    return re.sub(r"-([a-z])", lambda match: match[1].upper(), key)


def test_another_tenant_cannot_see_it(other_api: httpx.Client, answered: dict[str, Body]) -> None:
    request_id = answered["readDL"]["requestId"]
    seen = other_api.get(f"/v1/verifications/{request_id}", params={"view": "finos"})
    assert (seen.status_code, seen.json()["code"]) == (404, "not_found")


@pytest.fixture(scope="module")
def undetected(finos: httpx.Client) -> dict[str, httpx.Response]:
    """A landscape, shown to each endpoint at once, with what `Prefer` asks for."""

    def show(endpoint: str) -> httpx.Response:
        headers = {"transactionId": "thử".encode(), "Idempotency-Key": f"nothing-{endpoint}"}
        return finos.post(path(endpoint), files={part(endpoint): landscape()}, headers=headers)

    with ThreadPoolExecutor(len(OCR)) as pool:
        return dict(zip(OCR, pool.map(show, OCR), strict=True))


@pytest.mark.parametrize("endpoint", OCR)
def test_a_picture_without_a_document_is_the_422_of_the_page(
    undetected: dict[str, httpx.Response], endpoint: str
) -> None:
    answer = undetected[endpoint]
    body = answer.json()
    assert (answer.status_code, body["error"]) == (422, NO_SUCH[endpoint])
    assert body["requestId"] == answer.headers["X-Request-Id"]
    assert body["transactionId"] == "thử"
    shown = "readVNPassport" if endpoint == "readDL" else endpoint  # the page has none for it
    if endpoint == "readDL":
        body["error"] = NO_SUCH[shown]
    assert differences(example(DATA, shown, 422), body) == []


def test_a_refusal_is_in_the_view_and_in_the_history_too(
    finos: httpx.Client, undetected: dict[str, httpx.Response]
) -> None:
    for endpoint, answer in undetected.items():
        request_id = answer.headers["X-Request-Id"]
        seen = finos.get(f"/v1/verifications/{request_id}", params={"view": "finos"})
        assert (seen.status_code, seen.json()) == (422, answer.json())
        listed = entry(finos, request_id)
        assert (listed["apiCode"], listed["statusCode"]) == (API_CODES[endpoint], "422")
        assert json.loads(listed["data"]) == answer.json()
        assert httpx.get(listed["imagePath1"]).content == landscape()


def test_a_repetition_with_its_key_is_the_same_request(
    finos: httpx.Client, undetected: dict[str, httpx.Response]
) -> None:
    headers = {"transactionId": "thử".encode(), "Idempotency-Key": "nothing-nationalID"}
    files = {"image": landscape()}
    again = finos.post(path("nationalID"), files=files, headers=headers)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == undetected["nationalID"].json()
    other = finos.post(
        path("nationalID"), files=files, data={"qualityCheck": "yes"}, headers=headers
    )
    assert (other.status_code, other.json()["statusCode"]) == (422, "422")
    assert other.json()["error"] == "This Idempotency-Key was used with other content"
    headers["Idempotency-Key"] = "x" * 256
    long = finos.post(path("nationalID"), files=files, headers=headers)
    assert (long.status_code, long.json()["error"][:15]) == (400, "Idempotency-Key")


@pytest.mark.parametrize("endpoint", OCR)
def test_who_prefers_it_is_answered_at_once(finos: httpx.Client, endpoint: str) -> None:
    taken = finos.post(
        path(endpoint),
        files={part(endpoint): landscape()},
        headers={"Prefer": "respond-async"},
    )
    body = taken.json()
    assert (taken.status_code, taken.headers["Preference-Applied"]) == (202, "respond-async")
    assert list(body) == ["requestId", "status"]
    assert body["requestId"] == taken.headers["X-Request-Id"]
    assert body["status"] in ("INIT", "IN_PROGRESS")
    place = taken.headers["Location"]
    assert place == f"/v1/verifications/{body['requestId']}?view=finos"
    wait_for(lambda: finos.get(place).status_code != 202, limit=60)
    over = finos.get(place)
    assert (over.status_code, over.json()["error"]) == (422, NO_SUCH[endpoint])


def test_a_view_that_does_not_fit_is_refused_in_native_words(
    finos: httpx.Client, api: httpx.Client
) -> None:
    for kind, files in (
        ("document", {"front": landscape()}),
        ("identity", {"front": landscape(), "selfie": landscape()}),
    ):
        submitted = api.post(
            "/v1/verifications",
            files=files,
            data={"request": json.dumps({"kind": kind})},
            headers={"Prefer": "wait=60"},
        )
        place = f"/v1/verifications/{submitted.json()['requestId']}"
        seen = finos.get(place, params={"view": "finos"})
        assert (seen.status_code, seen.json()["code"]) == (406, "not_acceptable")
        unknown = finos.get(place, params={"view": "nobody"})
        assert (unknown.status_code, unknown.json()["code"]) == (400, "invalid_request")
        assert finos.delete(place).status_code == 204
        gone = finos.get(place, params={"view": "finos"})
        assert (gone.status_code, gone.json()["code"]) == (410, "gone")
