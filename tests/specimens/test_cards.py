"""Every side of every specimen: what is on it, and that its truth is true."""

import functools
import json

import cv2
import numpy as np
import pytest
import zxingcpp

from workers.documents.catalogue import document_types
from workers.documents.schema import DocumentType, Side
from workers.specimens.card import SIDES, Specimen, render_card, sides
from workers.specimens.person import Person

NOBODY = np.full((54, 42, 3), 150, np.uint8)
FORMATS = {"qr": "QRCode", "datamatrix": "DataMatrix", "pdf417": "PDF417"}
# Which characters of the lines, joined, have a check digit behind them: 9303-4 to -7.
CHECKED = {
    "td1": [(5, 14), (30, 36), (38, 44)],
    "td2": [(36, 45), (49, 55), (57, 63)],
    "td3": [(44, 53), (57, 63), (65, 71)],
    "mrva": [(44, 53), (57, 63), (65, 71)],
    "mrvb": [(36, 45), (49, 55), (57, 63)],
}
COMPOSITES = {
    "td1": ([(5, 30), (30, 37), (38, 45), (48, 59)], 59),
    "td2": ([(36, 46), (49, 56), (57, 71)], 71),
    "td3": ([(44, 54), (57, 64), (65, 87)], 87),
}

each_side = pytest.mark.parametrize("code", SIDES)


@functools.cache
def rendered(code: str, seed: int) -> Specimen:
    return render_card(code, seed, portrait=NOBODY)


def document(code: str) -> tuple[DocumentType, Side]:
    truth = rendered(code, 1).truth
    kind = document_types()[truth["type"]]
    return kind, next(side for side in kind.sides if side.code == truth["side"])


def check_digit_by_the_book(text: str) -> int:
    """ICAO 9303-3, 4.9, written out again: the product's own code is what is under test."""
    values = {"<": 0} | {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    return sum(values[c] * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10


def test_every_side_of_every_document_has_a_specimen() -> None:
    wanted = {side.code for kind in document_types().values() for side in kind.sides}
    assert wanted - {rendered(code, 1).truth["side"] for code in SIDES} == set()


@each_side
def test_a_specimen_prints_the_fields_that_its_document_has(code: str) -> None:
    _, side = document(code)
    for seed in (1, 2):
        told = set(rendered(code, seed).truth["fields"])
        in_zone = {"documentCode", "issuingCountry"} if side.mrz else set()
        assert told - in_zone <= {field.name for field in side.fields}
        assert told >= {field.name for field in side.fields if not field.optional}
    assert bool(side.mrz) == bool(rendered(code, 1).truth["mrz"])
    assert bool(side.barcodes) == bool(rendered(code, 1).truth["barcodes"])


@each_side
def test_a_specimen_says_that_it_is_one(code: str) -> None:
    assert any("SPECIMEN" in line["text"] for line in rendered(code, 1).truth["text"])


@each_side
def test_print_and_zones_are_where_the_truth_says(code: str) -> None:
    specimen = rendered(code, 1)
    truth = specimen.truth
    grey = cv2.cvtColor(specimen.image, cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    assert (truth["width"], truth["height"]) == (width, height)
    boxes = [line["box"] for line in truth["text"]] + list(truth["boxes"].values())
    boxes += [item["box"] for item in (*truth["fields"].values(), *truth["barcodes"])]
    for box in boxes:
        (left, top), (right, bottom) = np.min(box, axis=0), np.max(box, axis=0)
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    for line in truth["text"]:
        (left, top), (right, bottom) = np.array(line["box"]).round().astype(int)[[0, 2]]
        ink = grey[top : bottom + 1, left : right + 1]
        assert np.ptp(ink) > 60, line["text"]
    assert json.loads(json.dumps(truth))["fields"] == json.loads(json.dumps(truth["fields"]))


@each_side
def test_no_print_lies_on_other_print_or_on_the_portrait(code: str) -> None:
    for seed in (1, 2, 3):
        truth = rendered(code, seed).truth
        named = [(line["text"], line["box"]) for line in truth["text"]]
        named += [("portrait", box) for name, box in truth["boxes"].items() if name == "portrait"]
        named += [("code", item["box"]) for item in truth["barcodes"]]
        for index, (text, box) in enumerate(named):
            for other, place in named[index + 1 :]:
                assert not overlap(box, place), f"{text!r} and {other!r}, seed {seed}"


@each_side
def test_the_mrz_has_right_check_digits_and_names_the_holder(code: str) -> None:
    mrz = rendered(code, 1).truth["mrz"]
    if mrz is None or mrz["format"] not in CHECKED:
        return
    for seed in (1, 2, 3):
        text = "".join(rendered(code, seed).truth["mrz"]["lines"])
        for start, end in CHECKED[mrz["format"]]:
            digit = text[end] if text[end] != "<" else "0"
            assert int(digit) == check_digit_by_the_book(text[start:end])
        if mrz["format"] in COMPOSITES:
            parts, place = COMPOSITES[mrz["format"]]
            whole = "".join(text[start:end] for start, end in parts)
            assert int(text[place]) == check_digit_by_the_book(whole)


@each_side
def test_barcodes_are_read_by_another_reader_than_their_writers_side(code: str) -> None:
    for seed in (1, 2):
        specimen = rendered(code, seed)
        for wanted in specimen.truth["barcodes"]:
            kind = getattr(zxingcpp.BarcodeFormat, FORMATS[wanted["format"]])
            found = zxingcpp.read_barcodes(specimen.image, formats=kind)
            assert [barcode.text for barcode in found] == [wanted["text"]]


def test_both_sides_of_a_seed_are_made_out_to_one_holder() -> None:
    for code, side in sides().items():
        if code.endswith("_front") and code.replace("_front", "_back") in sides():
            other = sides()[code.replace("_front", "_back")]
            assert side.person(7) == other.person(7)


def test_the_same_seed_gives_the_same_pixels_and_another_seed_others() -> None:
    once = render_card("cccd_chip_front", 3, portrait=NOBODY)
    assert once.image.tobytes() == rendered("cccd_chip_front", 3).image.tobytes()
    assert once.truth == rendered("cccd_chip_front", 3).truth
    assert once.image.tobytes() != rendered("cccd_chip_front", 2).image.tobytes()


def test_a_holder_of_ones_own_is_printed_in_the_place_of_the_seeds() -> None:
    holder = sides()["cccd_chip_front"].person(1).but(fullName="LÝ THỊ ÁI")
    fields = render_card("cccd_chip_front", 1, holder=holder, portrait=NOBODY).truth["fields"]
    assert fields["fullName"]["value"] == "LÝ THỊ ÁI"


def test_a_fact_that_is_not_known_is_not_printed() -> None:
    fields = render_card("cccd_front", 1, holder=Person({"gender": "male"}), portrait=NOBODY)
    assert list(fields.truth["fields"]) == ["gender"]


def test_a_long_value_takes_more_lines_and_then_smaller_print() -> None:
    street = "Số nhà 1024, ngách 56/78, ngõ 190 đường Nguyễn Thị Minh Khai nối dài"
    holder = sides()["cccd_front"].person(1)
    long = holder.but(address=f"{street}, {holder.get('address')}")
    truth = render_card("cccd_front", 1, holder=long, portrait=NOBODY).truth
    assert truth["fields"]["address"]["printed"] == long.get("address")
    _, _, (right, _), _ = truth["fields"]["address"]["box"]
    assert right < truth["width"]


def test_an_unknown_side_is_refused() -> None:
    with pytest.raises(ValueError, match="cccd_chip_front"):
        render_card("library_card", 1, portrait=NOBODY)


def test_print_stands_a_little_beside_its_place_from_seed_to_seed() -> None:
    lefts = {
        rendered("cccd_chip_front", seed).truth["fields"]["fullName"]["box"][0][0]
        for seed in (1, 2, 3)
    }
    assert len(lefts) == 3
    assert max(lefts) - min(lefts) < 0.8 * 16


def overlap(box: object, other: object) -> bool:
    """Whether one lies on the other by more than the boxes' own slack of an eighth."""
    (ax0, ay0), (ax1, ay1) = np.min(box, axis=0), np.max(box, axis=0)  # type: ignore[call-overload]
    (bx0, by0), (bx1, by1) = np.min(other, axis=0), np.max(other, axis=0)  # type: ignore[call-overload]
    wide = min(ax1, bx1) - max(ax0, bx0)
    high = min(ay1, by1) - max(ay0, by0)
    return bool(wide > 3 and high > 0.125 * min(ay1 - ay0, by1 - by0))
