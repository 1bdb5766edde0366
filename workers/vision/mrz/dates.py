"""The years that two digits mean, and the days that six do.

Not counted from today: what is read again later must be read alike. Births are counted from the day
on which the picture was received.
"""

from datetime import date

UNTIL = date(2030, 12, 31)
"""The day until which years of the past in two digits are counted, where none is known that fits
better: they are those from 1931 to 2030.
"""
LAST_SHORT_EXPIRY = 75
"""Years of expiry are those from 1976 to 2075: zones are no older (Doc 9303's first edition is of
1980), and nothing is in force for as long.
"""
ENDLESS = {"VNM": "991231", "ESP": "990101"}
"""By issuer: the last day, in the zone of an identity card (TD1), of one that has no end. Spain
prints 01 01 9999, Vietnam says it in words.
"""


def full_year(year: int, *, expiry: bool = False) -> int:
    """Returns the year, of four digits, that a year of two means."""
    last = LAST_SHORT_EXPIRY if expiry else UNTIL.year % 100
    return (2000 if year <= last else 1900) + year


def birth_year(year: int, month: int, day: int, received: date) -> int:
    """Returns the year, of four digits, of a birth whose year has two: nobody was born after the
    day on which the document was `received`, and who may be a hundred years younger is.
    """
    year += received.year // 100 * 100
    past = (year, month, day) <= (received.year, received.month, received.day)
    return year if past else year - 100


def birth_and_expiry(
    birth: str, expiry: str, received: date = UNTIL
) -> tuple[date | None, date | None]:
    """Returns the days of birth and of expiry that two entries of a zone, `yymmdd`, mean.

    None for an entry that is no day. Nobody was born after the zone was `received`. Nothing expires
    before its holder's birth: where it would, one of the two is of the century beside.
    """
    born = _birth(birth, received) if birth.isdigit() else None
    ends = _day(expiry, full_year(int(expiry[:2]), expiry=True)) if expiry.isdigit() else None
    if born is None or ends is None or born <= ends:
        return born, ends
    if ends.year < 2000:
        return born, _day(expiry, ends.year + 100)
    return _day(birth, born.year - 100), ends


def is_day(text: str) -> bool:
    """Whether `yymmdd` is a day of some century."""
    return text.isdigit() and any(
        _day(text, century + int(text[:2])) is not None for century in (1900, 2000)
    )


def _birth(text: str, received: date) -> date | None:
    year, month, day = (int(text[place : place + 2]) for place in (0, 2, 4))
    return _day(text, birth_year(year, month, day, received))


def _day(text: str, year: int) -> date | None:
    try:
        return date(year, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None
