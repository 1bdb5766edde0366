"""Vietnamese addresses are split by the official units, and nothing is corrected into a lie."""

import random
import string
import subprocess
import sys
import unicodedata

import pytest

from workers.addresses import Address, correct, places, split, units

SHORT = {
    "Thành phố": "TP.", "Tỉnh": "T.", "Quận": "Q.", "Huyện": "H.", "Thị xã": "TX.",
    "Phường": "P.", "Xã": "X.", "Thị trấn": "TT.", "Đặc khu": "Đặc khu",
}  # fmt: skip


def chain(place):
    return [unit for unit in (place.ward, place.district, place.province) if unit]


def short(unit):
    space = "" if unit.name.isdigit() else " "
    return f"{SHORT[unit.type]}{space}{unit.name}"


def parts(text):
    address = split(text)
    return address.street, address.ward, address.district, address.province


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "51/45 Chu Văn An, Phường 12, Quận Bình Thạnh, Thành Phố Hồ Chí Minh",
            ("51/45 Chu Văn An", "12", "Bình Thạnh", "Hồ Chí Minh"),
        ),
        ("89 Bình Quới P.13, Q4, TP. Hồ Chi Minh", ("89 Bình Quới", "13", "4", "Hồ Chí Minh")),
        ("Triều Khúc Tân Triều Thanh Trì", ("Triều Khúc", "Tân Triều", "Thanh Trì", "")),
        ("P509-K2 Nghĩa Tân, Cầu Giấy, Hà Nội", ("P509-K2", "Nghĩa Tân", "Cầu Giấy", "Hà Nội")),
        ("12 Láng Hạ, Đống Đa, Hà Nội", ("12 Láng Hạ", "", "Đống Đa", "Hà Nội")),
        ("Tỉnh Hải Dương", ("", "", "", "Hải Dương")),
        ("TP HCM", ("", "", "", "Hồ Chí Minh")),
        ("TX. Sơn Tây, T. Hà Tây", ("", "", "Sơn Tây", "Hà Tây")),
        ("Phú Bình, TN", ("", "", "Phú Bình", "Thái Nguyên")),
        ("Phường Bến Thành, Thành phố Hồ Chí Minh", ("", "Bến Thành", "", "Hồ Chí Minh")),
        ("Xã Đak Ơ, Bù Gia Mập, Bình Phước", ("", "Đak Ơ", "Bù Gia Mập", "Bình Phước")),
        ("Xã Ea Tu\nBuôn Ma Thuột, Đắc Lắc", ("", "Ea Tu", "Buôn Ma Thuột", "Đắk Lắk")),
        ("Nha Trang, Khánh Hòa, Việt Nam.", ("", "", "Nha Trang", "Khánh Hòa")),
    ],
)  # fmt: skip
def test_an_address_is_split_by_the_units_that_there_are(text, expected):
    assert parts(text) == expected
    assert split(text).known


@pytest.mark.parametrize("text", ["", " , ", "France", "123 Main Street", "12"])
def test_what_names_no_unit_is_all_street(text):
    assert split(text) == Address(street=text.strip(" ,"))


def test_a_ward_that_is_on_no_list_is_split_off_and_unknown():
    address = split("Tổ 5, Phường Tân Xuyên, Quận Cầu Giấy, Hà Nội")
    assert address == Address("Hà Nội", "Cầu Giấy", "Tân Xuyên", "Tổ 5", known=False)


def test_units_that_do_not_lie_in_each_other_are_unknown():
    assert not split("Phường Nghĩa Tân, Quận Bình Thạnh, Thành phố Hà Nội").known


@pytest.mark.parametrize("since_2025", [False, True])
@pytest.mark.parametrize(
    ("name", "separator"),
    [
        (lambda unit: unit.full, ", "),
        (lambda unit: unit.full, " "),
        (short, ", "),
        (lambda unit: unit.full.upper(), ", "),
    ],
)
def test_every_way_of_printing_a_place_is_read(name, separator, since_2025):
    rng = random.Random(7)
    sample = rng.sample(places(since_2025=since_2025), 120)
    wrong = [
        (text, address)
        for place in sample
        for text in [separator.join(["Thôn 3", *map(name, chain(place))])]
        for address in [split(text)]
        if (address.street, address.ward, address.district, address.province)
        != (
            "Thôn 3",
            place.ward.name,
            place.district.name if place.district else "",
            place.province.name,
        )
    ]
    # A few wards of since 2025 are called like a ward and a district of before: Xã Tân Hà Lâm Hà.
    assert len(wrong) <= (3 if since_2025 else 0), wrong


def test_what_is_printed_right_is_left_alone():
    rng = random.Random(8)
    for since_2025 in (False, True):
        for place in rng.sample(places(since_2025=since_2025), 150):
            text = "31/2 Hoàng Diệu, " + ", ".join(unit.full for unit in chain(place))
            for read in (text, text.upper()):
                assert correct(read).changes == (), read


def with_another_tone(name, rng):
    """One vowel with another tone mark, or none."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    at = rng.choice(
        [i for i, c in enumerate(name) if unicodedata.normalize("NFD", c)[0] in "aeiou"]
    )
    bare = [c for c in unicodedata.normalize("NFD", name[at]) if c not in tones[1:]]
    marked = [unicodedata.normalize("NFC", "".join(bare) + tone) for tone in tones]
    return name[:at] + rng.choice([c for c in marked if c != name[at]]) + name[at + 1 :]


def test_a_misread_tone_is_corrected_and_hardly_ever_into_another_unit():
    rng = random.Random(9)
    right = wrong = 0
    sample = [p for p in rng.sample(places(), 300) if not p.ward.name.isdigit()]
    for place in sample:
        printed = [unit.full for unit in chain(place)]
        level = rng.randrange(3)
        read = list(printed)
        unit = chain(place)[level]
        if not any(c in "aeiou" for c in unicodedata.normalize("NFD", unit.name)):
            continue
        if unit.name.isdigit():
            continue
        read[level] = f"{unit.type} {with_another_tone(unit.name, rng)}"
        corrected = correct("31 Hoàng Diệu, " + ", ".join(read)).text
        right += corrected == "31 Hoàng Diệu, " + ", ".join(printed)
        wrong += corrected not in ("31 Hoàng Diệu, " + ", ".join(t) for t in (printed, read))
    assert right > 0.95 * len(sample)
    assert wrong <= 1


def test_a_correction_tells_what_was_changed_and_keeps_the_case():
    corrected = correct("12 Lý Tư Trọng, XÃ THANH LANQ, HUYỆN THANH HẢ, Tỉnh Hái Dương")
    assert corrected.text == "12 Lý Tư Trọng, XÃ THANH LANG, HUYỆN THANH HÀ, Tỉnh Hải Dương"
    assert [(change.read, change.written) for change in corrected.changes] == [
        ("THANH LANQ", "THANH LANG"),
        ("THANH HẢ", "THANH HÀ"),
        ("Hái Dương", "Hải Dương"),
    ]


def test_a_misread_unit_word_is_corrected():
    assert (
        correct("Phưởng 12, Quân Bình Thạnh, TP HCM").text == "Phường 12, Quận Bình Thạnh, TP HCM"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Xã Thanh Long, Huyện Thanh Hà, Tỉnh Hải Dương",  # nowhere there, but Thanh Lang is
        "Xã Tân Xuyên, Huyện Thanh Hà, Tỉnh Hải Dương",  # nowhere, but it could be a name
        "Xa Thanh Lang, Huyen Thanh Ha, Tinh Hai Duong",  # printed without marks
        "Phường 06, Quận 3, TP. Hồ Chí Minh",
        "Xã Hoà Xá, Huyện Ứng Hoà, Hà Nội",  # the tone on the other vowel, which is as good
        "Buôn Ma Thuột, Đắc Lắc",
    ],
)
def test_what_may_be_right_is_not_corrected(text):
    assert correct(text).text == text


def test_any_text_is_split_and_corrected():
    rng = random.Random(10)
    alphabet = string.ascii_letters + string.digits + " ,.;-/\n" * 4 + "ăâđêôơưÀẢẠĐ\u0300\u200b漢"
    words = ["Phường", "Q.", "TP", "Hà Nội", "Tỉnh", "12", "-", ",", "Xã", "P", "TT"]
    for _ in range(200):
        text = "".join(rng.choices(alphabet, k=rng.randrange(60)))
        mixed = " ".join(rng.choices([text[:7], *words], k=rng.randrange(12)))
        for tried in (text, mixed):
            assert isinstance(split(tried), Address)
            assert isinstance(correct(tried).text, str)


def test_there_are_as_many_units_as_the_law_says():
    assert len(units(since_2025=True)) == 34
    assert len(places(since_2025=True)) == 3321
    assert {"Hà Tây", "Thừa Thiên Huế"} <= {unit.name for unit in units()}
    assert len(units()) == 63 + 2  # Hà Tây until 2008, and Huế as a city in 2025


def test_importing_the_package_loads_no_data():
    code = (
        "import workers.addresses as a;"
        "assert not any(f.cache_info().currsize for f in (a.units, a.places))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=20)
