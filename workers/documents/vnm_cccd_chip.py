"""The citizen card with a chip (căn cước công dân gắn chíp), 2021 to 2024."""

from workers.documents.schema import CONTACTS, ID1, DocumentType, Field, Kind, Side
from workers.documents.vnm_common import (
    CITIZEN_RULES,
    EMBLEM,
    MARKS,
    MOTTO,
    SEXES,
    SIGNED_BY,
    STATE,
    TWELVE_DIGITS,
    VIETNAM,
    ZONE,
)

FRONT = Side(
    code="cccd_chip_front",
    face="front",
    titles=(
        STATE,
        MOTTO,
        "SOCIALIST REPUBLIC OF VIET NAM",
        "Independence - Freedom - Happiness",
        "CĂN CƯỚC CÔNG DÂN",
        "Citizen Identity Card",
    ),
    fields=(
        Field("documentNumber", ("Số", "No."), kind=Kind.NUMBER, pattern=TWELVE_DIGITS),
        Field("fullName", ("Họ và tên", "Full name"), kind=Kind.NAME, lines=2),
        Field("birthDate", ("Ngày sinh", "Date of birth"), kind=Kind.DATE),
        Field("gender", ("Giới tính", "Sex"), kind=Kind.SEX, known=SEXES),
        Field("nationality", ("Quốc tịch", "Nationality"), kind=Kind.COUNTRY),
        Field("placeOfOrigin", ("Quê quán", "Place of origin"), kind=Kind.ADDRESS, lines=2),
        Field("address", ("Nơi thường trú", "Place of residence"), kind=Kind.ADDRESS, lines=2),
        Field("expirationDate", ("Có giá trị đến", "Date of expiry"), kind=Kind.DATE),
    ),
    barcodes=("vnm_citizen",),
    portrait=(0.03, 0.36, 0.28, 0.87),
    emblem=EMBLEM,
)

BACK = Side(
    code="cccd_chip_back",
    face="back",
    titles=(
        "Đặc điểm nhân dạng",
        "Personal identification",
        "Left index finger",
        "Right index finger",
        "Ngón trỏ trái",
        "Ngón trỏ phải",
    ),
    fields=(
        Field(
            "distinguishingMarks",
            ("Đặc điểm nhân dạng", "Personal identification"),
            lines=2,
            words=MARKS,
            optional=True,
        ),
        Field("issuingDate", ("Ngày, tháng, năm", "Date, month, year"), kind=Kind.DATE),
        SIGNED_BY,
    ),
    mrz=("td1",),
    chip=CONTACTS,
)

TYPES = (
    DocumentType(
        code="cccd_chip",
        type="national_identity_card",
        country=VIETNAM,
        size=ID1,
        sides=(FRONT, BACK),
        rules=CITIZEN_RULES,
        zone=ZONE,
    ),
)
