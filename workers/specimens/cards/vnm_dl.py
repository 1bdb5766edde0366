"""The driving licence: laminated paper up to 2012, and the plastic card since."""

from functools import partial

from workers.specimens.drawing import Emblem, Portrait, Rule, Seal, Signature
from workers.specimens.lettering import RED, Text, Value, dated, said
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.people.vietnam import FOREVER, citizen, full, short
from workers.specimens.person import Person, digits, letters, pick, random
from workers.specimens.sheet import SANS, SANS_BOLD, SERIF, SERIF_BOLD, TYPEWRITER
from workers.specimens.side import CardSide

SIZE = (85.60, 53.98)
CLASSES = ("A1", "A1", "A2", "B1", "B2", "C", "D", "E", "FC")
VIETNAMESE = said({"VNM": "VIỆT NAM"})
small = partial(Text, font=SANS, size=1.8, ink="#333a40")
value = partial(Value, font=SANS_BOLD, size=2.3)
label = partial(Text, font=SERIF, size=2.4, ink="#4a2f2a")
typed = partial(Value, font=TYPEWRITER, size=2.6)


def holder(seed: int, *, issued: tuple[int, int], old: bool) -> Person:
    """Licences for motorbikes (A1, A2) are without an end, others in force for ten years."""
    rng = random(seed, 0xD1)
    person = citizen(seed, issued=issued, styles=(short, full))
    kind, issue = pick(rng, CLASSES), person.get("issuingDate")
    province = person.parts["address"]["province"]
    return person.but(
        documentNumber=letters(rng, 2) + digits(rng, 6) if old else digits(rng, 12),
        licenceClasses=kind,
        expirationDate=FOREVER if kind[0] == "A" else f"{int(issue[:4]) + 10}{issue[4:]}",
        office=f"{'TP. ' if province == 'Hồ Chí Minh' else ''}{province},",
    )


OLD = CardSide(
    code="dl_old_front", type="dl_old", country="VNM", size=SIZE,
    person=partial(holder, issued=(2003, 2011), old=True),
    paper=Paper(
        ("#f1e2d3", "#efe6d2", "#f0dccd", "#efe3d6"),
        (Waves("#d3a98c", count=50, swing=4), Rosette("#cf9b86", 56, 32, 19)),
    ),
    parts=(
        Text("BỘ GIAO THÔNG VẬN TẢI", 16.5, 5.4, 1.9, SERIF_BOLD, anchor="m"),
        Emblem(16.5, 12, 4.6, "#b8433a"),
        Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 57, 5.4, 2.3, SERIF_BOLD, anchor="m"),
        Text("Độc lập - Tự do - Hạnh phúc", 57, 8.6, 2.2, SERIF_BOLD, anchor="m"),
        Rule(47, 9.4, 20),
        Text("GIẤY PHÉP LÁI XE", 57, 14, 3.5, SERIF_BOLD, RED, "m"),
        label("Số:", 45, 18.6, ink=RED),
        label("Họ tên:", 28, 23.2), label("Sinh ngày:", 28, 27.4),
        label("Nơi cư trú:", 28, 31.6), label("Hạng:", 28, 40.2),
        label("Có giá trị đến:", 46, 40.2),
        Text("GIÁM ĐỐC", 64, 47.2, 2.0, SERIF_BOLD, anchor="m"),
        Text("SPECIMEN", 3, 51.8, 1.5, SANS, RED),
        Portrait(3, 18.5, 20.5, 28.5), Seal(56, 49.4, 3.4, strength=0.45),
        Signature(57, 47, 20, 5.5),
        typed("documentNumber", 50, 18.7, size=3.1, ink=RED),
        typed("fullName", 37.5, 23.2), typed("birthDate", 40.5, 27.4, form=dated("%d-%m-%Y")),
        typed("address", 41, 31.6, size=2.4, lines=2, next_x=28, leading=1.6),
        typed("licenceClasses", 36, 40.2, size=2.9),
        typed("expirationDate", 62.5, 40.2, form=dated("%d-%m-%Y")),
        typed("office", 47, 43.8, size=2.1, told=False, anchor="r"),
        typed("issuingDate", 47.8, 43.8, size=2.1, form=dated("ngày %d tháng %m năm %Y")),
    ),
)  # fmt: skip

NEW = CardSide(
    code="dl_new_front", type="dl_new", country="VNM", size=SIZE,
    person=partial(holder, issued=(2013, 2023), old=False),
    paper=Paper(
        ("#f6efc9", "#f3ead0", "#f0e6bd", "#f5efd4"),
        (Waves("#d8c27a", count=46, swing=5), Rosette("#c9b26a", 52, 30, 20, petals=15)),
    ),
    parts=(
        Text("BỘ GTVT", 12.5, 4.8, 1.9, SANS_BOLD, anchor="m"),
        Text("MOT", 12.5, 7, 1.6, SANS, anchor="m"),
        Emblem(12.5, 12.2, 4.3, "#c0392f"),
        Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 54, 4.8, 2.2, SANS_BOLD, anchor="m"),
        Text("THE SOCIALIST REPUBLIC OF VIET NAM", 54, 7, 1.6, SANS, anchor="m"),
        Text("Độc lập - Tự do - Hạnh phúc", 54, 9.5, 1.9, SANS_BOLD, anchor="m"),
        Text("Independence - Freedom - Happiness", 54, 11.5, 1.5, SANS, anchor="m"),
        Text("GIẤY PHÉP LÁI XE/DRIVER'S LICENSE", 54, 15.6, 2.7, SANS_BOLD, RED, "m"),
        small("Số/No:", 38, 19.4, ink=RED, size=2.1),
        small("Họ tên/Full name:", 28, 23.2), small("Ngày sinh/Date of Birth:", 28, 26.8),
        small("Quốc tịch/Nationality:", 28, 30.4), small("Nơi cư trú/Address:", 28, 34),
        small("Hạng/Class:", 4, 49, size=2.0), small("Có giá trị đến/Expires:", 28, 51.6),
        Text("GIÁM ĐỐC", 74, 45, 1.7, SANS_BOLD, anchor="m"),
        Text("SPECIMEN", 83.5, 51.8, 1.4, SANS, RED, "r"),
        Portrait(4, 18.2, 20, 27), Seal(71, 47.4, 3.6, strength=0.4),
        Signature(70, 46, 12, 3.4), value("documentNumber", 46, 19.5, size=3.0, ink=RED),
        value("fullName", 44.5, 23.2, size=2.5),
        value("birthDate", 50, 26.8, form=dated("%d/%m/%Y")),
        value("nationality", 48.5, 30.4, form=VIETNAMESE),
        value("address", 46, 34, size=2.1, lines=2, next_x=28, leading=1.5),
        value("licenceClasses", 15.5, 49.2, size=3.2, font=SANS_BOLD),
        value("expirationDate", 48.5, 51.6, form=dated("%d/%m/%Y"), size=2.1),
        value("office", 44.6, 42, size=1.9, font=SANS, told=False, anchor="r"),
        value("issuingDate", 45.2, 42, size=1.9, font=SANS,
              form=dated("ngày/date %d tháng/month %m năm/year %Y")),
    ),
)  # fmt: skip

SIDES = (OLD, NEW)
