"""The PDF417 of North American driving licences and identity cards.

AAMVA DL/ID Card Design Standard, annex D, versions 1 (2000) to 10 (2020) and what came after them:
a header, then subfiles of elements, each three letters and its value on a line of its own. Offsets
and lengths of the header are wrong on many cards, so the lines are what counts.
"""

import re

from workers.reading.barcodes.payload import Payload, iso_date, present

HEADER = re.compile(r"@\s*\x1e?\x1c?\s*(?:ANSI |AAMVA)\s*([0-9]{6})([0-9]{2})", re.ASCII)
SUBFILE = re.compile(r"(?:DL|ID)(?=D[A-Z]{2})")
ELEMENT = re.compile(r"(D[A-Z]{2})(.*)")

SEXES = {"1": "male", "2": "female", "9": "other", "M": "male", "F": "female", "X": "other"}
COUNTRIES = ("USA", "CAN")
NOTHING = ("NONE", "UNAVL", "UNAVAIL", "N/A")  # how elements without a value are filled
METRES = {"cm": 0.01, "in": 0.0254}
FEET, INCHES = 0.3048, 0.0254


def decode(text: str) -> Payload | None:
    """Returns the payload; None where there is no AAMVA header or no holder in it."""
    header = HEADER.search(text)
    if not header:
        return None
    elements = _elements(text[header.end() :])
    names = _names(elements)
    birth = _date(elements.get("DBB", ""))
    number = re.sub(r"\s", "", elements.get("DAQ", ""))
    if not (birth and number and names.get("lastName")):
        return None
    country = elements.get("DCG", "")
    fields = {
        "documentNumber": number,
        **names,
        "birthDate": birth,
        "gender": SEXES.get(elements.get("DBC", "").upper()),
        "address": _address(elements),
        "issuingDate": _date(elements.get("DBD", "")),
        "expirationDate": _date(elements.get("DBA", "")),
        "issuingCountry": country if country in COUNTRIES else None,
        "height": _height(elements.get("DAU", "")),
        "eyeColour": elements.get("DAY"),
        "licenceClasses": elements.get("DCA") or elements.get("DAR"),
    }
    details = {"issuer": header[1], "version": str(int(header[2]))}
    return Payload("aamva", present(fields), details=details)


def _elements(text: str) -> dict[str, str]:
    """The elements of the first licence or card; the first of each name."""
    subfile = SUBFILE.search(text)
    lines = re.split(r"[\r\n]+", text[subfile.end() :] if subfile else "")
    elements: dict[str, str] = {}
    for line in lines:
        found = ELEMENT.match(line)
        if found:
            value = found[2].strip()
            elements.setdefault(found[1], "" if value.upper() in NOTHING else value)
    return elements


def _names(elements: dict[str, str]) -> dict[str, str | None]:
    """Last and first names: version 1 has them in one element, 2 and 3 all given names in DCT."""
    last = elements.get("DCS") or elements.get("DAB")
    first = elements.get("DAC") or elements.get("DCT", "").replace(",", " ")
    middle = elements.get("DAD", "") if elements.get("DAC") else ""
    if not last:
        whole = re.split("[,@$]", elements.get("DAA", ""))
        last, first, middle = whole[0], " ".join(whole[1:3]), ""
    if not last.strip():
        return {}
    suffix = elements.get("DCU") or elements.get("DAE") or ""
    return {"lastName": f"{last} {suffix}", "firstName": f"{first} {middle}"}


def _date(text: str) -> str | None:
    """MMDDCCYY of the United States, CCYYMMDD of Canada and of version 1.

    No year begins like a month, so the digits tell which it is.
    """
    if not re.fullmatch("[0-9]{8}", text):
        return None
    if text[:2] in ("18", "19", "20", "21"):
        return iso_date(text[:4], text[4:6], text[6:])
    return iso_date(text[4:], text[:2], text[2:4])


def _height(text: str) -> str | None:
    """Metres, from `070 in`, `178 cm`, or feet and inches as in `510`."""
    found = re.fullmatch(r"([0-9]{3})\s*(in|cm)?", text, re.IGNORECASE)
    if not found:
        return None
    if found[2]:
        metres = int(found[1]) * METRES[found[2].lower()]
    else:
        metres = int(text[0]) * FEET + int(text[1:3]) * INCHES
    return f"{metres:.2f}"


def _address(elements: dict[str, str]) -> str | None:
    """`2300 West Broad Street, Richmond, VA 23269`; a ZIP+4 without four zeros at its end."""
    postcode = elements.get("DAK", "").replace(" ", "")
    if re.fullmatch("[0-9]{9}", postcode):
        postcode = postcode[:5] + ("" if postcode.endswith("0000") else "-" + postcode[5:])
    state = f"{elements.get('DAJ', '')} {postcode}".strip()
    street = elements.get("DAG", "") or elements.get("DAL", "")
    parts = (street, elements.get("DAH", ""), elements.get("DAI", ""), state)
    return ", ".join(part for part in parts if part)
