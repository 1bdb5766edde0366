"""The rules that documents of a type keep."""

import pytest

from app.core.report import CHECKS, CheckGroup, Source
from tests.checks.readings import TODAY, document, line, outcomes, reading, side, value
from workers.checks.provinces import MERGED, same_province
from workers.checks.rules import broken, rule_checks
from workers.documents.citizen_number import PROVINCES

HOME = {"province": "Hồ Chí Minh", "district": "1", "ward": "Bến Nghé", "street": "12 Lê Lợi"}
CARD = {
    "documentNumber": "079190001234",
    "fullName": "NGUYỄN THỊ ÁNH",
    "birthDate": "1990-03-05",
    "gender": "female",
    "nationality": "VNM",
    "placeOfOrigin": value("Bến Nghé, Quận 1, TP. Hồ Chí Minh", parts=HOME),
    "address": value("12 Lê Lợi, Bến Nghé, Quận 1, TP. Hồ Chí Minh", parts=HOME),
    "expirationDate": "2030-03-05",
}
QR = "079190001234||Nguyễn Thị Ánh|05031990|Nữ|12 Lê Lợi, Bến Nghé, Quận 1, TP HCM|01052021"


def card(issued="2021-05-01", **changed):
    return document(
        side("cccd_chip_front", visual=CARD | changed),
        side("cccd_chip_back", visual={"issuingDate": issued} if issued else {}, picture="back"),
    )


def checked(found, **asked):
    return outcomes(rule_checks(found, today=TODAY, **asked))


def test_a_card_that_keeps_all_rules_is_clear():
    assert checked(card(), qr_string=QR) == {
        "idNumberFormat": "clear",
        "idNumberLength": "clear",
        "genderAndBirthDate": "clear",
        "province": "clear",
        "birthDateFormat": "clear",
        "issuingDateFormat": "clear",
        "expirationDateFormat": "clear",
        "validityPeriod": "clear",
        "expiryByAge": "clear",
        "qrMismatch": "clear",
        "birthDateColon": "not_applicable",
        "birthDatePrint": "not_applicable",
    }


@pytest.mark.parametrize("found", [None, reading(), card(), reading("new_register_card_back")])
def test_every_rule_of_the_catalogue_is_answered_once(found):
    names = [check.name for check in rule_checks(found, today=TODAY)]
    assert names == list(CHECKS[CheckGroup.RULES])


def test_nothing_is_held_against_what_was_not_identified():
    assert set(checked(reading()).values()) == {"not_processed", "not_applicable"}


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"documentNumber": value("07919000123", confidence=0.48)}, "idNumberLength"),
        ({"documentNumber": value("07919000123", confidence=0.48)}, "idNumberFormat"),
        ({"documentNumber": "079090001234"}, "genderAndBirthDate"),
        ({"documentNumber": "079191001234"}, "genderAndBirthDate"),
        ({"birthDate": "1991"}, "genderAndBirthDate"),
        ({"documentNumber": "036190001234"}, "province"),
        ({"issued": "2031-05-01"}, "validityPeriod"),
        ({"expirationDate": "2031-05-01"}, "expiryByAge"),
        ({"expirationDate": "2015-03-05"}, "expiryByAge"),  # it was issued later
        ({"expirationDate": "Không thời hạn"}, "expiryByAge"),
    ],
)
def test_a_broken_rule_needs_attention(changed, rule):
    assert checked(card(**changed))[rule] == "attention"


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"documentNumber": value("07919000123", confidence=0.3)}, "idNumberLength"),
        ({"documentNumber": value("079090001234", confidence=0.8)}, "genderAndBirthDate"),
        ({"birthDate": value("1991-03-05", confidence=0.8)}, "genderAndBirthDate"),
        ({"birthDate": "", "gender": ""}, "genderAndBirthDate"),
        ({"documentNumber": "999190001234"}, "province"),
        ({"placeOfOrigin": "", "address": ""}, "province"),
        ({"issued": None}, "validityPeriod"),
        ({"birthDate": "1990"}, "expiryByAge"),
    ],
)
def test_what_was_not_read_or_reads_badly_breaks_no_rule(changed, rule):
    assert checked(card(**changed))[rule] == "not_processed"


def test_only_what_ends_on_a_birthday_is_in_force_for_longer_than_fifteen_years():
    assert checked(card(issued="2009-05-01"))["validityPeriod"] == "clear"
    dates = {"issuingDate": "2009-05-01", "expirationDate": "2030-03-05"}
    assert checked(reading("vn_passport_front", visual=dates))["validityPeriod"] == "attention"


def test_whoever_is_old_enough_has_a_card_without_an_end():
    old = {"documentNumber": "079160001234", "birthDate": "1960-03-05"}
    assert checked(card(**old, expirationDate="Không thời hạn"))["expiryByAge"] == "clear"
    assert checked(card(**old, expirationDate="2030-03-05"))["expiryByAge"] == "attention"


@pytest.mark.parametrize(
    ("expires", "outcome"),
    [
        ("2036-02-28", "clear"),
        ("2036-02-29", "clear"),
        ("2036-03-01", "clear"),
        ("2036-03-02", "attention"),
        ("2036-02-27", "attention"),
    ],
)
def test_who_is_born_on_a_29_february_has_a_birthday_on_the_day_before_or_behind(expires, outcome):
    leap = {"documentNumber": "079196001234", "birthDate": "1996-02-29"}
    assert checked(card(**leap, expirationDate=expires))["expiryByAge"] == outcome
    young = {"documentNumber": "079198001234", "birthDate": "2000-02-29"}
    for day in ("2025-02-28", "2025-03-01"):
        assert checked(card(**young, expirationDate=day))["expiryByAge"] == "clear"


def test_a_card_issued_shortly_before_its_end_goes_on_to_the_next():
    young = {"documentNumber": "079198001234", "birthDate": "1998-03-05", "issued": "2021-05-01"}
    for expires in ("2023-03-05", "2038-03-05"):
        assert checked(card(**young, expirationDate=expires))["expiryByAge"] == "clear"


def test_the_number_of_the_oldest_card_has_nine_digits_and_no_meaning():
    found = checked(reading("cmnd_old_front", visual=CARD | {"documentNumber": "023456789"}))
    assert found["idNumberLength"] == "clear"
    assert (found["genderAndBirthDate"], found["province"]) == ("not_applicable",) * 2
    assert (found["birthDateColon"], found["birthDatePrint"]) == ("not_processed", "not_supported")
    twelve = value("079190001234", confidence=0.49)
    found = checked(reading("cmnd_old_front", visual=CARD | {"documentNumber": twelve}))
    assert found["idNumberLength"] == "attention"


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        (["Họ tên: LÝ THỊ ÁI", "Sinh ngày: 01-02-1970", "Nguyên quán: Xã Hòa"], "clear"),
        (["Họ tên: LÝ THỊ ÁI", "Sinh ngày :", "01-02-1970", "Nguyên quán Xã Hòa"], "clear"),
        (["Họ tên: LÝ THỊ ÁI", "Sinh ngày 01-02-1970", "Nguyên quán: Xã Hòa"], "attention"),
        (["Họ tên LÝ THỊ ÁI", "Sinh ngày 01-02-1970", "Nguyên quán: Xã Hòa"], "not_processed"),
        (["Họ tên: LÝ THỊ ÁI", "01-02-1970", "Nguyên quán: Xã Hòa"], "not_processed"),
    ],
)
def test_a_birth_date_without_the_colon_that_other_labels_have_needs_attention(lines, outcome):
    found = reading("cmnd_old_front", visual=CARD, lines=[line(text) for text in lines])
    assert checked(found)["birthDateColon"] == outcome


def test_a_date_that_is_none_needs_attention_where_it_reads_well():
    for confidence, outcome in ((0.49, "attention"), (0.3, "not_processed")):
        bad = value("31/02/1990", confidence=confidence).model_copy(update={"value": ""})
        assert checked(card(birthDate=bad))["birthDateFormat"] == outcome


def test_what_stands_in_a_dates_place_on_an_unknown_layout_may_be_something_else():
    bad = value("10.", confidence=0.49).model_copy(update={"value": ""})
    found = checked(reading("icao_passport", visual={"issuingDate": bad}))
    assert found["issuingDateFormat"] == "not_processed"


def test_a_type_without_such_a_date_is_not_asked_for_it():
    found = checked(reading("new_register_card_back", visual={"plateNumber": "30D213644"}))
    assert found["expirationDateFormat"] == found["validityPeriod"] == "not_applicable"
    assert found["idNumberFormat"] == "clear"


@pytest.mark.parametrize(
    ("string", "changed", "outcome"),
    [
        (None, {}, "not_applicable"),
        (QR.replace("Ánh", "Oanh"), {}, "attention"),
        (QR.replace("079190001234", "079190001235"), {}, "attention"),
        (QR, {"fullName": value("NGUYỄN THỊ OANH", confidence=0.5)}, "not_processed"),
        ("https://example.com", {}, "attention"),
    ],
)
def test_the_clients_string_is_held_against_the_card(string, changed, outcome):
    assert checked(card(**changed), qr_string=string)["qrMismatch"] == outcome


def test_the_clients_string_is_held_against_the_code_as_well():
    read = {"documentNumber": value("079190001235", source=Source.BARCODE)}
    found = reading("cccd_chip_front", visual={}, barcode=read)
    assert checked(found, qr_string=QR)["qrMismatch"] == "attention"
    assert checked(reading("cmnd_old_front"), qr_string=QR)["qrMismatch"] == "not_applicable"


def test_a_mismatch_of_places_or_of_the_clients_string_breaks_no_data():
    checks = rule_checks(card(documentNumber="036190001234"), today=TODAY, qr_string="nonsense")
    assert {c.name for c in checks if c.outcome == "attention"} == {"province", "qrMismatch"}
    assert broken(checks) == []
    wrong = rule_checks(card(birthDate="1985-03-05"), today=TODAY)
    assert any("born in 1990" in fault for fault in broken(wrong))


def test_a_province_is_itself_and_what_it_became_part_of():
    assert same_province("Hà Nam", "Ninh Bình") and same_province("Nam Định", "Hà Nam")
    assert same_province("Thừa Thiên Huế", "Huế")
    assert not same_province("Hà Nam", "Hà Nội") and not same_province("", "")
    parts = [part for whole in MERGED.values() for part in whole]
    assert len(parts) == len(set(parts)) and set(parts) <= {*PROVINCES.values(), "Hà Tây"}
    now = {*PROVINCES.values(), "Huế"} - set(parts)
    assert len(now) == 34 and set(MERGED) <= now
