"""The identity card of the law of 2023 (căn cước), since July 2024."""

from workers.documents.schema import CONTACTS, ID1, DocumentType, Field, Kind, Side
from workers.documents.vnm_common import (
    CITIZEN_RULES,
    EMBLEM,
    MOTTO,
    SEXES,
    STATE,
    TWELVE_DIGITS,
    VIETNAM,
    ZONE,
)

FRONT = Side(
    code="cc_front",
    face="front",
    titles=(
        STATE,
        MOTTO,
        "SOCIALIST REPUBLIC OF VIET NAM",
        "Independence - Freedom - Happiness",
        "CĂN CƯỚC",
        "IDENTITY CARD",
    ),
    fields=(
        Field(
            "documentNumber",
            ("Số định danh cá nhân", "Personal identification number"),
            kind=Kind.NUMBER,
            pattern=TWELVE_DIGITS,
        ),
        Field(
            "fullName",
            ("Họ, chữ đệm và tên khai sinh", "Full name"),
            kind=Kind.NAME,
            lines=2,
        ),
        Field("birthDate", ("Ngày, tháng, năm sinh", "Date of birth"), kind=Kind.DATE),
        Field("gender", ("Giới tính", "Sex"), kind=Kind.SEX, known=SEXES),
        Field("nationality", ("Quốc tịch", "Nationality"), kind=Kind.COUNTRY),
    ),
    portrait=(0.03, 0.36, 0.28, 0.87),
    emblem=EMBLEM,
)

BACK = Side(
    code="cc_back",
    face="back",
    titles=("BỘ CÔNG AN", "MINISTRY OF PUBLIC SECURITY"),
    fields=(
        Field("address", ("Nơi cư trú", "Place of residence"), kind=Kind.ADDRESS, lines=2),
        Field(
            "placeOfBirth",
            ("Nơi đăng ký khai sinh", "Place of birth"),
            kind=Kind.ADDRESS,
            lines=2,
        ),
        Field("issuingDate", ("Ngày, tháng, năm cấp", "Date of issue"), kind=Kind.DATE),
        Field("expirationDate", ("Ngày, tháng, năm hết hạn", "Date of expiry"), kind=Kind.DATE),
        Field("issuingAuthority", starts=("BỘ CÔNG AN",), known=("BỘ CÔNG AN",)),
    ),
    mrz=("td1",),
    chip=CONTACTS,
    barcodes=("vnm_citizen",),
)

TYPES = (
    DocumentType(
        code="cc",
        type="national_identity_card",
        country=VIETNAM,
        size=ID1,
        sides=(FRONT, BACK),
        rules=CITIZEN_RULES,
        zone=ZONE,
    ),
)
