"""The printed zone against the MRZ, and the printed values that come of it."""

from datetime import date

import pytest

from app.core.report import Mrz, TextLine
from workers.checks.consistency import consistency_checks, visual_fields
from workers.checks.labels import date_label
from workers.checks.printed import dates, distance, folded, look_alike, spellings
from workers.reading.zone import outside
from workers.vision.mrz import parse

TODAY = date(2026, 6, 1)
LINES = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]
PRINT = [
    ("Surname / Nom", 100),
    ("ERIKSSON", 125),
    ("Given names / Prénoms", 150),
    ("ANNA MARIA", 175),
    ("Date of birth / Date de naissance", 200),
    ("12 AUG/AOÛT 1974", 225),
    ("Date of expiry / Date d'expiration", 250),
    ("15 APR/AVR 12", 275),
    ("Date of issue / Date de délivrance", 300),
    ("16 APR/AVR 2007", 325),
    ("Passport No. L898902C3", 350),
    ("ZE 184226 B", 375),
]


def zone(lines=LINES):
    parsed = parse(list(lines), today=TODAY)
    return Mrz(
        format=parsed.format,
        lines=list(lines),
        fields=parsed.fields,
        check_digits=parsed.check_digits,
        valid=parsed.valid,
        corrections=[],
        confidence=0.99,
        picture="front",
        box=[(50.0, 500.0), (700.0, 500.0), (700.0, 560.0), (50.0, 560.0)],
        rotation=0,
    )


def line(text, top, confidence=0.99):
    box = [(60.0, top), (60.0 + 9 * len(text), top), (60.0 + 9 * len(text), top + 20.0)]
    return TextLine(
        text=text, confidence=confidence, box=[*box, (60.0, top + 20.0)], picture="front"
    )


def page(**replaced):
    """The printed zone, with some texts replaced by others (None: not there)."""
    texts = [(replaced.get(f"at{top}", text), top) for text, top in PRINT]
    return [line(text, top) for text, top in texts if text is not None]


def outcome(name, lines, mrz=None):
    (check,) = (c for c in consistency_checks(mrz or zone(), lines) if c.name == name)
    return check.outcome.value


def test_a_page_that_agrees_is_clear():
    assert {check.name: check.outcome.value for check in consistency_checks(zone(), page())} == {
        "lastName": "clear",
        "firstName": "clear",
        "dob": "clear",
        "documentNumber": "clear",
        "personalNumber": "clear",
        "expirationDate": "clear",
        "issuingDate": "not_applicable",
    }


def test_without_a_zone_nothing_is_compared():
    outcomes = {check.outcome for check in consistency_checks(None, page())}
    assert outcomes == {"not_processed", "not_applicable"}


def test_the_zone_itself_does_not_confirm_itself():
    inside = line("P<UTOERIKSSON<<ANNA<MARIA", 505)
    assert outside(zone(), [inside]) == []
    assert outcome("lastName", [inside]) == "not_processed"


def test_a_value_that_is_not_printed_proves_nothing():
    for name in ("lastName", "firstName", "dob", "documentNumber", "expirationDate"):
        assert outcome(name, [line("REPUBLIC OF UTOPIA", 100)]) == "not_processed"


@pytest.mark.parametrize(
    ("name", "replaced"),
    [
        ("lastName", {"at125": "ERIKSEN"}),
        ("documentNumber", {"at350": "L898902D3"}),
        ("dob", {"at225": "12 AUG/AOÛT 1984"}),
        ("expirationDate", {"at275": "15 APR/AVR 22"}),
    ],
)
def test_another_value_in_its_place_needs_attention(name, replaced):
    assert outcome(name, page(**replaced)) == "attention"


def test_a_different_value_in_print_that_reads_badly_is_not_held_against_the_document():
    blurred = [line("ERIKSEN", 125, confidence=0.8)]
    assert outcome("lastName", blurred) == "not_processed"
    assert outcome("dob", [line("Date of birth", 100), line("12.08.1984", 125, 0.8)]) == (
        "not_processed"
    )


def test_a_date_beside_another_label_is_not_held_against_this_one():
    only_issue = [line("Date of issue", 100), line("16.04.2007", 125)]
    assert outcome("dob", only_issue) == "not_processed"


def test_look_alikes_are_pointed_out_not_judged():
    (check,) = (
        c
        for c in consistency_checks(zone(), [line("LB98902C3", 100)])
        if c.name == "documentNumber"
    )
    assert check.outcome == "not_processed"
    assert "look alike" in check.reason


def test_a_name_cut_off_by_the_zone_is_found_whole_in_print():
    first = "P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"
    cut = zone([first, LINES[1]])
    assert outcome("firstName", [line("CHAYAPA DEJTHAMRONG KRASUANG", 100)], cut) == "clear"
    assert outcome("firstName", [line("ANNA MARIA BEATRICE", 100)]) == "clear"


@pytest.mark.parametrize(
    "printed", ["Müller-Lüdenscheidt", "MUELLER LUEDENSCHEIDT", "Nom : Mueller-Luedenscheidt"]
)
def test_a_name_is_found_in_either_spelling(printed):
    german = zone(["P<D<<MUELLER<LUEDENSCHEIDT<<EVA<<<<<<<<<<<<<", LINES[1]])
    assert outcome("lastName", [line(printed, 100)], german) == "clear"


def test_found_values_come_back_as_printed_with_their_box():
    fields = visual_fields(zone(), page(at175="Anna María"))
    assert {name: field.value for name, field in fields.items()} == {
        "lastName": "ERIKSSON",
        "firstName": "Anna María",
        "birthDate": "1974-08-12",
        "documentNumber": "L898902C3",
        "personalNumber": "ZE184226B",
        "expirationDate": "2012-04-15",
        "issuingDate": "2007-04-16",
    }
    assert not any(field.to_be_reviewed for field in fields.values())
    assert fields["lastName"].box[0] == (60.0, 125.0)


def test_a_value_that_differs_is_to_be_reviewed():
    fields = visual_fields(zone(), page(at125="ERIKSEN"))
    assert (fields["lastName"].value, fields["lastName"].to_be_reviewed) == ("ERIKSEN", True)


@pytest.mark.parametrize(
    "printed",
    [
        "12 AUG 1974", "12/08/1974", "12.08.74", "12-08-1974", "12 08 1974", "1974-08-12",
        "12 AOÛT/AUG 1974", "12 AUGUST/AOUT 74", "12AUG1974", "08/12/1974", "12081974",
        "né le 12.08.1974 à ZENITH", "12 ago 1974", "12. August 1974", "12 sie/AUG 1974",
    ],
)  # fmt: skip
def test_a_date_is_found_however_it_is_printed(printed):
    assert any(found.means(date(1974, 8, 12)) for found in dates(printed))
    assert not any(found.means(date(1974, 9, 12)) for found in dates(printed))


@pytest.mark.parametrize("printed", ["L898902C3", "99.99.9999", "1,68 m", "12 ABC 1974", ""])
def test_what_is_no_date_is_none(printed):
    assert list(dates(printed)) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Date de naissance / Date of birth", "birthDate"),
        ("Geburtsdatum", "birthDate"),
        ("Place of birth / Lieu de naissance", None),
        ("Date d'expiration", "expirationDate"),
        ("Gültig bis", "expirationDate"),
        ("Date de délivrance", "issuingDate"),
        ("Nationality", None),
    ],
)
def test_labels_name_their_dates(text, label):
    assert date_label(text) == label


def test_texts_are_folded_and_measured():
    assert folded("  Đặng-Thị O’Brien, № ") == "DANG THI OBRIEN NO"
    assert spellings("Jäger") == {"JAGER", "JAEGER"}
    assert (distance("ERIKSSON", "ERIKSEN"), distance("", "AB")) == (2, 2)
    assert look_alike("B0G") == look_alike("8O6")
