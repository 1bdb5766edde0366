"""Which sides are one document, and which source is believed for each field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from app.core.report import FieldValue, PictureName, Source
from tests.reading.prints import BODY, card, line, zone
from workers.checks.consistency import consistency_checks
from workers.documents.catalogue import document_types
from workers.reading.merge import merged, zone_fields
from workers.reading.read import SideReading, read_side
from workers.reading.sources import assemble
from workers.specimens.mrz_writer import td1


def chip_zone(birth: str = "1987-08-08", expiry: str = "2027-08-08") -> tuple[str, ...]:
    return td1(
        "ID", "VNM", surname="PHẠM", given="THỊ THU THỦY", number="187003568", nationality="VNM",
        birth=birth, sex="female", expiry=expiry, optional="030187003568<<8",
    )  # fmt: skip


CHIP_ZONE = chip_zone()
HOME = "P509-K2 Nghĩa Tân, Cầu Giấy, Hà Nội"
QR = f"030187003568|192257877|Phạm Thị Thu Thủy|08081987|Nữ|{HOME}|10052021"


@dataclass(frozen=True)
class Code:
    """A barcode as it was decoded."""

    format: str
    text: str
    box: NDArray[np.float32]


def qr(text: str = QR) -> Code:
    return Code("qr", text, np.array([(0, 0), (9, 0), (9, 9), (0, 9)], np.float32))


def chip_back(
    picture: PictureName = PictureName.BACK, rows: Sequence[str] = CHIP_ZONE
) -> SideReading:
    lines = [
        line("Đặc điểm nhân dạng / Personal identification:", 40, 30, picture=picture),
        line("Nốt ruồi C: 1cm trên sau cánh mũi phải", 40, 60, picture=picture),
        line("Ngày, tháng, năm / Date, month, year: 10/05/2021", 40, 100, picture=picture),
        line("CỤC TRƯỞNG CỤC CẢNH SÁT", 300, 140, picture=picture),
        line("QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI", 260, 165, picture=picture),
    ]
    return read_side(lines, mrz=zone(*rows, picture=picture))


def twelve_digit_back() -> SideReading:
    return read_side(
        [
            line("Đặc điểm nhân dạng:", 40, 30),
            line("Sẹo chấm C: 2cm dưới trước đuôi mắt trái", 40, 60),
            line("Ngón trỏ trái", 40, 100),
            line("Ngón trỏ phải", 40, 200),
            line("Ngày 05 tháng 11 năm 2018", 300, 140),
            line("GIÁM ĐỐC CÔNG AN TỈNH HẢI DƯƠNG", 300, 170),
        ]
    )


def front_of(code: str) -> SideReading:
    """A front that is identified, with nothing on it."""
    kind = document_types()[code]
    return SideReading(kind, kind.sides[0], 0.99, 0)


def test_front_and_back_are_one_document() -> None:
    [document] = assemble([read_side(card(), barcodes=[qr()]), chip_back()])
    assert document.type is not None and document.type.code == "cccd_chip"
    assert [side.side.code for side in document.sides if side.side] == [
        "cccd_chip_front",
        "cccd_chip_back",
    ]
    assert document.fields["issuingDate"].value == "2021-05-10"
    assert document.fields["issuingAuthority"].value == (
        "CỤC TRƯỞNG CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"
    )
    assert document.mrz is not None


def test_two_different_documents_stay_two() -> None:
    found = assemble([read_side(card()), front_of("dl_new")])
    assert [one.type.code for one in found if one.type] == ["cccd_chip", "dl_new"]


def test_two_fronts_of_one_type_are_two_documents() -> None:
    assert len(assemble([read_side(card()), read_side(card())])) == 2


def test_a_back_that_two_types_share_joins_either_front() -> None:
    back = twelve_digit_back()
    assert back.side is not None and back.side.code == "cmnd_new_cccd_back"
    for code in ("cmnd_new", "cccd"):
        for order in ([front_of(code), back], [back, front_of(code)]):
            [document] = assemble(order)
            assert document.type is not None and document.type.code == code


def test_a_side_that_nothing_identifies_joins_the_document_that_lacks_one() -> None:
    unknown = SideReading(None, None, 0.0, 0)
    assert [len(one.sides) for one in assemble([read_side(card()), unknown])] == [2]
    assert [len(one.sides) for one in assemble([front_of("dl_new"), unknown])] == [1, 1]


def test_where_there_is_no_document_none_is_assembled() -> None:
    assert assemble([read_side([])]) == []


def test_a_barcode_gives_the_marks_that_print_lost() -> None:
    name = [BODY["fullName"][0], line("PHAM THI THU THUY", 300, 276, height=26)]
    [document] = assemble([read_side(card(fullName=name), barcodes=[qr()])])
    found = document.fields["fullName"]
    assert (found.value, found.to_be_reviewed) == ("PHẠM THỊ THU THỦY", False)
    assert document.visual["fullName"].value == "PHAM THI THU THUY"
    assert document.fields["issuingDate"].source is Source.BARCODE


def test_a_barcode_that_says_otherwise_is_for_a_person_to_judge() -> None:
    other = QR.replace("08081987", "08081988")
    [document] = assemble([read_side(card(), barcodes=[qr(other)])])
    found = document.fields["birthDate"]
    assert (found.value, found.to_be_reviewed) == ("1988-08-08", True)
    assert found.confidence < 0.6


def test_print_that_reads_badly_gives_way_to_the_zone() -> None:
    number = line("Số / No.: 030187003569", 300, 220, doubt=("9", 0.4))
    [document] = assemble([read_side(card(documentNumber=[number])), chip_back()])
    found = document.fields["documentNumber"]
    assert (found.value, found.source, found.to_be_reviewed) == ("030187003568", Source.MRZ, False)


@pytest.mark.parametrize(("number", "doubt"), [("030187003512", 0.85), ("079301554812", 0.4)])
def test_print_that_says_something_else_is_to_be_reviewed_however_badly_it_reads(
    number: str, doubt: float
) -> None:
    printed = line(f"Số / No.: {number}", 300, 220, doubt=("2", doubt))
    [document] = assemble([read_side(card(documentNumber=[printed])), chip_back()])
    found = document.fields["documentNumber"]
    assert (found.value, found.source, found.to_be_reviewed) == ("030187003568", Source.MRZ, True)


def test_nothing_vouches_for_a_barcode_that_differs_from_print_that_reads_badly() -> None:
    born = line("Ngày sinh / Date of birth: 08/08/1989", 300, 300, doubt=("9", 0.4))
    [document] = assemble([read_side(card(birthDate=[born]), barcodes=[qr()])])
    found = document.fields["birthDate"]
    assert (found.value, found.to_be_reviewed) == ("1987-08-08", True)


def test_a_printed_name_keeps_its_marks_beside_the_zone_s() -> None:
    [document] = assemble([read_side(card()), chip_back()])
    assert document.fields["fullName"].value == "PHẠM THỊ THU THỦY"
    assert not document.fields["fullName"].to_be_reviewed


def test_a_printed_name_that_the_zone_does_not_spell_is_to_be_reviewed() -> None:
    name = [BODY["fullName"][0], line("PHẠM THỊ THU THÚC", 300, 276, height=26)]
    [document] = assemble([read_side(card(fullName=name)), chip_back()])
    assert document.fields["fullName"].to_be_reviewed


def test_the_zone_s_transliteration_settles_a_misread_mark() -> None:
    swedish = zone(
        "P<SWEAAKESSON<<BJOERN<<<<<<<<<<<<<<<<<<<<<<<",
        "L898902C36SWE7408122M3204159<<<<<<<<<<<<<<06",
        valid=False,
    )
    printed = read_side([line("Surname / Nom", 300, 30), line("ÄKESSON", 300, 54)], mrz=swedish)
    [document] = assemble([printed])
    assert document.fields["lastName"].value == "ÅKESSON"
    assert document.fields["lastName"].to_be_reviewed


def test_a_document_without_an_end_has_none_although_its_zone_must_say_a_day() -> None:
    expiry = [line("Có giá trị đến:", 20, 440, height=14), line("Không thời hạn", 140, 440)]
    [document] = assemble([read_side(card(expirationDate=expiry)), chip_back()])
    assert document.fields["expirationDate"].value == "Không thời hạn"


@pytest.mark.parametrize(
    ("birth", "expiry", "value"),
    [("1960-03-05", "2099-12-31", "Không thời hạn"), ("1987-08-08", "2027-08-08", "2027-08-08")],
)
def test_a_card_without_an_end_has_none_where_its_zone_alone_was_read(
    birth: str, expiry: str, value: str
) -> None:
    [document] = assemble([chip_back(rows=chip_zone(birth, expiry))])
    assert document.fields["expirationDate"].value == value
    assert not document.fields["expirationDate"].to_be_reviewed
    checks = {
        check.name: check.outcome for check in consistency_checks(document, today=date(2026, 6, 1))
    }
    assert checks["expirationDate"] == "not_processed"


PAGE = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]
FRENCH = [
    "P<FRAULYSSE<<CHRISTOPHE<<<<<<<<<<<<<<<<<<<<<",
    "08CD503380FRA6004103M3006058<<<<<<<<<<<<<<02",
]


def read_page(rows: Sequence[str], *printed: str, sure: float = 0.97) -> dict[str, FieldValue]:
    """The fields of a page that says so, besides its zone."""
    lines = [line(text, 300, 30 + 40 * place) for place, text in enumerate(printed)]
    mrz = zone(*rows).model_copy(update={"confidence": sure})
    [document] = assemble([read_side(lines, mrz=mrz)])
    return document.fields


@pytest.mark.parametrize(
    ("rows", "printed", "reviewed"),
    [
        (PAGE, [], True),  # B for 8
        (PAGE, ["REPUBLIC OF UTOPIA", "L898902C3"], False),
        (PAGE, ["REPUBLIC OF UTOPIA", "L89B902C3"], True),
        (FRENCH, [], False),  # two digits, two letters, five digits
    ],
)
def test_a_letter_that_no_check_digit_tells_from_a_digit_is_confirmed_or_to_be_reviewed(
    rows: list[str], printed: list[str], reviewed: bool
) -> None:
    fields = read_page(rows, *printed)
    assert fields["documentNumber"].to_be_reviewed == reviewed
    assert not fields["birthDate"].to_be_reviewed
    if rows is PAGE:
        assert fields["personalNumber"].to_be_reviewed


def test_a_zone_that_reads_badly_says_nothing_for_certain() -> None:
    fields = read_page(FRENCH, sure=0.55)
    assert all(value.to_be_reviewed for value in fields.values() if value.value)


def test_entries_of_the_zone_have_the_document_s_names() -> None:
    chip = zone_fields(document_types()["cccd_chip"], zone(*CHIP_ZONE))
    assert chip["documentNumber"].value == "030187003568"
    fields = merged({}, {}, chip)
    assert "optionalData" not in fields and "fullName" not in fields
    assert fields["nationality"].value == "VNM"


def test_a_name_of_one_letter_is_no_state() -> None:
    german = zone(
        "P<D<<D<<MARIA<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
        "L898902C36D<<7408122F3204159<<<<<<<<<<<<<<06",
        valid=False,
    )
    fields = zone_fields(None, german)
    assert (fields["lastName"].value, fields["nationality"].value) == ("D", "DEU")
