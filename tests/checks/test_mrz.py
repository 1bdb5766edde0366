"""The checks of a machine readable zone, of its content, and of what the client claims."""

from datetime import date

import pytest

from app.core.report import CheckGroup, Mrz, MrzCorrection, TextLine
from workers.checks.client import age, client_checks
from workers.checks.content import content_checks
from workers.checks.countries import CODES
from workers.checks.format import format_checks
from workers.checks.mrz import classification, mrz_checks
from workers.vision.mrz import parse

TODAY = date(2026, 6, 1)
FIRST = "P<FRAULYSSE<<CHRISTOPHE<<<<<<<<<<<<<<<<<<<<<"
SECOND = "08CD503380FRA6004103M3006058<<<<<<<<<<<<<<02"
BOX = [(50.0, 500.0), (700.0, 500.0), (700.0, 560.0), (50.0, 560.0)]


def zone(lines=(FIRST, SECOND), *, confidence=0.99, valid=None, corrections=()):
    parsed = parse(list(lines), today=TODAY)
    return Mrz(
        format=parsed.format,
        lines=list(lines),
        fields=parsed.fields,
        check_digits=parsed.check_digits,
        valid=parsed.valid if valid is None else valid,
        corrections=list(corrections),
        confidence=confidence,
        picture="front",
        box=BOX,
        rotation=0,
    )


def line(text, top=100.0, left=60.0, confidence=0.99, picture="front"):
    right, bottom = left + 10 * len(text), top + 20
    box = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return TextLine(text=text, confidence=confidence, box=box, picture=picture)


def outcomes(checks):
    return {check.name: check.outcome.value for check in checks}


def content(mrz, lines=(), *, blacklist=None, visual=None):
    return outcomes(
        content_checks(mrz, list(lines), today=TODAY, blacklist=blacklist, visual=visual)
    )


def test_the_zone_that_these_tests_use_is_valid():
    assert zone().valid


def test_a_valid_zone_is_clear():
    assert outcomes(mrz_checks(zone())) == {"mrzFormat": "clear", "mrzChecksum": "clear"}


def test_no_zone_is_not_processed_and_says_so():
    for check in [*mrz_checks(None), classification(None)]:
        assert check.outcome == "not_processed"
        assert check.reason == "No machine readable zone was found."


def test_a_wrong_check_digit_counts_against_the_document_only_where_it_reads_well():
    wrong = (FIRST, SECOND[:9] + "7" + SECOND[10:])
    (_, sharp) = mrz_checks(zone(wrong))
    assert sharp.outcome == "attention"
    assert "documentNumber" in sharp.reason
    assert sharp.measured["wrong"] == 2
    (_, blurred) = mrz_checks(zone(wrong, confidence=0.5))
    assert blurred.outcome == "not_processed"


def test_a_check_digit_that_agrees_only_by_substitution_in_doubt_is_not_clear():
    made = MrzCorrection(line=1, column=2, read="G", written="C", rule="check_digit")
    (_, check) = mrz_checks(zone(valid=False, corrections=[made]))
    assert check.outcome == "not_processed"


def test_a_letter_in_a_date_is_bad_form():
    (form, _) = mrz_checks(zone((FIRST, SECOND[:14] + "O" + SECOND[15:])))
    assert form.outcome == "attention"


@pytest.mark.parametrize(
    ("formats", "aspect", "outcome"),
    [
        (["td3"], None, "clear"),
        (["td1"], 1.42, "attention"),
        (None, 1.42, "clear"),
        (None, 1.586, "not_processed"),
        (None, None, "not_processed"),
    ],
)
def test_a_zone_is_held_against_the_type_and_shape_of_its_document(formats, aspect, outcome):
    check = classification(zone(), formats=formats, aspect=aspect)
    assert (check.outcome, check.group) == (outcome, CheckGroup.FORENSIC)


def test_good_content_is_clear_and_what_cannot_be_known_is_not_processed():
    assert content(zone(), [line("REPUBLIQUE FRANCAISE")]) == {
        "dataIntegrity": "clear",
        "issuingDate": "not_processed",
        "expirationDate": "clear",
        "nationality": "clear",
        "specimenCheck": "clear",
        "blackListCheck": "not_processed",
    }


def test_an_expired_document_needs_attention_from_the_day_after_its_last():
    lines = [line("REPUBLIQUE FRANCAISE")]
    for today, outcome in ((date(2030, 6, 5), "clear"), (date(2030, 6, 6), "attention")):
        checks = content_checks(zone(), lines, today=today, blacklist=None)
        assert outcomes(checks)["expirationDate"] == outcome


@pytest.mark.parametrize("word", ["SPECIMEN", "Vzorec", "wzór", "MUSTERMANN", "Utopia"])
def test_a_word_that_specimens_carry_is_noticed(word):
    assert content(zone(), [line(f"AB {word} 12")])["specimenCheck"] == "attention"


def test_a_zone_of_utopia_is_a_specimen():
    utopia = zone((FIRST.replace("FRA", "UTO"), SECOND.replace("FRA", "UTO")))
    assert content(utopia)["specimenCheck"] == "attention"


@pytest.mark.parametrize(
    ("listed", "outcome"),
    [
        ([], "clear"),
        (["08CD50338"], "attention"),
        (["fra 08cd-50338"], "attention"),
        (["08CD50339"], "clear"),
    ],
)
def test_a_number_on_the_operators_list_needs_attention(listed, outcome):
    assert content(zone(), blacklist=listed)["blackListCheck"] == outcome


def test_a_nationality_that_no_list_knows_needs_attention():
    unknown = zone((FIRST, SECOND.replace("FRA", "FRX")))
    assert content(unknown)["nationality"] == "attention"
    assert {"D", "GBN", "XXA", "UNO", "RKS", "UTO", "VNM"} <= CODES
    assert len(CODES) == 249 + 27


def test_dates_out_of_order_are_no_whole_document():
    checks = content_checks(zone(), [], today=TODAY, blacklist=None)
    assert outcomes(checks)["dataIntegrity"] == "clear"
    wrong = zone()
    wrong.fields["birthDate"] = "2031-01-01"
    assert content(wrong)["dataIntegrity"] == "attention"


def test_the_format_group_claims_nothing_that_it_cannot_know():
    unknown = outcomes(format_checks(zone(), document_type="unidentified"))
    assert unknown == {
        "modelIdentification": "not_processed",
        "countryModelValidity": "not_supported",
        "documentModelValidity": "not_supported",
    }
    known = outcomes(format_checks(zone(), document_type="passport", country="FRA"))
    assert known["countryModelValidity"] == "clear"
    other = outcomes(format_checks(zone(), document_type="passport", country="VNM"))
    assert other["countryModelValidity"] == "attention"


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
    (check, _) = client_checks(zone(), today=today, minimum_age=minimum)
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
    ],
)
def test_what_the_client_claims_is_held_against_the_zone(expected, outcome):
    (_, check) = client_checks(zone(), today=TODAY, expected=expected)
    assert check.outcome == outcome
