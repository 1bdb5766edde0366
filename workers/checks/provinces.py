"""Vietnam's provinces before and since the mergers: cards name either."""

from workers.checks.printed import folded

# Since July 2025 (Resolution 202/2025/QH15), each with those that it was made of; Hà Tây went into
# Hà Nội in 2008 (Resolution 15/2008/QH12). Those that stayed as they were are left out.
MERGED = {
    "Hà Nội": ("Hà Tây",),
    "Huế": ("Thừa Thiên Huế",),
    "Tuyên Quang": ("Hà Giang",),
    "Lào Cai": ("Yên Bái",),
    "Thái Nguyên": ("Bắc Kạn",),
    "Phú Thọ": ("Vĩnh Phúc", "Hòa Bình"),
    "Bắc Ninh": ("Bắc Giang",),
    "Hưng Yên": ("Thái Bình",),
    "Hải Phòng": ("Hải Dương",),
    "Ninh Bình": ("Hà Nam", "Nam Định"),
    "Quảng Trị": ("Quảng Bình",),
    "Đà Nẵng": ("Quảng Nam",),
    "Quảng Ngãi": ("Kon Tum",),
    "Gia Lai": ("Bình Định",),
    "Khánh Hòa": ("Ninh Thuận",),
    "Lâm Đồng": ("Đắk Nông", "Bình Thuận"),
    "Đắk Lắk": ("Phú Yên",),
    "Hồ Chí Minh": ("Bình Dương", "Bà Rịa - Vũng Tàu"),
    "Đồng Nai": ("Bình Phước",),
    "Tây Ninh": ("Long An",),
    "Cần Thơ": ("Sóc Trăng", "Hậu Giang"),
    "Vĩnh Long": ("Bến Tre", "Trà Vinh"),
    "Đồng Tháp": ("Tiền Giang",),
    "Cà Mau": ("Bạc Liêu",),
    "An Giang": ("Kiên Giang",),
}

_NOW = {folded(part): folded(whole) for whole, parts in MERGED.items() for part in parts}


def same_province(one: str, other: str) -> bool:
    """Whether two names are one province's, or one's and that of what it has become part of."""
    return one != "" and _now(one) == _now(other)


def _now(name: str) -> str:
    return _NOW.get(folded(name), folded(name))
