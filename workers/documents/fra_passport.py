"""The passport's data page (passeport), ICAO 9303-4: every label carries its number."""

from workers.documents.fra_common import FRANCE, REPUBLIC, SEXES
from workers.documents.schema import ID3, DocumentType, Field, Kind, Place, Side

DATA_PAGE = Side(
    code="passport_fr_front",
    face="front",
    titles=(REPUBLIC, "PASSEPORT", "Passeport n°", "Code du pays"),
    fields=(
        Field("documentCode", ("Type",), pattern=r"P[A-Z]?", place=Place.BELOW),
        Field(
            "issuingCountry",
            ("Code du pays", "Country code"),
            kind=Kind.COUNTRY,
            known=(FRANCE,),
            place=Place.BELOW,
        ),
        Field(
            "documentNumber",
            ("Passeport n°", "Passport No"),
            kind=Kind.NUMBER,
            pattern=r"\d{2}[A-Z]{2}\d{5}",
            place=Place.BELOW,
        ),
        Field("lastName", ("Nom", "Surname"), kind=Kind.NAME, place=Place.BELOW),
        Field("firstName", ("Prénoms", "Given names"), kind=Kind.NAME, lines=2, place=Place.BELOW),
        Field(
            "spouseName",
            ("Nom d'usage", "Alternate name"),
            kind=Kind.NAME,
            place=Place.BELOW,
            optional=True,
        ),
        Field("nationality", ("Nationalité", "Nationality"), kind=Kind.COUNTRY, place=Place.BELOW),
        Field(
            "birthDate", ("Date de naissance", "Date of birth"), kind=Kind.DATE, place=Place.BELOW
        ),
        Field("gender", ("Sexe", "Sex"), kind=Kind.SEX, known=SEXES, place=Place.BELOW),
        Field("height", ("Taille", "Height"), kind=Kind.HEIGHT, place=Place.BELOW),
        Field("eyeColour", ("Couleur des yeux", "Colour of eyes"), place=Place.BELOW),
        Field(
            "placeOfBirth",
            ("Lieu de naissance", "Place of birth"),
            kind=Kind.PLACE,
            place=Place.BELOW,
        ),
        Field(
            "issuingDate",
            ("Date de délivrance", "Date of issue"),
            kind=Kind.DATE,
            place=Place.BELOW,
        ),
        Field(
            "expirationDate",
            ("Date d'expiration", "Date of expiry"),
            kind=Kind.DATE,
            place=Place.BELOW,
        ),
        Field("issuingAuthority", ("Autorité", "Authority"), place=Place.BELOW),
        Field(
            "address",
            ("Domicile", "Residence"),
            kind=Kind.ADDRESS,
            lines=3,
            place=Place.BELOW,
            optional=True,
        ),
    ),
    mrz=("td3",),
    portrait=(0.03, 0.17, 0.32, 0.7),
)

TYPES = (
    DocumentType(code="passport_fr", type="passport", country=FRANCE, size=ID3, sides=(DATA_PAGE,)),
)
