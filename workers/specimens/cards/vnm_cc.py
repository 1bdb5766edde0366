"""The identity card of the law of 2023, since July 2024: chip, QR code and MRZ behind."""

from functools import partial

from workers.specimens.cards.vnm_cccd_chip import mrz, qr
from workers.specimens.drawing import Chip, Emblem, Portrait
from workers.specimens.lettering import RED, Code, Text, Value, Zone, dated, said
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.people.vietnam import NATIONALITIES, SEXES, bare, citizen, full
from workers.specimens.person import Person, random
from workers.specimens.sheet import BOLD, REGULAR, SANS_BOLD
from workers.specimens.side import CardSide

SIZE = (85.60, 53.98)
PAPER = Paper(
    ("#d9e8ef", "#f4eedd", "#e9dfe6", "#dcebe4"),
    (
        Waves("#8db4c8", swing=5, phase=1.1),
        Waves("#d9b7a0", count=26, swing=-6, phase=2.6),
        Rosette("#c69ab0", 58, 30, 19, petals=14),
    ),
    plain=22,
)
label = partial(Text, font=REGULAR, size=1.8, ink="#2b4a55")
value = partial(Value, font=REGULAR, size=2.6)
day = dated("%d/%m/%Y")


def holder(seed: int) -> Person:
    """Half of them live in the wards of before the reform of July 2025, half in those since."""
    reformed = bool(random(seed, 0xCC).random() < 0.5)
    years = (2025, 2026) if reformed else (2024, 2024)
    person = citizen(seed, issued=years, styles=(bare, full), since_2025=reformed)
    return person.but(issuingAuthority="BỘ CÔNG AN")


FRONT = CardSide(
    code="cc_front", type="cc", country="VNM", size=SIZE, person=holder,
    paper=Paper(PAPER.tints, PAPER.patterns),
    parts=(
        Emblem(12.5, 10.5, 7, "#c0392f"),
        Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 53, 5.2, 2.35, SANS_BOLD, anchor="m"),
        Text("Độc lập - Tự do - Hạnh phúc", 53, 8.2, 2.1, SANS_BOLD, anchor="m"),
        Text("SOCIALIST REPUBLIC OF VIET NAM", 53, 10.9, 1.75, anchor="m"),
        Text("Independence - Freedom - Happiness", 53, 13.1, 1.6, anchor="m"),
        Text("CĂN CƯỚC", 53, 17.9, 4.0, BOLD, RED, "m"),
        Text("IDENTITY CARD", 53, 20.7, 2.1, REGULAR, RED, "m"),
        label("Số định danh cá nhân / Personal identification number:", 28, 25),
        label("Họ, chữ đệm và tên khai sinh / Full name:", 28, 33),
        label("Ngày, tháng, năm sinh / Date of birth:", 28, 41.2),
        label("Giới tính / Sex:", 65, 41.2),
        label("Quốc tịch / Nationality:", 28, 47.6),
        Text("SPECIMEN", 3, 51, 1.6, BOLD, RED),
        Portrait(3, 20, 21, 28),
        value("documentNumber", 28, 29.6, size=3.8, font=BOLD),
        value("fullName", 28, 36.8, size=3.0, font=BOLD),
        value("birthDate", 28, 44.4, form=day),
        value("gender", 65, 44.4, form=said(SEXES)),
        value("nationality", 28, 50.8, form=said(NATIONALITIES)),
    ),
)  # fmt: skip

BACK = CardSide(
    code="cc_back", type="cc", country="VNM", size=SIZE, person=holder, paper=PAPER,
    parts=(
        label("Nơi cư trú / Place of residence:", 3.5, 4.8),
        label("Nơi đăng ký khai sinh / Place of birth:", 3.5, 14.2),
        label("Ngày, tháng, năm cấp / Date of issue:", 22.5, 23),
        label("Ngày, tháng, năm hết hạn / Date of expiry:", 22.5, 26.8),
        Text("MINISTRY OF PUBLIC SECURITY", 56, 31.8, 1.6, REGULAR, anchor="m"),
        Text("SPECIMEN", 83.5, 24.6, 1.6, BOLD, RED, "r"),
        Chip(9, 19.4),
        Code("qr", qr, 66, 3, 17),
        value("address", 3.5, 8.2, size=2.3, lines=2, width=60),
        value("placeOfBirth", 3.5, 17.6, size=2.3, lines=2, width=60, leading=1.2),
        value("issuingDate", 55, 23.1, size=2.1, form=day),
        value("expirationDate", 58.5, 26.9, size=2.1, form=day),
        value("issuingAuthority", 56, 29.8, size=2.0, font=BOLD, anchor="m"),
        Zone("td1", mrz, foot=5.2),
    ),
)  # fmt: skip

SIDES = (FRONT, BACK)
