"""Invented people of many states, for the documents that ICAO 9303 describes."""

import datetime as dt

from workers.specimens.person import Person, day, digits, letters, pick, random, years_later

# State, adjective, towns, surnames, given names: of women and of men in turn.
PEOPLES = (
    ("DEU", "DEUTSCH", ("Köln", "Göttingen"), ("Müller", "Groß-Weiß", "Böhm", "Jäger"),
     ("Käthe", "Jörg", "Änne", "Günther")),
    ("POL", "POLSKIE", ("Łódź", "Poznań"), ("Wiśniewska", "Żółć", "Dąbek", "Kwiecień"),
     ("Agnieszka", "Łukasz", "Bożena", "Zbigniew")),
    ("ESP", "ESPAÑOLA", ("Cádiz", "León"), ("Ibáñez Núñez", "García", "Peña", "Zubizarreta"),
     ("Begoña", "Íñigo", "María Jesús", "Ramón")),
    ("PRT", "PORTUGUESA", ("Évora", "Braga"), ("Conceição", "Magalhães", "Simões", "Leitão"),
     ("Inês", "João", "Assunção", "Estêvão")),
    ("SWE", "SVENSK", ("Malmö", "Umeå"), ("Fjällström", "Åkesson", "Öberg", "Lindqvist"),
     ("Åsa", "Björn", "Märta", "Göran")),
    ("DNK", "DANSK", ("Ærøskøbing", "Aarhus"), ("Søndergaard", "Kjær", "Østergård", "Bøgh"),
     ("Bodil", "Søren", "Dorthe", "Jørgen")),
    ("CZE", "ČESKÁ", ("Děčín", "Plzeň"), ("Dvořáková", "Říha", "Šťastná", "Kučera"),
     ("Božena", "Jiří", "Žofie", "Ondřej")),
    ("HRV", "HRVATSKO", ("Šibenik", "Čakovec"), ("Đurić", "Kovačević", "Žužul", "Perić"),
     ("Željka", "Krešimir", "Đurđica", "Luka")),
    ("TUR", "T.C.", ("Eskişehir", "Muğla"), ("Yıldız", "Çağlar", "Öztürk", "Güneş"),
     ("Gülşen", "Ömer", "Ayşe", "Çağrı")),
    ("GBR", "BRITISH CITIZEN", ("Llanelli", "Leeds"), ("O'Sullivan", "Hart-Dyke", "Bell", "Ogg"),
     ("Mair", "Ian", "Isobel", "Giles")),
    ("CAN", "CANADIAN", ("Trois-Rivières", "Moose Jaw"), ("Bélanger", "Ng", "Thériault", "Sioui"),
     ("Océane", "Luc", "Joëlle", "Wayne")),
    ("BRA", "BRASILEIRA", ("São Luís", "Macapá"), ("Araújo", "Falcão", "Gonçalves", "Brandão"),
     ("Conceição", "Antônio", "Lúcia", "Sebastião")),
    ("SEN", "SÉNÉGALAISE", ("Thiès", "Saint-Louis"), ("N'Diaye", "Sarr", "Guèye", "Diop"),
     ("Awa", "Mamadou", "Ndèye", "Cheikh")),
    ("PHL", "FILIPINO", ("Dasmariñas", "Cebu"), ("Dela Cruz", "Peñaflor", "Magsaysay", "Ubaldo"),
     ("Niña", "Crisanto", "Luzviminda", "Bayani")),
    ("IDN", "INDONESIA", ("Yogyakarta", "Medan"), ("Wijaya", "Sutomo", "Hidayat", "Siregar"),
     ("Dewi", "Budi", "Ayu", "Joko")),
    ("AUS", "AUSTRALIAN", ("Wagga Wagga", "Perth"), ("Nguyen", "Whitlow", "Quaid", "Burgess"),
     ("Kylie", "Bruce", "Sheila", "Angus")),
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
            "firstName": pick(rng, names[sex == "male" :: 2]).upper(),
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
