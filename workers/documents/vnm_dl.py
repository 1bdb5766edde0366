"""The driving licence: laminated paper up to 2012, and the plastic card since."""

from workers.documents.schema import ID1, DocumentType, Field, Kind, Side
from workers.documents.vnm_common import MOTTO, STATE, TWELVE_DIGITS, VIETNAM

CLASS = r"(A|A1|A2|A3|A4|B|B1|B2|C|C1|D|D1|D2|E|F|FB2|FC|FD|FE|BE|CE|C1E|DE|D1E|D2E)"
CLASSES = rf"{CLASS}( ?[,;] ?{CLASS})*"

OLD = Side(
    code="dl_old_front",
    face="front",
    titles=(STATE, MOTTO, "GIẤY PHÉP LÁI XE", "BỘ GIAO THÔNG VẬN TẢI"),
    fields=(
        Field("documentNumber", ("Số",), kind=Kind.NUMBER, pattern=r"[A-Z]{1,2}\d{6}"),
        Field("fullName", ("Họ tên", "Họ và tên"), kind=Kind.NAME),
        Field("birthDate", ("Sinh ngày", "Ngày sinh"), kind=Kind.DATE),
        Field("nationality", ("Quốc tịch",), kind=Kind.COUNTRY, optional=True),
        Field("address", ("Nơi cư trú",), kind=Kind.ADDRESS, lines=2),
        Field("licenceClasses", ("Hạng",), pattern=CLASSES),
        Field("issuingDate", kind=Kind.DATE),
        Field("expirationDate", ("Có giá trị đến",), kind=Kind.DATE),
    ),
    portrait=(0.03, 0.35, 0.28, 0.87),
)

NEW = Side(
    code="dl_new_front",
    face="front",
    titles=(
        STATE,
        MOTTO,
        "THE SOCIALIST REPUBLIC OF VIET NAM",
        "Independence - Freedom - Happiness",
        "GIẤY PHÉP LÁI XE",
        "DRIVER'S LICENSE",
        "BỘ GTVT",
    ),
    fields=(
        Field("documentNumber", ("Số", "No."), kind=Kind.NUMBER, pattern=TWELVE_DIGITS),
        Field("fullName", ("Họ tên", "Full name"), kind=Kind.NAME),
        Field("birthDate", ("Ngày sinh", "Date of Birth"), kind=Kind.DATE),
        Field("nationality", ("Quốc tịch", "Nationality"), kind=Kind.COUNTRY),
        Field("address", ("Nơi cư trú", "Address"), kind=Kind.ADDRESS, lines=2),
        Field("licenceClasses", ("Hạng", "Class"), pattern=CLASSES),
        Field("issuingDate", kind=Kind.DATE),
        Field("expirationDate", ("Có giá trị đến", "Expires"), kind=Kind.DATE),
    ),
    portrait=(0.03, 0.35, 0.28, 0.87),
)

TYPES = tuple(
    DocumentType(code=code, type="driving_license", country=VIETNAM, size=ID1, sides=(side,))
    for code, side in (("dl_old", OLD), ("dl_new", NEW))
)
