"""Utopia's cards: identity cards of the sizes TD1 and TD2 (ICAO 9303-5, -6), a residence permit."""

from functools import partial

from workers.specimens.cards.icao_common import (
    INK,
    SEXES,
    STATE,
    Label,
    day_month,
    holder,
    paper,
    spaced,
    value,
)
from workers.specimens.drawing import Chip, Emblem, Portrait, Signature
from workers.specimens.lettering import RED, Text, Zone, said
from workers.specimens.mrz_writer import td1, td2
from workers.specimens.person import Person
from workers.specimens.sheet import BOLD, SANS_BOLD
from workers.specimens.side import CardSide

ID_1, ID_2 = (85.60, 53.98), (105.0, 74.0)
citizen, foreigner = partial(holder, citizen=True), partial(holder, citizen=False)


def height(metres: str) -> str:
    """Returns `168 cm` for `1.68`."""
    return f"{round(100 * float(metres))} cm"


def card_mrz(person: Person) -> tuple[str, ...]:
    """TD1, the personal number as optional data."""
    return td1("I", STATE, optional=person.get("personalNumber"), **person.mrz())


def permit_mrz(person: Person) -> tuple[str, ...]:
    """TD1 of a residence permit."""
    return td1("IR", STATE, **person.mrz())


def td2_mrz(person: Person) -> tuple[str, ...]:
    """TD2 without optional data."""
    return td2("I", STATE, **person.mrz())


TD1_FRONT = CardSide(
    code="icao_td1_front", type="icao_td1", country=STATE, size=ID_1, person=citizen,
    paper=paper(0),
    parts=(
        Emblem(8, 7, 4.4, INK), Text("UTOPIA", 14.5, 8, 3.6, SANS_BOLD, INK),
        Label("card", 31, 7.8, 2.3, SANS_BOLD), Text("SPECIMEN", 83.5, 52.4, 1.7, BOLD, RED, "r"),
        Label("lastName", 31, 13), Label("firstName", 31, 19), Label("gender", 31, 25),
        Label("nationality", 52, 25), Label("birthDate", 31, 31), Label("placeOfBirth", 31, 37),
        Label("documentNumber", 31, 43, 1.6), Label("expirationDate", 60.5, 43, 1.4),
        Portrait(4, 13, 24, 31), Signature(6, 46, 18, 5),
        value("lastName", 31, 15.8), value("firstName", 31, 21.8),
        value("gender", 31, 27.8, form=said(SEXES)), value("nationality", 52, 27.8),
        value("birthDate", 31, 33.8, form=day_month), value("placeOfBirth", 31, 40.1),
        value("documentNumber", 31, 45.8), value("expirationDate", 60.5, 45.8, form=day_month),
    ),
)  # fmt: skip

TD1_BACK = CardSide(
    code="icao_td1_back", type="icao_td1", country=STATE, size=ID_1, person=citizen,
    paper=paper(18.6),
    parts=(
        Chip(5, 8), Text("SPECIMEN", 83.5, 33, 1.7, BOLD, RED, "r"),
        Label("address", 22, 6), Label("height", 22, 12.6), Label("issuingDate", 50, 12.6),
        Label("issuingAuthority", 22, 19.2),
        value("address", 22, 8.8), value("height", 22, 15.4, form=height),
        value("issuingDate", 50, 15.4, form=day_month), value("issuingAuthority", 22, 22),
        Zone("td1", card_mrz),
    ),
)  # fmt: skip

TD2 = CardSide(
    code="icao_td2", type="icao_td2", country=STATE, size=ID_2, person=citizen, paper=paper(19),
    parts=(
        Emblem(9, 7.5, 5, INK), Text("UTOPIA", 16.5, 8.6, 4, SANS_BOLD, INK),
        Label("card", 40, 8.4, 2.6, SANS_BOLD), Text("SPECIMEN", 102, 53, 2, BOLD, RED, "r"),
        Label("lastName", 36, 14), Label("firstName", 36, 20.4), Label("gender", 36, 26.8),
        Label("nationality", 58, 26.8), Label("birthDate", 36, 33.2),
        Label("placeOfBirth", 68, 33.2), Label("documentNumber", 36, 39.6),
        Label("expirationDate", 68, 39.6), Label("issuingDate", 36, 46),
        Label("issuingAuthority", 68, 46),
        Portrait(4.5, 14.5, 28, 35.5), Signature(38, 49.8, 20, 4.6),
        value("lastName", 36, 17), value("firstName", 36, 23.4),
        value("gender", 36, 29.8, form=said(SEXES)), value("nationality", 58, 29.8),
        value("birthDate", 36, 36.2, form=spaced), value("placeOfBirth", 68, 36.2),
        value("documentNumber", 36, 42.6), value("expirationDate", 68, 42.6, form=spaced),
        value("issuingDate", 36, 49, form=spaced), value("issuingAuthority", 68, 49),
        Zone("td2", td2_mrz),
    ),
)  # fmt: skip

PERMIT_FRONT = CardSide(
    code="icao_permit_front", type="icao_permit", country=STATE, size=ID_1, person=foreigner,
    paper=paper(0),
    parts=(
        Text("UTO", 4, 7.6, 4.2, SANS_BOLD, INK), Label("permit", 31, 5.6, 2.1, SANS_BOLD),
        Text("SPECIMEN", 27, 52.4, 1.7, BOLD, RED, "r"),
        Label("documentNumber", 50, 9), Label("lastName", 31, 13.4), Label("firstName", 31, 19),
        Label("gender", 31, 24.6), Label("nationality", 52, 24.6), Label("birthDate", 31, 30.2),
        Label("permitType", 31, 35.8), Label("expirationDate", 31, 41.4),
        Label("permitRemarks", 31, 47),
        Portrait(3.5, 12, 24, 31), Signature(62, 40, 17, 5),
        value("documentNumber", 50, 11.8), value("lastName", 31, 16.2),
        value("firstName", 31, 21.8), value("gender", 31, 27.4, form=said(SEXES)),
        value("nationality", 52, 27.4), value("birthDate", 31, 33, form=spaced),
        value("permitType", 31, 38.6), value("expirationDate", 31, 44.2, form=spaced),
        value("permitRemarks", 31, 49.8),
    ),
)  # fmt: skip

PERMIT_BACK = CardSide(
    code="icao_permit_back", type="icao_permit", country=STATE, size=ID_1, person=foreigner,
    paper=paper(18.6),
    parts=(
        Text("SPECIMEN", 83.5, 33, 1.7, BOLD, RED, "r"), Chip(70, 6),
        Label("permit", 5, 5, 2, SANS_BOLD), Label("placeOfBirth", 5, 9.6),
        Label("address", 5, 15.4), Label("issuingDate", 5, 21.2),
        Label("issuingAuthority", 5, 27),
        value("placeOfBirth", 5, 12.7), value("address", 5, 18.2, width=60),
        value("issuingDate", 5, 24, form=spaced), value("issuingAuthority", 5, 29.8),
        Zone("td1", permit_mrz),
    ),
)  # fmt: skip

SIDES = (TD1_FRONT, TD1_BACK, TD2, PERMIT_FRONT, PERMIT_BACK)
