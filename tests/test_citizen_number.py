"""What the twelve digits of a Vietnamese citizen's number say."""

import pytest

from workers.addresses import units
from workers.documents import citizen_number
from workers.documents.citizen_number import CitizenNumber, parse


@pytest.mark.parametrize(
    ("number", "province", "gender", "year"),
    [
        ("030187003568", "Hải Dương", "female", 1987),
        ("079090000523", "Hồ Chí Minh", "male", 1990),
        ("001202007844", "Hà Nội", "male", 2002),
        ("096399000001", "Cà Mau", "female", 2099),
        ("999100000001", None, "female", 1900),  # an unknown code is no error
    ],
)
def test_a_number_says_province_gender_and_year(number, province, gender, year):
    assert parse(number) == CitizenNumber(province, gender, year)


@pytest.mark.parametrize(
    "number", ["", "192257877", "03018700356", "0301870035688", "03018700356O"]
)
def test_what_is_not_twelve_digits_is_no_citizens_number(number):
    assert parse(number) is None


def test_the_provinces_with_a_code_are_those_of_before_the_reform():
    official = {unit.name for unit in units()} - {"Hà Tây", "Huế"}
    assert set(citizen_number.PROVINCES.values()) == official
