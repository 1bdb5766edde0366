"""Machine readable zones, written: ICAO Doc 9303 parts 3 to 7, and the two forms of France's own.

Kept apart from the reader in `workers.vision.mrz`, so that neither can hide the other's mistake.
Every writer takes values in the report's normal forms (dates ISO 8601, sex `female`, `male` or
`other`) and returns whole lines; it raises `ValueError` where a value cannot stand in its place.
Given names that are too long are cut at the end of their field (9303-3, 4.6).
"""

import unicodedata

# Doc 9303-3, section 6, table 6A: the letters whose transliteration is more than dropping the
# accent. Where the table leaves a choice, the first form is taken.
_TRANSLITERATED = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Đ": "D", "Ħ": "H", "ı": "I", "Ĳ": "IJ",
    "Ł": "L", "Ñ": "N", "Ö": "OE", "Ø": "OE", "Œ": "OE", "ẞ": "SS", "ß": "SS", "Þ": "TH",
    "Ŧ": "T", "Ü": "UE", "Ŋ": "N",
}  # fmt: skip

FORMATS = {
    "td1": (3, 30), "td2": (2, 36), "td3": (2, 44), "mrva": (2, 44), "mrvb": (2, 36),
    "cni_fr_old": (2, 36), "permis_fr": (1, 30),
}  # fmt: skip
"""Lines and characters of each format."""


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


def td1(
    code: str, state: str, *, surname: str, given: str, number: str, nationality: str,
    birth: str, sex: str, expiry: str, optional: str = "", optional2: str = "",
) -> tuple[str, ...]:  # fmt: skip
    """Three lines of 30 (9303-5, 4.2.2). A number longer than nine characters goes on in the
    optional data of the first line, as 4.2.4 says; its own `optional` must then be empty."""
    if len(number) > 9:
        head = f"{number[:9]}<{_field(number[9:] + check_digit(number), 15)}"
    else:
        head = f"{_checked(_field(number, 9))}{_field(optional, 15)}"
    first = f"{_field(code, 2)}{_field(state, 3)}{head}"
    dates = _checked(_date(birth)), _checked(_date(expiry))
    middle = f"{dates[0]}{_sex(sex)}{dates[1]}{_field(nationality, 3)}{_field(optional2, 11)}"
    composite = check_digit(first[5:] + dates[0] + dates[1] + _field(optional2, 11))
    return first, middle + composite, _names(surname, given, 30)


def td2(
    code: str, state: str, *, surname: str, given: str, number: str, nationality: str,
    birth: str, sex: str, expiry: str, optional: str = "",
) -> tuple[str, ...]:  # fmt: skip
    """Two lines of 36 (9303-6, 4.2.2)."""
    parts = _checked(_field(number, 9)), _checked(_date(birth)), _checked(_date(expiry))
    rest = _field(optional, 7)
    composite = check_digit("".join(parts) + rest)
    second = f"{parts[0]}{_field(nationality, 3)}{parts[1]}{_sex(sex)}{parts[2]}{rest}{composite}"
    return f"{_field(code, 2)}{_field(state, 3)}{_names(surname, given, 31)}", second


def td3(
    code: str, state: str, *, surname: str, given: str, number: str, nationality: str,
    birth: str, sex: str, expiry: str, optional: str = "",
) -> tuple[str, ...]:  # fmt: skip
    """Two lines of 44 (9303-4, 4.2.2). Without optional data its check digit is a filler."""
    parts = _checked(_field(number, 9)), _checked(_date(birth)), _checked(_date(expiry))
    personal = _field(optional, 14)
    personal += check_digit(personal) if optional else "<"
    composite = check_digit("".join(parts) + personal)
    second = (
        f"{parts[0]}{_field(nationality, 3)}{parts[1]}{_sex(sex)}{parts[2]}{personal}{composite}"
    )
    return f"{_field(code, 2)}{_field(state, 3)}{_names(surname, given, 39)}", second


def visa(
    code: str, state: str, *, surname: str, given: str, number: str, nationality: str,
    birth: str, sex: str, expiry: str, optional: str = "", small: bool = False,
) -> tuple[str, ...]:  # fmt: skip
    """MRV-A, two lines of 44, or MRV-B, of 36 (9303-7, 5.3 and 6.3): without a composite digit."""
    length = 36 if small else 44
    parts = _checked(_field(number, 9)), _checked(_date(birth)), _checked(_date(expiry))
    second = f"{parts[0]}{_field(nationality, 3)}{parts[1]}{_sex(sex)}{parts[2]}"
    first = f"{_field(code, 2)}{_field(state, 3)}{_names(surname, given, length - 5)}"
    return first, second + _field(optional, length - len(second))


def french_card(
    *, surname: str, given: str, number: str, birth: str, sex: str, office: str
) -> tuple[str, ...]:
    """The French identity card of 1988 to 2021: two lines of 36, a form of its own.

    `number`: twelve digits (year, month, department, count). `office`: the six characters of
    the issuing department and office. The given names' field holds 14 characters.
    """
    first = f"IDFRA{_field(transliterate(surname), 25)}{_field(office, 6)}"
    names = _field(transliterate(given)[:14], 14)
    second = f"{_checked(_field(number, 12))}{names}{_checked(_date(birth))}{_sex(sex)}"
    return first, second + check_digit(first + second)


def french_licence(*, surname: str, number: str, expiry: str) -> tuple[str, ...]:
    """The one line of 30 on a French driving licence, as the issuer's specimen has it: the first
    check digit covers the line's beginning, and the surname is cut after eight letters."""
    line = _checked(f"D1FRA{_field(number, 9)}") + _date(expiry)
    line += _field(transliterate(surname)[:8], 8)
    return (line + check_digit(line),)


def _names(surname: str, given: str, length: int) -> str:
    names = transliterate(surname)
    if len(names) > length:
        raise ValueError(f"{surname!r} is longer than its {length} characters")
    return _field(f"{names}<<{transliterate(given)}"[:length] if given else names, length)


def _field(value: str, length: int) -> str:
    if len(value) > length:
        raise ValueError(f"{value!r} is longer than its {length} characters")
    return value.ljust(length, "<")


def _checked(value: str) -> str:
    return value + check_digit(value)


def _date(date: str) -> str:
    """YYMMDD of an ISO date; what a document leaves unknown (`1987`) is fillers."""
    return f"{date[2:4]}{date[5:7]}{date[8:10]}".ljust(6, "<")


def _sex(sex: str) -> str:
    return {"female": "F", "male": "M"}.get(sex, "<")
