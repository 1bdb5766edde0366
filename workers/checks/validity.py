"""How long documents are in force: what the laws of their issuers say."""

from datetime import date, timedelta

from app.core.report import FieldValue
from workers.documents.schema import DocumentType

ENDS = (14, 25, 40, 60)
"""Ages at which Vietnam's citizen cards end (Law 26/2023/QH15, article 21; before it, Law
59/2014/QH13, article 21, without the first)."""
EARLY = 2
"""Years before such an age from which on a card is issued for the next (the same articles)."""

PROLONGED = (date(2004, 1, 2), date(2013, 12, 31))
"""Days of issue of French identity cards whose ten years became fifteen (decree 2013-1188)."""
PROLONGATION = 5
"""Years that they do not print."""


def day_of(value: FieldValue | None) -> date | None:
    """Returns the day that a value is; None for anything else, as a year alone."""
    try:
        return date.fromisoformat(value.value) if value else None
    except ValueError:
        return None


def in_force_until(
    document: DocumentType | None, printed: date, issued: date | None, born: date | None
) -> date:
    """Returns the last day of a document that prints this date of expiry.

    `issued`, `born`: None where it was not read; such a card is taken for one of ten years, and
    not for a minor's, whose cards were not prolonged.
    """
    if document is None or document.code != "id_card_fr_old":
        return printed
    begins = issued or later(printed, -10)
    adult = born is None or later(born, 18) <= begins
    if adult and PROLONGED[0] <= begins <= PROLONGED[1]:
        return later(printed, PROLONGATION)
    return printed


def citizen_card_ends(birth: date, issued: date | None, today: date) -> tuple[set[date], bool]:
    """Returns the days on which a citizen card may end, and whether it may have no end.

    `issued`: None where it is not known: any day up to today then.
    """
    ends = {end for age in ENDS for end in _birthdays(birth, age)}
    endless = later(birth, max(ENDS)) <= later(issued or today, EARLY)
    return {end for end in ends if issued is None or end > issued}, endless


def _birthdays(birth: date, age: int) -> set[date]:
    """The days that may count for this birthday: for one of 29 February, those beside it as well,
    since no article says what becomes of it.
    """
    day = later(birth, age)
    leap = (birth.month, birth.day) == (2, 29)
    return {day, date(day.year, 2, 28), date(day.year, 3, 1)} if leap else {day}


def later(day: date, years: int) -> date:
    """Returns the same day some years later; 1 March for a 29 February that is not."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28) + timedelta(days=1)
