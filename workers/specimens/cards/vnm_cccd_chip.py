"""The citizen card with a chip, 2021 to 2024: QR code in front, chip and MRZ behind."""

from functools import partial

from workers.specimens.drawing import Chip, Emblem, Panel, Portrait, Rule, Signature, Whorl
from workers.specimens.lettering import RED, Code, Text, Value, Zone, dated, said
from workers.specimens.mrz_writer import check_digit, td1
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.people.vietnam import FOREVER, NATIONALITIES, SEXES, citizen
from workers.specimens.person import Person
from workers.specimens.sheet import BOLD, REGULAR, SANS_BOLD
from workers.specimens.side import CardSide

SIZE = (85.60, 53.98)
PAPER = Paper(
    ("#dcebe6", "#f2f0dc", "#d9ece6", "#e7efdf"),
    (
        Waves("#8fc4b4", swing=5),
        Waves("#d8b48c", count=28, swing=-6, phase=2.1),
        Rosette("#cf9a6a", 52, 30, 19),
    ),
)
label = partial(Text, font=REGULAR, size=1.9, ink="#2b4a55")
value = partial(Value, font=REGULAR, size=2.6)
holder = partial(citizen, issued=(2021, 2024))
day = dated("%d/%m/%Y")


def qr(person: Person) -> str:
    """Seven fields, as the card's QR code has them: dates as DDMMYYYY."""
    digits = dated("%d%m%Y")
    return "|".join(
        (
            person.get("documentNumber"), person.get("formerNumber"),
            " ".join(word.capitalize() for word in person.get("fullName").split()),
            digits(person.get("birthDate")), SEXES[person.get("gender")],
            person.get("address"), digits(person.get("issuingDate")),
        )
    )  # fmt: skip


def mrz(person: Person) -> tuple[str, ...]:
    """The last nine digits of the number as document number; the whole one as optional data."""
    number, expiry = person.get("documentNumber"), person.get("expirationDate")
    optional = f"{number}<<{check_digit(number)}"
    end = "2099-12-31" if expiry == FOREVER else expiry
    named = person.mrz(number=number[3:], expiry=end)
    return td1("ID", "VNM", optional=optional, **named)


FRONT = CardSide(
    code="cccd_chip_front", type="cccd_chip", country="VNM", size=SIZE, person=holder, paper=PAPER,
    parts=(
        Emblem(11.5, 10.5, 7, "#c0392f"),
        Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 44, 5.2, 2.35, SANS_BOLD, anchor="m"),
        Text("Độc lập - Tự do - Hạnh phúc", 44, 8.2, 2.1, SANS_BOLD, anchor="m"),
        Text("SOCIALIST REPUBLIC OF VIET NAM", 44, 10.9, 1.75, anchor="m"),
        Text("Independence - Freedom - Happiness", 44, 13.1, 1.6, anchor="m"),
        Text("CĂN CƯỚC CÔNG DÂN", 46, 17.7, 3.6, BOLD, RED, "m"),
        Text("Citizen Identity Card", 46, 20.4, 2.0, REGULAR, RED, "m"),
        label("Số / No.:", 29, 25),
        label("Họ và tên / Full name:", 29, 28.6),
        label("Ngày sinh / Date of birth:", 29, 35.2),
        label("Giới tính / Sex:", 29, 38.3), label("Quốc tịch / Nationality:", 51, 38.3),
        label("Quê quán / Place of origin:", 29, 41.4),
        label("Nơi thường trú / Place of residence:", 29, 47.4),
        label("Có giá trị đến:", 3, 49.4, size=1.6), label("Date of expiry:", 3, 51.5, size=1.6),
        Text("SPECIMEN", 83.5, 22.4, 1.7, BOLD, RED, "r"),
        Portrait(3, 21, 20, 26.2),
        Code("qr", qr, 68.5, 3.2, 14.6),
        value("documentNumber", 41, 25.2, size=3.7, font=BOLD),
        value("fullName", 29, 32, size=3.0, font=BOLD),
        value("birthDate", 52, 35.3, form=day),
        value("gender", 42.5, 38.4, form=said(SEXES)),
        value("nationality", 71.5, 38.4, form=said(NATIONALITIES)),
        value("placeOfOrigin", 29, 44.4, size=2.45, lines=1),
        value("address", 60, 47.5, size=2.45, lines=2, next_x=29),
        value("expirationDate", 14.5, 50.6, size=2.0, form=day, width=14),
    ),
)  # fmt: skip

BACK = CardSide(
    code="cccd_chip_back", type="cccd_chip", country="VNM", size=SIZE, person=holder,
    paper=Paper(PAPER.tints, PAPER.patterns[:2], plain=22),
    parts=(
        label("Đặc điểm nhân dạng / Personal identification:", 4, 5.4),
        label("Ngày, tháng, năm / Date, month, year:", 4, 12.6),
        Text("SPECIMEN", 4, 31.2, 1.7, BOLD, RED),
        Panel(60, 4, 10.6, 14.5, "#ffffff", "#9fb3b0", 0.5),
        Panel(72.5, 4, 10.6, 14.5, "#ffffff", "#9fb3b0", 0.5),
        label("Ngón trỏ trái", 65.3, 20.6, size=1.4, anchor="m"),
        label("Left index finger", 65.3, 22.4, size=1.3, anchor="m"),
        label("Ngón trỏ phải", 77.8, 20.6, size=1.4, anchor="m"),
        label("Right index finger", 77.8, 22.4, size=1.3, anchor="m"),
        Chip(9, 18.6), Rule(3, 32.6, 79.6, "#b7cfc8"),
        Whorl(60.6, 4.6, 9.4, 13.3), Whorl(73.1, 4.6, 9.4, 13.3, finger=1),
        value("distinguishingMarks", 4, 8.6, size=2.2, width=52, lines=2),
        value("issuingDate", 42, 12.7, size=2.2, form=day),
        value("issuingAuthority", 41, 16, size=1.7, font=BOLD, anchor="m", width=35, lines=3),
        Signature(32, 21.5, 18, 7),
        Zone("td1", mrz),
    ),
)  # fmt: skip

SIDES = (FRONT, BACK)
