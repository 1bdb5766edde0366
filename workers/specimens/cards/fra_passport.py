"""The data page of a French passport: numbered labels in two languages, a TD3 zone."""

from functools import partial

from workers.specimens.cards.fra_common import (
    BLUE,
    SEXES,
    label,
    metres,
    numbered,
    spaced_date,
    value,
)
from workers.specimens.drawing import Hologram, Portrait, Signature
from workers.specimens.lettering import RED, Text, Zone, said
from workers.specimens.mrz_writer import td3
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.people.france import citizen
from workers.specimens.person import Person
from workers.specimens.sheet import BOLD, SANS_BOLD, SANS_ITALIC
from workers.specimens.side import CardSide

PAPER = Paper(
    ("#ecefe4", "#e4ece8", "#efe6dd", "#e9eee2"),
    (
        Waves("#b9c49a", count=44, swing=6),
        Waves("#c9a9a0", count=34, swing=-7, phase=2.4),
        Rosette("#a9bfae", 78, 36, 24, petals=14),
    ),
    plain=23.2,
)
LEFT, RIGHT = 41.0, 88.0
caption = partial(label, size=1.75)
data = partial(value, size=2.9)


def holder(seed: int) -> Person:
    """A citizen whose passport was issued between 2016 and 2025, for ten years."""
    person = numbered(citizen(seed, issued=(2016, 2025), years=10), seed, "99AA99999")
    return person.but(documentCode="P", issuingCountry="FRA")


def mrz(person: Person) -> tuple[str, ...]:
    """Without a personal number."""
    return td3("P", "FRA", **person.mrz())


SIDES = (
    CardSide(
        code="passport_fr_front", type="passport_fr", country="FRA", size=(125, 88), person=holder,
        paper=PAPER,
        parts=(
            Text("RÉPUBLIQUE FRANÇAISE", 70, 6.4, 3.6, SANS_BOLD, BLUE, "m"),
            Text("PASSEPORT", 5, 12, 3, SANS_BOLD, BLUE),
            Text("PASSPORT", 5, 15, 2.2, SANS_ITALIC, BLUE),
            caption("Type/Type", LEFT, 11), caption("Code du pays/Country code", 55, 11),
            caption("Passeport n°/Passport No", RIGHT, 11),
            caption("Nom/Surname (1)", LEFT, 18.4),
            caption("Prénoms/Given names (2)", LEFT, 25.2),
            caption("Nationalité/Nationality (3)", LEFT, 35),
            caption("Sexe/Sex (5)", 64, 35), caption("Taille/Height (12)", 75, 35),
            caption("Couleur des yeux/Colour of eyes (13)", 93, 35, size=1.6),
            caption("Date de naissance/Date of birth (4)", LEFT, 42),
            caption("Date de délivrance/Date of issue (7)", RIGHT, 42, size=1.7),
            caption("Lieu de naissance/Place of birth (6)", LEFT, 49),
            caption("Date d'expiration/Date of expiry (8)", RIGHT, 49, size=1.7),
            caption("Autorité/Authority (9)", LEFT, 56),
            caption("Signature du titulaire/Holder's signature (10)", 80, 56, size=1.5),
            Text("SPECIMEN", 120, 6.6, 3.6, BOLD, RED, "r"),
            Portrait(5, 17.5, 32, 42), Hologram(34, 56, 5.5),
            data("documentCode", LEFT, 14.4), data("issuingCountry", 55, 14.4),
            data("documentNumber", RIGHT, 14.6, size=3.3),
            data("lastName", LEFT, 21.8), data("firstName", LEFT, 28.6, lines=2, leading=1.1),
            data("nationality", LEFT, 38.4, form=said({"FRA": "Française"})),
            data("gender", 64, 38.4, form=said(SEXES)), data("height", 75, 38.4, form=metres),
            data("eyeColour", 93, 38.4),
            data("birthDate", LEFT, 45.4, form=spaced_date),
            data("issuingDate", RIGHT, 45.4, form=spaced_date),
            data("placeOfBirth", LEFT, 52.4), data("expirationDate", RIGHT, 52.4, form=spaced_date),
            data("issuingAuthority", LEFT, 59.4, width=38),
            Signature(86, 57.2, 24, 5),
            Zone("td3", mrz),
        ),
    ),
)  # fmt: skip
