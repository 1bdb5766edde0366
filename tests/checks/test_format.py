"""Whether a document is of a model that is known, and looks like it."""

import pytest

from tests.checks.readings import line, outcomes, reading, zone
from workers.checks.format import format_checks
from workers.specimens.mrz_writer import td1, td3

ID1 = 85.6 / 53.98
PRINT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "CĂN CƯỚC CÔNG DÂN",
    "SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness",
    "Citizen Identity Card", "Số / No.:", "Họ và tên / Full name:", "Ngày sinh / Date of birth:",
    "Giới tính / Sex:", "Quốc tịch / Nationality:", "Quê quán / Place of origin:",
)  # fmt: skip


def person(**changed):
    return {
        "surname": "NGUYEN", "given": "AN", "number": "190001234", "nationality": "VNM",
        "birth": "1990-03-05", "sex": "female", "expiry": "2030-03-05", **changed,
    }  # fmt: skip


def test_what_was_not_identified_is_not_judged():
    assert set(outcomes(format_checks(None)).values()) == {"not_processed"}
    assert set(outcomes(format_checks(reading())).values()) == {"not_processed"}


def test_a_document_of_any_issuer_has_no_layout_to_compare_with():
    found = reading("icao_passport", mrz=zone(td3("P", "FRA", **person(nationality="FRA"))))
    assert outcomes(format_checks(found, shapes=[1.42])) == {
        "modelIdentification": "clear",
        "countryModelValidity": "not_supported",
        "documentModelValidity": "not_supported",
    }


@pytest.mark.parametrize(
    ("issuer", "barcode", "outcome"),
    [
        ("VNM", {}, "clear"),
        ("FRA", {}, "attention"),
        ("VNM", {"issuingCountry": "FRA"}, "attention"),
        (None, {}, "not_processed"),
    ],
)
def test_zone_and_barcode_name_the_country_of_the_model(issuer, barcode, outcome):
    mrz = zone(td1("ID", issuer, **person())) if issuer else None
    found = reading("cccd_chip_back", mrz=mrz, barcode=barcode)
    assert outcomes(format_checks(found))["countryModelValidity"] == outcome


def test_a_model_without_codes_is_not_asked_for_its_country():
    found = reading("cmnd_old_front", visual={})
    assert outcomes(format_checks(found))["countryModelValidity"] == "not_applicable"


@pytest.mark.parametrize(
    ("print_", "shape", "outcome"),
    [
        (PRINT, ID1, "clear"),
        (PRINT, 1.42, "not_processed"),
        (PRINT[:3], ID1, "not_processed"),
        (PRINT, None, "not_processed"),
    ],
)
def test_a_model_is_known_by_shape_and_fixed_print(print_, shape, outcome):
    lines = [line(text, 20.0 * i) for i, text in enumerate(print_)]
    checks = format_checks(reading("cccd_chip_front", lines=lines), shapes=[shape])
    assert outcomes(checks)["documentModelValidity"] == outcome
