"""How well Vietnamese addresses are split and corrected: `python -m bench.addresses [N]`.

N places (default 2000) of each state of the law are drawn at random, printed in five ways, and
misread by one tone or one letter in one of their units. Printed with n for each row.
"""

import random
import string
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable

from workers.addresses import Place, Unit, correct, places, split

SHORT = {
    "Thành phố": "TP.", "Tỉnh": "T.", "Quận": "Q.", "Huyện": "H.", "Thị xã": "TX.",
    "Phường": "P.", "Xã": "X.", "Thị trấn": "TT.", "Đặc khu": "Đặc khu",
}  # fmt: skip
STREETS = ("Chu Văn An", "Nguyễn Trãi", "Láng Hạ", "Lê Lợi", "Trần Phú", "Điện Biên Phủ")
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def full(unit: Unit) -> str:
    return unit.full


def short(unit: Unit) -> str:
    return f"{SHORT[unit.type]}{'' if unit.name.isdigit() else ' '}{unit.name}"


def bare(unit: Unit) -> str:
    return unit.full if unit.name.isdigit() else unit.name


WAYS: dict[str, tuple[Callable[[Unit], str], str]] = {
    "unit words, commas": (full, ", "),
    "abbreviations, commas": (short, ", "),
    "names alone, commas": (bare, ", "),
    "unit words, no commas": (full, " "),
    "names alone, no commas": (bare, " "),
}


def main() -> None:
    """Prints both tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    rng = random.Random(2025)
    for since_2025 in (False, True):
        print("since July 2025" if since_2025 else "before July 2025")
        drawn = [rng.choice(places(since_2025=since_2025)) for _ in range(count)]
        for way, (name, separator) in WAYS.items():
            right = sum(_split_right(place, name, separator, rng) for place in drawn)
            print(f"  split, {way:24} {right:5} of {count} right")
        for kind, misread in (("tone", _another_tone), ("letter", _another_letter)):
            results = Counter(_corrected(place, misread, rng) for place in drawn)
            told = ", ".join(f"{results[result]} {result}" for result in ("right", "left", "wrong"))
            read = sum(results.values()) - results["none"]
            print(f"  correct, one {kind} misread: of {read} {told}")


def _chain(place: Place) -> list[Unit]:
    return [unit for unit in (place.ward, place.district, place.province) if unit]


def _split_right(
    place: Place, name: Callable[[Unit], str], separator: str, rng: random.Random
) -> bool:
    street = rng.choice(("", f"{rng.randint(1, 300)} {rng.choice(STREETS)}", "Thôn 3", "Tổ 12"))
    address = split(separator.join([*([street] if street else []), *map(name, _chain(place))]))
    return (address.street, address.ward, address.district, address.province) == (
        street,
        place.ward.name,
        place.district.name if place.district else "",
        place.province.name,
    )


def _corrected(
    place: Place, misread: Callable[[str, random.Random], str], rng: random.Random
) -> str:
    """`right`, `left` as it was, `wrong`; `none` where nothing could be misread."""
    units = _chain(place)
    level = rng.randrange(len(units))
    read = [unit.full for unit in units]
    name = units[level].name
    wrong_name = name if name.isdigit() else misread(name, rng)
    if wrong_name == name:
        return "none"
    read[level] = f"{units[level].type} {wrong_name}"
    text = correct(", ".join(read)).text
    if text == ", ".join(unit.full for unit in units):
        return "right"
    return "left" if text == ", ".join(read) else "wrong"


def _another_tone(name: str, rng: random.Random) -> str:
    vowels = [i for i, c in enumerate(name) if unicodedata.normalize("NFD", c)[0] in "aeiouy"]
    if not vowels:
        return name
    at = rng.choice(vowels)
    bare_letter = [c for c in unicodedata.normalize("NFD", name[at]) if c not in TONES[1:]]
    written = unicodedata.normalize("NFC", "".join(bare_letter) + rng.choice(TONES))
    return name[:at] + written + name[at + 1 :]


def _another_letter(name: str, rng: random.Random) -> str:
    at = rng.choice([i for i, c in enumerate(name) if c.isalpha()])
    return name[:at] + rng.choice(string.ascii_lowercase) + name[at + 1 :]


if __name__ == "__main__":
    main()
