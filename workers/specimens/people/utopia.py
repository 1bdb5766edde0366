"""The people of Utopia, the state that ICAO itself sets aside for examples."""

import datetime as dt

from workers.specimens.person import Person, day, digits, letters, pick, random, years_later

DEMO_SEED = 0
"""The seed of the demo's holder, who does not come from a generator."""

SURNAMES = (
    "Álvarez Núñez", "Brönte", "Castelnau", "Dvořáková", "Eldarin", "Fjällström", "Gießen",
    "Hallorane", "Ibáñez", "Jørgensdal", "Kallistrate", "Lévêque", "Moorcastle", "Nguyễn",
    "Oakenshaw", "Peñaverde", "Quillfeather", "Rœderer", "Søndervang", "Trần", "Umbriel",
    "Valmorin", "Whitlow-Marsh", "Ysengrin", "Zephyrine",
)  # fmt: skip
GIVEN_NAMES = (
    "Anaïs", "Béatrice", "Chloë", "Diệu Linh", "Elin", "Françoise", "Greta", "Hélène", "Isolde",
    "Joséphine", "Katarzyna", "Lucía", "Maëlle", "Noor", "Ottilie", "Perpetua", "Rosalind",
    "Solveig", "Thị Hương", "Ursula", "Viola", "Wilhelmina", "Xanthe", "Yseult", "Zoë",
)  # fmt: skip
PLACES = (
    "Amaurot", "Anydrus", "Bensalem", "Cockaigne", "Erewhon", "Lagado", "Nephelis", "Port Morus",
    "Tamoë", "Zenith",
)  # fmt: skip
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

OF_ALL = {
    "documentCode": "P",
    "issuingCountry": "UTO",
    "nationality": "UTO",
    "gender": "female",  # as the one portrait shows
    "issuingAuthority": "PASSPORT OFFICE, AMAUROT",
}

# The holder of ICAO's own specimen (Doc 9303-4, appendix A), with later dates of issue and
# expiry so that the demo's passport is in force until 2034.
DEMO_HOLDER = Person(
    OF_ALL
    | {
        "lastName": "ERIKSSON",
        "firstName": "ANNA MARIA",
        "birthDate": "1974-08-12",
        "placeOfBirth": "ZENITH",
        "documentNumber": "L898902C3",
        "personalNumber": "ZE184226B",
        "issuingDate": "2024-04-16",
        "expirationDate": "2034-04-15",
    }
)


def utopian(seed: int) -> Person:
    """Returns the holder of a seed: always the same one, `DEMO_HOLDER` for `DEMO_SEED`.

    Born between 1950 and 2001, issued between 2022 and 2025, valid for ten years: in force until
    2032 at least, whatever the seed. One holder in eight has no personal number.
    """
    if seed == DEMO_SEED:
        return DEMO_HOLDER
    rng = random(seed, 0x901DE5)
    issue = day(rng, dt.date(2022, 1, 1), dt.date(2025, 12, 30))
    given = rng.choice(GIVEN_NAMES, size=int(rng.integers(1, 3)), replace=False)
    return Person(
        OF_ALL
        | {
            "lastName": pick(rng, SURNAMES).upper(),
            "firstName": " ".join(str(name) for name in given).upper(),
            "birthDate": day(rng, dt.date(1950, 1, 1), dt.date(2001, 12, 31)).isoformat(),
            "placeOfBirth": pick(rng, PLACES).upper(),
            "documentNumber": letters(rng, 2) + digits(rng, 7),
            "personalNumber": letters(rng, 2) + digits(rng, 8) if rng.random() > 1 / 8 else "",
            "issuingDate": issue.isoformat(),
            "expirationDate": (years_later(issue, 10) - dt.timedelta(days=1)).isoformat(),
        }
    )


def day_month(value: str) -> str:
    """`12 AUG 1974` of an ISO date, whatever the machine's language."""
    date = dt.date.fromisoformat(value)
    return f"{date.day:02} {MONTHS[date.month - 1]} {date.year:04}"
