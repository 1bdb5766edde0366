"""The citizen card without a chip (căn cước công dân), 2016 to 2021.

Its back is the same as that of the identity card of twelve digits.
"""

from workers.documents.schema import ID1, DocumentType, Field, Kind, Side
from workers.documents.vnm_cmnd_new import BACK
from workers.documents.vnm_common import (
    CITIZEN_RULES,
    EMBLEM,
    MOTTO,
    SEXES,
    STATE,
    TWELVE_DIGITS,
    VIETNAM,
)

FRONT = Side(
    code="cccd_front",
    face="front",
    titles=(STATE, MOTTO, "CĂN CƯỚC CÔNG DÂN"),
    fields=(
        Field("documentNumber", ("Số",), kind=Kind.NUMBER, pattern=TWELVE_DIGITS),
        Field("fullName", ("Họ và tên",), kind=Kind.NAME, lines=2),
        Field("birthDate", ("Ngày, tháng, năm sinh",), kind=Kind.DATE),
        Field("gender", ("Giới tính",), kind=Kind.SEX, known=SEXES),
        Field("nationality", ("Quốc tịch",), kind=Kind.COUNTRY),
        Field("placeOfOrigin", ("Quê quán",), kind=Kind.ADDRESS, lines=2),
        Field("address", ("Nơi thường trú",), kind=Kind.ADDRESS, lines=2),
        Field("expirationDate", ("Có giá trị đến",), kind=Kind.DATE),
    ),
    portrait=(0.03, 0.32, 0.28, 0.86),
    emblem=EMBLEM,
)

TYPES = (
    DocumentType(
        code="cccd",
        type="national_identity_card",
        country=VIETNAM,
        size=ID1,
        sides=(FRONT, BACK),
        rules=CITIZEN_RULES,
    ),
)
