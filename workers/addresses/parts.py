"""An address as its parts: street, ward, district, province."""

import unicodedata
from dataclasses import dataclass

from workers.addresses.search import explain, tokens_of


@dataclass(frozen=True, slots=True)
class Address:
    """The parts without unit words, `""` where a level is missing.

    Units are spelled as the law spells them; the street is as printed. `known`: every unit named
    is an official one and lies in the next.
    """

    province: str = ""
    district: str = ""
    ward: str = ""
    street: str = ""
    known: bool = False


def split(text: str) -> Address:
    """Returns the parts of a Vietnamese address, of one line or several."""
    text = unicodedata.normalize("NFC", text)
    tokens = tokens_of(text)
    matches = explain(tokens).matches
    first = min((match.run.start for match in matches), default=len(tokens))
    street = text[: tokens[first].start] if first < len(tokens) else text
    names = {
        match.run.level: match.unit.name if match.unit else match.run.name for match in matches
    }
    return Address(
        province=names.get("province", ""),
        district=names.get("district", ""),
        ward=names.get("ward", ""),
        street=" ".join(street.split()).strip(" ,;.-–"),
        known=bool(matches) and all(match.unit for match in matches),
    )
