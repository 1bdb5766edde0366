"""Photographs of specimens, for the clients of dialects."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from workers.specimens.capture import photograph
from workers.specimens.card import Specimen, render_card

SEED = 7


@lru_cache
def specimen(code: str) -> Specimen:
    return render_card(code, SEED)


@lru_cache
def photo(code: str) -> bytes:
    """A JPEG of one side, on a table."""
    return photograph(specimen(code).image, SEED, "phone").jpeg


def printed_codes(codes: Iterable[str]) -> list[str]:
    """The texts of the barcodes on these sides."""
    return [one["text"] for code in codes for one in specimen(code).truth.get("barcodes", ())]


def printed(code: str) -> dict[str, Any]:
    """The fields of one side as our names, each with `value` and `printed`."""
    fields: dict[str, Any] = specimen(code).truth["fields"]
    return fields
