"""The registration certificate of a motorbike: the older, and the bilingual one that followed."""

from workers.documents.schema import DocumentType, Field, Kind, Place, Side
from workers.documents.vnm_common import VIETNAM

SIZE = (98.0, 67.0)

PLATE = r"\d{2}[A-Z][A-Z0-9]{0,2}\d{4,5}"
"""Province, series, number: `30D2-136.44`, without its dots and dashes."""

WORKS_NUMBER = r"[A-Z0-9]{5,20}"
"""Of engines and frames: each maker has its own scheme."""

OLD = Side(
    code="old_register_card_back",
    face="back",
    titles=("ĐĂNG KÝ MÔ TÔ, XE MÁY", "GIẤY ĐĂNG KÝ MÔ TÔ, XE MÁY"),
    fields=(
        Field("fullName", ("Tên chủ xe",), kind=Kind.NAME),
        Field("address", ("Địa chỉ",), kind=Kind.ADDRESS, lines=2),
        Field("brand", ("Nhãn hiệu",)),
        Field("vehicleModel", ("Số loại",), optional=True),
        Field("colour", ("Màu sơn",)),
        Field("capacity", ("Dung tích",), optional=True),
        Field("engineNumber", ("Số máy",), kind=Kind.NUMBER, pattern=WORKS_NUMBER),
        Field("chassisNumber", ("Số khung",), kind=Kind.NUMBER, pattern=WORKS_NUMBER),
        Field("plateNumber", ("Biển số đăng ký", "Biển số"), kind=Kind.NUMBER, pattern=PLATE),
        Field("registrationPlace", ("ngày",), kind=Kind.PLACE, place=Place.BEFORE),
        Field("firstRegistrationDate", ("Đăng ký lần đầu ngày",), kind=Kind.DATE, optional=True),
        Field("lastRegistrationDate", kind=Kind.DATE),
    ),
)

NEW = Side(
    code="new_register_card_back",
    face="back",
    titles=("CHỨNG NHẬN ĐĂNG KÝ MÔ TÔ, XE MÁY", "MOTORBIKE REGISTRATION CERTIFICATE"),
    fields=(
        Field("fullName", ("Tên chủ xe", "Owner's full name"), kind=Kind.NAME),
        Field("address", ("Địa chỉ", "Address"), kind=Kind.ADDRESS, lines=2),
        Field("brand", ("Nhãn hiệu", "Brand")),
        Field("vehicleModel", ("Số loại", "Model code"), optional=True),
        Field("colour", ("Màu sơn", "Color")),
        Field("capacity", ("Dung tích", "Capacity"), optional=True),
        Field("engineNumber", ("Số máy", "Engine N°"), kind=Kind.NUMBER, pattern=WORKS_NUMBER),
        Field("chassisNumber", ("Số khung", "Chassis N°"), kind=Kind.NUMBER, pattern=WORKS_NUMBER),
        Field("plateNumber", ("Biển số đăng ký", "N° plate"), kind=Kind.NUMBER, pattern=PLATE),
        Field("registrationPlace", ("ngày",), kind=Kind.PLACE, place=Place.BEFORE),
        Field(
            "firstRegistrationDate",
            ("Đăng ký lần đầu ngày", "Date of first registration"),
            kind=Kind.DATE,
            optional=True,
        ),
        Field("lastRegistrationDate", kind=Kind.DATE),
    ),
)

TYPES = tuple(
    DocumentType(code=code, type="vehicle_registration", country=VIETNAM, size=SIZE, sides=(side,))
    for code, side in (("register_card_old", OLD), ("register_card_new", NEW))
)
