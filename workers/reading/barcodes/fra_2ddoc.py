"""The DataMatrix of French documents: the "cachet électronique visible".

Two layouts. **2D-Doc** (AFNOR XP Z42-105, ANTS "Spécifications techniques des codes à barres
2D-Doc" 3.1): a header that begins with `DC`, data by identifiers of two characters, a signature.
**The identity card of 2021**: a header of 24 characters, ten fields parted by semicolons, a
signature; ANTS says what it holds but publishes no layout, so this one is from a specimen card.

Signatures are not verified, since that takes the issuers' certificates.
"""

import datetime as dt
import re

from workers.reading.barcodes.payload import Payload, iso_date, present

KIND = "fra_2ddoc"

UNIT, GROUP, RECORD = "\x1f", "\x1d", "\x1e"
"""Before the signature; at the end of a value; at the end of one that was cut."""

HEADERS = {
    "01": ("authority:4", "certificate:4", "emitted:4", "signed:4", "documentType:2"),
    "02": ("authority:4", "certificate:4", "emitted:4", "signed:4", "documentType:2"),
    "03": (
        "authority:4", "certificate:4", "emitted:4", "signed:4", "documentType:2", "perimeter:2",
    ),
    "04": (
        "authority:4", "certificate:4", "emitted:4", "signed:4", "documentType:2", "perimeter:2",
        "country:2",
    ),
}  # fmt: skip
"""Parts of the header behind `DC` and the version, and their lengths, by version."""

IDENTITY = ("07", "13")
"""Types of documents that are about a person's identity: a title, a foreign document."""

EPOCH = dt.date(2000, 1, 1)  # days since then, in hexadecimal; FFFF is no date

LENGTHS = {
    "06": 4, "07": 6, "08": 4, "09": 4, "0A": 9, "0B": 9, "0D": 36,
    "65": 2, "67": 2, "68": 1, "69": 8, "6B": 3, "6C": 2, "6I": 2, "6J": 1, "6K": 19,
    "6L": 8, "6N": 8, "6O": 8, "6R": 12, "6W": 5, "6Y": 2,
}  # fmt: skip
"""Values of fixed length, which have no separator behind them; of identity documents alone."""

FIELDS = {
    "60": "firstName", "61": "firstName", "62": "lastName", "6G": "lastName", "63": "otherName",
    "64": "spouseName", "66": "documentNumber", "67": "nationality", "68": "gender",
    "69": "birthDate", "6A": "placeOfBirth", "6I": "issuingCountry", "6O": "expirationDate",
}  # fmt: skip

COUNTRIES = {"FR": "FRA"}
SEXES = {"F": "female", "M": "male"}

CARD_HEADER = 24
CARD = re.compile(
    r"(?P<firstName>[^;0-9]+);(?P<lastName>[^;0-9]+);(?P<birthDate>[0-9/]{10});"
    r"(?P<documentNumber>[A-Z0-9]{9});(?P<expirationDate>[0-9/]{10});(?P<issuingCountry>[A-Z]{3});"
    r"CNI;(?P<gender>[FM]);(?P<placeOfBirth>[^;]+);(?P<height>[0-9],[0-9]{2})(?P<signature>.*)",
    re.DOTALL,
)


def decode(text: str) -> Payload | None:
    """Returns the payload of either layout; None for any other text."""
    return _decode_2ddoc(text) if text.startswith("DC") else _decode_card(text)


def _decode_2ddoc(text: str) -> Payload | None:
    parts = HEADERS.get(text[2:4])
    if parts is None:
        return None
    details, start = {"layout": "2d-doc", "version": text[2:4]}, 4
    for name, length in (part.split(":") for part in parts):
        details[name] = text[start : start + int(length)]
        start += int(length)
    well_formed = len(text) >= start and re.fullmatch("[A-Z0-9]+", text[:start])
    if not well_formed or details["documentType"] not in IDENTITY:
        return None
    for name in ("emitted", "signed"):
        details[name] = _day(details[name])
    message, _, signature = text[start:].partition(UNIT)
    fields: dict[str, str | None] = {}
    for identifier, value in _data(message):
        if name := FIELDS.get(identifier, ""):
            fields[name] = _normalised(name, value)
    details["signature"] = "not_verified" if signature else "absent"
    return Payload(KIND, present(fields), details=present(details))


def _data(message: str) -> list[tuple[str, str]]:
    """Identifiers and values."""
    found = []
    while len(message) > 2:
        identifier, message = message[:2], message[2:]
        length = LENGTHS.get(identifier)
        if length is None:
            value, *rest = re.split(f"[{GROUP}{RECORD}]", message, maxsplit=1)
            message = "".join(rest)
        else:
            value, message = message[:length], message[length:].lstrip(GROUP)
        found.append((identifier, value))
    return found


def _normalised(name: str, value: str) -> str | None:
    if name in ("birthDate", "expirationDate"):  # ddmmyyyy
        return iso_date(value[4:], value[2:4], value[:2]) if len(value) == 8 else None
    if name in ("nationality", "issuingCountry"):
        return COUNTRIES.get(value)
    if name == "gender":
        return SEXES.get(value)
    return value.replace("/", " ")


def _day(text: str) -> str:
    """A day counted in hexadecimal, as a date; "" where there is none."""
    if not re.fullmatch("[0-9A-F]{4}", text) or text == "FFFF":
        return ""
    return (EPOCH + dt.timedelta(days=int(text, 16))).isoformat()


def _decode_card(text: str) -> Payload | None:
    found = CARD.fullmatch(text[CARD_HEADER:])
    if not found:
        return None
    values = found.groupdict()
    signature = values.pop("signature")
    born, expires = (values[name].split("/") for name in ("birthDate", "expirationDate"))
    dates = [iso_date(*reversed(day)) for day in (born, expires) if len(day) == 3]
    if len(dates) < 2 or None in dates:
        return None
    fields: dict[str, str | None] = {
        **values,
        "birthDate": dates[0],
        "expirationDate": dates[1],
        "gender": SEXES[values["gender"]],
        "height": values["height"].replace(",", "."),
    }
    details = {"layout": "card", "signature": "not_verified" if signature else "absent"}
    return Payload(KIND, present(fields), details=details)
