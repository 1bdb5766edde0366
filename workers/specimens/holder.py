"""The people of Utopia: who a specimen is made out to. All of them are invented."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np

Sex = Literal["F", "M", "X"]

DEMO_SEED = 0
"""The seed of the demo's holder, who does not come from a generator."""

# The portrait that we have shows a woman, so the generated holders have women's names.
_SURNAMES = (
    "Álvarez Núñez", "Brönte", "Castelnau", "Dvořáková", "Eldarin", "Fjällström", "Gießen",
    "Hallorane", "Ibáñez", "Jørgensdal", "Kallistrate", "Lévêque", "Moorcastle", "Nguyễn",
    "Oakenshaw", "Peñaverde", "Quillfeather", "Rœderer", "Søndervang", "Trần", "Umbriel",
    "Valmorin", "Whitlow-Marsh", "Ysengrin", "Zephyrine",
)  # fmt: skip
_GIVEN_NAMES = (
    "Anaïs", "Béatrice", "Chloë", "Diệu Linh", "Elin", "Françoise", "Greta", "Hélène", "Isolde",
    "Joséphine", "Katarzyna", "Lucía", "Maëlle", "Noor", "Ottilie", "Perpetua", "Rosalind",
    "Solveig", "Thị Hương", "Ursula", "Viola", "Wilhelmina", "Xanthe", "Yseult", "Zoë",
)  # fmt: skip
_PLACES = (
    "Amaurot", "Anydrus", "Bensalem", "Cockaigne", "Erewhon", "Lagado", "Nephelis", "Port Morus",
    "Tamoë", "Zenith",
)  # fmt: skip

# Letters and digits that a reader may take for one another are left in on purpose: real numbers
# have them too.
_NUMBER_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


@dataclass(frozen=True)
class Holder:
    """What the page says. Names are in their own spelling, with accents and in any case.

    `document_number`: up to 9 of A–Z and 0–9. `personal_number`: up to 14, or empty.
    `sex` is `X` where it is not stated (a filler in the MRZ).
    """

    surname: str
    given_names: str
    sex: Sex
    birth_date: dt.date
    place_of_birth: str
    document_number: str
    issue_date: dt.date
    expiry_date: dt.date
    personal_number: str = ""
    nationality: str = "UTO"
    authority: str = "Passport Office, Amaurot"


# The holder of ICAO's own specimen (Doc 9303-4, appendix A), with later dates of issue and
# expiry so that the demo's passport is in force until 2034.
DEMO_HOLDER = Holder(
    surname="Eriksson",
    given_names="Anna Maria",
    sex="F",
    birth_date=dt.date(1974, 8, 12),
    place_of_birth="Zenith",
    document_number="L898902C3",
    issue_date=dt.date(2024, 4, 16),
    expiry_date=dt.date(2034, 4, 15),
    personal_number="ZE184226B",
)


def holder(seed: int) -> Holder:
    """Returns the holder of a seed: always the same one, `DEMO_HOLDER` for `DEMO_SEED`.

    Born between 1950 and 2001, issued between 2022 and 2025, valid for ten years: in force until
    2032 at least, whatever the seed. One holder in eight has no personal number.
    """
    if seed == DEMO_SEED:
        return DEMO_HOLDER
    rng = np.random.default_rng([seed, 0x901DE5])
    issued = dt.date(2022, 1, 1) + dt.timedelta(days=int(rng.integers(0, 4 * 365)))
    given = rng.choice(_GIVEN_NAMES, size=int(rng.integers(1, 3)), replace=False)
    return Holder(
        surname=str(rng.choice(_SURNAMES)),
        given_names=" ".join(str(name) for name in given),
        sex="F",
        birth_date=dt.date(1950, 1, 1) + dt.timedelta(days=int(rng.integers(0, 52 * 365))),
        place_of_birth=str(rng.choice(_PLACES)),
        document_number=_code(rng, letters=2, digits=7),
        issue_date=issued,
        expiry_date=_ten_years_later(issued),
        personal_number=_code(rng, letters=2, digits=8) if rng.random() > 1 / 8 else "",
    )


def _code(rng: np.random.Generator, *, letters: int, digits: int) -> str:
    head = rng.choice(list(_NUMBER_LETTERS), size=letters)
    return "".join(head) + "".join(str(digit) for digit in rng.integers(0, 10, size=digits))


def _ten_years_later(issued: dt.date) -> dt.date:
    """The day before the tenth anniversary, the last day on which the passport is valid."""
    day = min(issued.day, 28) if issued.month == 2 else issued.day
    return issued.replace(year=issued.year + 10, day=day) - dt.timedelta(days=1)
