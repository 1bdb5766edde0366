"""Printed names, numbers and dates, in a form in which they can be compared."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

# Letters that do not come apart into a base letter and an accent, and the transliterations that
# Doc 9303-3 (section 6) gives beside the bare base letter.
BASE = {
    "ẞ": "SS",
    "Æ": "AE",
    "Œ": "OE",
    "Ø": "O",
    "Đ": "D",
    "Ð": "D",
    "Ł": "L",
    "Þ": "TH",
    "Ħ": "H",
}
BASE |= {"ı": "I", "Ŋ": "N", "Ŧ": "T", "ĸ": "K"}
ICAO = {"Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Ø": "OE", "Ñ": "N", "Ĳ": "IJ"}

LOOK_ALIKES = str.maketrans("OQDILZASGTB", "00011245678")

# Beginnings of month names, in the languages of documents printed in Latin letters (English,
# French, German, Spanish, Portuguese, Italian, Dutch, Polish, Hungarian, Latvian and kin).
MONTHS = {
    1: ("JAN", "ENE", "GEN", "STY"),
    2: ("FEB", "FEV", "LUT"),
    3: ("MAR", "MRZ", "MAE", "MRT", "MAA"),
    4: ("APR", "AVR", "ABR", "KWI"),
    5: ("MAY", "MAI", "MAG", "MEI", "MAJ"),
    6: ("JUN", "JUIN", "GIU", "CZE"),
    7: ("JUL", "JUIL", "LUG", "LIP"),
    8: ("AUG", "AOU", "AGO", "SIE"),
    9: ("SEP", "SET", "WRZ", "SZE"),
    10: ("OCT", "OKT", "OUT", "OTT", "PAZ"),
    11: ("NOV", "LIS"),
    12: ("DEC", "DEZ", "DIC", "DES", "GRU"),
}
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s?[./\- ]\s?(\d{1,2})\s?[./\- ]\s?(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[./\- ]\s?(\d{1,2})\s?[./\- ]\s?(\d{1,2})(?!\d)")
_RUN_TOGETHER = re.compile(r"(?<!\d)(\d{2})[. /]?(\d{2})[. /]?(\d{4})(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})\s?[./\-]?\s?([A-Z]{3,})(?:\s?/\s?([A-Z]{3,}))?\s?[./\-]?\s?(\d{4}|\d{2})(?!\d)"
)


class PrintedDate(NamedTuple):
    """A date as printed. `year` is of two digits where the print is; else of four."""

    year: int
    month: int
    day: int

    def means(self, day: date) -> bool:
        year = day.year if self.year > 99 else day.year % 100
        return (self.year, self.month, self.day) == (year, day.month, day.day)


def folded(text: str) -> str:
    """Upper case without accents; words apart by single spaces, all else gone."""
    return _words(_bare(text.upper().translate(_table(BASE))))


def spellings(text: str) -> set[str]:
    """The ways a printed name may stand in an MRZ: bare letters, or Doc 9303's transliterations."""
    return {folded(text), folded(text.upper().translate(_table(ICAO)))}


def squeezed(text: str) -> str:
    """Letters and digits alone, in upper case."""
    return folded(text).replace(" ", "")


def look_alike(text: str) -> str:
    """The same for texts that differ only in O/0, I/1, Z/2, S/5, G/6, B/8 and their like."""
    return text.translate(LOOK_ALIKES)


def dates(text: str) -> Iterator[PrintedDate]:
    """Every date in a line. One in figures that reads both ways is given both ways, day first:

    so looking for a known date finds it on documents that print the month first, too.
    """
    upper = _bare(text.upper())
    found: list[tuple[int, int, int]] = []
    for pattern in (_NUMERIC, _RUN_TOGETHER):
        for match in pattern.finditer(upper):
            first, second, year = (int(part) for part in match.groups())
            found += [(year, second, first), (year, first, second)]
    for match in _YEAR_FIRST.finditer(upper):
        year, month, day = (int(part) for part in match.groups())
        found.append((year, month, day))
    for match in _NAMED.finditer(upper):
        named = _month(match[2]) or _month(match[3] or "")
        if named:
            found.append((int(match[4]), named, int(match[1])))
    for year, month, day in dict.fromkeys(found):
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield PrintedDate(year, month, day)


def _month(word: str) -> int | None:
    matches = [
        (len(start), month)
        for month, starts in MONTHS.items()
        for start in starts
        if word.startswith(start)
    ]
    return max(matches)[1] if matches else None


def _table(replacements: dict[str, str]) -> dict[int, str]:
    return {ord(letter): text for letter, text in replacements.items()}


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).upper()


def _words(text: str) -> str:
    text = text.replace("'", "").replace("’", "")
    return " ".join(re.findall(r"[A-Z0-9]+", text))
