"""The driving licence (permis de conduire) since 2013: a card after Directive 2006/126/EC.

The directive numbers the entries in place of labels. The MRZ, one line of 30, is on the back.
"""

from workers.documents.fra_common import FRANCE, REPUBLIC
from workers.documents.schema import ID1, DocumentType, Field, Kind, Place, Side

CLASS = "(AM|A1|A2|A|B1|BE|B|C1E|C1|CE|C|D1E|D1|DE|D)"

FRONT = Side(
    code="driving_licence_fr_front",
    face="front",
    titles=("PERMIS DE CONDUIRE", REPUBLIC, "DRIVING LICENCE"),
    fields=(
        Field("lastName", ("1.",), kind=Kind.NAME, place=Place.BESIDE),
        Field("firstName", ("2.",), kind=Kind.NAME, place=Place.BESIDE),
        Field("birthDate", ("3.",), kind=Kind.DATE, place=Place.BESIDE),
        Field(
            "placeOfBirth",
            pattern=r"(?!PR[ÉE]FECTURE)[^\d()]+ ?\((\d{2}|2[AB]|9[78]\d|99)\)",
            kind=Kind.PLACE,
        ),
        Field("issuingDate", ("4a.",), kind=Kind.DATE, place=Place.BESIDE),
        Field("expirationDate", ("4b.",), kind=Kind.DATE, place=Place.BESIDE),
        Field("issuingAuthority", ("4c.",), lines=2, place=Place.BESIDE),
        Field(
            "documentNumber",
            ("5.",),
            kind=Kind.NUMBER,
            pattern=r"\d{2}[A-Z]{2}\d{5}",
            place=Place.BESIDE,
        ),
        Field("licenceClasses", ("9.",), pattern=rf"{CLASS}(/{CLASS})*", place=Place.BESIDE),
    ),
    portrait=(0.03, 0.27, 0.3, 0.85),
)

BACK = Side(
    code="driving_licence_fr_back",
    face="back",
    titles=(),
    fields=(),
    mrz=("permis_fr",),
)

TYPES = (
    DocumentType(
        code="driving_licence_fr",
        type="driving_license",
        country=FRANCE,
        size=ID1,
        sides=(FRONT, BACK),
    ),
)
