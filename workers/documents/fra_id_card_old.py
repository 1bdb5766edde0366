"""The laminated identity card (carte nationale d'identité) of 1988 to 2021.

The date of expiry is on the back alone; the cards that were issued to adults between 2004 and 2013
are valid for five years more than they print (decree 2013-1188).
"""

from workers.documents.fra_common import FRANCE, REPUBLIC, SEXES
from workers.documents.schema import ID2, DocumentType, Field, Kind, Place, Side

FRONT = Side(
    code="id_card_fr_old_front",
    face="front",
    titles=(REPUBLIC, "CARTE NATIONALE D'IDENTITÉ N°", "Nationalité Française"),
    fields=(
        Field(
            "documentNumber",
            ("CARTE NATIONALE D'IDENTITÉ N°",),
            kind=Kind.NUMBER,
            pattern=r"[0-9A-Z]{12}",
        ),
        Field(
            "nationality",
            ("Nationalité",),
            kind=Kind.COUNTRY,
            known=("Française",),
            place=Place.BESIDE,
        ),
        Field("lastName", ("Nom",), kind=Kind.NAME, place=Place.BESIDE),
        Field(
            "spouseName",
            ("Nom d'usage", "Épouse", "Veuve"),
            kind=Kind.NAME,
            place=Place.BESIDE,
            optional=True,
        ),
        Field("firstName", ("Prénom(s)",), kind=Kind.NAME, place=Place.BESIDE),
        Field("gender", ("Sexe",), kind=Kind.SEX, known=SEXES, place=Place.BESIDE),
        Field("birthDate", ("Né(e) le", "Né le", "Née le"), kind=Kind.DATE, place=Place.BESIDE),
        Field("placeOfBirth", ("à",), kind=Kind.PLACE, place=Place.BESIDE),
        Field("height", ("Taille",), kind=Kind.HEIGHT, place=Place.BESIDE, optional=True),
    ),
    mrz=("cni_fr_old",),
    portrait=(0.03, 0.26, 0.31, 0.74),
)

BACK = Side(
    code="id_card_fr_old_back",
    face="back",
    titles=("Carte valable jusqu'au", "délivrée le", "Signature de l'autorité"),
    fields=(
        Field("address", ("Adresse",), kind=Kind.ADDRESS, lines=3),
        Field("expirationDate", ("Carte valable jusqu'au",), kind=Kind.DATE, place=Place.BESIDE),
        Field("issuingDate", ("délivrée le",), kind=Kind.DATE, place=Place.BESIDE),
        Field("issuingAuthority", ("par",), lines=2),
    ),
)

TYPES = (
    DocumentType(
        code="id_card_fr_old",
        type="national_identity_card",
        country=FRANCE,
        size=ID2,
        sides=(FRONT, BACK),
    ),
)
