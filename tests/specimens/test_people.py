"""The invented people of Vietnam keep the rules of the documents that they hold."""

import datetime as dt

import pytest

from workers.addresses import places
from workers.specimens.people.vietnam import FOREVER, PROVINCES, bare, citizen, full, short
from workers.specimens.person import Person

SEEDS = range(60)


@pytest.fixture(scope="module")
def citizens() -> list[Person]:
    return [citizen(seed, issued=(2021, 2024)) for seed in SEEDS]


def date(person: Person, name: str) -> dt.date:
    return dt.date.fromisoformat(person.get(name))


def test_numbers_tell_province_sex_century_and_year(citizens: list[Person]) -> None:
    for person in citizens:
        number, born = person.get("documentNumber"), date(person, "birthDate")
        assert len(number) == 12
        assert number[:3] in PROVINCES.values()
        assert number[:3] == PROVINCES.get(person.parts["placeOfOrigin"]["province"], number[:3])
        century = {("male", 19): "0", ("female", 19): "1", ("male", 20): "2", ("female", 20): "3"}
        assert number[3] == century[person.get("gender"), born.year // 100]
        assert number[4:6] == f"{born:%y}"


def test_cards_are_in_force_until_the_ages_of_the_law(citizens: list[Person]) -> None:
    ends = 0
    for person in citizens:
        born, issued = date(person, "birthDate"), date(person, "issuingDate")
        assert (issued - born).days >= 15 * 365
        if person.get("expirationDate") == FOREVER:
            assert issued.year - born.year >= 58
            continue
        ends += 1
        expires = date(person, "expirationDate")
        assert expires.year - born.year in (25, 40, 60)
        assert (expires.month, expires.day) == (born.month, born.day)
        assert (expires - issued).days > 2 * 365
    assert 0 < ends < len(citizens)


@pytest.mark.parametrize("since", [False, True])
def test_addresses_name_official_units_and_their_parts(since: bool) -> None:
    known = {
        (p.province.name, p.district.name if p.district else "", p.ward.name)
        for p in places(since_2025=since)
    }
    for seed in SEEDS:
        person = citizen(seed, issued=(2025, 2025), styles=(bare, short, full), since_2025=since)
        parts = person.parts["address"]
        assert (parts["province"], parts["district"], parts["ward"]) in known
        assert all(part in person.get("address") for part in parts.values())


def test_both_sexes_and_long_names_occur(citizens: list[Person]) -> None:
    assert {person.get("gender") for person in citizens} == {"female", "male"}
    assert max(len(person.get("fullName").split()) for person in citizens) >= 4


def test_a_seed_is_always_the_same_person() -> None:
    assert citizen(5, issued=(2016, 2020)) == citizen(5, issued=(2016, 2020))
    assert citizen(5, issued=(2016, 2020)) != citizen(6, issued=(2016, 2020))
