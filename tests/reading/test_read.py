"""From lines of text to an identified side and its fields."""

import pytest

from app.core.report import TextLine
from tests.reading.prints import BODY, HEAD, VALUES, card, line, turned, zone
from workers.documents.catalogue import document_types
from workers.documents.schema import Side
from workers.reading.page import page
from workers.reading.read import read_side
from workers.reading.values import find_values

SIDES = {side.code: side for one in document_types().values() for side in one.sides}
TOLD_BY_PRINT = [
    code for code, side in SIDES.items() if not code.startswith("icao") and len(side.titles) > 1
]


def values(lines: list[TextLine]) -> dict[str, str]:
    return {name: value.value for name, value in read_side(lines).visual.items()}


def page_of(side: Side) -> list[TextLine]:
    """A page that holds a side's titles and labels and nothing else."""
    words = [*side.titles, *(" / ".join(field.labels) for field in side.fields if field.labels)]
    return [line(text, 40, 30 + 40 * i) for i, text in enumerate(words)]


def test_every_field_of_a_card_is_read_and_normalised() -> None:
    read = read_side(card(), aspect=1.586)
    assert read.side is not None and read.side.code == "cccd_chip_front"
    assert read.type is not None and read.type.code == "cccd_chip"
    assert read.confidence > 0.99
    assert {name: value.value for name, value in read.visual.items()} == VALUES
    assert not any(value.to_be_reviewed for value in read.visual.values())


def test_values_say_where_they_stand_and_how_they_are_printed() -> None:
    read = read_side(card())
    name, address = read.visual["fullName"], read.visual["address"]
    assert name.box == [(300, 276), (521, 276), (521, 302), (300, 302)]
    assert name.printed == "PHẠM THỊ THU THỦY"
    assert address.printed == "P509-K2 Nghĩa Tân, Cầu Giấy, Hà Nội"
    assert address.parts == {
        "province": "Hà Nội",
        "district": "Cầu Giấy",
        "ward": "Nghĩa Tân",
        "street": "P509-K2",
    }
    assert address.box is not None
    assert [round(value) for value in (address.box[0][1], address.box[2][1])] == [430, 478]


@pytest.mark.parametrize("code", TOLD_BY_PRINT)
def test_a_side_is_known_by_its_titles_and_labels(code: str) -> None:
    read = read_side(page_of(SIDES[code]))
    assert read.side is not None and read.side.code == code
    assert read.confidence > 0.9


@pytest.mark.parametrize(
    "misread",
    [
        "Nqay sinh / Dafe of birth:",
        "Ngày sính / Date ot birfh:",
        "Ngay sinh/Date 0f birth",
        "Ngày sinh / Oafo ef blrih:",
    ],
)
def test_a_label_misread_by_two_letters_still_finds_its_value(misread: str) -> None:
    found = values(card(birthDate=[line(f"{misread} 08/08/1987", 300, 310)]))
    assert found["birthDate"] == "1987-08-08"


def test_a_value_is_found_however_the_detector_cuts_its_line() -> None:
    cut = [
        line("Giới tính / Sex:", 300, 340),
        line("Nữ", 480, 341),
        line("Quốc tịch /", 560, 339),
        line("Nationality:", 680, 340),
        line("Việt", 810, 340),
        line("Nam", 860, 341),
    ]
    found = values(card(gender=cut, fullName=[line("Họ và tên / Full name: LÊ VĂN A", 300, 250)]))
    assert (found["gender"], found["nationality"]) == ("female", "VNM")
    assert found["fullName"] == "LÊ VĂN A"


def test_print_beside_a_date_is_no_part_of_it() -> None:
    merged = [
        line("Có giá trị đến:", 20, 440, height=14),
        line("08/08/2027 Nghĩa Tân, Cầu Giấy, Hà Nội", 190, 455),
        line("Date of expiry:", 20, 460, height=14),
    ]
    address = [line("Nơi thường trú / Place of residence: P509-K2", 300, 430)]
    found = values(card(address=address, expirationDate=merged))
    assert found["expirationDate"] == "2027-08-08"
    assert found["address"] == "P509-K2 Nghĩa Tân, Cầu Giấy, Hà Nội"


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_card_is_read_whichever_way_it_lies(quarters: int) -> None:
    read = read_side(turned(card(), 1000, 500, quarters))
    assert {name: value.value for name, value in read.visual.items()} == VALUES
    assert read.rotation == (360 - 90 * quarters) % 360


def test_a_slant_of_ten_degrees_does_no_harm() -> None:
    slanted = [
        one.model_copy(update={"box": [(x - 0.176 * y, y + 0.176 * x) for x, y in one.box]})
        for one in card()
    ]
    assert values(slanted) == VALUES


def test_a_doubtful_letter_is_to_be_reviewed_and_worth_a_second_look() -> None:
    name = line("PHẠM THỊ THU THỦY", 300, 276, height=26, doubt=("Ủ", 0.4))
    lines = card(fullName=[line("Họ và tên / Full name:", 300, 250), name])
    read = read_side(lines)
    assert read.visual["fullName"].to_be_reviewed
    assert [lines[i].text for i in read.doubtful] == ["PHẠM THỊ THU THỦY"]
    assert not read.visual["birthDate"].to_be_reviewed


def test_a_value_that_is_not_there_is_empty_and_to_be_reviewed() -> None:
    read = read_side(card(birthDate=[line("Ngày sinh / Date of birth:", 300, 310)]))
    assert read.visual["birthDate"].value == ""
    assert read.visual["birthDate"].to_be_reviewed


def test_a_number_s_letters_become_digits_at_the_price_of_confidence() -> None:
    read = read_side(card(documentNumber=[line("Số / No.: O3O187003S68", 300, 220)]))
    number = read.visual["documentNumber"]
    assert (number.value, number.printed) == ("030187003568", "O3O187003S68")
    assert number.to_be_reviewed


def test_a_number_is_found_without_its_label() -> None:
    read = read_side(card(documentNumber=[line("030187003568", 420, 220, height=30)]))
    assert read.visual["documentNumber"].value == "030187003568"


def test_units_misread_by_a_mark_are_put_right() -> None:
    origin = [BODY["placeOfOrigin"][0], line("Thanh Lang, Thanh Hà, Hải Dương", 300, 396)]
    origin[1] = line("Thanh Lang, Thanh Ha, Hái Dương", 300, 396)
    found = read_side(card(placeOfOrigin=origin)).visual["placeOfOrigin"]
    assert found.value == "Thanh Lang, Thanh Hà, Hải Dương"
    assert found.printed == "Thanh Lang, Thanh Ha, Hái Dương"


def test_a_name_that_cannot_be_vietnamese_is_to_be_reviewed() -> None:
    name = [BODY["fullName"][0], line("PHẠM THJ THU THỦYT", 300, 276, height=26)]
    assert read_side(card(fullName=name)).visual["fullName"].to_be_reviewed


PROSE = """It was the best of times and the worst of times, and nobody had asked for a name or a
number yet; the season of light went on until the season of darkness began, and the sex of
angels was disputed on every date that the calendar had, as it had been in the years before
when people still wrote to each other in long letters about nothing much at all""".splitlines()


@pytest.mark.parametrize(
    "lines",
    [[], [line(text, 40, 30 * i) for i, text in enumerate(PROSE)], [line("EXIT", 400, 300)]],
    ids=["blank", "prose", "sign"],
)
def test_where_no_document_is_none_is_found(lines: list[TextLine]) -> None:
    read = read_side(lines)
    assert not read.document
    assert read.side is None and read.visual == {}


def test_an_unknown_document_is_one_all_the_same() -> None:
    lines = [
        line("KINGDOM OF NOWHERE", 300, 30),
        line("Membership of the club", 300, 60),
        line("Date of birth: 08/08/1987", 300, 120),
        line("Nationality: Nowherian", 300, 150),
    ]
    read = read_side(lines)
    assert read.document and read.side is None


def test_labels_that_were_missed_are_looked_for_over_their_values() -> None:
    without = card(
        fullName=[BODY["fullName"][1]],
        placeOfOrigin=[BODY["placeOfOrigin"][1]],
    )
    first = read_side(without, aspect=2.0)
    assert (first.visual["fullName"].value, first.visual["placeOfOrigin"].value) == ("", "")
    over = [box for box in first.unlabelled if 250 < box[0][1] < 276]
    assert len(over) == 1 and abs(over[0][0][0] - 300) < 5
    strips = [
        line("Ho va t3n / Fuil rame", 300, 252, height=16),
        line("Que quan 1 Piace ot ongin:", 300, 374, height=16),
        line("nGTh ah P q", 300, 205, height=16),
    ]
    second = read_side(without, aspect=2.0, strips=strips)
    assert second.visual["fullName"].value == VALUES["fullName"]
    assert second.visual["placeOfOrigin"].value == VALUES["placeOfOrigin"]
    assert second.unlabelled == ()


def test_without_a_card_or_a_zone_no_label_is_looked_for() -> None:
    assert read_side([line(text, 40, 30 * i) for i, text in enumerate(PROSE)]).unlabelled == ()


def test_a_name_that_the_zone_spells_is_found_without_its_label() -> None:
    swedish = zone(
        "P<SWEAAKESSON<<BJOERN<<<<<<<<<<<<<<<<<<<<<<<",
        "L898902C36SWE7408122M3204159<<<<<<<<<<<<<<06",
        valid=False,
    )
    read = read_side([line("ÅKESSON", 300, 54), line("BJÖRN", 300, 94)], mrz=swedish)
    assert read.side is not None and read.side.code == "icao_passport"
    assert read.visual["lastName"].value == "ÅKESSON"
    assert read.visual["firstName"].value == "BJÖRN"


def test_a_value_that_begins_like_its_label_is_to_be_reviewed() -> None:
    origin = [BODY["placeOfOrigin"][0], line("Place Thanh Lang, Thanh Hà, Hải Dương", 300, 396)]
    assert read_side(card(placeOfOrigin=origin)).visual["placeOfOrigin"].to_be_reviewed


def test_a_value_that_ends_with_a_comma_goes_on_and_is_to_be_reviewed() -> None:
    origin = [BODY["placeOfOrigin"][0], line("Thanh Lang, Thanh Hà,", 300, 396)]
    assert read_side(card(placeOfOrigin=origin)).visual["placeOfOrigin"].to_be_reviewed
    assert not read_side(card()).visual["placeOfOrigin"].to_be_reviewed


def test_titles_are_never_taken_for_values() -> None:
    without = card(fullName=[line("Họ và tên / Full name:", 380, 110)])
    assert values(without)["fullName"] == ""
    assert HEAD[3].text not in values(without).values()


def test_a_label_without_its_value_takes_nothing_of_what_is_known_by_its_beginning() -> None:
    back = next(
        side for one in document_types().values() for side in one.sides if side.code == "cc_back"
    )
    lines = [line("Nơi cư trú", 100, 100), line("BỘ CÔNG AN", 100, 140)]
    found = {value.field.name: value for value in find_values(page(lines), back).values}
    assert found["issuingAuthority"].text == "BỘ CÔNG AN"
    assert found["address"].pieces == ()


def test_a_line_without_height_or_of_blanks_alone_ends_no_reading() -> None:
    blank = [line("\N{NO-BREAK SPACE}", 300, y) for y in range(0, 600, 20)]
    flat = [line("Xã Hai", 100, 150, height=0.0)]
    assert read_side([*card(), *blank, *flat]).side is not None
