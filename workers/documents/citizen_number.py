"""The twelve digits of a Vietnamese citizen's number.

Decree 137/2015/ND-CP, article 13, and Circular 59/2021/TT-BCA, article 4: three digits for the
province, or the country, of the birth's registration; one for sex and century; two for the year of
birth; six at random. The circular is said to have lapsed in July 2024, and codes of provinces
outlive the provinces, so a code that is on no list alone makes no number wrong.
"""

import re
from dataclasses import dataclass
from typing import Literal

PROVINCES = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn",
    "008": "Tuyên Quang", "010": "Lào Cai", "011": "Điện Biên", "012": "Lai Châu",
    "014": "Sơn La", "015": "Yên Bái", "017": "Hòa Bình", "019": "Thái Nguyên",
    "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang", "025": "Phú Thọ",
    "026": "Vĩnh Phúc", "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng",
    "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định",
    "037": "Ninh Bình", "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh",
    "044": "Quảng Bình", "045": "Quảng Trị", "046": "Thừa Thiên Huế", "048": "Đà Nẵng",
    "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định", "054": "Phú Yên",
    "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum",
    "064": "Gia Lai", "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng",
    "070": "Bình Phước", "072": "Tây Ninh", "074": "Bình Dương", "075": "Đồng Nai",
    "077": "Bà Rịa - Vũng Tàu", "079": "Hồ Chí Minh", "080": "Long An", "082": "Tiền Giang",
    "083": "Bến Tre", "084": "Trà Vinh", "086": "Vĩnh Long", "087": "Đồng Tháp",
    "089": "An Giang", "091": "Kiên Giang", "092": "Cần Thơ", "093": "Hậu Giang",
    "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip
"""The 63 provinces by the code of Circular 59/2021/TT-BCA's annex (before it, 07/2016/TT-BCA's)."""

FIRST_CENTURY = 1900
"""What the fourth digit counts from: 0 man, 1 woman; 2 and 3 for 2000 to 2099, and so on."""


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """What the number says. `province`: None where the code is on no list. `year`: four digits."""

    province: str | None
    gender: Literal["male", "female"]
    year: int


def parse(number: str) -> CitizenNumber | None:
    """Returns what twelve digits say; None for anything else."""
    if not re.fullmatch("[0-9]{12}", number):
        return None
    century, woman = divmod(int(number[3]), 2)
    return CitizenNumber(
        province=PROVINCES.get(number[:3]),
        gender="female" if woman else "male",
        year=FIRST_CENTURY + 100 * century + int(number[4:6]),
    )
