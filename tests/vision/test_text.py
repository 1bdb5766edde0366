"""Lines of text are found and read, whichever way they run."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from workers import specimens
from workers.vision.text import Recognition, TextReader, crop, upside_down

LINES = ["Republic of Utopia", "ERIKSSON", "12 AUG 1974"]


@pytest.fixture(scope="module")
def page():
    """Three lines of dark print, far apart, each longer than high."""
    picture = np.full((420, 760, 3), 235, np.uint8)
    for row, text in enumerate(LINES):
        at = (60, 100 + 120 * row)
        cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.5, (40, 30, 30), 3, cv2.LINE_AA)
    return picture


def squeezed(text: str) -> str:
    return text.replace(" ", "")


def test_lines_are_read_in_order_with_their_boxes(reader, page):
    lines = reader.read(page)
    assert [squeezed(line.text) for line in lines] == [squeezed(text) for text in LINES]
    for row, line in enumerate(lines):
        assert line.confidence > 0.9
        assert line.box.shape == (4, 2)
        baseline = 100 + 120 * row
        assert abs(line.box[0, 0] - 60) < 20
        assert baseline - 55 < line.box[0, 1] < baseline < line.box[3, 1] < baseline + 30


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_reads_the_same_and_says_where_each_line_begins(reader, page, quarters):
    turned = np.ascontiguousarray(np.rot90(page, quarters))
    lines = reader.read(turned)
    assert [squeezed(line.text) for line in lines] == [squeezed(text) for text in LINES]
    # np.rot90 turns counter-clockwise: the reader's right goes from east to north, west, south.
    right = [(1, 0), (0, -1), (-1, 0), (0, 1)][quarters]
    for line in lines:
        along = line.box[1] - line.box[0]
        assert along @ right > 0.95 * np.linalg.norm(along)


@pytest.mark.parametrize("degrees", [-33, 20])
def test_skewed_lines_are_read_along_their_own_direction(reader, page, degrees):
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.8)
    matrix[:, 2] += 150
    skewed = cv2.warpAffine(page, matrix, (width + 300, height + 300), borderValue=(235,) * 3)
    assert [squeezed(line.text) for line in reader.read(skewed)] == [squeezed(t) for t in LINES]


def test_print_of_a_few_pixels_is_enlarged_before_it_is_looked_for(reader, page):
    small = cv2.resize(page, None, fx=0.35, fy=0.35, interpolation=cv2.INTER_AREA)
    found = [squeezed(line.text) for line in reader.read(small)]
    assert found == [squeezed(text) for text in LINES]


@pytest.mark.parametrize("shape", [(200, 300), (1, 1), (3, 900), (900, 3)])
def test_a_picture_without_text_has_no_lines(reader, shape):
    assert reader.read(np.full((*shape, 3), 128, np.uint8)) == []


def test_crops_of_any_width_come_back_in_their_order(reader, page):
    boxes = [line.box for line in reader.read(page)]
    crops = [crop(page, boxes[i]) for i in (1, 0, 2)]
    crops.insert(1, np.full((48, 1500, 3), 128, np.uint8))
    texts = [squeezed(found.text) for found in reader.recognise(crops)]
    assert [texts[0], *texts[2:]] == [squeezed(LINES[i]) for i in (1, 0, 2)]


def test_a_recognition_gives_the_probability_of_every_character(reader, page):
    (box,) = (line.box for line in reader.read(page) if line.text == "ERIKSSON")
    (found,) = reader.recognise([crop(page, box)])
    assert found.probabilities.shape == (len(found.text),)
    assert found.confidence == pytest.approx(float(found.probabilities.mean()))


def test_a_box_turned_twice_is_the_box_it_was():
    box = np.array([[0, 0], [9, 0], [9, 3], [0, 3]], np.float32)
    assert (upside_down(upside_down(box)) == box).all()
    assert (upside_down(box)[0] == box[2]).all()


def test_a_charset_of_another_model_is_refused(reader):
    with pytest.raises(ValueError, match="characters for a model"):
        TextReader(reader._detector, reader._session, reader.charset[:100])


FONTS = Path(specimens.__file__).parent / "fonts"


@pytest.mark.parametrize("font", ["Arimo-Regular.ttf", "Roboto-Bold.ttf"])
@pytest.mark.parametrize(
    "text",
    [
        "NGUYỄN THỊ HỒNG NHUNG",
        "Đặng Quỳnh Thuỷ, Ấp Mỹ Lợi, Xã Bờ Ngoẵng",
        "Sơn Kỳ, Quận Tân Phú, Thành phố Hồ Chí Minh",
        "Họ và tên / Full name: TRƯƠNG HỮU ĐỨC",
        "Ngày, tháng, năm / Date, month, year: 10/05/2021",
        "DVOŘÁKOVÁ, Søndervang, GIEßEN, LEFÈVRE-CŒUR",
        "079087001234",
    ],
)
def test_letters_with_marks_are_read_exactly(reader, font, text):
    letters = ImageFont.truetype(str(FONTS / font), 30)
    left, top, right, bottom = map(int, letters.getbbox(text))
    line = Image.new("RGB", (right - left + 24, bottom - top + 12), (226, 232, 214))
    ImageDraw.Draw(line).text((12 - left, 6 - top), text, (40, 30, 30), letters)
    (found,) = reader.recognise([np.asarray(line)[..., ::-1]])
    assert found.text == text
    assert found.confidence > 0.9


def test_a_letter_alone_is_read_the_way_the_rest_of_the_page_runs():
    """M upside down is W, and may read better: one letter does not know which way up it is."""
    readings = iter([[("Republic of Utopia", 0.99), ("M", 0.7)], [("W", 0.95)], [("M", 0.7)]])

    class OfTwoLines(TextReader):
        def __init__(self):
            pass

        def detect(self, image, side=0):
            line = np.array([[0, 0], [200, 0], [200, 20], [0, 20]], np.float32)
            letter = np.array([[0, 40], [18, 40], [18, 60], [0, 60]], np.float32)
            return [line, letter]

        def recognise(self, crops):
            return [
                Recognition(text, sure, np.full(len(text), sure, np.float32), np.zeros(len(text)))
                for text, sure in next(readings)
            ]

    lines = OfTwoLines().read(np.full((80, 220, 3), 200, np.uint8))
    assert [line.text for line in lines] == ["Republic of Utopia", "M"]
    assert lines[1].box[0].tolist() == [0, 40]
