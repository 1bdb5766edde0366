"""Vietnamese addresses: the official units, and splitting and correcting by them."""

from workers.addresses.correction import Change, Corrected, correct
from workers.addresses.official import Place, Unit, places, units
from workers.addresses.parts import Address, split

__all__ = [
    "Address",
    "Change",
    "Corrected",
    "Place",
    "Unit",
    "correct",
    "places",
    "split",
    "units",
]
