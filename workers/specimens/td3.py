"""The machine readable zone of a passport, written: ICAO Doc 9303-4, with 9303-3 section 4.

Kept apart from the reader in `workers.vision.mrz`, so that neither can hide the other's mistake.
"""

import datetime as dt
import unicodedata

from workers.specimens.holder import Holder

LINE_LENGTH = 44
ISSUING_STATE = "UTO"

# Doc 9303-3, section 6, table 6A: the letters whose transliteration is more than dropping the
# accent. Where the table leaves a choice, the first form is taken.
_TRANSLITERATED = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Đ": "D", "Ħ": "H", "ı": "I", "Ĳ": "IJ",
    "Ł": "L", "Ñ": "N", "Ö": "OE", "Ø": "OE", "Œ": "OE", "ẞ": "SS", "ß": "SS", "Þ": "TH",
    "Ŧ": "T", "Ü": "UE", "Ŋ": "N",
}  # fmt: skip


def check_digit(text: str) -> str:
    """Returns the check digit of MRZ characters: weights 7, 3, 1, modulo 10 (9303-3, 4.9)."""
    total = 0
    for position, character in enumerate(text):
        value = 0 if character == "<" else int(character, 36)
        total += value * (7, 3, 1)[position % 3]
    return str(total % 10)


def transliterate(name: str) -> str:
    """Returns a name in MRZ characters: A–Z, `<` for spaces and hyphens, apostrophes dropped.

    Raises `ValueError` for a letter that is neither Latin nor in the table.
    """
    written = []
    for letter in unicodedata.normalize("NFC", name):
        mapped = _TRANSLITERATED.get(letter) or _TRANSLITERATED.get(letter.upper())
        if mapped:
            written.append(mapped)
        elif letter in " -":
            written.append("<")
        elif letter in "'’.,":
            continue
        else:
            base = unicodedata.normalize("NFD", letter)[0].upper()
            if not ("A" <= base <= "Z"):
                raise ValueError(f"{letter!r} cannot stand in a machine readable zone")
            written.append(base)
    return "".join(written)


def lines(holder: Holder) -> tuple[str, str]:
    """Returns the two lines of 44 characters. Raises `ValueError` where a value does not fit."""
    names = f"{transliterate(holder.surname)}<<{transliterate(holder.given_names)}"
    number = _field(holder.document_number, 9)
    birth = _date(holder.birth_date)
    expiry = _date(holder.expiry_date)
    personal = _field(holder.personal_number, 14)
    # 9303-4, 4.2.2.2: without a personal number its check digit may be a filler or a zero.
    personal_digit = check_digit(personal) if holder.personal_number else "<"
    numbers = number + check_digit(number)
    dates = birth + check_digit(birth), expiry + check_digit(expiry)
    composite = check_digit(numbers + dates[0] + dates[1] + personal + personal_digit)
    sex = "<" if holder.sex == "X" else holder.sex
    first = f"P<{ISSUING_STATE}{_field(names, LINE_LENGTH - 5)}"
    nationality = _field(holder.nationality, 3)
    second = f"{numbers}{nationality}{dates[0]}{sex}{dates[1]}{personal}{personal_digit}{composite}"
    return first, second


def _field(value: str, length: int) -> str:
    if len(value) > length:
        raise ValueError(f"{value!r} is longer than its {length} characters")
    return value.ljust(length, "<")


def _date(date: dt.date) -> str:
    return date.strftime("%y%m%d")
