"""The identity card of twelve digits (chứng minh nhân dân), 2012 to 2016."""

from workers.documents.schema import ID1, DocumentType, Field, Kind, Side
from workers.documents.vnm_common import (
    EMBLEM,
    MARKS,
    MOTTO,
    NUMBER_RULES,
    PEOPLES,
    SEXES,
    SIGNED_BY,
    STATE,
    TWELVE_DIGITS,
    VIETNAM,
)

FRONT = Side(
    code="cmnd_new_front",
    face="front",
    titles=(STATE, MOTTO, "CHỨNG MINH NHÂN DÂN"),
    fields=(
        Field("documentNumber", ("Số",), kind=Kind.NUMBER, pattern=TWELVE_DIGITS),
        Field("fullName", ("Họ và tên khai sinh",), kind=Kind.NAME, lines=2),
        Field("otherName", ("Họ và tên gọi khác",), kind=Kind.NAME, optional=True),
        Field("birthDate", ("Ngày, tháng, năm sinh",), kind=Kind.DATE),
        Field("gender", ("Giới tính",), kind=Kind.SEX, known=SEXES),
        Field("ethnicity", ("Dân tộc",), known=PEOPLES),
        Field("placeOfOrigin", ("Quê quán",), kind=Kind.ADDRESS, lines=2),
        Field("address", ("Nơi thường trú",), kind=Kind.ADDRESS, lines=2),
        Field("expirationDate", ("Có giá trị đến",), kind=Kind.DATE),
    ),
    portrait=(0.03, 0.32, 0.28, 0.86),
    emblem=EMBLEM,
)

BACK = Side(
    code="cmnd_new_cccd_back",
    face="back",
    titles=("Đặc điểm nhân dạng", "Ngón trỏ trái", "Ngón trỏ phải"),
    fields=(
        Field("distinguishingMarks", ("Đặc điểm nhân dạng",), lines=2, words=MARKS, optional=True),
        Field("issuingDate", kind=Kind.DATE),
        SIGNED_BY,
    ),
)

TYPES = (
    DocumentType(
        code="cmnd_new",
        type="national_identity_card",
        country=VIETNAM,
        size=ID1,
        sides=(FRONT, BACK),
        rules=NUMBER_RULES,
    ),
)
