"""The data page of a passport of Utopia: a TD3 document (ICAO 9303-4) that no state issues."""

from functools import partial

from workers.specimens.drawing import Emblem, Portrait, Signature
from workers.specimens.lettering import RED, Text, Value, Zone, said
from workers.specimens.mrz_writer import td3
from workers.specimens.paper import Band, Paper, Rosette, Waves
from workers.specimens.people.utopia import day_month, utopian
from workers.specimens.person import Person
from workers.specimens.sheet import BOLD, REGULAR
from workers.specimens.side import CardSide

BLUE = "#28547a"
PAPER = Paper(
    ("#d6e8ee", "#e0f0ec", "#f6e8de", "#e2ece8"),
    (
        Waves("#78aac4", count=46, swing=5.8),
        Waves("#d6b096", count=38, swing=-7.9, phase=2.1),
        Rosette("#82beaa", 84.2, 39.2, 27.5),
        Rosette("#aaa0be", 84.2, 39.2, 15.8, petals=9),
        Rosette("#96beb4", 22.5, 7.5, 12.5, petals=10),
        Band("#54788c", 13.2),
        Band("#54788c", 64.1),
    ),
    plain=23.2,
)
label = partial(Text, font=REGULAR, size=1.58, ink="#4a6076")
value = partial(Value, font=BOLD, size=2.75)

LABELS = (
    ("Type / Type", 43.3, 0), ("Code / Code", 55.8, 0),
    ("Passport No. / N° de passeport", 94.2, 0), ("Surname / Nom", 43.3, 1),
    ("Given names / Prénoms", 43.3, 2), ("Nationality / Nationalité", 43.3, 3),
    ("Personal No. / N° personnel", 94.2, 3), ("Date of birth / Date de naissance", 43.3, 4),
    ("Sex / Sexe", 74.2, 4), ("Place of birth / Lieu de naissance", 94.2, 4),
    ("Date of issue / Date de délivrance", 43.3, 5), ("Authority / Autorité", 74.2, 5),
    ("Date of expiry / Date d'expiration", 43.3, 6),
    ("Holder's signature / Signature du titulaire", 74.2, 6),
)  # fmt: skip
VALUES = (
    ("documentCode", 43.3, 0), ("issuingCountry", 55.8, 0), ("documentNumber", 94.2, 0),
    ("lastName", 43.3, 1), ("firstName", 43.3, 2), ("personalNumber", 94.2, 3),
    ("placeOfBirth", 94.2, 4), ("issuingAuthority", 74.2, 5),
)  # fmt: skip
SEXES = {"female": "F", "male": "M", "other": "X"}
DATES = (("birthDate", 4), ("issuingDate", 5), ("expirationDate", 6))


def top(row: int) -> float:
    """The upper edge of a row of the visual zone."""
    return 16 + row * 6.83


def mrz(person: Person) -> tuple[str, ...]:
    """As 9303-4 has it, the personal number as optional data."""
    return td3("P", "UTO", optional=person.get("personalNumber"), **person.mrz())


SIDES = (
    CardSide(
        code="passport", reads_as="icao_passport", type="icao_passport", country="UTO",
        size=(125, 88), person=utopian, paper=PAPER,
        parts=(
            Emblem(9, 7, 3.8, BLUE),
            Text("UTOPIA", 14.7, 6.5, 3.8, BOLD, BLUE), Text("UTOPIE", 14.7, 10.2, 2.8, ink=BLUE),
            Text("PASSPORT", 43, 6.5, 3.8, BOLD, BLUE), Text("PASSEPORT", 43, 10.2, 2.8, ink=BLUE),
            Text("SPECIMEN", 120, 7.2, 4.8, BOLD, RED, "r"),
            Text(
                "Fictional · not valid for travel / Fictif · sans valeur",
                120, 10.2, 1.6, REGULAR, RED, "r",
            ),
            *(label(text, x, top(row) + 1.4) for text, x, row in LABELS),
            Portrait(5, 16, 35, 45),
            *(value(name, x, top(row) + 4.4) for name, x, row in VALUES),
            *(value(name, 43.3, top(row) + 4.4, form=day_month) for name, row in DATES),
            value("nationality", 43.3, top(3) + 4.4, form=said({"UTO": "UTOPIAN"})),
            value("gender", 74.2, top(4) + 4.4, form=said(SEXES)),
            Signature(75, 59.5, 28, 4.5),
            Zone("td3", mrz),
        ),
    ),
)  # fmt: skip
