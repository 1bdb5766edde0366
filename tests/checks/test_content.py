"""What a document says: whether it can be true, and is what the client claims."""

from datetime import date

import pytest

from tests.checks.readings import TODAY, line, outcomes, reading, value, zone
from workers.checks.client import age, client_checks
from workers.checks.content import content_checks
from workers.checks.countries import CODES

FIRST = "P<FRAULYSSE<<CHRISTOPHE<<<<<<<<<<<<<<<<<<<<<"
SECOND = "08CD503380FRA6004103M3006058<<<<<<<<<<<<<<02"
VIETNAMESE = {
    "documentNumber": "079190001234",
    "fullName": "NGUYỄN THỊ ÁNH",
    "birthDate": "1990-03-05",
    "gender": "female",
    "nationality": "VNM",
    "address": "12 Lê Lợi, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh",
    "expirationDate": "2030-03-05",
}


def passport(lines=(FIRST, SECOND), text=("08CD50338",), **zoned):
    """A passport of which only the MRZ and some lines were read, as that of its number."""
    return reading(mrz=zone(lines, **zoned), lines=[line(t, 20.0 * i) for i, t in enumerate(text)])


def card(**changed):
    return reading("cccd_chip_front", visual=VIETNAMESE | changed)


def content(found, *, today=TODAY, listed=None, faults=()):
    return outcomes(content_checks(found, today=today, listed=listed, faults=faults))


def test_good_content_is_clear_and_what_cannot_be_known_is_not_processed():
    assert content(passport(text=["REPUBLIQUE FRANCAISE 08CD50338"])) == {
        "dataIntegrity": "clear",
        "issuingDate": "not_processed",
        "expirationDate": "clear",
        "nationality": "clear",
        "specimenCheck": "clear",
        "blackListCheck": "not_processed",
    }


def test_a_card_that_was_read_field_by_field_has_content_without_a_zone():
    assert content(card()) == {
        "dataIntegrity": "clear",
        "issuingDate": "not_processed",  # it is on the back
        "expirationDate": "clear",
        "nationality": "clear",
        "specimenCheck": "clear",
        "blackListCheck": "not_processed",
    }


def test_without_a_document_there_is_no_content():
    assert set(content(None).values()) == {"not_processed"}


def test_an_expired_document_needs_attention_from_the_day_after_its_last():
    for today, outcome in ((date(2030, 6, 5), "clear"), (date(2030, 6, 6), "attention")):
        assert content(passport(), today=today)["expirationDate"] == outcome


@pytest.mark.parametrize(
    ("expiry", "outcome"),
    [
        ("Không thời hạn", "clear"),
        ("2026-05-31", "attention"),
        (value("2026-05-31", confidence=0.6), "not_processed"),
    ],
)
def test_an_expiry_may_be_never_and_counts_only_where_it_reads_well(expiry, outcome):
    assert content(card(expirationDate=expiry))["expirationDate"] == outcome


@pytest.mark.parametrize(
    ("issued", "born", "outcome"),
    [
        ("2012-03-01", "1980-01-01", "clear"),  # prolonged to 2027
        ("2012-03-01", "1995-01-01", "attention"),  # a minor's
        ("2003-12-31", "1960-01-01", "attention"),
    ],
)
def test_french_cards_of_adults_are_in_force_for_longer_than_they_print(issued, born, outcome):
    expires = f"{int(issued[:4]) + 10}{issued[4:]}"
    back = {"issuingDate": issued, "expirationDate": expires, "birthDate": born}
    found = reading("id_card_fr_old_back", visual=back)
    assert content(found)["expirationDate"] == outcome


def test_what_a_type_does_not_carry_is_not_asked_of_it():
    printed = {n: text for n, text in VIETNAMESE.items() if n not in ("nationality",)}
    found = content(reading("cmnd_old_front", visual=printed | {"expirationDate": ""}))
    assert (found["expirationDate"], found["nationality"]) == ("not_applicable",) * 2
    registered = content(reading("new_register_card_back", visual={"plateNumber": "30D213644"}))
    assert registered["expirationDate"] == "not_applicable"


@pytest.mark.parametrize("word", ["SPECIMEN", "Vzorec", "wzór", "MUSTERMANN", "Utopia"])
def test_a_word_that_specimens_carry_is_noticed(word):
    assert content(passport(text=[f"AB {word} 12"]))["specimenCheck"] == "attention"


@pytest.mark.parametrize(("name", "outcome"), [("MUSTER", "clear"), ("MUSTERMANN", "attention")])
def test_a_name_that_people_have_makes_no_specimen(name, outcome):
    held = passport((FIRST.replace("ULYSSE", name)[:44].ljust(44, "<"), SECOND), [name])
    assert content(held)["specimenCheck"] == outcome


@pytest.mark.parametrize("name", ["issuingDate", "expirationDate"])
def test_a_date_that_reads_badly_is_not_cleared(name):
    found = card(**{name: value("2024-03-05" if name == "issuingDate" else "2030-03-05", 0.4)})
    assert content(found)[name] == "not_processed"


def test_the_operators_list_is_searched_for_the_number_of_every_source(tmp_path):
    file = tmp_path / "list.txt"
    file.write_text("079190001299\n")
    coded = reading(
        "cccd_chip_front",
        visual=VIETNAMESE | {"documentNumber": "079190001299"},
        barcode={"documentNumber": "079190001234"},
    )
    assert content(coded, listed=file)["blackListCheck"] == "attention"
    doubtful = card(documentNumber=value("079190001298", 0.4))
    assert content(doubtful, listed=file)["blackListCheck"] == "not_processed"


def test_a_zone_of_utopia_is_a_specimen():
    utopia = passport((FIRST.replace("FRA", "UTO"), SECOND.replace("FRA", "UTO")))
    assert content(utopia)["specimenCheck"] == "attention"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("", "clear"),
        ("12AB34567\n08CD50338\n", "attention"),
        ("fra 08cd-50338  # reported stolen\n", "attention"),
        ("# 08CD50338\n", "clear"),
        ("08CD50339", "clear"),
        ("deu 08CD50338", "clear"),
    ],
)
def test_a_number_on_the_operators_list_needs_attention(text, outcome, tmp_path):
    file = tmp_path / "list.txt"
    file.write_text(text)
    assert content(passport(), listed=file)["blackListCheck"] == outcome


def test_the_operators_list_is_read_again_when_it_changed(tmp_path):
    file = tmp_path / "list.txt"
    file.write_text("12AB34567\n")
    assert content(passport(), listed=file)["blackListCheck"] == "clear"
    file.write_text("12AB34567\n08CD50338\n")
    assert content(passport(), listed=file)["blackListCheck"] == "attention"


@pytest.mark.parametrize("content_of", [None, b"\xff\xfe08CD50338"])
def test_a_list_that_cannot_be_read_clears_nobody(content_of, tmp_path):
    file = tmp_path / "list.txt"
    if content_of is not None:
        file.write_bytes(content_of)
    assert content(passport(), listed=file)["blackListCheck"] == "not_processed"


def test_a_nationality_that_no_list_knows_needs_attention():
    unknown = passport((FIRST, SECOND.replace("FRA", "FRX")))
    assert content(unknown)["nationality"] == "attention"
    assert {"D", "GBN", "XXA", "UNO", "RKS", "UTO", "VNM"} <= CODES
    assert len(CODES) == 249 + 27


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"issuingDate": "2021-05-01"}, "clear"),
        ({"birthDate": "2031-01-01"}, "attention"),
        ({"birthDate": "1890-01-01"}, "attention"),
        ({"issuingDate": "2031-01-01"}, "attention"),
        ({"documentNumber": ""}, "not_processed"),
        ({"fullName": value("NGUYỄN THỊ ÁNH", confidence=0.5)}, "not_processed"),
    ],
)
def test_data_hang_together_or_do_not(changed, outcome):
    assert content(card(**changed))["dataIntegrity"] == outcome


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        ((FIRST, "08CD503380FRA64<<<<4M3006058<<<<<<<<<<<<<<06"), "clear"),
        (("D1FRA13AA000026181231MARTIN<<9",), "not_processed"),  # such a zone has no birth
        ((FIRST, "<<<<<<<<<0FRA6004103M3006058<<<<<<<<<<<<<<02"), "attention"),
    ],
)
def test_what_a_zone_leaves_open_is_said_and_what_it_does_not_carry_is_not_missing(lines, outcome):
    found = passport(lines)
    assert found.mrz.valid
    assert content(found)["dataIntegrity"] == outcome


def test_a_broken_rule_breaks_the_data():
    checks = content_checks(card(), today=TODAY, listed=None, faults=["The number is short"])
    assert checks[0].outcome == "attention"
    assert "The number is short" in checks[0].reason


@pytest.mark.parametrize(
    ("minimum", "today", "outcome"),
    [
        (None, TODAY, "not_applicable"),
        (18, TODAY, "clear"),
        (18, date(1978, 4, 10), "clear"),
        (18, date(1978, 4, 9), "attention"),
    ],
)
def test_a_minimum_age_counts_completed_years(minimum, today, outcome):
    (check, _) = client_checks(passport(), today=today, minimum_age=minimum)
    assert check.outcome == outcome


@pytest.mark.parametrize(
    ("born", "outcome"),
    [
        ("1990-03-05", "clear"),
        ("2007", "clear"),
        ("2008", "not_processed"),
        ("2009", "attention"),
        (value("1990-03-05", confidence=0.5), "not_processed"),
        ("", "not_processed"),
    ],
)
def test_an_age_is_known_without_a_zone_and_from_a_year_as_far_as_it_goes(born, outcome):
    (check, _) = client_checks(card(birthDate=born), today=TODAY, minimum_age=18)
    assert check.outcome == outcome


def test_a_birthday_on_the_29th_of_february_is_on_the_first_of_march():
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("expected", "outcome"),
    [
        ({}, "not_applicable"),
        ({"lastName": "Ulysse", "firstName": "christophe"}, "clear"),
        ({"lastName": "Ulyssé", "birthDate": "1960-04-10", "gender": "male"}, "clear"),
        ({"lastName": "Odysseus"}, "attention"),
        ({"birthDate": "1960-10-04"}, "attention"),
        ({"address": "1 rue de Rivoli"}, "not_processed"),
        ({"lastName": "李"}, "not_processed"),
        ({"firstName": " - "}, "not_processed"),
    ],
)
def test_what_the_client_claims_is_held_against_the_zone(expected, outcome):
    (_, check) = client_checks(passport(), today=TODAY, expected=expected)
    assert check.outcome == outcome


@pytest.mark.parametrize(
    ("expected", "outcome"),
    [
        ({"lastName": "Nguyễn", "firstName": "Thị Ánh"}, "clear"),
        ({"lastName": "Anh", "firstName": "Nguyen Thi"}, "clear"),
        ({"lastName": "Nguyen", "firstName": "Oanh"}, "attention"),
        ({"address": "12 Le Loi, P. Ben Nghe, Q.1, Ho Chi Minh"}, "clear"),
        ({"address": "98 Trần Phú, Phường 4, Đà Lạt, Lâm Đồng"}, "attention"),
    ],
)
def test_what_the_client_claims_is_held_against_names_that_are_not_parted(expected, outcome):
    (_, check) = client_checks(card(), today=TODAY, expected=expected)
    assert check.outcome == outcome


def test_each_claim_that_could_be_settled_is_told():
    claimed = {"lastName": "Odysseus", "firstName": "Christophe", "address": "1 rue de Rivoli"}
    (_, check) = client_checks(passport(), today=TODAY, expected=claimed)
    assert check.measured == {"claimed": 3, "differing": 1, "lastName": 0, "firstName": 1}


def test_a_claim_is_not_held_against_a_document_that_reads_badly():
    found = card(fullName=value("NGUYỄN THỊ 4NH", confidence=0.6))
    (_, check) = client_checks(found, today=TODAY, expected={"firstName": "Ánh"})
    assert check.outcome == "not_processed"
