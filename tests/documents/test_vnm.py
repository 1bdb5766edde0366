"""The types as data: every one can be read by the vocabulary that docs/documents.md lists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from workers.documents.catalogue import document_types
from workers.documents.schema import DocumentType, Field, Kind, Side

PAGE = Path("docs/documents.md")
FILES = sorted(Path("workers/documents").glob("vnm_*.py"))
MOST_LINES = 80

# What the contract lists (seed 003, table 6), by the report's names.
CONTRACT = {
    "cmnd_old_front": "documentNumber fullName birthDate placeOfOrigin address",
    "cmnd_old_back": "issuingDate issuingAuthority ethnicity",
    "cmnd_new_front": "documentNumber fullName gender birthDate address expirationDate "
    "placeOfOrigin ethnicity",
    "cccd_front": "documentNumber fullName gender birthDate address expirationDate placeOfOrigin "
    "nationality",
    "cmnd_new_cccd_back": "issuingDate issuingAuthority",
    "cccd_chip_front": "documentNumber fullName gender birthDate address expirationDate "
    "placeOfOrigin nationality",
    "cccd_chip_back": "issuingDate issuingAuthority",
    "dl_old_front": "fullName birthDate expirationDate address",
    "dl_new_front": "fullName birthDate expirationDate address nationality",
    "vn_passport_front": "issuingAuthority documentNumber documentCode fullName birthDate gender "
    "expirationDate issuingDate issuingCountry placeOfBirth nationality personalNumber",
    "old_register_card_back": "fullName address brand vehicleModel colour engineNumber "
    "chassisNumber plateNumber registrationPlace firstRegistrationDate lastRegistrationDate",
    "new_register_card_back": "fullName address brand vehicleModel colour engineNumber "
    "chassisNumber plateNumber registrationPlace firstRegistrationDate lastRegistrationDate",
}


def sides() -> Iterator[tuple[DocumentType, Side]]:
    for document in document_types().values():
        for side in document.sides:
            yield document, side


def fields() -> Iterator[Field]:
    for _, side in sides():
        yield from side.fields


def vocabulary() -> set[str]:
    """The names in the page's table of fields."""
    section = PAGE.read_text("utf-8").split("## Fields")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)`", section, re.M))


@pytest.mark.parametrize("code", CONTRACT)
def test_a_vietnamese_side_has_the_contract_s_fields(code: str) -> None:
    side = next(side for _, side in sides() if side.code == code)
    assert set(CONTRACT[code].split()) <= {field.name for field in side.fields}


def test_every_field_has_a_name_of_the_vocabulary() -> None:
    assert {field.name for field in fields()} <= vocabulary()


def test_every_type_is_in_the_page_s_table() -> None:
    page = PAGE.read_text("utf-8")
    missing = [code for code in document_types() if f"`{code}`" not in page]
    assert missing == []


def test_a_side_has_each_field_once() -> None:
    for _, side in sides():
        names = [field.name for field in side.fields]
        assert len(names) == len(set(names)), side.code


def test_every_field_can_be_found() -> None:
    for field in fields():
        told = field.labels or field.starts or field.pattern or field.kind is Kind.DATE
        assert told, field


def test_known_values_and_patterns_agree() -> None:
    for field in fields():
        if field.pattern:
            re.compile(field.pattern)
            assert all(re.fullmatch(field.pattern, value) for value in field.known), field


def test_a_file_of_types_stays_small() -> None:
    assert len(FILES) >= 9
    for file in FILES:
        assert len(file.read_text("utf-8").splitlines()) < MOST_LINES, file
