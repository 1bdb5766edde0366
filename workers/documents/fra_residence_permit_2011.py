"""The residence permit (titre de séjour) of 2011 to 2020.

A card in the uniform format of Regulation (EC) 1030/2002 as 380/2008 changed it; the number under
which the holder is known is the MRZ's optional data.
"""

from workers.documents.fra_common import FOREIGNER_NUMBER, FRANCE, PERMIT_NUMBER, SEXES, SPOUSE
from workers.documents.schema import CONTACTS, ID1, DocumentType, Field, Kind, Place, Side

FRONT = Side(
    code="living_permit_fr_2011_front",
    face="front",
    titles=("TITRE DE SÉJOUR", "CATÉGORIE DU TITRE", "VALABLE JUSQU'AU"),
    fields=(
        Field("documentNumber", kind=Kind.NUMBER, pattern=PERMIT_NUMBER),
        Field("lastName", ("NOM", "SURNAME"), kind=Kind.NAME),
        Field("spouseName", SPOUSE, kind=Kind.NAME, place=Place.BESIDE, optional=True),
        Field("firstName", ("PRÉNOMS", "FORENAMES"), kind=Kind.NAME),
        Field("gender", ("SEXE", "SEX"), kind=Kind.SEX, known=SEXES, place=Place.BELOW),
        Field("nationality", ("NATIONALITÉ", "NATIONALITY"), kind=Kind.COUNTRY, place=Place.BELOW),
        Field(
            "birthDate", ("DATE DE NAISSANCE", "DATE OF BIRTH"), kind=Kind.DATE, place=Place.BELOW
        ),
        Field("placeOfBirth", ("LIEU DE NAISSANCE", "PLACE OF BIRTH"), kind=Kind.PLACE),
        Field(
            "expirationDate", ("VALABLE JUSQU'AU", "VALID UNTIL"), kind=Kind.DATE, place=Place.BELOW
        ),
        Field("permitType", ("CATÉGORIE DU TITRE", "TYPE OF PERMIT"), lines=2),
        Field("permitRemarks", ("REMARQUES", "REMARKS"), lines=2, optional=True),
    ),
    portrait=(0.03, 0.23, 0.33, 0.78),
)

BACK = Side(
    code="living_permit_fr_2011_back",
    face="back",
    titles=("TITRE DE SÉJOUR", "RESIDENCE PERMIT", "AUTORITÉ DE DÉLIVRANCE", "N° ÉTRANGER"),
    fields=(
        Field("address", ("ADRESSE", "ADDRESS"), kind=Kind.ADDRESS, lines=3),
        Field(
            "issuingDate",
            ("DATE DE DÉLIVRANCE", "DATE OF ISSUE"),
            kind=Kind.DATE,
            place=Place.BELOW,
        ),
        Field(
            "issuingAuthority",
            ("AUTORITÉ DE DÉLIVRANCE", "ISSUING AUTHORITY"),
            lines=2,
            place=Place.BELOW,
        ),
        Field(
            "personalNumber",
            ("N° ÉTRANGER", "PERSONAL No"),
            kind=Kind.NUMBER,
            pattern=FOREIGNER_NUMBER,
            place=Place.BELOW,
        ),
    ),
    mrz=("td1",),
    chip=CONTACTS,
)

TYPES = (
    DocumentType(
        code="living_permit_fr_2011",
        type="residence_permit",
        country=FRANCE,
        size=ID1,
        sides=(FRONT, BACK),
    ),
)
