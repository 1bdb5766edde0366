"""Any issuer's travel document after ICAO 9303: for those that have no type of their own."""

from workers.documents import icao_labels as labels
from workers.documents.schema import ID1, ID2, ID3, DocumentType, Field, Kind, Side

MRV_A = (120.0, 80.0)
"""Millimetres (9303-7); MRV-B is as large as ID-2."""

NUMBER = Field(
    "documentNumber", labels.DOCUMENT_NUMBER, kind=Kind.NUMBER, pattern=r"[A-Z0-9]{5,12}"
)
LAST_NAME = Field("lastName", labels.LAST_NAME, kind=Kind.NAME)
FIRST_NAME = Field("firstName", labels.FIRST_NAME, kind=Kind.NAME)
NATIONALITY = Field("nationality", labels.NATIONALITY, kind=Kind.COUNTRY)
BIRTH_DATE = Field("birthDate", labels.BIRTH_DATE, kind=Kind.DATE)
SEX = Field("gender", labels.SEX, kind=Kind.SEX)
EXPIRY = Field("expirationDate", labels.EXPIRATION_DATE, kind=Kind.DATE)
PERSON = (NUMBER, LAST_NAME, FIRST_NAME, NATIONALITY, BIRTH_DATE, SEX, EXPIRY)

BIRTH_PLACE = Field("placeOfBirth", labels.PLACE_OF_BIRTH, kind=Kind.PLACE, optional=True)
ISSUED = Field("issuingDate", labels.ISSUING_DATE, kind=Kind.DATE, optional=True)
AUTHORITY = Field("issuingAuthority", labels.AUTHORITY, optional=True)
PERSONAL_NUMBER = Field(
    "personalNumber", labels.PERSONAL_NUMBER, kind=Kind.NUMBER, pattern=r"[A-Z0-9]+", optional=True
)
ADDRESS = Field("address", labels.ADDRESS, kind=Kind.ADDRESS, lines=3, optional=True)
HEIGHT = Field("height", labels.HEIGHT, kind=Kind.HEIGHT, optional=True)
PERMIT = (
    Field("permitType", labels.PERMIT_TYPE, optional=True),
    Field("permitRemarks", labels.REMARKS, lines=2, optional=True),
)

IDENTITY_CARD = (
    "IDENTITY CARD", "CARTE D'IDENTITÉ", "PERSONALAUSWEIS", "DOCUMENTO DE IDENTIDAD",
    "BILHETE DE IDENTIDADE", "CARTA D'IDENTITÀ", "IDENTITEITSKAART", "DOWÓD OSOBISTY",
)  # fmt: skip
RESIDENCE_PERMIT = (
    "RESIDENCE PERMIT", "TITRE DE SÉJOUR", "AUFENTHALTSTITEL", "PERMISO DE RESIDENCIA",
    "TÍTULO DE RESIDÊNCIA", "PERMESSO DI SOGGIORNO", "VERBLIJFSTITEL", "DOKUMENT POBYTOWY",
)  # fmt: skip
PASSPORT = (
    "PASSPORT", "PASSEPORT", "REISEPASS", "PASAPORTE", "PASSAPORTE", "PASSAPORTO", "PASPOORT",
    "PASZPORT",
)  # fmt: skip
VISA = ("VISA", "VISUM", "VISADO", "VISTO", "WIZA")

PAGE = Side(
    "icao_passport", "front", PASSPORT,
    (*PERSON, PERSONAL_NUMBER, BIRTH_PLACE, ISSUED, AUTHORITY), mrz=("td3",),
)  # fmt: skip
TD1_FRONT = Side("icao_td1_front", "front", IDENTITY_CARD, (*PERSON, BIRTH_PLACE))
TD1_BACK = Side("icao_td1_back", "back", (), (ADDRESS, HEIGHT, ISSUED, AUTHORITY), mrz=("td1",))
TD2 = Side(
    "icao_td2", "front", IDENTITY_CARD, (*PERSON, BIRTH_PLACE, ISSUED, AUTHORITY), mrz=("td2",)
)
PERMIT_FRONT = Side("icao_permit_front", "front", RESIDENCE_PERMIT, (*PERSON, *PERMIT))
PERMIT_BACK = Side(
    "icao_permit_back", "back", RESIDENCE_PERMIT, (BIRTH_PLACE, ADDRESS, ISSUED, AUTHORITY),
    mrz=("td1", "td2"),
)  # fmt: skip
MRV_A_SIDE = Side("icao_mrva", "front", VISA, (*PERSON, ISSUED, AUTHORITY), mrz=("mrva",))
MRV_B_SIDE = Side("icao_mrvb", "front", VISA, (*PERSON, ISSUED, AUTHORITY), mrz=("mrvb",))

TYPES = (
    DocumentType("icao_passport", "passport", None, ID3, (PAGE,)),
    DocumentType("icao_td1", "national_identity_card", None, ID1, (TD1_FRONT, TD1_BACK)),
    DocumentType("icao_td2", "national_identity_card", None, ID2, (TD2,)),
    DocumentType("icao_permit", "residence_permit", None, ID1, (PERMIT_FRONT, PERMIT_BACK)),
    DocumentType("icao_mrva", "visa", None, MRV_A, (MRV_A_SIDE,)),
    DocumentType("icao_mrvb", "visa", None, ID2, (MRV_B_SIDE,)),
)
