"""The print of each kind of field as the report's value."""

from datetime import date

import pytest

from workers.documents.schema import Field, Kind
from workers.reading.normalise import normalised

BIRTH = Field("birthDate", kind=Kind.DATE)
EXPIRY = Field("expirationDate", kind=Kind.DATE)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("08/08/1987", "1987-08-08"),
        ("08-08-1987", "1987-08-08"),
        ("12.05.1981", "1981-05-12"),
        ("12 05 1981", "1981-05-12"),
        ("Ngày 05 tháng 11 năm 2009", "2009-11-05"),
        ("ngày/date 11 tháng/month 04 năm/year 2014", "2014-04-11"),
        ("12 MAI/MAY 1981", "1981-05-12"),
        ("12 AOÛT 81", "1981-08-12"),
        ("January 17, 1970", "1970-01-17"),
        ("O8/O8/I987", "1987-08-08"),
        ("1987", "1987"),
        ("--/--/1987", "1987"),
    ],
)
def test_dates_in_every_printed_form(printed: str, value: str) -> None:
    assert normalised(BIRTH, printed).value == value


@pytest.mark.parametrize("printed", ["31/02/1987", "08/13/1987", "NGUYỄN", ""])
def test_what_is_no_date_has_no_value(printed: str) -> None:
    found = normalised(BIRTH, printed)
    assert found.value == "" and not found.fits


@pytest.mark.parametrize(("printed", "year"), [("12 MAY 30", "2030"), ("12 MAY 31", "1931")])
def test_years_in_two_digits_do_not_depend_on_the_day_of_reading(printed: str, year: str) -> None:
    assert normalised(BIRTH, printed).value == f"{year}-05-12"
    assert normalised(EXPIRY, printed).value == f"20{year[2:]}-05-12"


def test_nobody_was_born_after_the_picture_was_received() -> None:
    received = date(2026, 11, 21)
    assert normalised(BIRTH, "22 NOV 26", received).value == "1926-11-22"
    assert normalised(BIRTH, "21 NOV 26", received).value == "2026-11-21"
    assert normalised(BIRTH, "22 NOV 2026", received).value == "2026-11-22"  # as it is printed


def test_a_year_beyond_all_calendars_is_no_date() -> None:
    printed = "Ngày 12 tháng 5 năm 20200000000000000000"
    assert normalised(Field("birthDate", kind=Kind.DATE), printed).value == ""


@pytest.mark.parametrize(
    "printed", ["01/01/0000", "01010000", "1 MAI 0012", "ngày 1 tháng 5 năm 0000"]
)
def test_a_year_of_four_figures_before_100_is_no_year(printed: str) -> None:
    found = normalised(BIRTH, printed)
    assert (found.value, found.fits) == ("", False)


@pytest.mark.parametrize("printed", ["Khong thời hạn", "01 01 9999"])
def test_a_document_may_not_expire(printed: str) -> None:
    assert normalised(EXPIRY, printed).value == "Không thời hạn"


@pytest.mark.parametrize(
    ("printed", "value"),
    [("NỮ/F", "female"), ("Nam", "male"), ("M", "male"), ("F / F", "female"), ("X", "other")],
)
def test_sexes_in_several_languages(printed: str, value: str) -> None:
    assert normalised(Field("gender", kind=Kind.SEX), printed).value == value


@pytest.mark.parametrize(
    ("printed", "value", "fits"),
    [
        ("Việt Nam", "VNM", True),
        ("VIETNAMESE", "VNM", True),
        ("Française / French", "FRA", True),
        ("FRANCAlSE", "FRA", True),
        ("UTO", "UTO", True),
        ("NOWHERIAN", "NOWHERIAN", False),
    ],
)
def test_countries_by_name_adjective_or_code(printed: str, value: str, fits: bool) -> None:
    found = normalised(Field("nationality", kind=Kind.COUNTRY), printed)
    assert (found.value, found.fits) == (value, fits)


@pytest.mark.parametrize(
    ("pattern", "printed", "value", "repairs"),
    [
        (r"\d{12}", "030 187 003 568", "030187003568", 0),
        (r"\d{12}", "03O1870035G8", "030187003568", 2),
        (r"[A-Z]{2}\d{6}", "A8123456", "AB123456", 1),
        (r"\d{2}[A-Z][A-Z0-9]{0,2}\d{4,5}", "30D2-136.44", "30D213644", 0),
    ],
)
def test_numbers_by_their_pattern(pattern: str, printed: str, value: str, repairs: int) -> None:
    found = normalised(Field("documentNumber", kind=Kind.NUMBER, pattern=pattern), printed)
    assert (found.value, found.fits, found.repairs) == (value, True, repairs)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("N° L898902C3", "L898902C3"),
        ("n°L898902C3", "L898902C3"),
        ("No. L898902C3", "L898902C3"),
        ("Nr L898902C3", "L898902C3"),
        ("№ 12 345678", "12345678"),
        ("NO 898902", "NO898902"),
        ("NR898902", "NR898902"),
        ("L8989 N° 2", "L8989N2"),
    ],
)
def test_the_sign_before_a_number_is_none_of_it(printed: str, value: str) -> None:
    assert normalised(Field("documentNumber", kind=Kind.NUMBER), printed).value == value


def test_a_number_that_cannot_be_repaired_does_not_fit() -> None:
    field = Field("documentNumber", kind=Kind.NUMBER, pattern=r"\d{12}")
    assert not normalised(field, "ABCDEFGHIJKL").fits


@pytest.mark.parametrize(
    ("printed", "value"), [("1,68 m", "1.68"), ("1M70", "1.70"), ("182 cm", "1.82")]
)
def test_heights_in_metres(printed: str, value: str) -> None:
    assert normalised(Field("height", kind=Kind.HEIGHT), printed).value == value


def test_a_known_value_is_recognised_a_letter_off() -> None:
    ethnicity = Field("ethnicity", known=("Kinh", "Khmer", "Tày"))
    assert normalised(ethnicity, "Kính").value == "Kinh"
    assert normalised(ethnicity, "Khmor").value == "Khmer"
    assert normalised(ethnicity, "Tay").value == "Tày"
    assert not normalised(ethnicity, "Basque").known


def test_names_keep_their_accents_and_lose_stray_spaces_and_small_letters() -> None:
    name = Field("lastName", kind=Kind.NAME)
    assert normalised(name, "AÏT - KACI").value == "AÏT-KACI"
    assert normalised(name, "PHẠM HOÀNG LỘc").value == "PHẠM HOÀNG LỘC"
    assert normalised(name, "van der Berg").value == "van der Berg"
    assert normalised(name, "N’DIAYE").value == "N'DIAYE"


@pytest.mark.parametrize("printed", ["8", "Z", "29.03.2021"])
def test_what_is_no_place_does_not_fit(printed: str) -> None:
    assert not normalised(Field("placeOfBirth", kind=Kind.PLACE), printed).fits


def test_a_number_s_first_letter_is_put_right_whatever_digits_follow() -> None:
    number = normalised(Field("n", kind=Kind.NUMBER, pattern=r"[0-9]{12}"), "O01010120001")
    assert (number.value, number.repairs) == ("001010120001", 1)
