"""Who holds a specimen of a French residence permit, and the zone on its back."""

from functools import partial

from workers.specimens.cards.fra_common import numbered
from workers.specimens.lettering import Value
from workers.specimens.mrz_writer import td1
from workers.specimens.people.france import resident
from workers.specimens.person import Person, digits, pick, random
from workers.specimens.sheet import SANS_BOLD

KINDS = (
    ("CARTE DE SÉJOUR TEMPORAIRE", ("VIE PRIVÉE ET FAMILIALE", "ÉTUDIANT", "SALARIÉ")),
    ("CARTE DE SÉJOUR PLURIANNUELLE", ("PASSEPORT TALENT", "TRAVAILLEUR TEMPORAIRE")),
    ("CARTE DE RÉSIDENT", ("RÉSIDENT DE LONGUE DURÉE-UE", "RÉFUGIÉ")),
)
WORK = "AUTORISE SON TITULAIRE À TRAVAILLER"


def holder(seed: int, *, issued: tuple[int, int], years: int) -> Person:
    """A foreigner, with the permit's number, the number under which the administration knows
    the holder, and the permit's kind."""
    rng = random(seed, 0xF2F)
    person = numbered(resident(seed, issued=issued, years=years), seed, "XXXXXXXXX")
    kind, motives = KINDS[int(rng.integers(len(KINDS)))]
    return person.but(
        spouseName=person.get("spouseName") if person.get("gender") == "female" else "",
        personalNumber=digits(rng, 10),
        permitType=kind,
        permitRemarks=f"{pick(rng, motives)} {WORK}",
    )


def spouse(x: float, y: float) -> tuple[Value, Value]:
    """Returns a spouse's name as a permit has it: `ÉPOUSE NAME`, on no line of its own label."""
    printed = partial(Value, "spouseName", y=y, font=SANS_BOLD, size=2.1)
    return printed(x=x, form=lambda _: "ÉPOUSE", told=False), printed(x=x + 9.5)


def mrz(person: Person) -> tuple[str, ...]:
    """The holder's own number as optional data, behind a filler."""
    return td1("IR", "FRA", optional=f"<{person.get('personalNumber')}", **person.mrz())
