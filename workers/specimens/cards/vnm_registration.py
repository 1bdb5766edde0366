"""The registration certificate of a motorbike: the older one, and the bilingual that followed."""

from functools import partial

from workers.specimens.drawing import Panel, Rule, Seal, Signature
from workers.specimens.lettering import RED, Text, Value, dated
from workers.specimens.paper import Paper, Rosette, Waves
from workers.specimens.people.vietnam import bare, citizen, short
from workers.specimens.person import Person, digits, letters, pick, random
from workers.specimens.sheet import SANS, SANS_BOLD, SERIF, SERIF_BOLD, SERIF_ITALIC, TYPEWRITER
from workers.specimens.side import CardSide

SIZE = (98.0, 67.0)
MODELS = (
    ("HONDA", "WAVE ALPHA", "109"), ("HONDA", "FUTURE", "124"), ("HONDA", "AIR BLADE", "124"),
    ("YAMAHA", "SIRIUS", "110"), ("YAMAHA", "EXCITER", "149"), ("SYM", "ATTILA", "124"),
    ("PIAGGIO", "VESPA", "125"), ("SUZUKI", "VIVA", "109"), ("HONDA", "LEAD", "124"),
)  # fmt: skip
COLOURS = ("Đỏ", "Đen", "Xám Đen", "Xanh", "Trắng", "Nâu", "Đỏ Đen", "Bạc", "Vàng Đen")


def holder(seed: int, *, issued: tuple[int, int], old: bool) -> Person:
    """The plate's number has four digits on old ones, five on new ones."""
    rng = random(seed, 0x3E6)
    person = citizen(seed, issued=issued, styles=(bare, short))
    brand, model, capacity = MODELS[int(rng.integers(len(MODELS)))]
    province, issue = person.parts["address"]["province"], person.get("issuingDate")
    series = f"{int(rng.integers(11, 99))}{letters(rng, 1)}{int(rng.integers(1, 10))}"
    return person.but(
        brand=brand,
        vehicleModel=model,
        capacity=capacity,
        colour=pick(rng, COLOURS),
        engineNumber=digits(rng, 7)
        if old
        else f"{letters(rng, 2)}{digits(rng, 2)}E{digits(rng, 7)}",
        chassisNumber=digits(rng, 6) if old else f"RLH{letters(rng, 2)}{digits(rng, 10)}",
        plateNumber=series + digits(rng, 4 if old else 5),
        registrationPlace=province,
        firstRegistrationDate="" if rng.random() < 0.3 else issue,
        lastRegistrationDate=issue,
    )


def plate(number: str) -> str:
    """`12X7-1210`, `30D2-136.44`."""
    count = number[4:]
    return f"{number[:4]}-{count[:3]}.{count[3:]}" if len(count) == 5 else f"{number[:4]}-{count}"


label = partial(Text, font=SERIF, size=2.5, ink="#3b3f36")
typed = partial(Value, font=TYPEWRITER, size=2.7)
dotted = partial(Rule, ink="#6f7466", dotted=True)
OLD = CardSide(
    code="old_register_card_back", type="register_card_old", country="VNM", size=SIZE,
    person=partial(holder, issued=(2000, 2009), old=True),
    paper=Paper(
        ("#efe9cf", "#eae6d2", "#efe6c8", "#ece8d0"),
        (Waves("#c6b98a", count=54, swing=3.5), Rosette("#c9ad85", 49, 34, 22, petals=16)),
    ),
    parts=(
        Text("ĐĂNG KÝ MÔ TÔ, XE MÁY", 49, 7, 3.3, SERIF_BOLD, RED, "m"),
        label("Tên chủ xe:", 5, 13), dotted(18, 13.6, 75),
        label("Địa chỉ:", 5, 18), dotted(13.5, 18.6, 79.5), dotted(5, 23.4, 88),
        label("Nhãn hiệu:", 5, 28), dotted(17, 28.6, 28), label("Số loại:", 50, 28),
        dotted(59, 28.6, 34), label("Màu sơn:", 5, 33), dotted(15.5, 33.6, 30),
        label("Dung tích:", 50, 33), dotted(62, 33.6, 31), label("Số máy:", 5, 38),
        dotted(14, 38.6, 31), label("Số khung:", 50, 38), dotted(61, 38.6, 32),
        label("Đăng ký lần đầu ngày:", 5, 43), dotted(29, 43.6, 22),
        label("Biển số đăng ký", 22, 48.6, anchor="m"), Panel(6, 50, 32, 9, frame="#7a7562"),
        Text(",", 57.4, 48.6, 2.4, TYPEWRITER),
        Text("TRƯỞNG PHÒNG", 70, 53.4, 2.1, SERIF_BOLD, anchor="m"),
        Text("SPECIMEN", 5, 64.6, 1.6, SANS, RED),
        Seal(61, 58, 6.4, strength=0.5), Signature(62, 55, 24, 7),
        typed("fullName", 19, 12.9), typed("address", 14.5, 17.9, lines=2, next_x=6, leading=1.8),
        typed("brand", 18, 27.9), typed("vehicleModel", 60, 27.9), typed("colour", 16.5, 32.9),
        typed("capacity", 63, 32.9), typed("engineNumber", 15, 37.9),
        typed("chassisNumber", 62, 37.9),
        typed("firstRegistrationDate", 30, 42.9, form=dated("%d/%m/%Y")),
        typed("plateNumber", 22, 56.2, size=4.2, anchor="m", form=plate),
        typed("registrationPlace", 57, 48.6, size=2.4, anchor="r"),
        typed("lastRegistrationDate", 59.8, 48.6, size=2.4, form=dated("ngày %d/%m/%Y")),
    ),
)  # fmt: skip

small = partial(Text, font=SERIF, size=2.3, ink="#27414a")
value = partial(Value, font=SANS_BOLD, size=2.5)
NEW = CardSide(
    code="new_register_card_back", type="register_card_new", country="VNM", size=SIZE,
    person=partial(holder, issued=(2012, 2022), old=False),
    paper=Paper(
        ("#d8e6ee", "#e6ecdf", "#d5e4ea", "#e9e7d8"),
        (Waves("#96b8c8", count=50, swing=4.5), Rosette("#a8c0a0", 52, 34, 24)),
    ),
    parts=(
        Text("CHỨNG NHẬN ĐĂNG KÝ MÔ TÔ, XE MÁY", 49, 6, 2.9, SERIF_BOLD, RED, "m"),
        Text("MOTORBIKE REGISTRATION CERTIFICATE", 49, 9.2, 2.2, SERIF_ITALIC, RED, "m"),
        small("Tên chủ xe (Owner's full name):", 4, 14), small("Địa chỉ (Address):", 4, 18.4),
        small("Nhãn hiệu (Brand):", 4, 27.2), small("Số loại (Model code):", 50, 27.2),
        small("Màu sơn (Color):", 4, 31.6), small("Dung tích (Capacity):", 50, 31.6),
        small("Số máy (Engine N°):", 4, 36), small("Số khung (Chassis N°):", 4, 40.4),
        small("Biển số đăng ký (N° plate):", 4, 46),
        small("Đăng ký lần đầu ngày (Date of first registration):", 4, 51),
        Text(",", 52.4, 55.6, 2.2), Text("TRƯỞNG CÔNG AN", 66, 59, 2.0, SERIF_BOLD, anchor="m"),
        Text("SPECIMEN", 4, 64.4, 1.6, SANS, RED),
        Seal(57, 61, 4.8, strength=0.45), Signature(58, 60, 22, 5),
        value("fullName", 37, 14), value("address", 23.5, 18.4, lines=2, next_x=4, leading=1.7),
        value("brand", 24.5, 27.2), value("vehicleModel", 73, 27.2),
        value("colour", 22, 31.6), value("capacity", 72.5, 31.6),
        value("engineNumber", 25.5, 36), value("chassisNumber", 28.5, 40.4),
        value("plateNumber", 34, 46.4, size=3.6, form=plate),
        value("firstRegistrationDate", 55, 51, form=dated("%d/%m/%Y")),
        value("registrationPlace", 52, 55.6, size=2.2, font=SANS, anchor="r"),
        value("lastRegistrationDate", 53.8, 55.6, size=2.2, font=SANS,
              form=dated("ngày (date) %d tháng (month) %m năm (year) %Y")),
    ),
)  # fmt: skip

SIDES = (OLD, NEW)
