"""The French residence permit of 2011 to 2020: the uniform format's first card."""

from functools import partial

from workers.specimens.cards.fra_common import (
    CARD,
    NATIONALITIES,
    SEXES,
    Address,
    dotted_date,
    label,
    value,
)
from workers.specimens.cards.fra_permit_common import holder, mrz, spouse
from workers.specimens.drawing import Chip, Hologram, Portrait, Signature
from workers.specimens.lettering import RED, Text, Zone, said
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.sheet import BOLD, SANS_BOLD
from workers.specimens.side import CardSide

INK = "#6a3b6f"
PAPER = Paper(
    ("#f0dfe6", "#dfe6f2", "#e9dcea", "#dde8ee"),
    (
        Waves("#c9a2bd", count=46, swing=5),
        Waves("#9fb4d6", count=32, swing=-6, phase=2.0),
        Rosette("#b79cc6", 58, 30, 18),
    ),
    plain=0,
)
person = partial(holder, issued=(2012, 2019), years=10)
caption = partial(label, size=1.42, ink=INK)
data = partial(value, size=2.35)

FRONT = CardSide(
    code="living_permit_fr_2011_front", type="living_permit_fr_2011", country="FRA", size=CARD,
    person=person, paper=PAPER,
    parts=(
        Text("TITRE DE SÉJOUR", 31, 6.4, 3.6, SANS_BOLD, INK),
        Text("FRA", 4, 7, 4.4, SANS_BOLD, INK), Text("SPECIMEN", 83.5, 52.4, 1.7, BOLD, RED, "r"),
        caption("NOM / SURNAME", 31, 10),
        caption("PRÉNOMS / FORENAMES", 31, 17.6),
        caption("SEXE / SEX", 31, 23.4), caption("NATIONALITÉ / NATIONALITY", 43, 23.4),
        caption("DATE DE NAISSANCE / DATE OF BIRTH", 31, 29.2),
        caption("LIEU DE NAISSANCE / PLACE OF BIRTH", 31, 35),
        caption("VALABLE JUSQU'AU / VALID UNTIL", 58.5, 35, size=1.3),
        caption("CATÉGORIE DU TITRE / TYPE OF PERMIT", 31, 40.8),
        caption("REMARQUES / REMARKS", 31, 46.4),
        Portrait(3.5, 12.5, 24.5, 31.5), Hologram(26, 41, 4.5), Signature(6, 46, 18, 5),
        value("documentNumber", 83, 6.2, size=2.7, anchor="r"),
        data("lastName", 31, 12.8), *spouse(31, 15.4),
        data("firstName", 31, 20.4), data("gender", 31, 26.2, form=said(SEXES)),
        data("nationality", 43, 26.2, form=said(NATIONALITIES)),
        data("birthDate", 31, 32, form=dotted_date),
        data("placeOfBirth", 31, 37.8, width=26),
        data("expirationDate", 58.5, 37.8, form=dotted_date),
        data("permitType", 31, 43.5), data("permitRemarks", 31, 48.8, size=1.9, lines=2, width=40,
             leading=1.15),
    ),
)  # fmt: skip

BACK = CardSide(
    code="living_permit_fr_2011_back", type="living_permit_fr_2011", country="FRA", size=CARD,
    person=person, paper=Paper(PAPER.tints, PAPER.patterns[:2], plain=18.6),
    parts=(
        Text("TITRE DE SÉJOUR / RESIDENCE PERMIT", 31, 5.2, 2.2, SANS_BOLD, INK),
        Chip(9, 18.2), Text("SPECIMEN", 83.5, 33.8, 1.7, BOLD, RED, "r"),
        caption("ADRESSE / ADDRESS", 31, 9),
        caption("DATE DE DÉLIVRANCE / DATE OF ISSUE", 31, 19),
        caption("N° ÉTRANGER / PERSONAL No", 62, 19),
        caption("AUTORITÉ DE DÉLIVRANCE / ISSUING AUTHORITY", 31, 26),
        Address(31, 11.6, size=2.2),
        data("issuingDate", 31, 21.8, form=dotted_date), data("personalNumber", 62, 21.8),
        data("issuingAuthority", 31, 28.8, form=str.upper),
        Zone("td1", mrz),
    ),
)  # fmt: skip

SIDES = (FRONT, BACK)
