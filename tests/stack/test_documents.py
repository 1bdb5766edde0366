"""Documents of several kinds, from their pictures to the report, through the public API."""

import json
from typing import Any

import cv2
import httpx
import numpy as np
import psycopg
import pytest
import zxingcpp
from sqlalchemy import make_url

from app.embedded.stack import Stack
from tests.conftest import client_of
from tests.pictures import selfie_photo
from tests.stack.verify import Answer, codes, jpeg, verify
from workers.specimens.capture import Photo, photograph, photograph_together
from workers.specimens.card import Specimen, render_card
from workers.specimens.pdf import pdf

SEED = 7


def side(code: str) -> Specimen:
    return render_card(code, SEED)


def photo(code: str) -> bytes:
    return photograph(side(code).image, SEED, "phone").jpeg


def only_document(over: Answer) -> dict[str, Any]:
    (document,) = over["report"]["documents"]
    found: dict[str, Any] = document
    return found


def sides(document: dict[str, Any]) -> list[tuple[str, int, str, str]]:
    return [(s["picture"], s["page"], s["side"], s["model"]) for s in document["sides"]]


def named(over: Answer, name: str) -> list[Answer]:
    """All checks of a name."""
    return [check for check in over["report"]["checks"] if check["name"] == name]


def assert_as_printed(document: dict[str, Any], code: str, *names: str) -> None:
    printed = side(code).truth["fields"]
    for name in names:
        assert document["extracted"]["fields"][name]["value"] == printed[name]["value"], name


def assert_where_printed(document: dict[str, Any], code: str, shot: Photo, *names: str) -> None:
    truth = side(code).truth
    for name in names:
        printed = truth["fields"][name]["printed"]
        (line,) = (piece for piece in truth["text"] if piece["text"] == printed)
        expected = shot.place(line["box"]).mean(axis=0)
        box = np.array(document["extracted"]["visual"][name]["box"])
        assert np.abs(box.mean(axis=0) - expected).max() < 12, name


@pytest.fixture(scope="module")
def citizen(stack) -> Answer:
    """Both sides of a citizen card, sent the wrong way round."""
    with client_of(stack, stack.api_key) as api:
        pictures = {"front": photo("cccd_chip_back"), "back": photo("cccd_chip_front")}
        return verify(api, pictures, documentType="national_identity_card", country="VNM")


def test_two_sides_become_one_document_whichever_was_sent_as_front(citizen: Answer) -> None:
    document = only_document(citizen)
    assert (document["type"], document["model"]) == ("national_identity_card", "cccd_chip")
    assert document["country"] == "VNM"
    assert sides(document) == [
        ("front", 1, "back", "cccd_chip_back"),
        ("back", 1, "front", "cccd_chip_front"),
    ]
    assert min(side["confidence"] for side in document["sides"]) > 0.9
    assert [side["portrait"] is not None for side in document["sides"]] == [False, True]


def test_chip_and_emblem_are_seen_on_the_side_that_has_them(citizen: Answer) -> None:
    found = {
        (check["picture"], check["name"]): check["outcome"]
        for check in citizen["report"]["checks"]
        if check["group"] == "securityAndPatternAnalysis"
    }
    assert found["front", "chipPresent"] == found["back", "emblem"] == "clear"
    assert found["front", "emblem"] == found["back", "chipPresent"] == "not_applicable"
    assert found["front", "publicPicture"] == "clear"


def test_fields_come_from_every_source_and_the_best_is_taken(citizen: Answer) -> None:
    document = only_document(citizen)
    assert_as_printed(document, "cccd_chip_front", "documentNumber", "birthDate", "fullName")
    assert_as_printed(document, "cccd_chip_back", "issuingDate")
    extracted = document["extracted"]
    assert extracted["mrz"]["lines"] == side("cccd_chip_back").truth["mrz"]["lines"]
    (code,) = extracted["barcodes"]
    assert (code["format"], code["picture"]) == ("qr", "back")
    assert code["text"] == side("cccd_chip_front").truth["barcodes"][0]["text"]
    assert extracted["barcode"]["documentNumber"]["source"] == "barcode"
    assert extracted["visual"]["documentNumber"]["source"] == "visual"


def test_boxes_of_fields_are_where_they_are_printed(citizen: Answer) -> None:
    shot = photograph(side("cccd_chip_front").image, SEED, "phone")
    document = only_document(citizen)
    assert_where_printed(document, "cccd_chip_front", shot, "documentNumber", "birthDate")


def test_the_pages_of_a_pdf_are_sides(api: httpx.Client) -> None:
    front, back = side("id_card_fr_2021_front").image, side("id_card_fr_2021_back").image
    empty = cv2.putText(np.full_like(front, 255), "2", (500, 600), 0, 0.5, (0, 0, 0))
    over = verify(api, {"front": pdf([front, empty, back])}, documentType="id_card_fr_2021")
    document = only_document(over)
    assert sides(document) == [
        ("front", 1, "front", "id_card_fr_2021_front"),
        ("front", 3, "back", "id_card_fr_2021_back"),
    ]
    assert document["extracted"]["mrz"]["page"] == 3
    copied = [one["outcome"] for one in named(over, "photocopyDetected")]
    assert copied == ["clear", "clear"]
    assert (
        document["extracted"]["mrz"]["lines"] == side("id_card_fr_2021_back").truth["mrz"]["lines"]
    )
    assert_as_printed(document, "id_card_fr_2021_front", "documentNumber", "birthDate", "lastName")


def with_code(code: str, text: str) -> np.ndarray:
    """A side whose QR code says something else."""
    shown = side(code)
    image, (place,) = shown.image.copy(), shown.truth["barcodes"]
    (left, top), _, (right, bottom), _ = place["box"]
    drawn = zxingcpp.write_barcode_to_image(
        zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode), add_quiet_zones=False
    )
    sized = cv2.resize(np.asarray(drawn), (right - left, bottom - top), interpolation=0)
    image[top:bottom, left:right] = sized[..., None]
    return image


def test_control_characters_in_a_barcode_break_no_report(stack: Stack, api: httpx.Client) -> None:
    text = "025048822713||L\0\ud7ff\x1e\x7f|21071948|Nam|H\0|27122024"
    over = verify(api, {"front": jpeg(with_code("cccd_chip_front", text))})
    extracted = only_document(over)["extracted"]
    (read,) = extracted["barcodes"]
    assert read["text"] == text.replace("\0", "\ufffd")
    assert set(extracted["barcode"]) == {"documentNumber", "birthDate", "gender", "issuingDate"}
    address = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        kept = connection.execute("SELECT %s::jsonb", (json.dumps(over),)).fetchone()
    assert kept == (over,)


def test_front_and_back_on_one_picture_are_both_read(api: httpx.Client) -> None:
    both = [side("cc_front").image, side("cc_back").image]
    over = verify(api, {"front": photograph_together(both, SEED)[0].jpeg})
    document = only_document(over)
    assert sorted(sides(document)) == [
        ("front", 1, "back", "cc_back"),
        ("front", 1, "front", "cc_front"),
    ]
    assert document["extracted"]["mrz"]["lines"] == side("cc_back").truth["mrz"]["lines"]
    assert_as_printed(document, "cc_front", "documentNumber", "birthDate")
    placed = [one["outcome"] for one in named(over, "mrzVisualPlacement")]
    assert sorted(placed) == ["clear", "not_applicable"]


def test_a_face_beside_the_document_is_not_its_portrait(api: httpx.Client) -> None:
    face = selfie_photo()
    pictures = {"front": photo("cccd_chip_back"), "back": face, "selfie": face}
    over = verify(api, pictures, checks=["mrzChecksum"])
    match = over["report"]["faceMatch"]
    assert (match["outcome"], match["score"]) == ("not_processed", None)
    assert over["report"]["outcome"] == "not_processed"
    assert {"no_document", "faceMatch"} <= codes(over)


def test_two_documents_on_one_picture_are_two(api: httpx.Client) -> None:
    both = [side("dl_new_front").image, side("cccd_front").image]
    over = verify(api, {"front": photograph_together(both, SEED)[0].jpeg}, country="VNM")
    found = over["report"]["documents"]
    assert {document["model"] for document in found} == {"dl_new", "cccd"}
    for document in found:
        (shown,) = document["sides"]
        assert_as_printed(document, shown["model"], "documentNumber", "birthDate")
    about = {check["document"] for check in over["report"]["checks"] if check["name"] == "blur"}
    assert about == {0, 1}


def test_a_card_on_its_side_is_read_and_says_how_to_turn_it(api: httpx.Client) -> None:
    shot = photograph(side("living_permit_fr_2021_front").image, SEED, "phone", turn=90)
    document = only_document(verify(api, {"front": shot.jpeg}))
    (shown,) = document["sides"]
    assert (document["model"], shown["rotation"]) == ("living_permit_fr_2021", 270)
    assert_as_printed(document, "living_permit_fr_2021_front", "documentNumber", "expirationDate")
    assert_where_printed(document, "living_permit_fr_2021_front", shot, "documentNumber")
    assert np.abs(np.array(shown["card"]) - shot.quad).max() < 12


def test_a_claim_may_name_the_model(api: httpx.Client) -> None:
    over = verify(api, {"front": photo("dl_new_front")}, documentType="cccd_chip")
    assert only_document(over)["model"] == "dl_new"
    assert over["report"]["outcome"] == "not_processed"
    assert codes(over) == {"type_mismatch"}


def prose() -> np.ndarray:
    """A letter, as a printer makes it."""
    page = np.full((1400, 1000, 3), 250, np.uint8)
    words = "the lamp was lit and four of them sat in the long room and heard the rain on"
    for line in range(36):
        text = words[line % 20 :] + " " + words[: line % 20]
        cv2.putText(page, text, (70, 90 + 34 * line), 0, 0.62, (30, 30, 30), 1, cv2.LINE_AA)
    return page


@pytest.mark.parametrize("laid", [False, True], ids=["scanned", "on a table"])
def test_a_letter_is_no_document(api: httpx.Client, laid: bool) -> None:
    page = prose()
    over = verify(api, {"front": photograph(page, 1, "phone").jpeg if laid else jpeg(page)})
    assert over["state"] == "FAILED"
    assert codes(over) == {"no_document"}
    assert over["report"]["documents"] == []
