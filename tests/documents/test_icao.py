"""What an ICAO zone says of its document, and labels that tell one field from another."""

import pytest

from app.core.report import Mrz
from workers.documents import icao_labels
from workers.documents.icao import document_type, issuing_country
from workers.vision.mrz import parse


def zone(*lines: str) -> Mrz:
    parsed = parse(lines)
    assert parsed is not None
    return Mrz(
        format=parsed.format,
        lines=list(lines),
        fields=parsed.fields,
        check_digits=parsed.check_digits,
        valid=parsed.valid,
        corrections=[],
        confidence=1,
        picture="front",
        box=[(0, 0), (1, 0), (1, 1), (0, 1)],
        rotation=0,
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("I<", "national_identity_card"),
        ("ID", "national_identity_card"),
        ("IR", "residence_permit"),
        ("AR", "residence_permit"),
        ("C<", "national_identity_card"),
        ("AC", "unidentified"),
    ],
)
def test_a_cards_code_names_its_kind(code, kind):
    lines = (code + "UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6")
    assert document_type(zone(*lines, "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")) == kind


def test_a_licences_line_names_a_licence_of_france():
    line = zone("D1FRA13AA000026181231MARTIN<<9")
    assert (document_type(line), issuing_country(line)) == ("driving_license", "FRA")


def test_german_documents_are_of_the_iso_country():
    lines = ("IDD<<T220001293<<<<<<<<<<<<<<<", "6408125<2010315D<<<<<<<<<<<<<4")
    assert issuing_country(zone(*lines, "MUSTERMANN<<ERIKA<<<<<<<<<<<<<")) == "DEU"


def test_no_label_stands_for_two_fields():
    fields = {name: words for name, words in vars(icao_labels).items() if name.isupper()}
    owners: dict[str, list[str]] = {}
    for name, words in fields.items():
        for word in words:
            owners.setdefault(word.casefold(), []).append(name)
    assert {word: names for word, names in owners.items() if len(names) > 1} == {}
