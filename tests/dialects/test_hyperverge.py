"""HyperVerge's `readId` over HTTP. Each submission is made once."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import httpx
import numpy as np
import pytest

from app.api.dialects.hyperverge.catalogue import PARTS
from app.embedded.stack import Stack
from tests.dialects.shapes import differences, example, load
from tests.dialects.specimens import photo, printed, specimen
from tests.dialects.test_finos_ocr import entry
from tests.pictures import landscape, passport_photo, png_of_size, selfie_photo
from tests.waiting import wait_for
from workers.specimens.pdf import pdf

DATA = load("hyperverge")
PATH = "/hyperverge/v1/readId"
OF_PAGE = ("digitalText", "physicalText", "facePhoto", "colorPrintout", "detectAiForgery")
NO_FILE = "API call requires one input image or pdf"
INVALID = "Invalid image or pdf uploaded"
TOO_LARGE = "The image or pdf is too large"
KEY = "Missing/Invalid credentials"
NONE = "No document detected"
Body = dict[str, Any]


@pytest.fixture(scope="module")
def client(stack: Stack) -> Iterator[httpx.Client]:
    headers = {"appId": "app", "appKey": stack.api_key, "transactionId": "tx-1"}
    with httpx.Client(base_url=stack.url, headers=headers, timeout=110) as client:
        yield client
        assert client.get("/readyz").status_code == 200, "healthy afterwards"


@pytest.fixture(scope="module")
def answers(client: httpx.Client) -> dict[str, httpx.Response]:
    """A card on its side with all that can be asked, a passport in a PDF with what the page's
    example asks, and a picture that shows nothing.
    """
    (code,) = specimen("cccd_chip_front").truth["barcodes"]
    everything = {
        **dict.fromkeys(PARTS, "yes"),
        "countryId": "vnm",
        "documentId": "id",
        "qrString": code["text"],
        "minimumAge": "18",
    }
    page = cv2.imdecode(np.frombuffer(passport_photo(), np.uint8), cv2.IMREAD_COLOR)
    asked = {f"forgeryChecks.{name}": "yes" for name in OF_PAGE}
    calls: dict[str, dict[str, Any]] = {
        "card": {"files": {"image": on_its_side("cccd_chip_front")}, "data": everything},
        "passport": {"files": {"pdf": pdf([page])}, "data": asked},
        "nothing": {
            "files": {"image": landscape()},
            "headers": {"transactionId": "thử".encode(), "Idempotency-Key": "hv-nothing"},
        },
    }
    with ThreadPoolExecutor(len(calls)) as pool:
        made = {name: pool.submit(client.post, PATH, **call) for name, call in calls.items()}
        return {name: future.result() for name, future in made.items()}


def on_its_side(code: str) -> bytes:
    pixels = cv2.imdecode(np.frombuffer(photo(code), np.uint8), cv2.IMREAD_COLOR)
    return cv2.imencode(".jpg", np.rot90(pixels))[1].tobytes()


def only_side(answer: httpx.Response) -> Body:
    assert answer.status_code == 200, answer.text
    (side,) = answer.json()["result"]["details"]
    shown: Body = side
    return shown


def failed(answer: httpx.Response, status: int, words: str, transaction: str = "tx-1") -> None:
    """Asserts a failure, member for member."""
    metadata = {"requestId": answer.headers["X-Request-Id"], "transactionId": transaction}
    body = {"status": "failure", "statusCode": status, "error": words, "metadata": metadata}
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert list(answer.json().items()) == list(body.items())


def test_the_answer_has_the_shape_of_the_page(answers: dict[str, httpx.Response]) -> None:
    assert differences(example(DATA, "readId", 200), answers["passport"].json()) == []
    metadata = answers["passport"].json()["metadata"]
    request_id = answers["passport"].headers["X-Request-Id"]
    assert metadata == {"requestId": request_id, "transactionId": "tx-1"}


def test_a_card_says_what_is_printed(answers: dict[str, httpx.Response]) -> None:
    side, truth = only_side(answers["card"]), printed("cccd_chip_front")
    assert side["idType"] == "cccd_chip_front"
    fields = side["fieldsExtracted"]
    year, month, day = truth["birthDate"]["value"].split("-")
    for name, value in {
        "idNumber": truth["documentNumber"]["value"],
        "fullName": truth["fullName"]["value"],
        "dateOfBirth": f"{day}-{month}-{year}",
        "yearOfBirth": year,
        "gender": "M" if truth["gender"]["value"] == "male" else "F",
        "nationality": "VNM",
        "countryCode": "VNM",
    }.items():
        assert fields[name] == {"value": value, "confidence": "high"}, name
    assert fields["address"]["province"] in fields["address"]["value"]
    assert int(fields["age"]["value"]) >= 18


def test_only_what_can_be_judged_is_judged(answers: dict[str, httpx.Response]) -> None:
    side = only_side(answers["card"])
    assert len(side["forgeryChecks"]) == 16
    assert len(side["ruleChecks"]) == 5
    passed = ("idNumberLength", "genderAndDOBMismatch", "qrMismatch")
    assert {side["forgeryChecks"][name]["value"] for name in passed} == {"no"}
    for name in ("dateOfBirth", "colonInDateOfBirth"):
        assert side["forgeryChecks"][name]["value"] == "not_applicable"
    for name in ("text", "photo", "facePhoto", "digitalText", "physicalText"):
        assert side["forgeryChecks"][name] == {"value": "no", "confidence": "low"}
    assert side["forgeryChecks"]["aiForgery"] == {"value": "not_supported", "confidence": "low"}
    assert side["forgeryChecks"]["colorPrintout"] == {"value": "no", "confidence": "low"}
    assert side["ruleChecks"]["idNumber"] == {"value": "no", "confidence": "high"}
    assert side["ruleChecks"]["minimumAgeThreshold"] == {"value": "no", "confidence": "high"}


def test_a_specimen_needs_a_person(answers: dict[str, httpx.Response]) -> None:
    summary = answers["card"].json()["result"]["summary"]
    assert summary["action"] == "manualReview"
    assert all(list(found) == ["code", "message"] for found in summary["details"])
    assert summary["details"]


def test_the_card_can_be_fetched_laid_flat(
    client: httpx.Client, answers: dict[str, httpx.Response]
) -> None:
    link = only_side(answers["card"])["croppedImageUrl"]
    fetched = httpx.get(link)
    assert (fetched.status_code, fetched.headers["content-type"]) == (200, "image/jpeg")
    shown = cv2.imdecode(np.frombuffer(fetched.content, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown.shape[1] / shown.shape[0] == pytest.approx(85.6 / 53.98, rel=0.05)
    true = cv2.cvtColor(specimen("cccd_chip_front").image, cv2.COLOR_BGR2GRAY)
    small = [cv2.resize(image, (160, 100), interpolation=cv2.INTER_AREA) for image in (shown, true)]
    assert np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1] > 0.9, "upright, the whole card"
    cut = httpx.get(link[:-4])
    assert cut.status_code == 404, "the signature covers it"
    native = client.get(f"/v1/verifications/{answers['card'].headers['X-Request-Id']}").json()
    assert [picture["name"] for picture in native["pictures"]] == ["front", "card.0.0"]


def test_the_same_answer_is_in_the_view_and_in_the_history(
    client: httpx.Client, answers: dict[str, httpx.Response]
) -> None:
    for name in ("card", "passport", "nothing"):
        answer = answers[name]
        request_id = answer.headers["X-Request-Id"]
        place = f"/v1/verifications/{request_id}"
        seen = client.get(place, params={"view": "hyperverge"})
        assert seen.status_code == answer.status_code
        assert without_links(seen.json()) == without_links(answer.json())
        listed = entry(client, request_id)
        assert listed["apiCode"] == "VERIFY_DOCUMENT"
        assert listed["statusCode"] == str(answer.status_code)
        assert without_links(json.loads(listed["data"])) == without_links(answer.json())
        assert "imagePath1" in listed
        assert "imagePath2" not in listed


def without_links(body: Body) -> Body:
    for side in body.get("result", {}).get("details", []):
        side["croppedImageUrl"] = ""
    return body


def test_another_tenant_sees_nothing_of_it(
    other_api: httpx.Client, answers: dict[str, httpx.Response]
) -> None:
    place = f"/v1/verifications/{answers['card'].headers['X-Request-Id']}"
    assert other_api.get(place, params={"view": "hyperverge"}).status_code == 404


def test_a_picture_without_a_document_is_a_failure(
    client: httpx.Client, answers: dict[str, httpx.Response]
) -> None:
    failed(answers["nothing"], 422, NONE, "thử")
    headers = {"transactionId": "thử".encode(), "Idempotency-Key": "hv-nothing"}
    again = client.post(PATH, files={"image": landscape()}, headers=headers)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == answers["nothing"].json()
    asked = {"forgeryChecks.text": "yes"}
    other = client.post(PATH, files={"image": landscape()}, data=asked, headers=headers)
    failed(other, 422, "This Idempotency-Key was used with other content", "thử")
    headers["Idempotency-Key"] = "x" * 256
    long = client.post(PATH, files={"image": landscape()}, headers=headers)
    failed(long, 400, "Idempotency-Key must have 1 to 255 characters", "thử")


def test_a_redaction_takes_the_card_with_it(
    stack: Stack, client: httpx.Client, answers: dict[str, httpx.Response]
) -> None:
    """Comes last of those that look at the passport."""
    request_id = answers["passport"].headers["X-Request-Id"]
    link = only_side(answers["passport"])["croppedImageUrl"]
    assert httpx.get(link).status_code == 200
    assert client.delete(f"/v1/verifications/{request_id}").status_code == 204
    assert httpx.get(link).status_code == 410
    kept = [path for path in (stack.state / "pictures").rglob("*") if path.is_file()]
    assert not [path for path in kept if request_id in str(path)]


@pytest.mark.parametrize("key", [None, "", "nobody"])
def test_a_wrong_key_is_refused(stack: Stack, key: str | None) -> None:
    headers = {"appId": "app", **({} if key is None else {"appKey": key})}
    answer = httpx.post(stack.url + PATH, files={"image": landscape()}, headers=headers)
    failed(answer, 401, KEY, "")


def test_a_key_that_may_not_verify_is_refused(stack: Stack, make_key: Callable[..., str]) -> None:
    headers = {"appKey": make_key("reader", "--scopes", "read")}
    answer = httpx.post(stack.url + PATH, files={"image": landscape()}, headers=headers)
    failed(answer, 403, KEY, "")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"content": b"", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {
            "content": b"--x\r\nbroken",
            "headers": {"Content-Type": "multipart/form-data; boundary=x"},
        },
        {"json": {"image": "x"}},
        {"data": {"forgeryChecks.text": "yes"}},
        {"files": {"picture": landscape()}},
        {"files": [("image", landscape()), ("image", landscape())]},
        {"files": [("image", landscape()), ("pdf", landscape())]},
    ],
    ids=["empty", "empty form", "broken", "json", "no file", "other name", "two", "both"],
)
def test_one_file_is_needed(client: httpx.Client, sent: dict[str, Any]) -> None:
    failed(client.post(PATH, **sent), 400, NO_FILE)


@pytest.mark.parametrize(
    "picture",
    [
        ("card.jpg", b"I am no picture", "image/jpeg"),
        ("card.jpg", b"", "image/jpeg"),
        ("card.jpg", landscape()[:-500], "image/jpeg"),
        ("card.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40), "image/heic"),
        ("card.png", png_of_size(3000, 40), "image/png"),
        (None, "/card.png"),
    ],
    ids=["text", "empty", "cut short", "heic", "too narrow", "text field"],
)
def test_what_is_no_picture_is_refused(client: httpx.Client, picture: tuple[Any, ...]) -> None:
    answer = client.post(PATH, files={"image": picture})
    failed(answer, 400, INVALID)
    listed = entry(client, answer.headers["X-Request-Id"])
    assert (listed["apiCode"], listed["statusCode"]) == ("VERIFY_DOCUMENT", "400")
    assert json.loads(listed["data"]) == answer.json()
    assert "imagePath1" not in listed


def test_what_is_too_large_is_refused(client: httpx.Client) -> None:
    for huge in (png_of_size(20_000, 20_000), b"\xff\xd8" * 20_000_000):
        failed(client.post(PATH, files={"image": huge}), 413, TOO_LARGE)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"forgeryChecks.mrz": "maybe"}, 'forgeryChecks.mrz must be "yes" or "no"'),
        ({"ruleChecks.idNumber": ""}, 'ruleChecks.idNumber must be "yes" or "no"'),
        ({"countryId": "vn"}, "countryId must be a code of three letters"),
        ({"documentId": "x" * 201}, "documentId must be one text of at most 200 characters"),
        ({"qrString": "x" * 5001}, "qrString must be one text of at most 5000 characters"),
        ({"minimumAge": "old"}, "minimumAge must be a number from 0 to 150"),
        ({"minimumAge": "151"}, "minimumAge must be a number from 0 to 150"),
        ({"minimumAge": ["1", "2"]}, "minimumAge must be one text of at most 200 characters"),
    ],
)
def test_words_that_are_not_taken_are_refused(
    client: httpx.Client, data: dict[str, Any], words: str
) -> None:
    failed(client.post(PATH, files={"image": landscape()}, data=data), 400, words)


def test_other_paths_and_methods_are_refused_in_the_same_form(client: httpx.Client) -> None:
    failed(client.get(PATH), 405, "Method Not Allowed")
    failed(client.post("/hyperverge/v1/readKYC"), 404, "Not Found")


def test_who_prefers_it_is_answered_at_once_and_twice_is_two(client: httpx.Client) -> None:
    def send(_: int) -> httpx.Response:
        headers = {"Prefer": "respond-async"}
        return client.post(PATH, files={"image": landscape()}, headers=headers)

    with ThreadPoolExecutor(2) as pool:
        taken, other = pool.map(send, range(2))
    assert (taken.status_code, taken.headers["Preference-Applied"]) == (202, "respond-async")
    assert list(taken.json()) == ["requestId", "status"]
    assert taken.json()["requestId"] != other.json()["requestId"]
    place = taken.headers["Location"]
    assert place == f"/v1/verifications/{taken.json()['requestId']}?view=hyperverge"
    wait_for(lambda: client.get(place).status_code != 202, limit=60)
    over = client.get(place)
    assert (over.status_code, over.json()["error"]) == (422, NONE)


def test_a_selfie_has_no_answer_in_this_form(api: httpx.Client) -> None:
    made = api.post(
        "/v1/verifications", files={"selfie": selfie_photo()}, headers={"Prefer": "wait=60"}
    )
    place = f"/v1/verifications/{made.json()['requestId']}"
    seen = api.get(place, params={"view": "hyperverge"})
    assert (seen.status_code, seen.json()["code"]) == (406, "not_acceptable")


def test_a_wait_that_runs_out_is_a_504_and_too_many_requests_a_429(
    hasty: str, client: httpx.Client, make_key: Callable[..., str]
) -> None:
    headers = {"appKey": make_key("hasty-hyperverge"), "transactionId": "tx-2"}
    late = httpx.post(hasty + PATH, files={"image": landscape()}, headers=headers)
    failed(late, 504, "Gateway timeout", "tx-2")
    for _ in range(7):
        httpx.post(hasty + PATH, headers=headers)
    many = httpx.post(hasty + PATH, headers=headers)
    failed(many, 429, "Rate limit exceeded", "tx-2")
    assert 1 <= int(many.headers["Retry-After"]) <= 60
    place = f"/v1/verifications/{late.headers['X-Request-Id']}?view=hyperverge"
    with httpx.Client(base_url=str(client.base_url), headers=headers, timeout=60) as same:
        wait_for(lambda: same.get(place).status_code != 202, limit=60)
        assert same.get(place).json()["error"] == NONE, "the work went on"
