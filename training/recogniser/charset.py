"""The characters that the recogniser tells: every Latin script of Europe, Vietnamese, signs."""

import unicodedata

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
"""Level, huyền, sắc, ngã, hỏi, nặng."""

ASCII = [chr(code) for code in range(0x21, 0x7F)]
LATIN_1 = [chr(code) for code in range(0xC0, 0x100)]
LATIN_EXTENDED_A = [chr(code) for code in range(0x100, 0x180) if chr(code) not in "ĲĳĸĿŀŉſ"]
COMMA_BELOW = list("ȘșȚț")
SIGNS = list("¡¢£¤¥§©ª«®°±²³·¹º»¼½¾¿€–—‘’“”„†•…№™µ")


def vietnamese() -> list[str]:
    """Every letter of Vietnamese with a mark, both cases."""
    vowels = [
        unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES
    ]
    letters = [*vowels, "đ"]
    return [c for c in [*letters, *(c.upper() for c in letters)] if ord(c) > 0x7F]


def characters() -> list[str]:
    """In the order of the classes after the CTC blank; the space is the last."""
    groups = [ASCII, LATIN_1, LATIN_EXTENDED_A, COMMA_BELOW, vietnamese(), SIGNS]
    return [*dict.fromkeys(c for group in groups for c in group), " "]


def plain(character: str) -> str:
    """The letter of the published model that a letter it does not know begins as.

    The tone goes first, so that ế begins as ê; a letter that is still not known goes bare.
    """
    for mark in TONES[1:]:
        parts = unicodedata.normalize("NFD", character)
        if mark in parts:
            return unicodedata.normalize("NFC", parts.replace(mark, ""))
    return {"ư": "u", "ơ": "o", "Ư": "U", "Ơ": "O", "¡": "i"}.get(character, "-")
