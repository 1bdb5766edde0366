"""The documents of France: which zone belongs to which, and forms that numbers must have."""

import re

import pytest

from workers.documents.catalogue import document_types
from workers.specimens.card import sides
from workers.vision.mrz import parse

TYPES = {code: kind for code, kind in document_types().items() if kind.country == "FRA"}


def facts(code, seed):
    return sides()[code].person(seed)


def pattern(code, name):
    kind = next(k for k in TYPES.values() if any(side.code == code for side in k.sides))
    side = next(side for side in kind.sides if side.code == code)
    return next(field.pattern for field in side.fields if field.name == name)


def zone(code, seed):
    """The fields of the zone that the specimen of a seed carries, as the reader parses them."""
    side = sides()[code]
    write = next(part.write for part in side.parts if hasattr(part, "write") and part.format in MRZ)
    return parse(write(side.person(seed)))


MRZ = ("td1", "td3", "cni_fr_old", "permis_fr")


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("id_card_fr_2021_back", "td1"),
        ("id_card_fr_old_front", "cni_fr_old"),
        ("passport_fr_front", "td3"),
        ("living_permit_fr_2011_back", "td1"),
        ("living_permit_fr_2021_back", "td1"),
        ("driving_licence_fr_back", "permis_fr"),
    ],
)
def test_the_zone_of_every_specimen_is_valid_and_of_the_sides_own_format(code, form):
    for seed in range(30):
        parsed = zone(code, seed)
        assert (parsed.format, parsed.valid) == (form, True)
        assert parsed.fields["documentNumber"] == facts(code, seed).get("documentNumber")
    kind = next(k for k in TYPES.values() if any(side.code == code for side in k.sides))
    assert [side.mrz for side in kind.sides if side.code == code] == [(form,)]


def test_a_permits_zone_carries_the_number_of_its_holder():
    """Nine characters of number, its check digit, a filler, ten digits."""
    lines = [
        "IRFRAX4RT0PF0W5<9900112233<<<<",
        "8501019F3101012SEN<<<<<<<<<<<2",
        "EXEMPLE<<ALICE<<<<<<<<<<<<<<<<",
    ]
    parsed = parse(lines)
    assert parsed.fields["documentNumber"] == "X4RT0PF0W"
    assert parsed.fields["optionalData"] == "9900112233"
    assert parsed.valid
    back = "living_permit_fr_2011_back"
    assert re.fullmatch(pattern(back, "personalNumber"), parsed.fields["optionalData"])
    assert zone(back, 4).fields["optionalData"] == facts(back, 4).get("personalNumber")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("id_card_fr_2021_front", "documentNumber"),
        ("id_card_fr_2021_front", "accessNumber"),
        ("id_card_fr_old_front", "documentNumber"),
        ("passport_fr_front", "documentNumber"),
        ("living_permit_fr_2021_front", "documentNumber"),
        ("driving_licence_fr_front", "documentNumber"),
        ("driving_licence_fr_front", "placeOfBirth"),
    ],
)
def test_the_numbers_of_specimens_have_the_form_that_the_reading_wants(code, name):
    for seed in range(30):
        assert re.fullmatch(pattern(code, name), facts(code, seed).get(name)), seed
