"""FinOS' face index, and the history, from the page's own commands."""

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.api.dialects.dialect import Asked
from app.api.dialects.finos.render import render
from app.core.report import FaceIndex, FaceSearch, Kind, Outcome, Report, State
from app.embedded.stack import Stack
from tests.dialects.commands import run
from tests.dialects.reports import told
from tests.dialects.shapes import differences, example, load
from tests.dialects.test_finos_ocr import entry
from tests.pictures import landscape, png_of_size, selfie_photo

DATA = load("finos")
INDEXING = "/ekyc/recognition/face/indexing_face"
SEARCH = "/ekyc/recognition/face/search"
ENDPOINTS = {"indexing_face": INDEXING, "search": SEARCH}
DAY = 86_400
Body = dict[str, Any]


@pytest.fixture(scope="module")
def key(make_key: Callable[..., str]) -> str:
    """The key of a tenant whose index is empty."""
    return make_key(f"recognition-{uuid.uuid4()}")


@pytest.fixture(scope="module")
def finos(stack: Stack, key: str) -> Iterator[httpx.Client]:
    headers = {"X-FinOS-Api-Key": key}
    with httpx.Client(base_url=stack.url, headers=headers, timeout=110) as client:
        yield client


@pytest.fixture(scope="module")
def answered(stack: Stack, key: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Body]:
    """What the page's commands print: somebody is indexed, then searched for."""
    pictures = {"selfie 0": selfie_photo(0), "selfie 1": selfie_photo(1)}
    folder = tmp_path_factory.mktemp("files")
    bodies = {}
    for one in DATA["commands"]:
        if one["endpoint"] in ENDPOINTS:
            files = {name: pictures[kind] for name, kind in one["files"].items()}
            bodies[one["endpoint"]] = json.loads(run(one, stack.url + "/", key, folder, files))
    return bodies


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_commands_of_the_page_are_answered_in_its_shape(
    answered: dict[str, Body], endpoint: str
) -> None:
    assert differences(example(DATA, endpoint, 200), answered[endpoint]) == []


def test_who_was_indexed_is_found_with_a_link_for_a_day(answered: dict[str, Body]) -> None:
    indexed, (found,) = answered["indexing_face"]["data"], answered["search"]["data"]
    assert found["milvusId"] == indexed["milvusId"]
    assert indexed["milvusId"].isdecimal()
    assert (found["idNumber"], found["indexingTime"]) == ("1234", indexed["indexingTime"])
    datetime.strptime(indexed["indexingTime"], "%Y-%m-%d")
    assert 90 < found["similar"] <= 100
    for face in (indexed, found):
        assert httpx.get(face["facePath"]).content == selfie_photo(0)
        (ends,) = parse_qs(urlsplit(face["facePath"]).query)["ends"]
        assert DAY - 300 < int(ends) - datetime.now(UTC).timestamp() <= DAY


def index(finos: httpx.Client, picture: Any = None, **data: str) -> httpx.Response:
    files = {"image": selfie_photo(1) if picture is None else picture}
    return finos.post(INDEXING, files=files, data={"partition": "ABC", **data})


def refusal(answer: httpx.Response, words: str, status: int = 400) -> None:
    code = {400: "BAD_REQUEST", 413: "REQUEST_ENTITY_TOO_LARGE"}[status]
    body = {"messages": [{"code": code, "message": words}], "data": None}
    assert (answer.status_code, answer.json()) == (status, body)
    assert answer.headers["X-Request-Id"]


def test_a_number_is_taken_once_in_a_partition(
    finos: httpx.Client, answered: dict[str, Body]
) -> None:
    again = index(finos, numberId="1234")
    refusal(again, "Id number has been duplicated")
    assert differences(example(DATA, "indexing_face", 400), again.json()) == []
    listed = entry(finos, again.headers["X-Request-Id"])
    assert (listed["apiCode"], listed["statusCode"]) == ("RECOGNITION_FACE_INDEXING", "400")
    assert json.loads(listed["data"]) == again.json()
    elsewhere = index(finos, numberId="1234", partition="XYZ")
    assert (elsewhere.status_code, elsewhere.json()["data"]["idNumber"]) == (200, "1234")


def test_a_picture_without_a_face_is_invalid_and_takes_no_number(finos: httpx.Client) -> None:
    refusal(index(finos, landscape(), numberId="77"), "Invalid image file uploaded")
    assert index(finos, numberId="77", partition="no face").status_code == 200
    answer = finos.post(SEARCH, files={"image": landscape()}, data={"partition": "ABC"})
    refusal(answer, "Invalid image file uploaded")


def test_the_picture_may_be_called_as_the_page_calls_it(finos: httpx.Client) -> None:
    files = {"inage": selfie_photo()}
    answer = finos.post(SEARCH, files=files, data={"partition": "nobody is here"})
    assert (answer.status_code, answer.json()["data"]) == (200, [])
    both = [("image", selfie_photo()), ("inage", selfie_photo())]
    refusal(finos.post(SEARCH, files=both, data={"partition": "ABC"}), "Invalid request.")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"numberId": "1"},
        {"partition": "ABC"},
        {"numberId": "", "partition": "ABC"},
        {"numberId": "1", "partition": " "},
        {"numberId": "1", "partition": "a/b"},
        {"numberId": "1\x00", "partition": "ABC"},
        {"numberId": "1" * 201, "partition": "ABC"},
        {"numberId": ["1", "2"], "partition": "ABC"},
    ],
)
def test_without_its_number_and_partition_nothing_is_indexed(
    finos: httpx.Client, data: dict[str, Any]
) -> None:
    answer = finos.post(INDEXING, files={"image": selfie_photo()}, data=data)
    refusal(answer, "Invalid request.")
    assert differences(example(DATA, "search", 400), answer.json()) == []


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_refusals_before_any_work_have_the_words_of_the_page(
    stack: Stack, finos: httpx.Client, endpoint: str
) -> None:
    place, data = ENDPOINTS[endpoint], {"numberId": "refused", "partition": "ABC"}
    nobody = httpx.post(stack.url + place)
    assert differences(example(DATA, endpoint, 401), nobody.json()) == []
    for sent in ({}, {"json": data}, {"data": data}):
        refusal(finos.post(place, **sent), "Invalid request.")
    twice = [("image", selfie_photo()), ("image", selfie_photo())]
    refusal(finos.post(place, files=twice, data=data), "Invalid request.")
    for wrong in (("a.jpg", b"text", "image/jpeg"), selfie_photo()[:-500]):
        refusal(finos.post(place, files={"image": wrong}, data=data), "Invalid image file uploaded")
    words = "The request is larger than the server is willing or able to process"
    for large in (png_of_size(20_000, 20_000), b"\xff\xd8" * 20_000_000):
        refusal(finos.post(place, files={"image": large}, data=data), words, 413)


def test_the_view_and_the_history_show_the_same_but_for_fresh_links(
    finos: httpx.Client, answered: dict[str, Body]
) -> None:
    answer = finos.post(SEARCH, files={"image": selfie_photo(2)}, data={"partition": "ABC"})
    request_id = answer.headers["X-Request-Id"]
    seen = finos.get(f"/v1/verifications/{request_id}", params={"view": "finos"}).json()
    listed = entry(finos, request_id)
    assert (listed["apiCode"], listed["statusCode"]) == ("RECOGNITION_FACE_SEARCHING", "200")
    shown = [answer.json(), seen, json.loads(listed["data"])]
    for one in shown:
        assert [face.pop("facePath")[:4] for face in one["data"]] == ["http"]
    assert shown[0] == shown[1] == shown[2]


def test_a_redacted_face_is_not_found(finos: httpx.Client) -> None:
    answer = index(finos, numberId="gone", partition="redaction")
    request_id = answer.headers["X-Request-Id"]
    assert finos.delete(f"/v1/verifications/{request_id}").status_code == 204
    found = finos.post(SEARCH, files={"image": selfie_photo()}, data={"partition": "redaction"})
    assert found.json()["data"] == []
    assert index(finos, numberId="gone", partition="redaction").status_code == 200


def test_the_history_is_answered_as_the_page_shows_it(
    stack: Stack, finos: httpx.Client, key: str, answered: dict[str, Body], tmp_path: Path
) -> None:
    listed = finos.get("/v1/verifications", params={"kind": "face_search"}).json()["items"]
    (command,) = [one for one in DATA["commands"] if one["endpoint"] == "history"]
    words = {"[requestIds]": f"[{listed[-1]['requestId']}]"}
    body = json.loads(run(command, stack.url + "/", key, tmp_path, {}, words))
    assert differences(example(DATA, "history", 200), body) == []
    assert len(body["result"]["details"]["transactions"]) == 1
    empty = finos.post("/ekyc/transaction/history")
    assert differences(example(DATA, "history", 400), empty.json()) == []
    nobody = httpx.post(stack.url + "/ekyc/transaction/history")
    assert differences(example(DATA, "history", 401), nobody.json()) == []


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_our_own_fault_is_the_500_of_the_page(endpoint: str) -> None:
    kind = Kind.FACE_INDEX if endpoint == "indexing_face" else Kind.FACE_SEARCH
    answer = render(told(None, Asked("finos", endpoint), kind=kind, state=State.ERROR))
    assert answer.status == 500
    assert differences(example(DATA, endpoint, 500), answer.body) == []


def test_what_was_not_indexed_for_want_of_a_stage_is_our_fault_too() -> None:
    index = FaceIndex(outcome=Outcome.NOT_PROCESSED, partition="ABC", external_id="1")
    report = Report(
        kind=Kind.FACE_INDEX, outcome=Outcome.NOT_PROCESSED, face_index=index, version="0"
    )
    assert render(told(report, kind=Kind.FACE_INDEX)).status == 500
    assert render(told(report, kind=Kind.FACE_INDEX, state=State.FAILED)).status == 400


def test_a_face_whose_picture_is_gone_has_no_link() -> None:
    search = FaceSearch.model_validate(
        {
            "outcome": "clear",
            "partition": "ABC",
            "floor": 65,
            "candidates": [
                {
                    "outcome": "clear",
                    "score": 88.5,
                    "requestId": str(uuid.UUID(int=7)),
                    "externalId": "1",
                    "indexedAt": "2022-07-30T23:59:59Z",
                }
            ],
        }
    )
    report = Report(kind=Kind.FACE_SEARCH, outcome=Outcome.CLEAR, face_search=search, version="0")
    answer = render(told(report, kind=Kind.FACE_SEARCH))
    assert answer.body["data"] == [
        {
            "milvusId": "7",
            "similar": 88.5,
            "idNumber": "1",
            "facePath": "",
            "indexingTime": "2022-07-30",
        }
    ]
