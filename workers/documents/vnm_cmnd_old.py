"""The paper identity card of nine digits (giấy chứng minh nhân dân), up to 2012."""

from workers.documents.schema import ID1, DocumentType, Field, Kind, Side
from workers.documents.vnm_common import EMBLEM, MARKS, MOTTO, PEOPLES, RELIGIONS, STATE, VIETNAM

FRONT = Side(
    code="cmnd_old_front",
    face="front",
    titles=(STATE, MOTTO, "GIẤY CHỨNG MINH NHÂN DÂN"),
    fields=(
        Field("documentNumber", ("Số",), kind=Kind.NUMBER, pattern=r"\d{9}"),
        Field("fullName", ("Họ tên", "Họ và tên"), kind=Kind.NAME, lines=2),
        Field("birthDate", ("Sinh ngày", "Ngày sinh", "Năm sinh"), kind=Kind.DATE),
        Field("placeOfOrigin", ("Nguyên quán",), kind=Kind.ADDRESS, lines=2),
        Field("address", ("Nơi ĐKHK thường trú",), kind=Kind.ADDRESS, lines=2),
    ),
    portrait=(0.03, 0.38, 0.29, 0.95),
    emblem=EMBLEM,
)

BACK = Side(
    code="cmnd_old_back",
    face="back",
    titles=("DẤU VẾT RIÊNG VÀ DỊ HÌNH", "NGÓN TRỎ TRÁI", "NGÓN TRỎ PHẢI"),
    fields=(
        Field("ethnicity", ("Dân tộc",), known=PEOPLES),
        Field("religion", ("Tôn giáo",), known=RELIGIONS, optional=True),
        Field(
            "distinguishingMarks",
            ("DẤU VẾT RIÊNG VÀ DỊ HÌNH",),
            lines=2,
            words=MARKS,
            optional=True,
        ),
        Field("issuingDate", kind=Kind.DATE),
        Field("issuingAuthority", starts=("GIÁM ĐỐC CA", "GIÁM ĐỐC CÔNG AN"), lines=2),
    ),
)

TYPES = (
    DocumentType(
        code="cmnd_old",
        type="national_identity_card",
        country=VIETNAM,
        size=ID1,
        sides=(FRONT, BACK),
        rules=frozenset({"idNumberLength", "birthDateColon", "birthDatePrint"}),
    ),
)
