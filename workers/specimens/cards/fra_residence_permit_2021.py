"""The French residence permit since 2020: the uniform format's second card."""

from functools import partial

from workers.specimens.cards.fra_common import (
    CARD,
    NATIONALITIES,
    SEXES,
    Address,
    label,
    spaced_date,
    value,
)
from workers.specimens.cards.fra_permit_common import holder, mrz, spouse
from workers.specimens.drawing import Hologram, Panel, Portrait, Signature
from workers.specimens.lettering import RED, Text, Zone, said
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.sheet import BOLD, SANS_BOLD
from workers.specimens.side import CardSide

INK = "#1f5a6b"
PAPER = Paper(
    ("#dcecec", "#f2e6ea", "#dbe7f1", "#eee4ec"),
    (
        Waves("#8fbcc0", count=46, swing=5),
        Waves("#d3a6b6", count=30, swing=-6, phase=2.6),
        Rosette("#8fb6cc", 60, 27, 20, petals=16),
    ),
)
person = partial(holder, issued=(2021, 2025), years=4)
caption = partial(label, size=1.42, ink=INK)
data = partial(value, size=2.5)

FRONT = CardSide(
    code="living_permit_fr_2021_front", type="living_permit_fr_2021", country="FRA", size=CARD,
    person=person, paper=PAPER,
    parts=(
        Panel(3.5, 3, 9, 6.4, "#2a4a9c"), Text("FR", 8, 7.2, 3, SANS_BOLD, "#f3d24a", "m"),
        Text("TITRE DE SÉJOUR", 31, 5.8, 3.2, SANS_BOLD, INK),
        Text("RESIDENCE PERMIT", 31, 8.6, 2, SANS_BOLD, INK),
        Text("SPECIMEN", 27.5, 52, 1.7, BOLD, RED, "r"),
        caption("NOM Prénoms / SURNAME Forenames", 31, 12),
        caption("SEXE / SEX", 31, 23.6), caption("NATIONALITÉ / NATIONALITY", 40, 23.6),
        caption("DATE DE NAISSANCE / DATE OF BIRTH", 31, 29.4),
        caption("TYPE DE TITRE / TYPE OF PERMIT", 31, 35.2),
        caption("DATE D'EXPIRATION / CARD EXPIRY", 31, 41),
        caption("REMARQUES / REMARKS", 31, 46.8),
        Portrait(3.5, 12, 25, 32), Hologram(26, 41, 4.5), Signature(60, 39, 18, 5),
        value("documentNumber", 83, 5.8, anchor="r"),
        data("lastName", 31, 14.8), data("firstName", 31, 17.8),
        *spouse(31, 20.6),
        data("gender", 31, 26.4, form=said(SEXES)),
        data("nationality", 40, 26.4, form=said(NATIONALITIES)),
        data("birthDate", 31, 32.2, form=spaced_date), data("permitType", 31, 38),
        data("expirationDate", 31, 43.8, form=spaced_date),
        data("permitRemarks", 31, 49.2, size=1.9, lines=2, width=40, leading=1.15),
        value("accessNumber", 83, 51.6, size=2.2, anchor="r"),
    ),
)  # fmt: skip

BACK = CardSide(
    code="living_permit_fr_2021_back", type="living_permit_fr_2021", country="FRA", size=CARD,
    person=person, paper=Paper(PAPER.tints, PAPER.patterns[:2], plain=18.6),
    parts=(
        caption("DATE DE DÉLIVRANCE - AUTORITÉ / DATE OF ISSUE - AUTHORITY", 5, 5),
        caption("LIEU DE NAISSANCE / PLACE OF BIRTH", 5, 13.6),
        caption("ADRESSE / ADDRESS", 5, 19.6), caption("N° ÉTRANGER", 60, 13.6),
        Text("RÉPUBLIQUE FRANÇAISE", 80, 33.6, 1.9, SANS_BOLD, INK, "r"),
        Text("SPECIMEN", 83.5, 5, 1.7, BOLD, RED, "r"),
        data("issuingDate", 5, 7.8, form=spaced_date),
        data("issuingAuthority", 5, 10.7, size=2.2, form=str.upper),
        data("placeOfBirth", 5, 16.4), data("personalNumber", 60, 16.4),
        Address(5, 22.4, size=2.3, width=60),
        Zone("td1", mrz),
    ),
)  # fmt: skip

SIDES = (FRONT, BACK)
