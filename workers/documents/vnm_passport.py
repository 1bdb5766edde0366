"""The passport's data page (hộ chiếu), ICAO 9303-4."""

from workers.documents.schema import ID3, DocumentType, Field, Kind, Side
from workers.documents.vnm_common import STATE, VIETNAM

DATA_PAGE = Side(
    code="vn_passport_front",
    face="front",
    titles=(STATE, "SOCIALIST REPUBLIC OF VIET NAM", "HỘ CHIẾU", "PASSPORT"),
    fields=(
        Field("documentCode", ("Loại", "Type"), pattern=r"P[A-Z]?"),
        Field("issuingCountry", ("Mã số", "Code"), kind=Kind.COUNTRY),
        Field(
            "documentNumber",
            ("Số hộ chiếu", "Passport No."),
            kind=Kind.NUMBER,
            pattern=r"[A-Z]\d{7,8}|[A-Z]{2}\d{7}",
        ),
        Field("fullName", ("Họ và tên", "Full name"), kind=Kind.NAME, lines=2),
        Field("nationality", ("Quốc tịch", "Nationality"), kind=Kind.COUNTRY),
        Field("birthDate", ("Ngày sinh", "Date of birth"), kind=Kind.DATE),
        Field("placeOfBirth", ("Nơi sinh", "Place of birth"), kind=Kind.PLACE),
        Field("gender", ("Giới tính", "Sex"), kind=Kind.SEX),
        Field(
            "personalNumber",
            ("Số GCMND", "Số ĐDCN/CMND", "ID card N°", "ID No.", "Personal No."),
            kind=Kind.NUMBER,
            pattern=r"\d{9}|\d{12}",
        ),
        Field("issuingDate", ("Ngày cấp", "Date of issue"), kind=Kind.DATE),
        Field("expirationDate", ("Có giá trị đến", "Date of expiry"), kind=Kind.DATE),
        Field(
            "issuingAuthority",
            ("Nơi cấp", "Place of issue", "Authority"),
            lines=2,
            known=("Cục Quản lý xuất nhập cảnh",),
        ),
    ),
    mrz=("td3",),
    portrait=(0.03, 0.16, 0.31, 0.68),
)

TYPES = (
    DocumentType(
        code="vn_passport", type="passport", country=VIETNAM, size=ID3, sides=(DATA_PAGE,)
    ),
)
