"""The data page of the passport (hộ chiếu): bilingual labels and a TD3 zone."""

from functools import partial

from workers.specimens.drawing import Emblem, Portrait, Signature
from workers.specimens.lettering import RED, Text, Value, Zone, dated, said
from workers.specimens.mrz_writer import td3
from workers.specimens.paper import Band, Paper, Rosette, Waves
from workers.specimens.people.vietnam import citizen
from workers.specimens.person import Person, digits, pick, random
from workers.specimens.sheet import SANS, SANS_BOLD, SERIF, SERIF_BOLD
from workers.specimens.side import CardSide

SEXES = {"male": "NAM/M", "female": "NỮ/F"}
day = dated("%d/%m/%Y")
label = partial(Text, font=SERIF, size=2.1, ink="#3a4a42")
value = partial(Value, font=SANS_BOLD, size=2.9)


def holder(seed: int) -> Person:
    """In force for ten years; born in a province; a number of nine or of twelve digits."""
    rng = random(seed, 0x9A55)
    person = citizen(seed, issued=(2017, 2024))
    province, issue = person.parts["placeOfBirth"]["province"], person.get("issuingDate")
    unit = "TP." if province in ("Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Cần Thơ") else "TỈNH"
    number = person.get("formerNumber") or person.get("personalNumber")
    parts = {name: split for name, split in person.parts.items() if name != "placeOfBirth"}
    return Person(person.facts, parts).but(
        documentNumber=pick(rng, ("B", "C", "N", "P", "Q")) + digits(rng, 7),
        documentCode="P",
        issuingCountry="VNM",
        personalNumber=number,
        placeOfBirth=f"{unit} {province}".upper(),
        expirationDate=f"{int(issue[:4]) + 10}{issue[4:]}".replace("02-29", "02-28"),
        issuingAuthority="Cục Quản lý xuất nhập cảnh",
    )


def mrz(person: Person) -> tuple[str, ...]:
    """The number of the identity card is the optional data."""
    return td3("P", "VNM", optional=person.get("personalNumber"), **person.mrz())


SIDES = (
    CardSide(
        code="vn_passport_front", type="vn_passport", country="VNM", size=(125, 88), person=holder,
        paper=Paper(
            ("#e6efe0", "#f4ecd8", "#dfece3", "#ece8d4"),
            (
                Waves("#9fbf96", count=46, swing=6), Waves("#d9b783", count=30, swing=-8, phase=2),
                Rosette("#c59f6b", 84, 36, 24), Band("#93a77f", 14.2),
            ),
            plain=23.2,
        ),
        parts=(
            Emblem(10, 7.6, 4.4, "#a8322d"),
            Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 70, 6.2, 3.3, SERIF_BOLD, RED, "m"),
            Text("SOCIALIST REPUBLIC OF VIET NAM", 70, 10.4, 2.8, SERIF_BOLD, RED, "m"),
            Text("HỘ CHIẾU", 21, 19.2, 3.2, SERIF_BOLD, anchor="m"),
            Text("PASSPORT", 21, 22.8, 2.7, SERIF_BOLD, anchor="m"),
            Text("SPECIMEN", 121, 12, 1.8, SANS, RED, "r"),
            label("Loại / Type", 44, 17.6), label("Mã số / Code", 60, 17.6),
            label("Số hộ chiếu / Passport No.", 86, 17.6), label("Họ và tên / Full name", 44, 25),
            label("Quốc tịch / Nationality", 44, 32.4),
            label("Ngày sinh / Date of birth", 44, 39.8),
            label("Nơi sinh / Place of birth", 80, 39.8), label("Giới tính / Sex", 44, 47.2),
            label("Số GCMND / ID card N°", 80, 47.2), label("Ngày cấp / Date of issue", 44, 54.6),
            label("Có giá trị đến / Date of expiry", 80, 54.6),
            label("Nơi cấp / Place of issue", 44, 61.4),
            Portrait(5, 25, 33, 38),
            value("documentCode", 44, 21.2), value("issuingCountry", 60, 21.2),
            value("documentNumber", 86, 21.4, size=3.4, ink=RED), value("fullName", 44, 28.6),
            value("nationality", 44, 36, form=said({"VNM": "VIỆT NAM/VIETNAMESE"})),
            value("birthDate", 44, 43.4, form=day), value("placeOfBirth", 80, 43.4),
            value("gender", 44, 50.8, form=said(SEXES)), value("personalNumber", 80, 50.8),
            value("issuingDate", 44, 58.2, form=day), value("expirationDate", 80, 58.2, form=day),
            value("issuingAuthority", 68, 61.6, size=2.6),
            Signature(10, 63.6, 22, 3),
            Zone("td3", mrz),
        ),
    ),
)  # fmt: skip
