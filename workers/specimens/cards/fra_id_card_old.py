"""The laminated French identity card of 1988 to 2021: typewritten data, a zone of its own form."""

from functools import partial

from workers.specimens.cards.fra_common import SEXES, Address, dotted_date, numbered
from workers.specimens.drawing import Panel, Portrait, Signature
from workers.specimens.lettering import RED, Text, Value, Zone, said
from workers.specimens.mrz_writer import french_card
from workers.specimens.paper import Paper, Waves
from workers.specimens.people.france import citizen
from workers.specimens.person import Person
from workers.specimens.sheet import BOLD, SANS_BOLD, TYPEWRITER
from workers.specimens.side import CardSide

SIZE = (105.0, 74.0)
INK = "#26418f"
PAPER = Paper(
    ("#cfe8e2", "#bfe0dc", "#c9dcf0", "#d6ebe4"),
    (Waves("#8cc3bd", count=46, swing=4), Waves("#9fb9dd", count=40, swing=-5, phase=1.2)),
    plain=19,
)
label = partial(Text, font=SANS_BOLD, size=2.3, ink=INK)
value = partial(Value, font=TYPEWRITER, size=3.1)


def holder(seed: int) -> Person:
    """A citizen whose card was issued between 2009 and 2020; the number begins with the date and
    the department of issue."""
    person = citizen(seed, issued=(2009, 2020), years=10)
    issued = person.get("issuingDate")
    head = f"{issued[2:4]}{issued[5:7]}{person.get('department')}"
    born = f"{person.get('placeOfBirth')} ({person.get('birthDepartment')})"
    return numbered(person, seed, f"{head}999999").but(placeOfBirth=born)


def mrz(person: Person) -> tuple[str, ...]:
    """The office is the department with the number's next digit and three more."""
    number = person.get("documentNumber")
    return french_card(
        surname=person.get("lastName"),
        given=person.get("firstName"),
        number=number,
        birth=person.get("birthDate"),
        sex=person.get("gender"),
        office=f"{number[4:7]}{number[9:12]}",
    )


def height(metres: str) -> str:
    """Returns `1,68m` for `1.68`."""
    return f"{metres.replace('.', ',')}m"


FRONT = CardSide(
    code="id_card_fr_old_front", type="id_card_fr_old", country="FRA", size=SIZE, person=holder,
    paper=PAPER,
    parts=(
        Panel(0, 0, 105, 8.6, INK, cover=0.92),
        Text("R É P U B L I Q U E   F R A N Ç A I S E", 52.5, 6.1, 4.2, SANS_BOLD, "#f2f4f8", "m"),
        label("CARTE NATIONALE D'IDENTITÉ N° :", 3.5, 13.2), label("Nationalité", 76, 13.2),
        label("Nom :", 32, 20), label("Nom d'usage :", 32, 25), label("Prénom(s) :", 32, 30),
        label("Sexe :", 32, 35.5), label("Né(e) le :", 55, 35.5), label("à :", 32, 40.5),
        label("Taille :", 32, 45.5),
        label("Signature", 32, 49.2), label("du titulaire :", 32, 52),
        Text("SPECIMEN", 101, 50, 3.4, BOLD, RED, "r"),
        Portrait(3.5, 17.5, 25, 33, grey=True),
        value("documentNumber", 44.5, 13.2), value("nationality", 89.5, 13.2, size=2.3, ink=INK,
              font=SANS_BOLD, form=said({"FRA": "Française"})),
        value("lastName", 40, 20), value("spouseName", 49, 25),
        value("firstName", 46, 30, form=str.upper),
        value("gender", 40, 35.5, form=said(SEXES)), value("birthDate", 67, 35.5, form=dotted_date),
        value("placeOfBirth", 36.5, 40.5), value("height", 41.5, 45.5, form=height),
        Signature(50, 46.5, 24, 6, "#2a2f3a"),
        Zone("cni_fr_old", mrz),
    ),
)  # fmt: skip

BACK = CardSide(
    code="id_card_fr_old_back", type="id_card_fr_old", country="FRA", size=SIZE, person=holder,
    paper=Paper(PAPER.tints, PAPER.patterns),
    parts=(
        label("Adresse :", 6, 12),
        label("Carte valable jusqu'au :", 6, 34), label("délivrée le :", 6, 41),
        label("par :", 6, 48), label("Signature", 6, 58), label("de l'autorité :", 6, 61),
        Text("SPECIMEN", 99, 68, 3.4, BOLD, RED, "r"),
        Address(20, 12, size=3, font=TYPEWRITER, width=80),
        value("expirationDate", 36, 34, form=dotted_date),
        value("issuingDate", 23, 41, form=dotted_date),
        value("issuingAuthority", 15, 48, form=str.upper),
        Signature(30, 54, 26, 8, "#2a2f3a", whose=1),
    ),
)  # fmt: skip

SIDES = (FRONT, BACK)
