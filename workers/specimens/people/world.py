"""Invented people of many states, for the documents that ICAO 9303 describes."""

import datetime as dt

from workers.specimens.person import Person, day, digits, letters, pick, random, years_later

# State, adjective, towns, surnames, given names of women and of men.
PEOPLES = (
    ("DEU", "DEUTSCH", ("Köln", "Göttingen"), ("Müller", "Groß-Weiß"), ("Käthe", "Jörg")),
    ("POL", "POLSKIE", ("Łódź", "Poznań"), ("Wiśniewska", "Żółć"), ("Agnieszka", "Łukasz")),
    ("ESP", "ESPAÑOLA", ("Cádiz", "León"), ("Ibáñez Núñez", "García"), ("Begoña", "Íñigo")),
    ("PRT", "PORTUGUESA", ("Évora", "Braga"), ("Conceição", "Magalhães"), ("Inês", "João")),
    ("SWE", "SVENSK", ("Malmö", "Umeå"), ("Fjällström", "Åkesson"), ("Åsa", "Björn")),
    ("DNK", "DANSK", ("Ærøskøbing", "Aarhus"), ("Søndergaard", "Kjær"), ("Bodil", "Søren")),
    ("CZE", "ČESKÁ", ("Děčín", "Plzeň"), ("Dvořáková", "Říha"), ("Božena", "Jiří")),
    ("HRV", "HRVATSKO", ("Šibenik", "Čakovec"), ("Đurić", "Kovačević"), ("Željka", "Krešimir")),
    ("TUR", "T.C.", ("Eskişehir", "Muğla"), ("Yıldız", "Çağlar"), ("Gülşen", "Ömer")),
    ("GBR", "BRITISH CITIZEN", ("Llanelli", "Leeds"), ("O'Sullivan", "Hart-Dyke"), ("Mair", "Ian")),
    ("CAN", "CANADIAN", ("Trois-Rivières", "Moose Jaw"), ("Bélanger", "Ng"), ("Océane", "Luc")),
    ("BRA", "BRASILEIRA", ("São Luís", "Macapá"), ("Araújo", "Falcão"), ("Conceição", "Antônio")),
    ("SEN", "SÉNÉGALAISE", ("Thiès", "Saint-Louis"), ("N'Diaye", "Sarr"), ("Awa", "Mamadou")),
    ("PHL", "FILIPINO", ("Dasmariñas", "Cebu"), ("Dela Cruz", "Peñaflor"), ("Niña", "Crisanto")),
    ("IDN", "INDONESIA", ("Yogyakarta", "Medan"), ("Wijaya", "Sutomo"), ("Dewi", "Budi")),
    ("AUS", "AUSTRALIAN", ("Wagga Wagga", "Perth"), ("Nguyen", "Whitlow"), ("Kylie", "Bruce")),
)  # fmt: skip
ADJECTIVES = {state: adjective for state, adjective, *_ in PEOPLES}
"""How a state's own documents print its nationality, by its code."""


def traveller(seed: int, *, issued: tuple[int, int] = (2019, 2024), years: int = 10) -> Person:
    """Returns the traveller of a seed: `issuingCountry` and `nationality` are the same state.

    One in five has no personal number. Raises nothing; every name fits an MRZ of 30 characters.
    """
    rng = random(seed, 0x1CA0)
    state, _, towns, surnames, names = PEOPLES[int(rng.integers(len(PEOPLES)))]
    sex = pick(rng, ("female", "male"))
    issue = day(rng, dt.date(issued[0], 1, 1), dt.date(issued[1], 12, 28))
    expiry = years_later(issue, years) - dt.timedelta(days=1)
    return Person(
        {
            "lastName": pick(rng, surnames).upper(),
            "firstName": names[sex == "male"].upper(),
            "gender": sex,
            "nationality": state,
            "issuingCountry": state,
            "birthDate": day(rng, dt.date(1945, 1, 1), dt.date(2004, 12, 31)).isoformat(),
            "placeOfBirth": pick(rng, towns).upper(),
            "documentNumber": letters(rng, int(rng.integers(1, 3))) + digits(rng, 7),
            "personalNumber": digits(rng, 10) if rng.random() < 0.8 else "",
            "issuingDate": issue.isoformat(),
            "expirationDate": expiry.isoformat(),
        }
    )
