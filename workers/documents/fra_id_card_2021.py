"""The identity card (carte nationale d'identité) since 2021, with a chip and a 2D-Doc."""

from workers.documents.fra_common import FRANCE, REPUBLIC, SEXES
from workers.documents.schema import CONTACTS, ID1, DocumentType, Field, Kind, Place, Side

FRONT = Side(
    code="id_card_fr_2021_front",
    face="front",
    titles=(REPUBLIC, "CARTE NATIONALE D'IDENTITÉ", "IDENTITY CARD"),
    fields=(
        Field("lastName", ("NOM", "Surname"), kind=Kind.NAME, place=Place.BELOW),
        Field("firstName", ("Prénoms", "Given names"), kind=Kind.NAME, lines=2, place=Place.BELOW),
        Field("gender", ("SEXE", "Sex"), kind=Kind.SEX, known=SEXES, place=Place.BELOW),
        Field("nationality", ("NATIONALITÉ", "Nationality"), kind=Kind.COUNTRY, place=Place.BELOW),
        Field("birthDate", ("DATE DE NAISS.", "Date of birth"), kind=Kind.DATE, place=Place.BELOW),
        Field(
            "placeOfBirth",
            ("LIEU DE NAISSANCE", "Place of birth"),
            kind=Kind.PLACE,
            place=Place.BELOW,
        ),
        Field(
            "spouseName",
            ("NOM D'USAGE", "Alternate name"),
            kind=Kind.NAME,
            place=Place.BELOW,
            optional=True,
        ),
        Field(
            "documentNumber",
            ("N° DU DOCUMENT", "Document No"),
            kind=Kind.NUMBER,
            pattern=r"[A-Z0-9]{9}",
            place=Place.BELOW,
        ),
        Field(
            "expirationDate", ("DATE D'EXPIR.", "Expiry date"), kind=Kind.DATE, place=Place.BELOW
        ),
        Field("accessNumber", kind=Kind.NUMBER, pattern=r"\d{6}"),
    ),
    portrait=(0.04, 0.25, 0.35, 0.9),
)

BACK = Side(
    code="id_card_fr_2021_back",
    face="back",
    titles=(REPUBLIC, "TAILLE", "Height", "DATE DE DÉLIVRANCE"),
    fields=(
        Field("height", ("TAILLE", "Height"), kind=Kind.HEIGHT, place=Place.BELOW),
        Field(
            "issuingDate",
            ("DATE DE DÉLIVRANCE", "Date of issue"),
            kind=Kind.DATE,
            place=Place.BELOW,
        ),
        Field("address", ("ADRESSE", "Address"), kind=Kind.ADDRESS, lines=4, place=Place.BELOW),
    ),
    mrz=("td1",),
    chip=CONTACTS,
    barcodes=("fra_2ddoc",),
)

TYPES = (
    DocumentType(
        code="id_card_fr_2021",
        type="national_identity_card",
        country=FRANCE,
        size=ID1,
        sides=(FRONT, BACK),
    ),
)
