"""Invented people of Vietnam: names by their syllables, numbers as the law builds them."""

import datetime as dt
from collections.abc import Callable

from workers.addresses import Place, Unit, places
from workers.specimens.person import Person, Random, day, digits, pick, random, years_later

# Weighted by repetition: four in ten are called Nguyễn.
SURNAMES = ("Nguyễn",) * 14 + (
    "Trần", "Trần", "Trần", "Lê", "Lê", "Lê", "Phạm", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ",
    "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đoàn", "Trịnh", "Đinh", "Lâm", "Phùng", "Tạ",
    "Quách", "Lương", "Nghiêm", "Triệu", "Mạc", "Tôn Thất",
)  # fmt: skip
MIDDLE = {
    "male": (
        "Văn", "Văn", "Hữu", "Đức", "Công", "Quang", "Minh", "Thành", "Xuân", "Ngọc", "Đình",
        "Quốc", "Gia", "Trọng", "Bá", "Khắc", "Thế", "Nhật", "Hoàng", "Duy", "Việt", "Phước",
        "Thanh Tùng", "Hoàng Phúc",
    ),
    "female": (
        "Thị", "Thị", "Thị", "Ngọc", "Thu", "Kim", "Bích", "Phương", "Thanh", "Mỹ", "Hồng", "Diệu",
        "Khánh", "Quỳnh", "Thùy", "Bảo", "Tường", "Thị Ngọc", "Thị Thanh", "Thị Mỹ", "Ái", "Cẩm",
    ),
}  # fmt: skip
GIVEN = {
    "male": (
        "Hùng", "Dũng", "Tuấn", "Sơn", "Hải", "Long", "Nam", "Bình", "Thắng", "Phúc", "Khoa",
        "Kiên", "Đạt", "Huy", "Quân", "Tiến", "Toàn", "Trung", "Vinh", "Thịnh", "Lộc", "Nghĩa",
        "Hiếu", "Cường", "Khánh", "Đăng", "Bảo", "Tài", "Chiến", "Ước", "Kỳ", "Quyết", "Sỹ",
    ),
    "female": (
        "Hương", "Lan", "Hoa", "Mai", "Linh", "Trang", "Thảo", "Hạnh", "Nga", "Yến", "Nhung",
        "Ngân", "Vy", "Trâm", "Duyên", "Loan", "Tuyết", "Nguyệt", "Quyên", "Giang", "Hiền",
        "Thủy", "Oanh", "Châu", "Ngọc", "Phượng", "Như", "Đào", "Diễm", "Liễu", "Xuyến", "Nhã",
    ),
}  # fmt: skip

PEOPLES = ("Kinh",) * 12 + (
    "Tày", "Thái", "Mường", "Khmer", "Hoa", "Nùng", "Dao", "Gia-rai", "Ê-đê", "Ba na", "Sán Chay",
    "Chăm", "Cơ-ho", "Sán Dìu", "Hrê", "Mnông", "Thổ", "Khơ-mú", "Giáy", "Tà-ôi", "Hà Nhì", "Lô Lô",
)  # fmt: skip
RELIGIONS = ("Không",) * 6 + ("Phật giáo", "Công giáo", "Tin Lành", "Cao Đài", "Hòa Hảo")

STREETS = (
    "Chu Văn An", "Lê Lợi", "Trần Hưng Đạo", "Nguyễn Trãi", "Hai Bà Trưng", "Lý Thường Kiệt",
    "Quang Trung", "Phan Đình Phùng", "Hoàng Hoa Thám", "Bạch Đằng", "Võ Thị Sáu", "Hùng Vương",
    "Nguyễn Thị Minh Khai", "Điện Biên Phủ", "Cách Mạng Tháng Tám", "Xô Viết Nghệ Tĩnh",
)  # fmt: skip
HAMLETS = ("Đông", "Đoài", "Thượng", "Hạ", "Tân Tiến", "Phú Mỹ", "Đồng Tâm", "Bãi Dài", "Vĩnh Lộc")

MARKS = (
    "Nốt ruồi C: 1cm trên sau cánh mũi phải", "Sẹo chấm C: 2cm dưới trước đuôi mắt trái",
    "Nốt ruồi C: 3cm trên trước đầu lông mày phải", "Sẹo chấm C: 1,5cm trên đuôi lông mày trái",
    "Nốt ruồi C: 0,5cm dưới sau mép phải", "Sẹo dài 2cm trên giữa trán",
)  # fmt: skip

# The codes of provinces in personal numbers (Circular 59/2021/TT-BCA, annex 1).
PROVINCES = {
    "Hà Nội": "001", "Hà Giang": "002", "Cao Bằng": "004", "Bắc Kạn": "006", "Tuyên Quang": "008",
    "Lào Cai": "010", "Điện Biên": "011", "Lai Châu": "012", "Sơn La": "014", "Yên Bái": "015",
    "Hòa Bình": "017", "Thái Nguyên": "019", "Lạng Sơn": "020", "Quảng Ninh": "022",
    "Bắc Giang": "024", "Phú Thọ": "025", "Vĩnh Phúc": "026", "Bắc Ninh": "027",
    "Hải Dương": "030", "Hải Phòng": "031", "Hưng Yên": "033", "Thái Bình": "034", "Hà Nam": "035",
    "Nam Định": "036", "Ninh Bình": "037", "Thanh Hóa": "038", "Nghệ An": "040", "Hà Tĩnh": "042",
    "Quảng Bình": "044", "Quảng Trị": "045", "Thừa Thiên Huế": "046", "Đà Nẵng": "048",
    "Quảng Nam": "049", "Quảng Ngãi": "051", "Bình Định": "052", "Phú Yên": "054",
    "Khánh Hòa": "056", "Ninh Thuận": "058", "Bình Thuận": "060", "Kon Tum": "062",
    "Gia Lai": "064", "Đắk Lắk": "066", "Đắk Nông": "067", "Lâm Đồng": "068", "Bình Phước": "070",
    "Tây Ninh": "072", "Bình Dương": "074", "Đồng Nai": "075", "Bà Rịa - Vũng Tàu": "077",
    "Hồ Chí Minh": "079", "Long An": "080", "Tiền Giang": "082", "Bến Tre": "083",
    "Trà Vinh": "084", "Vĩnh Long": "086", "Đồng Tháp": "087", "An Giang": "089",
    "Kiên Giang": "091", "Cần Thơ": "092", "Hậu Giang": "093", "Sóc Trăng": "094",
    "Bạc Liêu": "095", "Cà Mau": "096",
}  # fmt: skip

POLICE = "CỤC TRƯỞNG CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"

Style = Callable[[Unit], str]


def full(unit: Unit) -> str:
    """`Quận Bình Thạnh`."""
    return unit.full


def short(unit: Unit) -> str:
    """`Q. Bình Thạnh`, `TP. Hồ Chí Minh`: initials for the units' words."""
    initials = "".join(word[0] for word in unit.type.split()).upper()
    return f"{initials}. {unit.name}"


def bare(unit: Unit) -> str:
    """`Bình Thạnh`; with its word where the name is a number, and `TP. Hồ Chí Minh`."""
    if unit.name.isdigit():
        return unit.full
    return short(unit) if unit.name == "Hồ Chí Minh" else unit.name


def citizen(
    seed: int,
    *,
    issued: tuple[int, int],
    styles: tuple[Style, ...] = (bare,),
    since_2025: bool = False,
) -> Person:
    """Returns the citizen of a seed, with a card of twelve digits.

    `issued`: first and last year of issue. `styles`: how places may be written; a document has
    one. `since_2025`: places are those since the reform of that year. The card is in force
    until the holder turns 25, 40 or 60 (Law on citizen identification of 2014, article 21; that
    of 2023 keeps it): one issued within the two years before goes on to the next. Whoever is
    older than 58 has a card without an end, `Không thời hạn`.
    """
    rng = random(seed, 0x71E7)
    sex = pick(rng, ("female", "male"))
    surname = pick(rng, SURNAMES)
    given = f"{pick(rng, MIDDLE[sex])} {pick(rng, GIVEN[sex])}"
    birth = day(rng, dt.date(1948, 1, 1), dt.date(issued[0] - 15, 12, 31))
    earliest = max(years_later(birth, 15), dt.date(issued[0], 1, 1))
    issue = day(rng, earliest, dt.date(issued[1], 12, 28))
    style = styles[int(rng.integers(len(styles)))]
    listed = places(since_2025=since_2025)
    origin, home = (listed[int(n)] for n in rng.integers(len(listed), size=2))
    number = _number(rng, origin.province.name, sex, birth)
    street = _street(rng, home)
    facts = {
        "documentNumber": number,
        "personalNumber": number,
        "fullName": f"{surname} {given}".upper(),
        "lastName": surname.upper(),
        "firstName": given.upper(),
        "birthDate": birth.isoformat(),
        "gender": sex,
        "nationality": "VNM",
        "placeOfOrigin": _written(origin, style),
        "placeOfBirth": _written(origin, style),
        "address": f"{street}, {_written(home, style)}",
        "ethnicity": pick(rng, PEOPLES),
        "religion": pick(rng, RELIGIONS),
        "distinguishingMarks": pick(rng, MARKS),
        "issuingDate": issue.isoformat(),
        "issuingAuthority": POLICE,
        "expirationDate": _expiry(birth, issue),
        "formerNumber": digits(rng, 9) if birth.year < 1998 and rng.random() < 0.6 else "",
    }
    origin_parts = _parts(origin)
    parts = {
        "placeOfOrigin": origin_parts,
        "placeOfBirth": origin_parts,
        "address": _parts(home, street),
    }
    return Person(facts, parts)


SEXES = {"male": "Nam", "female": "Nữ"}
NATIONALITIES = {"VNM": "Việt Nam"}
"""How cards write these."""


def _number(rng: Random, province: str, sex: str, birth: dt.date) -> str:
    """Twelve digits: province, sex and century, year, then six at random."""
    code = PROVINCES.get(province) or pick(rng, tuple(PROVINCES.values()))
    century = 2 * (birth.year // 100 - 19) + (sex == "female")
    return f"{code}{century}{birth:%y}{digits(rng, 6)}"


def _expiry(birth: dt.date, issue: dt.date) -> str:
    for age in (25, 40, 60):
        end = years_later(birth, age)
        if years_later(issue, 2) < end:
            return end.isoformat()
    return FOREVER


FOREVER = "Không thời hạn"
"""What a card without an end says instead of a date."""


def _written(place: Place, style: Style) -> str:
    return ", ".join(style(unit) for unit in (place.ward, place.district, place.province) if unit)


def _parts(place: Place, street: str = "") -> dict[str, str]:
    return {
        "province": place.province.name,
        "district": place.district.name if place.district else "",
        "ward": place.ward.name,
        "street": street,
    }


def _street(rng: Random, home: Place) -> str:
    number, lane = (int(n) for n in rng.integers(1, 300, 2))
    if home.ward.type != "Phường":
        hamlet = f"{pick(rng, ('Thôn', 'Xóm', 'Ấp'))} {pick(rng, HAMLETS)}"
        return pick(rng, (hamlet, f"Tổ {number % 20 + 1}", f"Ấp {number % 9 + 1}", hamlet))
    road = pick(rng, STREETS)
    return pick(
        rng,
        (
            f"{number} {road}",
            f"{lane}/{number} {road}",
            f"{number} {road}",
            f"Tổ {number % 60 + 1}",
        ),
    )
