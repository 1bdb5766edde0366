"""Vietnamese spelling: what of a word is letters, what is marks, and how far two words differ."""

import unicodedata

_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}


def fold(text: str) -> str:
    """Returns the letters and digits alone: lower case, no marks, no spaces; y as i, đ as d.

    Numbers lose leading zeros: `Phường 06` is `Phường 6`.
    """
    words = (
        "".join(c for c in unicodedata.normalize("NFD", word) if c.isalnum())
        for word in text.lower().replace("đ", "d").replace("y", "i").split()
    )
    return "".join(word.lstrip("0") or word if word.isdigit() else word for word in words)


def spelled(text: str) -> str:
    """Returns letters with their marks, and each syllable's tone as a digit at its end.

    So it does not matter over which vowel the tone stands (Hòa, Hoà), and a wrong tone is one
    character, as is a wrong letter.
    """
    return "".join(_syllable(word) for word in text.lower().replace("y", "i").split())


def _syllable(word: str) -> str:
    letters, tones = [], []
    for character in unicodedata.normalize("NFD", word):
        if character in _TONES:
            tones.append(_TONES[character])
        elif character.isalnum() or unicodedata.combining(character):
            letters.append(character)
    return unicodedata.normalize("NFC", "".join(letters)) + "".join(tones)
