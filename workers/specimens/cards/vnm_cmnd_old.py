"""The paper identity card of nine digits, up to 2012: typewritten on dotted lines, laminated."""

from functools import partial

from workers.specimens.drawing import Emblem, Panel, Portrait, Rule, Seal, Signature, Whorl
from workers.specimens.lettering import RED, Text, Value, dated
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.people.vietnam import bare, citizen, full, short
from workers.specimens.person import Person, digits, random
from workers.specimens.sheet import SANS, SERIF, SERIF_BOLD, TYPEWRITER
from workers.specimens.side import CardSide

SIZE = (85.60, 53.98)
PAPER = Paper(
    ("#d3e3da", "#dfe9dc", "#cfe0d6", "#d9e6d8"),
    (Waves("#8fb5a0", count=54, swing=3.5), Rosette("#a3c2a8", 54, 30, 20, petals=16)),
)
label = partial(Text, font=SERIF, size=2.5, ink="#24372e")
typed = partial(Value, font=TYPEWRITER, size=2.7, ink="#23262e")
dotted = partial(Rule, ink="#4d6156", dotted=True)


def holder(seed: int) -> Person:
    """A number of nine digits; of one in eight only the year of birth is known."""
    rng = random(seed, 0xC01D)
    person = citizen(seed, issued=(1998, 2011), styles=(bare, short, full))
    birth = person.get("birthDate")
    police = person.parts["address"]["province"].upper()
    return person.but(
        documentNumber=digits(rng, 9),
        birthDate=birth[:4] if rng.random() < 1 / 8 else birth,
        issuingAuthority=f"GIÁM ĐỐC CA TỈNH {police}",
    )


FRONT = CardSide(
    code="cmnd_old_front", type="cmnd_old", country="VNM", size=SIZE, person=holder, paper=PAPER,
    parts=(
        Emblem(14, 10.5, 7.2, "#b8433a"),
        Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 54, 5.4, 2.6, SERIF_BOLD, anchor="m"),
        Text("Độc lập - Tự do - Hạnh phúc", 54, 8.9, 2.5, SERIF_BOLD, anchor="m"),
        Rule(44, 10.3, 20, "#40474a"),
        Text("GIẤY CHỨNG MINH NHÂN DÂN", 54, 14.5, 3.3, SERIF_BOLD, RED, "m"),
        Text("SỐ", 38, 19.4, 3.0, SERIF_BOLD, RED),
        label("Họ tên:", 27.5, 24.6), dotted(35.8, 25.2, 47.2),
        label("Sinh ngày:", 27.5, 30), dotted(39, 30.6, 44),
        label("Nguyên quán:", 27.5, 35.2), dotted(42.5, 35.8, 40.5), dotted(27.5, 40.4, 55.5),
        label("Nơi ĐKHK thường trú:", 27.5, 44.8), dotted(51.2, 45.4, 31.8), dotted(27.5, 50, 55.5),
        Text("SPECIMEN", 3, 52.6, 1.5, SANS, RED),
        Portrait(3, 20, 20, 30, grey=False),
        typed("documentNumber", 43.5, 19.5, size=4.0, font=SERIF_BOLD, ink=RED),
        typed("fullName", 37.3, 24.5, size=2.9),
        typed("birthDate", 41, 29.9, form=dated("%d-%m-%Y")),
        typed("placeOfOrigin", 44, 35.1, lines=2, next_x=29, leading=1.7),
        typed("address", 52.2, 44.7, size=2.5, lines=2, next_x=29, leading=1.7),
    ),
)  # fmt: skip

BACK = CardSide(
    code="cmnd_old_back", type="cmnd_old", country="VNM", size=SIZE, person=holder,
    paper=Paper(PAPER.tints, PAPER.patterns[:1]),
    parts=(
        label("Dân tộc:", 27, 6), dotted(36, 6.6, 15),
        label("Tôn giáo:", 53, 6), dotted(63, 6.6, 19),
        Text("DẤU VẾT RIÊNG VÀ DỊ HÌNH", 54.5, 11.6, 2.5, SERIF_BOLD, anchor="m"),
        dotted(27, 17.2, 55.5), dotted(27, 21.8, 55.5),
        Panel(3.5, 3.5, 20, 21, frame="#5d6f66"), Panel(3.5, 28, 20, 21, frame="#5d6f66"),
        Text("NGÓN TRỎ TRÁI", 13.5, 26.8, 1.7, SERIF, anchor="m"),
        Text("NGÓN TRỎ PHẢI", 13.5, 51.2, 1.7, SERIF, anchor="m"),
        Text("SPECIMEN", 82, 52.4, 1.5, SANS, RED, "r"),
        Whorl(5, 4.3, 17, 19.5), Whorl(5, 28.8, 17, 19.5, finger=1),
        Seal(46, 43, 8.2), Signature(52, 38, 24, 8),
        typed("ethnicity", 38, 5.9), typed("religion", 64.5, 5.9),
        typed("distinguishingMarks", 28, 16.6, size=2.5, lines=2, leading=1.84),
        typed("issuingDate", 54.5, 27.4, anchor="m", form=dated("Ngày %d tháng %m năm %Y")),
        typed("issuingAuthority", 54.5, 32, size=2.5, font=SERIF_BOLD, anchor="m", width=54),
    ),
)  # fmt: skip

SIDES = (FRONT, BACK)
