"""Invented people of France: its citizens, and foreigners who live there."""

import datetime as dt

from workers.specimens.person import Person, Random, day, digits, pick, random, years_later

SURNAMES = (
    "Martin", "Lefèvre", "D'Alméida", "Bœuf", "Guérin", "L'Hôpital", "Saint-Aubin", "Delacroix",
    "Nuñez-Vidal", "Châtelain", "Aït-Kaci", "Le Goff", "De La Tour", "Béranger", "Hervé-Duclos",
    "Garçon", "Noël", "Maître", "Dubois", "Perrault", "Forêt", "Çelik", "Traoré", "Müller", "Roux",
    "Vandenbroucke-Lacombe", "Petitjean", "O'Brien", "Jaïs", "Rousseau", "Lévy", "Chênevert",
)  # fmt: skip
GIVEN = {
    "female": (
        "Corinne", "Anaïs", "Éloïse", "Marie-Thérèse", "Chloé", "Maëlys", "Inès", "Françoise",
        "Léa", "Zoé", "Noémie", "Anne-Sophie", "Célestine", "Gaëlle", "Joséphine", "Hélène",
    ),
    "male": (
        "Jean-Baptiste", "Loïc", "François", "Gaël", "Étienne", "Hugo", "Raphaël", "Maël", "Noé",
        "André", "Aimé", "Jérôme", "Benoît", "Pierre-Yves", "Théo", "Clément", "Léon", "Cédric",
    ),
}  # fmt: skip
EYES = ("MARRON", "BLEU", "VERT", "NOISETTE", "NOIR", "GRIS")

# Town, postcode, department, whose prefecture issues: as it is printed.
TOWNS = (
    ("Lyon", "69003", "69", "Préfecture du Rhône"),
    ("Saint-Étienne", "42000", "42", "Préfecture de la Loire"),
    ("Besançon", "25000", "25", "Préfecture du Doubs"),
    ("Créteil", "94000", "94", "Préfecture du Val-de-Marne"),
    ("Nîmes", "30900", "30", "Préfecture du Gard"),
    ("Angoulême", "16000", "16", "Préfecture de la Charente"),
    ("Châlons-en-Champagne", "51000", "51", "Préfecture de la Marne"),
    ("Bourg-en-Bresse", "01000", "01", "Préfecture de l'Ain"),
    ("Évreux", "27000", "27", "Préfecture de l'Eure"),
    ("La Roche-sur-Yon", "85000", "85", "Préfecture de la Vendée"),
    ("Paris", "75011", "75", "Préfecture de police"),
    ("Bobigny", "93000", "93", "Préfecture de la Seine-Saint-Denis"),
)
STREETS = (
    "rue de la République", "avenue du Maréchal-Foch", "rue des Écoles", "impasse des Acacias",
    "boulevard Voltaire", "allée des Châtaigniers", "rue du Général-de-Gaulle", "quai Saint-Clair",
    "chemin de l'Étang", "place de l'Hôtel-de-Ville", "rue d'Alésia", "cours Jean-Jaurès",
)  # fmt: skip

# Nationality, adjective as permits print it (masculine, feminine), towns, surnames, given names.
FOREIGNERS = (
    ("DZA", "ALGÉRIENNE", ("Oran", "Tizi Ouzou"), ("Benali", "Haddad"), ("Yasmine", "Karim")),
    ("MAR", "MAROCAINE", ("Fès", "Salé"), ("El Amrani", "Bennani"), ("Salma", "Youssef")),
    ("TUN", "TUNISIENNE", ("Sfax", "Bizerte"), ("Trabelsi", "Ben Amor"), ("Amel", "Skander")),
    ("SEN", "SÉNÉGALAISE", ("Thiès", "Dakar"), ("N'Diaye", "Sarr"), ("Awa", "Mamadou")),
    ("CIV", "IVOIRIENNE", ("Bouaké", "Man"), ("Kouassi", "Koné"), ("Adjoua", "Kouamé")),
    ("CHN", "CHINOISE", ("Wenzhou", "Qingdao"), ("Wang", "Ouyang"), ("Xiaomei", "Zhiqiang")),
    ("BRA", "BRÉSILIENNE", ("Macapá", "São Luís"), ("Conceição", "Araújo"), ("Inês", "João")),
    ("TUR", "TURQUE", ("Eskişehir", "Iğdır"), ("Yıldız", "Şahin"), ("Gülşen", "Çağrı")),
    ("UKR", "UKRAINIENNE", ("Lviv", "Odessa"), ("Kovalenko", "Shevchuk"), ("Olena", "Taras")),
    ("VNM", "VIETNAMIENNE", ("Huế", "Nam Định"), ("Nguyễn", "Phạm"), ("Thị Hương", "Văn Hùng")),
    ("USA", "AMÉRICAINE", ("Springfield", "Salem"), ("O'Connor", "Reyes"), ("Joyce", "Dwight")),
    ("MDG", "MALGACHE", ("Antsirabe", "Toliara"), ("Rakotoarisoa", "Rabe"), ("Voahangy", "Hery")),
)
ADJECTIVES = {country: adjective for country, adjective, *_ in FOREIGNERS}
"""How French documents print a nationality, by its code."""


def citizen(seed: int, *, issued: tuple[int, int], years: int) -> Person:
    """Returns the French citizen of a seed, with a document issued between two years, in force
    for so many."""
    rng = random(seed, 0xF2A)
    sex = pick(rng, ("female", "male"))
    first, second = pick(rng, SURNAMES), pick(rng, SURNAMES)
    count = int(rng.integers(1, 4))
    given = [str(name) for name in rng.choice(GIVEN[sex], count, replace=False)]
    town, _, department, _ = TOWNS[int(rng.integers(len(TOWNS)))]
    spouse = second if second != first and rng.random() < 0.25 else ""
    return Person(
        {
            "lastName": first.upper(),
            "spouseName": spouse.upper(),
            "firstName": ", ".join(given),
            "gender": sex,
            "nationality": "FRA",
            "placeOfBirth": town.upper(),
            "birthDepartment": department,
        }
        | _document(rng, issued, years)
    )


def resident(seed: int, *, issued: tuple[int, int], years: int) -> Person:
    """Returns the foreigner of a seed who lives in France, with a permit in force for `years`."""
    rng = random(seed, 0xF2B)
    sex = pick(rng, ("female", "male"))
    country, _, towns, surnames, names = FOREIGNERS[int(rng.integers(len(FOREIGNERS)))]
    return Person(
        {
            "lastName": pick(rng, surnames).upper(),
            "spouseName": pick(rng, SURNAMES).upper() if rng.random() < 0.2 else "",
            "firstName": names[sex == "male"],
            "gender": sex,
            "nationality": country,
            "placeOfBirth": pick(rng, towns).upper(),
        }
        | _document(rng, issued, years)
    )


def _document(rng: Random, issued: tuple[int, int], years: int) -> dict[str, str]:
    """What a document adds: birth, dates, address, who issued it, and what the holder is like."""
    birth = day(rng, dt.date(1945, 1, 1), dt.date(2002, 12, 31))
    issue = day(rng, dt.date(issued[0], 1, 1), dt.date(issued[1], 12, 28))
    town, postcode, department, prefecture = TOWNS[int(rng.integers(len(TOWNS)))]
    street = f"{int(rng.integers(1, 240))} {pick(rng, STREETS)}"
    return {
        "birthDate": birth.isoformat(),
        "issuingDate": issue.isoformat(),
        "expirationDate": (years_later(issue, years) - dt.timedelta(days=1)).isoformat(),
        "address": f"{street} {postcode} {town}".upper(),
        "issuingAuthority": prefecture,
        "department": department,
        "height": f"1.{int(rng.integers(50, 99))}",
        "eyeColour": pick(rng, EYES),
        "accessNumber": digits(rng, 6),
    }
