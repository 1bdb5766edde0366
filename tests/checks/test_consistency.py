"""The printed zone against the MRZ, and the printed values that come of it."""

from datetime import date

import pytest

from app.core.report import MrzAmbiguity
from tests.checks.readings import TODAY, document, line, reading, side, value
from tests.checks.readings import zone as zone_of
from workers.checks.consistency import consistency_checks
from workers.checks.labels import date_label
from workers.checks.printed import dates, folded, look_alike, spellings
from workers.reading.zone import outside
from workers.specimens.mrz_writer import td1, td3

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


def page(**replaced):
    """The printed zone, with some texts replaced by others (None: not there)."""
    texts = [(replaced.get(f"at{top}", text), top) for text, top in PRINT]
    return [line(text, top) for text, top in texts if text is not None]


def zone(lines=LINES, **what):
    return zone_of(lines, **what)


def outcome(name, lines, mrz=None):
    """Of a document of no known type, of which only the MRZ was read field by field."""
    return check_of(name, reading(mrz=mrz or zone(), lines=lines)).outcome.value


def check_of(name, found):
    (check,) = (c for c in consistency_checks(found, today=TODAY) if c.name == name)
    return check


def test_a_page_that_agrees_is_clear():
    checks = consistency_checks(reading(mrz=zone(), lines=page()), today=TODAY)
    assert {check.name: check.outcome.value for check in checks} == {
        "lastName": "clear",
        "firstName": "clear",
        "dob": "clear",
        "gender": "not_processed",
        "nationality": "not_processed",
        "documentNumber": "clear",
        "personalNumber": "clear",
        "expirationDate": "clear",
        "issuingDate": "not_applicable",
        "barcodeData": "not_applicable",
    }


def test_without_a_zone_nothing_is_compared():
    for found in (None, reading(lines=page())):
        outcomes = {check.outcome for check in consistency_checks(found, today=TODAY)}
        assert outcomes <= {"not_processed", "not_applicable"}


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
        ("documentNumber", {"at325": "Passport No.", "at350": "L898902D3"}),
        ("dob", {"at225": "12 AUG/AOÛT 1984"}),
        ("expirationDate", {"at275": "15 APR/AVR 22"}),
    ],
)
def test_another_value_in_its_place_needs_attention(name, replaced):
    assert outcome(name, page(**replaced)) == "attention"


@pytest.mark.parametrize(
    ("name", "replaced"),
    [
        ("lastName", {"at100": "Place of birth", "at125": "ERIKSEN"}),
        ("documentNumber", {"at325": "Place of birth", "at350": "L898902D3"}),
    ],
)
def test_print_near_to_a_value_beside_another_label_is_not_held_against_it(name, replaced):
    assert outcome(name, page(**replaced)) == "not_processed"


def test_a_different_value_in_print_that_reads_badly_is_not_held_against_the_document():
    blurred = [line("ERIKSEN", 125, confidence=0.8)]
    assert outcome("lastName", blurred) == "not_processed"
    assert outcome(
        "dob", [line("Date of birth", 100), line("12.08.1984", 125, confidence=0.8)]
    ) == ("not_processed")


def test_a_date_beside_another_label_is_not_held_against_this_one():
    only_issue = [line("Date of issue", 100), line("16.04.2007", 125)]
    assert outcome("dob", only_issue) == "not_processed"


def test_look_alikes_are_pointed_out_not_judged():
    check = check_of("documentNumber", reading(mrz=zone(), lines=[line("LB98902C3", 100)]))
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


CARD = {
    "documentNumber": "079190001234",
    "fullName": "NGUYỄN THỊ ÁNH",
    "birthDate": "1990-03-05",
    "gender": "female",
    "nationality": "VNM",
    "address": "12 Lê Lợi, Bến Nghé, Quận 1, TP. Hồ Chí Minh",
    "expirationDate": "2030-03-05",
}
CODE = {
    "documentNumber": "079190001234",
    "fullName": "Nguyễn Thị Ánh",
    "birthDate": "1990-03-05",
    "gender": "female",
    "address": "12 Lê Lợi, Bến Nghé, Quận 1, TP. Hồ Chí Minh",
    "issuingDate": "2021-05-01",
}


def card_zone(expiry="2030-03-05"):
    """As the card's back has it: the number's last nine digits, and all of it as optional data."""
    return td1(
        "ID",
        "VNM",
        surname="NGUYEN",
        given="THI ANH",
        number="190001234",
        nationality="VNM",
        birth="1990-03-05",
        sex="female",
        expiry=expiry,
        optional="079190001234<<9",
    )


def card(front=None, code=None, expiry="2030-03-05", issued="2021-05-01"):
    """A Vietnamese card with a chip: print and QR code in front, print and MRZ behind."""
    return document(
        side("cccd_chip_front", visual=CARD | (front or {}), barcode=CODE | (code or {})),
        side(
            "cccd_chip_back",
            visual={"issuingDate": issued},
            mrz=zone(card_zone(expiry), picture="back"),
            picture="back",
        ),
    )


def test_print_code_and_zone_of_a_card_without_parted_names_agree():
    checks = consistency_checks(card(), today=TODAY)
    assert {check.name: check.outcome.value for check in checks} == {
        "lastName": "clear",
        "firstName": "clear",
        "dob": "clear",
        "gender": "clear",
        "nationality": "clear",
        "documentNumber": "clear",
        "personalNumber": "not_applicable",
        "expirationDate": "clear",
        "issuingDate": "clear",
        "barcodeData": "clear",
    }
    assert next(c for c in checks if c.name == "documentNumber").measured["sources"] == 3


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("lastName", {"front": {"fullName": "TRẦN THỊ ÁNH"}}),
        ("firstName", {"code": {"fullName": "Nguyễn Thị Oanh"}}),
        ("firstName", {"code": {"fullName": "Nguyễn Thị Á"}}),
        ("barcodeData", {"code": {"address": "5 Hoàng Sa, Thọ Quang, Sơn Trà, Đà Nẵng"}}),
        ("dob", {"code": {"birthDate": "1991-03-05"}}),
        ("dob", {"front": {"birthDate": "1991"}}),
        ("gender", {"front": {"gender": "male"}}),
        ("documentNumber", {"front": {"documentNumber": "079190001235"}}),
        ("expirationDate", {"front": {"expirationDate": "2035-03-05"}}),
        ("expirationDate", {"front": {"expirationDate": "Không thời hạn"}}),
        ("issuingDate", {"issued": "2022-05-01"}),
    ],
)
def test_sources_that_differ_need_attention(name, changed):
    check = check_of(name, card(**changed))
    assert check.outcome == "attention"
    assert " says " in check.reason


def test_a_year_alone_and_a_name_in_other_letters_agree():
    found = card(front={"birthDate": "1990", "fullName": "Nguyen Thi Anh"})
    assert {check_of(name, found).outcome for name in ("dob", "lastName", "firstName")} == {"clear"}


def test_a_barcode_may_hold_fewer_given_names():
    found = card(code={"fullName": "", "lastName": "Nguyễn", "firstName": "Thị"})
    assert check_of("firstName", found).outcome == "clear"
    found = card(code={"fullName": "", "lastName": "Nguyễn", "firstName": "Ánh"})
    assert check_of("firstName", found).outcome == "attention"


def test_a_card_without_an_end_has_the_last_day_of_99_in_its_zone():
    found = card(front={"expirationDate": "Không thời hạn"}, expiry="2099-12-31")
    assert check_of("expirationDate", found).outcome == "clear"


def test_a_difference_in_print_that_reads_badly_is_not_held_against_the_document():
    doubtful = value("079190001235", confidence=0.7)
    found = reading("cccd_chip_front", visual=CARD | {"documentNumber": doubtful}, barcode=CODE)
    check = check_of("documentNumber", found)
    assert (check.outcome, check.measured["confidence"]) == ("not_processed", 0.7)


def test_where_no_layout_is_known_print_confirms_and_contradicts_nobody():
    zoned = {"mrz": zone(), "lines": page()}
    wrong = reading("icao_passport", **zoned, visual={"lastName": "NATIONALITY"})
    assert check_of("lastName", wrong).outcome == "clear"  # the name is in print elsewhere
    right = reading("icao_passport", mrz=zone(), visual={"lastName": "ERIKSSON"})
    assert check_of("lastName", right).outcome == "clear"
    nowhere = reading("icao_passport", mrz=zone(), visual={"lastName": "NATIONALITY"})
    assert check_of("lastName", nowhere).outcome == "not_processed"


def test_a_side_alone_has_nothing_to_compare_but_might_have():
    found = reading("cccd_chip_front", visual=CARD)
    assert check_of("documentNumber", found).outcome == "not_processed"
    assert check_of("dob", reading("cmnd_old_front", visual=CARD)).outcome == "not_applicable"


GERMAN = td3(
    "P",
    "D",
    surname="MUSTER",
    given="EVA",
    number="C0G000005",
    nationality="D",
    birth="1964-08-12",
    sex="female",
    expiry="2031-10-31",
)


@pytest.mark.parametrize(
    ("printed", "outcome"),
    [
        ("C06000005", "clear"),
        ("C0G000005", "clear"),
        ("C08000005", "attention"),
        (None, "not_processed"),
    ],
)
def test_letters_that_check_digits_cannot_tell_from_digits_are_settled_by_the_print(
    printed, outcome
):
    doubtful = zone(
        GERMAN, valid=False, ambiguous=[MrzAmbiguity(line=1, column=2, alternatives="6")]
    )
    found = reading(
        "passport_fr_front", mrz=doubtful, visual={"documentNumber": printed} if printed else {}
    )
    check = check_of("documentNumber", found)
    assert check.outcome == outcome
    if printed is None:
        assert "look alike" in check.reason
    best = found.fields["documentNumber"]
    assert best.to_be_reviewed == (outcome != "clear")
    assert best.value == (printed or "C0G000005")


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
    assert look_alike("B0G") == look_alike("8O6")
