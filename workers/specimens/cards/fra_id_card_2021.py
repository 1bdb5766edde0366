"""The French identity card since 2021: labels in two languages, a chip, a 2D-Doc, a TD1 zone."""

from functools import partial

from workers.specimens.cards.fra_common import (
    BLUE,
    CARD,
    SEXES,
    Address,
    label,
    metres,
    numbered,
    spaced_date,
    value,
)
from workers.specimens.drawing import Chip, Hologram, Panel, Portrait, Signature
from workers.specimens.lettering import RED, Code, Text, Zone, dated, said
from workers.specimens.mrz_writer import td1
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.people.france import citizen
from workers.specimens.person import Person
from workers.specimens.sheet import BOLD, REGULAR, SANS_BOLD
from workers.specimens.side import CardSide

PAPER = Paper(
    ("#e4f1f8", "#f3f6fa", "#e2eef7", "#eef3f8"),
    (
        Waves("#9fc9e2", count=44, swing=5),
        Waves("#c3b8d8", count=30, swing=-6, phase=1.7),
        Rosette("#9ccbe4", 62, 28, 16, petals=15),
    ),
)


slashed = dated("%d/%m/%Y")
small = partial(label, size=1.42)


def holder(seed: int) -> Person:
    """A citizen whose card was issued between 2021 and 2025, for ten years."""
    return numbered(citizen(seed, issued=(2021, 2025), years=10), seed, "XXXXXXXXX")


def mrz(person: Person) -> tuple[str, ...]:
    """Names in full as far as they fit; no optional data."""
    return td1("ID", "FRA", **person.mrz())


def seal(person: Person) -> str:
    """The "cachet électronique visible" as a published specimen has it: header, data, signature.

    Header and signature are of the right length and say nothing.
    """
    data = (
        person.get("firstName"), person.get("lastName"), slashed(person.get("birthDate")),
        person.get("documentNumber"), slashed(person.get("expirationDate")), "FRA", "CNI",
        SEXES[person.get("gender")], person.get("placeOfBirth"),
        person.get("height").replace(".", ","),
    )  # fmt: skip
    return "E" * 24 + ";".join(data) + "S" * 48


FRONT = CardSide(
    code="id_card_fr_2021_front", type="id_card_fr_2021", country="FRA", size=CARD, person=holder,
    paper=PAPER,
    parts=(
        Panel(3.5, 3, 9, 6.4, "#2a4a9c"), Text("FR", 8, 7.2, 3, SANS_BOLD, "#f3d24a", "m"),
        Text("RÉPUBLIQUE FRANÇAISE", 49, 5.6, 3.4, SANS_BOLD, BLUE, "m"),
        Text("CARTE NATIONALE D'IDENTITÉ / IDENTITY CARD", 49, 9, 2.1, REGULAR, BLUE, "m"),
        Text("SPECIMEN", 83.5, 12.2, 1.7, BOLD, RED, "r"),
        label("NOM / Surname", 33, 14.4),
        label("Prénoms / Given names", 33, 20.2),
        small("SEXE / Sex", 33, 28.4), small("NATIONALITÉ / Nationality", 42, 28.4),
        small("DATE DE NAISS. / Date of birth", 63, 28.4),
        label("LIEU DE NAISSANCE / Place of birth", 33, 34.2),
        label("NOM D'USAGE / Alternate name", 33, 40),
        label("N° DU DOCUMENT / Document No", 33, 45.8),
        label("DATE D'EXPIR. / Expiry date", 59, 45.8),
        Portrait(3.5, 13, 26.5, 34), Hologram(27.5, 43.5, 4.5),
        value("lastName", 33, 17.6), value("firstName", 33, 23.4, lines=2, leading=1.1),
        value("gender", 33, 31.6, form=said(SEXES)),
        value("nationality", 42, 31.6),
        value("birthDate", 63, 31.6, form=spaced_date),
        value("placeOfBirth", 33, 37.4), value("spouseName", 33, 43.2, width=28),
        value("documentNumber", 33, 49),
        value("expirationDate", 59, 49, form=spaced_date),
        value("accessNumber", 83, 52.2, size=2.2, anchor="r"),
        Signature(65, 39.5, 15, 4.5),
    ),
)  # fmt: skip

BACK = CardSide(
    code="id_card_fr_2021_back", type="id_card_fr_2021", country="FRA", size=CARD, person=holder,
    paper=Paper(PAPER.tints, PAPER.patterns, plain=22),
    parts=(
        label("TAILLE / Height", 26, 4.6), label("DATE DE DÉLIVRANCE / Date of issue", 42, 4.6),
        label("ADRESSE / Address", 26, 11),
        Chip(9, 18.2, 12, 10.5),
        Text("RÉPUBLIQUE FRANÇAISE", 30.5, 31.6, 2, SANS_BOLD, BLUE, "m"),
        Panel(4, 30.6, 11, 0.9, "#2b3c8f"), Panel(46, 30.6, 36, 0.9, "#c9414b"),
        Text("SPECIMEN", 83.5, 28.8, 1.7, BOLD, RED, "r"),
        Portrait(70, 5, 10, 13, faint=0.55),
        Code("datamatrix", seal, 8.2, 3, 14),
        value("height", 26, 7.6, size=2.4, form=metres),
        value("issuingDate", 42, 7.6, size=2.4, form=spaced_date),
        Address(26, 13.9, after=("FRANCE",), width=43),
        Zone("td1", mrz),
    ),
)  # fmt: skip

SIDES = (FRONT, BACK)
