"""Machine readable zones (ICAO Doc 9303): found anywhere on a picture, read, checked."""

from workers.vision.mrz.correct import Ambiguity, Correction
from workers.vision.mrz.parse import Parsed, parse
from workers.vision.mrz.reading import MrzReading, find_mrz

__all__ = ["Ambiguity", "Correction", "MrzReading", "Parsed", "find_mrz", "parse"]
