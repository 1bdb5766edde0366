"""Countries by their names and adjectives as documents print them, in the languages we read."""

from rapidfuzz.distance import Levenshtein

from workers.checks.countries import CODES
from workers.checks.printed import folded
from workers.documents.icao import alpha3

# Folded. Nationalities stand in a document's own language, mostly beside English or French.
NAMES: dict[str, tuple[str, ...]] = {
    "VNM": ("VIET NAM", "VIETNAM", "VIETNAMESE", "VIETNAMIEN", "VIETNAMIENNE"),
    "FRA": ("FRANCE", "FRANCAISE", "FRANCAIS", "FRENCH"),
    "DEU": ("DEUTSCH", "GERMAN", "ALLEMANDE", "ALLEMAND", "DEUTSCHLAND", "GERMANY", "ALLEMAGNE"),
    "GBR": ("BRITISH CITIZEN", "BRITISH", "BRITANNIQUE", "ROYAUME UNI", "UNITED KINGDOM"),
    "USA": ("UNITED STATES OF AMERICA", "AMERICAN", "AMERICAINE", "AMERICAIN", "ETATS UNIS"),
    "CAN": ("CANADIAN", "CANADIENNE", "CANADIEN", "CANADA"),
    "ESP": ("ESPANOLA", "ESPANOL", "SPANISH", "ESPAGNOLE", "ESPAGNOL", "ESPAGNE", "SPAIN"),
    "PRT": ("PORTUGUESA", "PORTUGUES", "PORTUGAISE", "PORTUGAIS", "PORTUGUESE", "PORTUGAL"),
    "ITA": ("ITALIANA", "ITALIANO", "ITALIENNE", "ITALIEN", "ITALIAN", "ITALIE", "ITALY"),
    "BEL": ("BELGE", "BELG", "BELGIAN", "BELGIQUE", "BELGIUM"),
    "NLD": ("NEDERLANDSE", "DUTCH", "NEERLANDAISE", "NEERLANDAIS", "PAYS BAS"),
    "CHE": ("SUISSE", "SWISS", "SCHWEIZ", "SVIZZERA"),
    "AUT": ("OSTERREICH", "AUSTRIAN", "AUTRICHIENNE", "AUTRICHIEN", "AUTRICHE"),
    "POL": ("POLSKIE", "POLISH", "POLONAISE", "POLONAIS", "POLOGNE"),
    "ROU": ("ROMANA", "ROMANIAN", "ROUMAINE", "ROUMAIN", "ROUMANIE"),
    "SWE": ("SVENSK", "SWEDISH", "SUEDOISE", "SUEDOIS", "SUEDE"),
    "HUN": ("MAGYAR", "HUNGARIAN", "HONGROISE", "HONGROIS", "HONGRIE"),
    "DZA": ("ALGERIENNE", "ALGERIEN", "ALGERIAN", "ALGERIE"),
    "MAR": ("MAROCAINE", "MAROCAIN", "MOROCCAN", "MAROC"),
    "TUN": ("TUNISIENNE", "TUNISIEN", "TUNISIAN", "TUNISIE"),
    "SEN": ("SENEGALAISE", "SENEGALAIS", "SENEGALESE", "SENEGAL"),
    "MLI": ("MALIENNE", "MALIEN", "MALIAN", "MALI"),
    "CIV": ("IVOIRIENNE", "IVOIRIEN", "IVORIAN", "COTE DIVOIRE"),
    "CMR": ("CAMEROUNAISE", "CAMEROUNAIS", "CAMEROONIAN", "CAMEROUN"),
    "COD": ("CONGOLAISE RDC", "RD CONGO", "CONGO RDC"),
    "COG": ("CONGOLAISE", "CONGOLAIS", "CONGO"),
    "TCD": ("TCHADIENNE", "TCHADIEN", "CHADIAN", "TCHAD"),
    "GIN": ("GUINEENNE", "GUINEEN", "GUINEAN", "GUINEE"),
    "MDG": ("MALGACHE", "MALAGASY", "MADAGASCAR"),
    "HTI": ("HAITIENNE", "HAITIEN", "HAITIAN", "HAITI"),
    "TUR": ("TC", "TURQUE", "TURC", "TURKISH", "TURQUIE"),
    "RUS": ("RUSSE", "RUSSIAN", "RUSSIE"),
    "UKR": ("UKRAINIENNE", "UKRAINIEN", "UKRAINIAN", "UKRAINE"),
    "CHN": ("CHINOISE", "CHINOIS", "CHINESE", "CHINE", "CHINA", "TRUNG QUOC"),
    "JPN": ("JAPONAISE", "JAPONAIS", "JAPANESE", "JAPON", "JAPAN"),
    "KOR": ("COREENNE", "COREEN", "REPUBLIC OF KOREA", "COREE DU SUD"),
    "IND": ("INDIENNE", "INDIEN", "INDIAN", "INDE", "INDIA"),
    "BRA": ("BRESILIENNE", "BRESILIEN", "BRAZILIAN", "BRESIL", "BRASILEIRA"),
    "LBN": ("LIBANAISE", "LIBANAIS", "LEBANESE", "LIBAN"),
    "SYR": ("SYRIENNE", "SYRIEN", "SYRIAN", "SYRIE"),
    "LAO": ("LAO", "LAOTIENNE", "LAOTIEN", "LAOTIAN"),
    "KHM": ("CAMBODGIENNE", "CAMBODGIEN", "CAMBODIAN", "CAMBODGE", "CAMPUCHIA"),
    "THA": ("THAILANDAISE", "THAILANDAIS", "THAI", "THAILANDE", "THAI LAN"),
    "PHL": ("FILIPINO", "PHILIPPINE", "PILIPINAS", "PHILIPPINES"),
    "DNK": ("DANSK", "DANISH", "DANOISE", "DANOIS", "DANEMARK"),
    "CZE": ("CESKA", "CZECH", "TCHEQUE"),
    "HRV": ("HRVATSKO", "CROATIAN", "CROATE", "CROATIE"),
    "AUS": ("AUSTRALIAN", "AUSTRALIENNE", "AUSTRALIEN", "AUSTRALIE"),
    "IDN": ("INDONESIA", "INDONESIAN", "INDONESIENNE", "INDONESIEN"),
    "UTO": ("UTOPIAN", "UTOPIENNE", "UTOPIEN", "UTOPIA", "UTOPIE"),
}  # fmt: skip

_BY_NAME = {name: code for code, names in NAMES.items() for name in names}
_SHORTEST = 6
"""Letters of a name from which one of them may be misread."""


def country_code(text: str) -> tuple[str, int] | None:
    """Returns ISO 3166-1 alpha-3 (or ICAO's own) of a name, adjective or code, and the letters in
    doubt; None where it is none that we know. Of `FRANÇAISE / FRENCH` either will do.
    """
    parts = [folded(part) for part in (text, *text.split("/"))]
    for part in parts:
        if part in _BY_NAME:
            return _BY_NAME[part], 0
        if part in CODES and text.isupper():  # `Nam` is no Namibia
            return alpha3(part), 0
    for part in parts:
        if len(part) < _SHORTEST:
            continue
        near = {code for name, code in _BY_NAME.items() if Levenshtein.distance(part, name) == 1}
        if len(near) == 1:
            return near.pop(), 1
    return None
