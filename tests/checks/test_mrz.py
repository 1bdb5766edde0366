"""The checks of a machine readable zone."""

import pytest

from app.core.report import CheckGroup, MrzCorrection
from tests.checks.readings import outcomes
from tests.checks.readings import zone as zone_of
from workers.checks.mrz import classification, mrz_checks

FIRST = "P<FRAULYSSE<<CHRISTOPHE<<<<<<<<<<<<<<<<<<<<<"
SECOND = "08CD503380FRA6004103M3006058<<<<<<<<<<<<<<02"


def zone(lines=(FIRST, SECOND), **what):
    return zone_of(lines, **what)


def test_the_zone_that_these_tests_use_is_valid():
    assert zone().valid


def test_a_valid_zone_is_clear():
    assert outcomes(mrz_checks(zone())) == {"mrzFormat": "clear", "mrzChecksum": "clear"}


def test_no_zone_is_not_processed_and_says_so():
    for check in [*mrz_checks(None), classification(None)]:
        assert check.outcome == "not_processed"
        assert check.reason == "No machine readable zone was found."


def test_a_type_without_a_zone_is_not_asked_for_one():
    for check in [*mrz_checks(None, formats=[]), classification(None, formats=[])]:
        assert check.outcome == "not_applicable"
    assert outcomes(mrz_checks(None, formats=["td1"]))["mrzFormat"] == "not_processed"


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
