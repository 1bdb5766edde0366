"""The check digit of ICAO Doc 9303-3, 4.9: weights 7, 3, 1 over the values of the characters."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
WEIGHTS = (7, 3, 1)


def value(character: str) -> int:
    """0–9 for digits, 10–35 for A–Z, 0 for the filler. Raises ValueError for any other."""
    return 0 if character == "<" else ALPHABET.index(character)


def check_digit(text: str) -> str:
    """The digit that belongs to `text`. Raises ValueError outside the MRZ's alphabet."""
    return str(sum(value(c) * WEIGHTS[i % 3] for i, c in enumerate(text)) % 10)
