"""Utopia's visas: MRV-A, as large as a passport's page, and MRV-B (ICAO 9303-7)."""

from functools import partial

from workers.specimens.cards.icao_common import (
    INK,
    SEXES,
    STATE,
    Label,
    day_month,
    holder,
    paper,
    value,
)
from workers.specimens.drawing import Emblem, Portrait, Seal
from workers.specimens.lettering import RED, Text, Zone, said
from workers.specimens.mrz_writer import visa
from workers.specimens.person import Person
from workers.specimens.sheet import BOLD, SANS_BOLD
from workers.specimens.side import CardSide

foreigner = partial(holder, citizen=False)


def mrz(person: Person, *, small: bool) -> tuple[str, ...]:
    """Without optional data."""
    return visa("V", STATE, small=small, **person.mrz())


def side(code: str, size: tuple[float, float], left: float, portrait: Portrait) -> CardSide:
    """One of both visas: the same entries, in two columns from `left`."""
    right = left + 38
    rows = (
        ("documentNumber", "expirationDate"), ("lastName", "issuingDate"),
        ("firstName", "issuingAuthority"), ("nationality", "birthDate"), ("gender", ""),
    )  # fmt: skip
    forms = {
        "expirationDate": day_month, "issuingDate": day_month, "birthDate": day_month,
        "gender": said(SEXES),
    }  # fmt: skip
    placed = [
        (name, x, 15.5 + 7 * row)
        for row, names in enumerate(rows)
        for name, x in zip(names, (left, right), strict=True)
        if name
    ]
    small = code == "icao_mrvb"
    return CardSide(
        code=code, type=code, country=STATE, size=size, person=foreigner, paper=paper(19),
        parts=(
            Emblem(9, 7.5, 5, INK), Text("UTOPIA", 16.5, 8.6, 4, SANS_BOLD, INK),
            Text("SPECIMEN", size[0] - 3, 8.6, 2.4, BOLD, RED, "r"),
            Label("visa", 40, 8.6, 3.4, SANS_BOLD), portrait,
            *(Label(name, x, y) for name, x, y in placed),
            *(value(name, x, y + 3, form=forms.get(name, str), width=36) for name, x, y in placed),
            Seal(right + 20, 48, 5),
            Zone("mrvb" if small else "mrva", partial(mrz, small=small)),
        ),
    )  # fmt: skip


SIDES = (
    side("icao_mrva", (120.0, 80.0), 42, Portrait(5, 15, 30, 38)),
    side("icao_mrvb", (105.0, 74.0), 32, Portrait(4, 14.5, 25, 32)),
)
