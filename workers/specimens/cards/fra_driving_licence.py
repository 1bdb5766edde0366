"""The French driving licence since 2013: numbered entries, and one line to be read by machines."""

from functools import partial

from workers.specimens.cards.fra_common import CARD, dotted_date, numbered
from workers.specimens.drawing import Panel, Portrait, Rule, Signature
from workers.specimens.lettering import RED, Text, Value, Zone
from workers.specimens.mrz_writer import french_licence
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.people.france import citizen
from workers.specimens.person import Person, pick, random
from workers.specimens.sheet import BOLD, SANS, SANS_BOLD
from workers.specimens.side import CardSide

INK = "#8a3d6a"
PAPER = Paper(
    ("#f6dfe9", "#fbeef2", "#f4dbe8", "#f8e8ef"),
    (
        Waves("#e3a3c2", count=48, swing=5),
        Waves("#b9a6d8", count=30, swing=-6, phase=1.4),
        Rosette("#e0a2bd", 60, 30, 18),
    ),
)
CLASSES = ("B", "AM/B", "B1/B", "AM/A1/B1/B", "A2/A/B", "B/BE", "B/C1/C")
ROWS = ("AM", "A1", "A2", "A", "B1", "B", "C1", "C", "BE")
entry = partial(Text, font=SANS, size=2.2)
value = partial(Value, font=SANS_BOLD, size=2.5)


def holder(seed: int) -> Person:
    """A citizen whose licence was issued between 2014 and 2025, for fifteen years."""
    person = numbered(citizen(seed, issued=(2014, 2025), years=15), seed, "99AA99999")
    return person.but(
        licenceClasses=pick(random(seed, 0xF30), CLASSES),
        placeOfBirth=f"{person.get('placeOfBirth')} ({person.get('birthDepartment')})",
        firstName=person.get("firstName").upper(),
    )


def mrz(person: Person) -> tuple[str, ...]:
    """The line of thirty characters."""
    return french_licence(
        surname=person.get("lastName"),
        number=person.get("documentNumber"),
        expiry=person.get("expirationDate"),
    )


FRONT = CardSide(
    code="driving_licence_fr_front", type="driving_licence_fr", country="FRA", size=CARD,
    person=holder, paper=PAPER,
    parts=(
        Panel(3.5, 3, 9, 6.4, "#2a4a9c"), Text("F", 8, 7.2, 3, SANS_BOLD, "#f3d24a", "m"),
        Text("PERMIS DE CONDUIRE", 31, 6.4, 3.4, SANS_BOLD, INK),
        Text("RÉPUBLIQUE FRANÇAISE", 31, 10, 2.2, SANS_BOLD, INK),
        Text("SPECIMEN", 83.5, 10, 1.7, BOLD, RED, "r"),
        entry("1.", 30, 16), entry("2.", 30, 20.2), entry("3.", 30, 24.4), entry("4a.", 30, 28.6),
        entry("4c.", 55, 28.6), entry("4b.", 30, 32.8), entry("5.", 30, 37), entry("7.", 30, 42),
        entry("9.", 30, 49),
        Portrait(4, 14, 22, 29), Signature(35, 38.6, 20, 5),
        value("lastName", 32.8, 16), value("firstName", 32.8, 20.2),
        value("birthDate", 32.8, 24.4, form=dotted_date),
        value("placeOfBirth", 48.5, 24.4, width=32),
        value("issuingDate", 34.6, 28.6, form=dotted_date),
        value("issuingAuthority", 59.5, 28.6, size=2, width=24, lines=2, form=str.upper),
        value("expirationDate", 34.6, 32.8, form=dotted_date),
        value("documentNumber", 32.8, 37), value("licenceClasses", 32.8, 49),
    ),
)  # fmt: skip

BACK = CardSide(
    code="driving_licence_fr_back", type="driving_licence_fr", country="FRA", size=CARD,
    person=holder, paper=Paper(PAPER.tints, PAPER.patterns[:2], plain=12),
    parts=(
        *(entry(text, x, 5.6, size=1.9) for text, x in
          (("9.", 6), ("10.", 26), ("11.", 44), ("12.", 62))),
        *(Rule(5, 6.8 + 3.6 * row, 75.6) for row in range(len(ROWS) + 1)),
        *(entry(name, 6, 9.6 + 3.6 * row, size=1.9) for row, name in enumerate(ROWS)),
        *(entry("---", x, 9.6 + 3.6 * row, size=1.9) for row in range(len(ROWS)) for x in (26, 44)),
        Text("SPECIMEN", 83.5, 43, 1.7, BOLD, RED, "r"),
        Zone("permis_fr", mrz),
    ),
)  # fmt: skip

SIDES = (FRONT, BACK)
