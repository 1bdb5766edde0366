"""Vietnamese addresses: the official units, and splitting and correcting by them."""

from workers.addresses.units import Place, Unit, places, units

__all__ = ["Place", "Unit", "places", "units"]
