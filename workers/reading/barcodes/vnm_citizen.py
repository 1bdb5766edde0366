"""The QR code of Vietnam's chip cards (since 2021) and identity cards (2024).

Fields parted by `|`: number, number of the card before (empty for most), name, birth, sex,
address, day of issue. The card of 2024 adds others (Circular 16/2024/TT-BCA, article 6: numbers
that were cancelled, names of parents), whose order is not published: they are left alone.
"""

import re

from workers.reading.barcodes.payload import Payload, iso_date, present

SEXES = {"Nam": "male", "Nữ": "female"}

FIELDS = 7
MOST_FIELDS = 20


def decode(text: str) -> Payload | None:
    """Returns the payload; None where the text has another form."""
    values = [value.strip() for value in text.strip().split("|")]
    if not FIELDS <= len(values) <= MOST_FIELDS:
        return None
    number, former, name, born, sex, address, issued = values[:FIELDS]
    birth = _day(born)
    if not (re.fullmatch("[0-9]{12}", number) and name and birth):
        return None
    if not re.fullmatch("(?:[0-9]{9}|[0-9]{12})?", former):
        return None
    fields = {
        "documentNumber": number,
        "formerNumber": former,
        "fullName": name,
        "birthDate": birth,
        "gender": SEXES.get(sex),
        "address": address,
        "issuingDate": _day(issued),
    }
    return Payload("vnm_citizen", present(fields))


def _day(text: str) -> str | None:
    """ddmmyyyy as a date; the year alone where day and month are not known (`00001957`)."""
    found = re.fullmatch("([0-9]{2})([0-9]{2})([0-9]{4})", text)
    if not found:
        return None
    day, month, year = found.groups()
    if day == "00" and month == "00" and year > "1800":
        return year
    return iso_date(year, month, day)
