"""The residence permit (titre de séjour) since 2020/2021.

A card in the uniform format of Regulation (EC) 1030/2002 as (EU) 2017/1954 changed it: surname and
forenames, one under the other, share one label; the place of birth is on the back.
"""

from workers.documents.fra_common import FOREIGNER_NUMBER, FRANCE, PERMIT_NUMBER, SEXES, SPOUSE
from workers.documents.schema import ID1, DocumentType, Field, Kind, Place, Side

NAMES = ("NOM Prénoms", "SURNAME Forenames")

FRONT = Side(
    code="living_permit_fr_2021_front",
    face="front",
    titles=("TITRE DE SÉJOUR", "RESIDENCE PERMIT", "NOM Prénoms", "TYPE DE TITRE"),
    fields=(
        Field("documentNumber", kind=Kind.NUMBER, pattern=PERMIT_NUMBER),
        Field("lastName", NAMES, kind=Kind.NAME, place=Place.BELOW),
        Field("firstName", NAMES, kind=Kind.NAME, place=Place.BELOW),
        Field("spouseName", SPOUSE, kind=Kind.NAME, place=Place.BESIDE, optional=True),
        Field("gender", ("SEXE", "SEX"), kind=Kind.SEX, known=SEXES, place=Place.BELOW),
        Field("nationality", ("NATIONALITÉ", "NATIONALITY"), kind=Kind.COUNTRY, place=Place.BELOW),
        Field(
            "birthDate", ("DATE DE NAISSANCE", "DATE OF BIRTH"), kind=Kind.DATE, place=Place.BELOW
        ),
        Field("permitType", ("TYPE DE TITRE", "TYPE OF PERMIT"), place=Place.BELOW),
        Field(
            "expirationDate",
            ("DATE D'EXPIRATION", "CARD EXPIRY"),
            kind=Kind.DATE,
            place=Place.BELOW,
        ),
        Field("permitRemarks", ("REMARQUES", "REMARKS"), lines=2, optional=True),
        Field("accessNumber", kind=Kind.NUMBER, pattern=r"\d{6}"),
    ),
    portrait=(0.03, 0.2, 0.33, 0.78),
)

BACK = Side(
    code="living_permit_fr_2021_back",
    face="back",
    titles=("DATE DE DÉLIVRANCE - AUTORITÉ", "DATE OF ISSUE - AUTHORITY", "N° ÉTRANGER"),
    fields=(
        Field(
            "issuingDate",
            ("DATE DE DÉLIVRANCE", "DATE OF ISSUE"),
            kind=Kind.DATE,
            place=Place.BELOW,
        ),
        Field("issuingAuthority", starts=("PRÉFECTURE", "PRÉFET", "SOUS-PRÉFECTURE")),
        Field("placeOfBirth", ("LIEU DE NAISSANCE", "PLACE OF BIRTH"), kind=Kind.PLACE),
        Field("address", ("ADRESSE", "ADDRESS"), kind=Kind.ADDRESS, lines=3, place=Place.BELOW),
        Field("personalNumber", ("N° ÉTRANGER",), kind=Kind.NUMBER, pattern=FOREIGNER_NUMBER),
    ),
    mrz=("td1",),
)

TYPES = (
    DocumentType(
        code="living_permit_fr_2021",
        type="residence_permit",
        country=FRANCE,
        size=ID1,
        sides=(FRONT, BACK),
    ),
)
