"""Machine readable zones are found and read on pictures, and never called valid when wrong."""

import json

import cv2
import numpy as np
import pytest

from workers.specimens.capture import photograph
from workers.specimens.card import render_card
from workers.specimens.passport import render_passport
from workers.vision.mrz import find_mrz, parse
from workers.vision.mrz.check_digits import ALPHABET
from workers.vision.text import TextLine

GREY = np.full((540, 420, 3), 150, np.uint8)


def turned(image, degrees):
    """The picture turned counter-clockwise on a larger grey ground."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (int(height * sine + width * cosine), int(height * cosine + width * sine))
    matrix[:, 2] += [(size[0] - width) / 2, (size[1] - height) / 2]
    return cv2.warpAffine(image, matrix, size, borderValue=(190, 195, 200)), matrix


@pytest.fixture(scope="module")
def specimen():
    """A data page of Utopia, with a plain grey portrait."""
    return render_passport(3, portrait=GREY)


@pytest.fixture(scope="module")
def page(specimen):
    return cv2.resize(specimen.image, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize(
    ("degrees", "rotation"), [(0, 0), (90, 90), (180, 180), (270, 270), (-33, 0)]
)
def test_a_page_at_any_angle_is_read_exactly(reader, specimen, page, degrees, rotation):
    picture, matrix = turned(page, degrees)
    found = find_mrz(picture, reader)
    assert found.lines == specimen.truth["mrz"]["lines"]
    assert (found.format, found.valid, found.rotation) == ("td3", True, rotation)
    corners = np.array([[x * 0.6, y * 0.6, 1] for x, y in specimen.truth["boxes"]["mrz"]])
    assert np.abs(found.box - corners @ matrix.T).max() < 0.05 * page.shape[1]


def test_the_fields_are_those_of_the_page(reader, specimen, page):
    fields = find_mrz(page, reader).fields
    assert fields | specimen.truth["mrz"]["fields"] == fields
    assert fields == parse(specimen.truth["mrz"]["lines"]).fields


@pytest.mark.parametrize("quarters", [0, 2])
def test_one_row_alone_is_a_zone_where_it_is_a_licences(reader, quarters):
    made = render_card("driving_licence_fr_back", 5, portrait=GREY)
    small = cv2.resize(made.image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found = find_mrz(np.ascontiguousarray(np.rot90(small, quarters)), reader)
    assert found.lines == made.truth["mrz"]["lines"]
    assert (found.format, found.valid, found.rotation) == ("permis_fr", True, 90 * quarters)


def test_prose_in_capitals_is_not_looked_at_again():
    """Where nothing can begin a zone the picture costs no second reading."""
    picture = np.full((200, 800, 3), 230, np.uint8)
    texts = ["AUTORISE SON TITULAIRE A TRAVAILLER", "EN FRANCE ET AILLEURS"]
    assert find_mrz(picture, None, rows(texts, 30)) is None


def rows(texts, apart):
    """Lines that begin at the left, `apart` pixels from one another."""
    lines = []
    for place, text in enumerate(texts):
        y = apart * place
        box = np.array([[9, y], [700, y], [700, y + 20], [9, y + 20]], np.float32)
        sure = np.ones(len(text), np.float32)
        lines.append(TextLine(text, 0.99, box, sure, np.linspace(0, 1, len(text), dtype="f4")))
    return lines


@pytest.mark.parametrize("apart", [30, 90])
def test_a_page_full_of_what_may_begin_a_zone_costs_no_more_than_a_few_looks(apart):
    """In one block or in many: 48 such lines, and looks at 3 of them with their neighbours."""
    lines, looked = rows(["ABC<<<DEF"] * 48, apart), []

    class Reader:
        charset = tuple(ALPHABET)

        def read(self, image):
            return lines

        def scores(self, crops):
            looked.append(len(crops))
            return [np.full((60, 1 + len(ALPHABET)), 0.02, np.float32) for _ in crops]

    assert find_mrz(np.full((90 * 48, 720, 3), 230, np.uint8), Reader(), lines) is None
    assert len(looked) <= 12
    assert max(looked) <= 5


def test_lines_that_were_read_already_are_not_read_again(reader, page):
    lines = reader.read(page)
    assert find_mrz(page, reader, lines).valid
    assert find_mrz(page, reader, []) is None


def test_every_changed_character_is_recorded(reader, page, monkeypatch):
    """A reader that takes every O for a nought: the change of class must be told."""
    letter, nought = (1 + reader.charset.index(c) for c in "O0")

    def misread(crops, scores=reader.scores):
        seen = [frames.copy() for frames in scores(crops)]
        for frames in seen:
            frames[:, nought] += frames[:, letter]
            frames[:, letter] = 0
        return seen

    monkeypatch.setattr(reader, "scores", misread)
    found = find_mrz(page, reader)
    assert found.corrections
    for correction in found.corrections:
        assert correction.written != correction.read
        assert correction.rule in ("position_class", "filler", "length", "check_digit")
        if correction.written:
            assert found.lines[correction.line][correction.column] == correction.written


@pytest.mark.parametrize("level", ["phone", "hard"])
def test_photographs_are_read_exactly_or_not_called_valid(reader, level):
    exact = 0
    for seed in range(2):
        made = render_passport(seed, portrait=GREY)
        found = find_mrz(photograph(made.image, seed, level).image, reader)
        right = found is not None and found.lines == made.truth["mrz"]["lines"]
        assert right or found is None or not found.valid
        exact += right
    assert exact >= 1


def test_a_page_too_small_to_read_is_never_called_valid_with_a_wrong_line(reader, specimen):
    for factor in (0.3, 0.2, 0.12):
        small = cv2.resize(specimen.image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        found = find_mrz(small, reader)
        assert found is None or not found.valid or found.lines == specimen.truth["mrz"]["lines"]


def test_a_card_of_150_pixels_is_read_but_never_called_valid(reader):
    """No check digit covers the code and the state, and they are misread there."""
    made = render_card("id_card_fr_2021_back", 500, portrait=GREY)
    scale = 150 / made.image.shape[1]
    small = cv2.resize(made.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = find_mrz(small, reader)
    assert found.format == "td1"
    assert not found.valid


def test_a_zone_with_a_wrong_check_digit_is_read_as_it_is_and_not_valid(reader, specimen, page):
    """Its composite digit painted over with another: nothing is 'corrected' to make it agree."""
    lines = list(specimen.truth["mrz"]["lines"])
    right = lines[1][43]
    box = np.array(specimen.truth["boxes"]["mrz"])
    pitch = (box[1, 0] - box[0, 0]) / 44
    top, bottom = (box[0, 1] + box[3, 1]) / 2, box[3, 1] + 4
    forged = specimen.image.copy()
    # The digit that stands beside it, copied over it: personal number's check digit.
    assert lines[1][42] != right
    left = int(box[0, 0] + 43 * pitch)
    width, shift = int(pitch) + 2, int(pitch)
    rows = slice(int(top) + 2, int(bottom))
    forged[rows, left : left + width] = specimen.image[rows, left - shift : left - shift + width]
    found = find_mrz(forged, reader)
    assert found.lines == [lines[0], lines[1][:43] + lines[1][42]]
    assert not found.valid
    assert not found.check_digits["composite"]


def test_a_picture_without_a_zone_has_none(reader):
    plain = np.full((600, 900, 3), 200, np.uint8)
    for row, text in enumerate(
        ("THE QUICK BROWN FOX JUMPS OVER", "A LAZY DOG AND RUNS AWAY AGAIN")
    ):
        cv2.putText(plain, text, (40, 200 + 60 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20,) * 3, 2)
    assert find_mrz(plain, reader) is None


def test_the_real_specimens_are_read(reader, samples):
    """11 pictures of published specimens of six formats, 250 to 4,584 pixels wide."""
    manifest = (samples / "manifest.jsonl").read_text("utf-8").splitlines()
    pictures = [entry for entry in map(json.loads, manifest) if entry["kind"] == "mrz"]
    exact = []
    for entry in pictures:
        found = find_mrz(cv2.imread(str(samples / entry["file"])), reader)
        assert found is not None, entry["file"]
        right = found.lines == entry["expected"]["lines"]
        assert right or not found.valid, entry["file"]
        exact.append(right and found.format == entry["expected"]["format"] and found.valid)
    assert (len(exact), sum(exact)) == (11, 11)
