"""The cards of twelve digits without a chip, which share a back: identity card and citizen card."""

from functools import partial

from workers.specimens.drawing import Emblem, Panel, Portrait, Seal, Signature, Whorl
from workers.specimens.lettering import RED, Text, Value, dated, said
from workers.specimens.paper import Band, Paper, Rosette, Waves
from workers.specimens.people.vietnam import (
    GIVEN,
    NATIONALITIES,
    POLICE,
    SEXES,
    bare,
    citizen,
    full,
    short,
)
from workers.specimens.person import Person, pick, random
from workers.specimens.sheet import SANS, SANS_BOLD, SERIF, SERIF_BOLD
from workers.specimens.side import CardSide

SIZE = (85.60, 53.98)
RESIDENCE_POLICE = "CỤC TRƯỞNG CỤC CẢNH SÁT ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ"
label = partial(Text, font=SANS, size=2.15, ink="#333b44")
value = partial(Value, font=SANS_BOLD, size=2.45)
day = dated("%d/%m/%Y")
STYLES = (bare, short, full)


def identity_card_holder(seed: int) -> Person:
    """2012 to 2015; one in five goes by another name too."""
    rng = random(seed, 0xC31D)
    person = citizen(seed, issued=(2012, 2015), styles=STYLES)
    other = pick(rng, GIVEN[person.get("gender")]).upper()
    return person.but(otherName=other if rng.random() < 0.2 else "")


def citizen_card_holder(seed: int) -> Person:
    """2016 to 2020; the police department that signed was reorganised meanwhile."""
    police = pick(random(seed, 0xCCCD), (POLICE, RESIDENCE_POLICE))
    return citizen(seed, issued=(2016, 2020), styles=STYLES).but(issuingAuthority=police)


HEAD = (
    Emblem(12, 10.5, 7, "#c0392f"),
    Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 54, 5.6, 2.5, SERIF_BOLD, anchor="m"),
    Text("Độc lập - Tự do - Hạnh phúc", 54, 9, 2.4, SERIF_BOLD, anchor="m"),
    label("Quê quán:", 28, 38), label("Nơi thường trú:", 28, 45.6),
    label("Có giá trị đến:", 3, 51, size=1.7),
    Text("SPECIMEN", 83.5, 16.5, 1.5, SANS, RED, "r"),
)  # fmt: skip
HOLDER = (
    Portrait(3, 19.5, 20.5, 28),
    value("documentNumber", 43, 20.2, size=3.8, ink=RED, font=SERIF_BOLD),
    value("placeOfOrigin", 39, 38, lines=2, next_x=28, leading=1.45),
    value("address", 45, 45.6, lines=2, next_x=28, leading=1.45),
    value("expirationDate", 14.5, 51, size=1.9, form=day, width=14),
)

IDENTITY_CARD = CardSide(
    code="cmnd_new_front", type="cmnd_new", country="VNM", size=SIZE, person=identity_card_holder,
    paper=Paper(
        ("#e3ecf3", "#f2e6e4", "#dce9ee", "#ece8ea"),
        (Waves("#93b3cc", count=46, swing=5), Rosette("#d8a6a0", 55, 32, 18, petals=10)),
    ),
    parts=(
        *HEAD,
        Text("CHỨNG MINH NHÂN DÂN", 54, 14, 3.6, SERIF_BOLD, RED, "m"),
        Text("Số:", 36, 20, 2.6, SERIF),
        label("Họ và tên khai sinh:", 28, 24.2), label("Họ và tên gọi khác:", 28, 27.8),
        label("Ngày, tháng, năm sinh:", 28, 31.2),
        label("Giới tính:", 28, 34.6), label("Dân tộc:", 52, 34.6),
        *HOLDER,
        value("fullName", 48.5, 24.3, size=2.7), value("otherName", 48, 27.8),
        value("birthDate", 51.5, 31.2, form=day), value("gender", 38.5, 34.6, form=said(SEXES)),
        value("ethnicity", 61.5, 34.6),
    ),
)  # fmt: skip

CITIZEN_CARD = CardSide(
    code="cccd_front", type="cccd", country="VNM", size=SIZE, person=citizen_card_holder,
    paper=Paper(
        ("#d6e9ea", "#e9efdf", "#cfe4e8", "#e4ebdc"),
        (Waves("#7fb3b8", count=46, swing=5), Waves("#c9b98a", count=20, swing=-7, phase=2)),
    ),
    parts=(
        *HEAD,
        Text("CĂN CƯỚC CÔNG DÂN", 54, 14.2, 3.9, SERIF_BOLD, RED, "m"),
        Text("Số:", 36, 20, 2.6, SERIF),
        label("Họ và tên:", 28, 25), label("Ngày, tháng, năm sinh:", 28, 30),
        label("Giới tính:", 28, 34.2), label("Quốc tịch:", 52, 34.2),
        *HOLDER,
        value("fullName", 39.5, 25, size=2.9), value("birthDate", 51.5, 30, form=day),
        value("gender", 38.5, 34.2, form=said(SEXES)),
        value("nationality", 63.5, 34.2, form=said(NATIONALITIES)),
    ),
)  # fmt: skip

BACK = CardSide(
    code="cmnd_new_cccd_back", type="cccd", country="VNM", size=SIZE, person=citizen_card_holder,
    paper=Paper(
        CITIZEN_CARD.paper.tints,
        (Waves("#7fb3b8", count=46, swing=5), Band("#86a8ac", 51.4)),
    ),
    parts=(
        label("Đặc điểm nhân dạng:", 30, 14),
        Panel(3.5, 12, 10.8, 15.5, frame="#8aa5a6"), Panel(16, 12, 10.8, 15.5, frame="#8aa5a6"),
        label("Ngón trỏ trái", 8.9, 29.8, size=1.5, anchor="m"),
        label("Ngón trỏ phải", 21.4, 29.8, size=1.5, anchor="m"),
        Text("SPECIMEN", 3.5, 8, 1.5, SANS, RED),
        Whorl(4.2, 12.8, 9.4, 14), Whorl(16.7, 12.8, 9.4, 14, finger=1),
        Seal(46, 40.5, 7), Signature(50, 37, 24, 8),
        value("distinguishingMarks", 30, 18.2, size=2.3, lines=2),
        value("issuingDate", 57, 26, anchor="m", form=dated("Ngày %d tháng %m năm %Y")),
        value("issuingAuthority", 57, 30, size=2.0, anchor="m", width=46, lines=3),
    ),
)  # fmt: skip

SIDES = (IDENTITY_CARD, CITIZEN_CARD, BACK)
