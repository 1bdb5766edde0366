"""What specimens of Utopia's ICAO documents share: labels in two languages.

Utopia prints every label in English and in another language, which changes from seed to seed;
the words are kept apart from those that the reading knows (`workers.documents.icao_labels`).
"""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from workers.specimens.canvas import Canvas
from workers.specimens.lettering import Value, dated
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.people.world import traveller
from workers.specimens.person import Person, digits, pick, random
from workers.specimens.sheet import REGULAR, SANS_BOLD

STATE = "UTO"
INK = "#28547a"
SEXES = {"female": "F", "male": "M"}
PATTERNS = (
    Waves("#8fb4c9", count=46, swing=5),
    Waves("#c9b493", count=32, swing=-6, phase=1.9),
    Rosette("#8fc2b4", 60, 30, 20, petals=13),
)
TINTS = ("#dbe9ee", "#e6f0ea", "#f3eadf", "#e2ebea")
AUTHORITIES = ("AMAUROT CITY OFFICE", "PORT MORUS", "REGISTRY OF BENSALEM", "LAGADO")
ADDRESSES = ("HARBOUR ROAD 7 AMAUROT", "12 OLD MILL LANE PORT MORUS", "3 CANAL WALK LAGADO")
MOTIVES = ("STUDY", "WORK PERMITTED", "FAMILY", "RESEARCH")
KINDS = ("TEMPORARY RESIDENCE", "PERMANENT RESIDENCE", "LONG-TERM RESIDENT")

# Per language the words for each label and title, in the order of `NAMES`.
NAMES = (
    "lastName", "firstName", "nationality", "birthDate", "gender", "placeOfBirth",
    "documentNumber", "issuingDate", "expirationDate", "issuingAuthority", "height", "address",
    "permitType", "permitRemarks", "card", "permit", "visa",
)  # fmt: skip
LANGUAGES = {
    "en": (
        "Surname", "Given names", "Nationality", "Date of birth", "Sex", "Place of birth",
        "Document No.", "Date of issue", "Date of expiry", "Authority", "Height", "Address",
        "Type of permit", "Remarks", "IDENTITY CARD", "RESIDENCE PERMIT", "VISA",
    ),
    "fr": (
        "Nom", "Prénoms", "Nationalité", "Date de naissance", "Sexe", "Lieu de naissance",
        "N° du document", "Date de délivrance", "Date d'expiration", "Autorité", "Taille",
        "Adresse", "Type de titre", "Remarques", "CARTE D'IDENTITÉ", "TITRE DE SÉJOUR", "VISA",
    ),
    "de": (
        "Name", "Vornamen", "Staatsangehörigkeit", "Geburtsdatum", "Geschlecht", "Geburtsort",
        "Dokumentnummer", "Ausstellungsdatum", "Gültig bis", "Behörde", "Größe", "Anschrift",
        "Art des Titels", "Anmerkungen", "PERSONALAUSWEIS", "AUFENTHALTSTITEL", "VISUM",
    ),
    "es": (
        "Apellidos", "Nombre", "Nacionalidad", "Fecha de nacimiento", "Sexo",
        "Lugar de nacimiento", "Número de documento", "Fecha de expedición",
        "Fecha de caducidad", "Autoridad", "Estatura", "Domicilio", "Tipo de permiso",
        "Observaciones", "DOCUMENTO DE IDENTIDAD", "PERMISO DE RESIDENCIA", "VISADO",
    ),
    "pt": (
        "Apelido", "Nomes próprios", "Nacionalidade", "Data de nascimento", "Sexo",
        "Local de nascimento", "N.º do documento", "Data de emissão", "Data de validade",
        "Autoridade", "Altura", "Morada", "Tipo de título", "Observações",
        "BILHETE DE IDENTIDADE", "TÍTULO DE RESIDÊNCIA", "VISTO",
    ),
    "it": (
        "Cognome", "Nome", "Cittadinanza", "Data di nascita", "Sesso", "Luogo di nascita",
        "Documento N.", "Data di rilascio", "Data di scadenza", "Autorità", "Statura",
        "Residenza", "Tipo di permesso", "Annotazioni", "CARTA D'IDENTITÀ",
        "PERMESSO DI SOGGIORNO", "VISTO",
    ),
    "nl": (
        "Naam", "Voornamen", "Nationaliteit", "Geboortedatum", "Geslacht", "Geboorteplaats",
        "Documentnummer", "Datum van afgifte", "Geldig tot", "Autoriteit", "Lengte", "Adres",
        "Soort vergunning", "Opmerkingen", "IDENTITEITSKAART", "VERBLIJFSTITEL", "VISUM",
    ),
    "pl": (
        "Nazwisko", "Imiona", "Obywatelstwo", "Data urodzenia", "Płeć", "Miejsce urodzenia",
        "Numer dokumentu", "Data wydania", "Data ważności", "Organ wydający", "Wzrost", "Adres",
        "Rodzaj zezwolenia", "Uwagi", "DOWÓD OSOBISTY", "DOKUMENT POBYTOWY", "WIZA",
    ),
}  # fmt: skip

day_month = dated("%d.%m.%Y")
spaced = dated("%d %m %Y")
value = partial(Value, font=SANS_BOLD, size=2.6)


def holder(seed: int, *, citizen: bool) -> Person:
    """The traveller of a seed, as Utopia's own citizen or as a foreigner there; the document is
    Utopia's. One in eight has English labels alone."""
    rng = random(seed, 0x1CA1)
    person = traveller(seed)
    return person.but(
        issuingCountry=STATE,
        nationality=STATE if citizen else person.get("nationality"),
        issuingAuthority=pick(rng, AUTHORITIES),
        address=pick(rng, ADDRESSES),
        height=f"1.{int(rng.integers(50, 99))}",
        permitType=pick(rng, KINDS),
        permitRemarks=pick(rng, MOTIVES),
        accessNumber=digits(rng, 6),
        language=pick(rng, tuple(LANGUAGES)),
    )


@dataclass(frozen=True)
class Label:
    """A label, or a title, in the holder's language and in English.

    `name`: the field's, or `card`, `permit`, `visa`.
    """

    name: str
    x: float
    y: float
    size: float = 1.75
    font: str = REGULAR
    personal: ClassVar[bool] = True

    def draw(self, canvas: Canvas) -> None:
        """Prints it."""
        place = NAMES.index(self.name)
        own = LANGUAGES[canvas.person.get("language")][place]
        words = " / ".join(dict.fromkeys((own, LANGUAGES["en"][place])))
        canvas.text(words, self.x, self.y, name=self.font, size=self.size, ink=INK, anchor="l")


def paper(plain: float) -> Paper:
    """Returns Utopia's paper, without patterns so far up from the foot."""
    return Paper(TINTS, PATTERNS, plain=plain)
