"""Lines of machine readable zones with the structure of ICAO 9303 and of national cards.

Check digits are drawn like any other digit: the recogniser shall read them, not compute them.
"""

import string
from random import Random

from training.recogniser.texts import numbers, words

STATES = words("mrz-states")
LETTERS = string.ascii_uppercase


def digit(random: Random) -> str:
    """One digit, as a check digit."""
    return random.choice(string.digits)


def letters(random: Random, low: int, high: int) -> str:
    """A word of capital letters, half of the time one that could be a name."""
    count = random.randint(low, high)
    if random.random() < 0.5:
        pairs = [
            random.choice("BCDFGHJKLMNPQRSTVWXZ") + random.choice("AEIOUY") for _ in range(count)
        ]
        return "".join(pairs)[:count]
    return "".join(random.choices(LETTERS, k=count))


def names(random: Random, width: int) -> str:
    """Surname and given names, filled to the width."""
    surname = "<".join(letters(random, 2, 11) for _ in range(random.choice((1, 1, 1, 2))))
    given = "<".join(letters(random, 2, 10) for _ in range(random.choice((0, 1, 1, 2, 3))))
    return f"{surname}<<{given}"[:width].ljust(width, "<")


def number(random: Random, width: int) -> str:
    """A document number: digits, or a letter or two before them, or mixed; filled up."""
    chance = random.random()
    if chance < 0.35:
        text = numbers.digits(random, width)
    elif chance < 0.7:
        text = letters(random, 1, 2) + numbers.digits(random, width - 2)
    else:
        text = "".join(random.choices(string.digits + LETTERS, k=width))
    cut = width if random.random() < 0.7 else random.randint(width - 3, width)
    return text[:cut].ljust(width, "<")


def optional(random: Random, width: int) -> str:
    """Optional data: none, or some characters."""
    chance = random.random()
    if chance < 0.5:
        return "<" * width
    pool = string.digits if chance < 0.8 else string.digits + LETTERS
    return "".join(random.choices(pool, k=random.randint(1, width))).ljust(width, "<")


def dates(random: Random) -> str:
    """Birth, sex and expiry with their check digits."""
    return f"{numbers.digits(random, 7)}{random.choice('MF<')}{numbers.digits(random, 7)}"


def state(random: Random) -> str:
    """Three characters of an issuer or a nationality."""
    return random.choice(STATES)


def td3_names(random: Random) -> str:
    """The first line of a passport or a large visa, 44 characters."""
    return random.choice(("P<", "P<", "PA", "PM", "V<", "VC")) + state(random) + names(random, 39)


def td3_numbers(random: Random) -> str:
    """The second line of a passport, 44 characters."""
    first = number(random, 9) + digit(random) + state(random) + dates(random)
    return first + optional(random, 14) + random.choice("<" + string.digits) + digit(random)


def td1_numbers(random: Random) -> str:
    """The first line of a card, 30 characters."""
    kind = random.choice(("I<", "ID", "IR", "AC", "C<", "IP", "CR"))
    return kind + state(random) + number(random, 9) + digit(random) + optional(random, 15)


def td1_dates(random: Random) -> str:
    """The second line of a card, 30 characters."""
    return dates(random) + state(random) + optional(random, 11) + digit(random)


def td1_names(random: Random) -> str:
    """The third line of a card, 30 characters."""
    return names(random, 30)


def td2_names(random: Random) -> str:
    """The first line of an old card or a small visa, 36 characters; the French card has its own."""
    if random.random() < 0.5:
        return "I<" + state(random) + names(random, 31)
    return "IDFRA" + letters(random, 3, 12).ljust(25, "<") + numbers.digits(random, 6)


def td2_numbers(random: Random) -> str:
    """The second line of an old card, 36 characters."""
    first = number(random, 9) + digit(random) + state(random) + dates(random)
    return first + optional(random, 7) + digit(random)


def french_numbers(random: Random) -> str:
    """The second line of the old French identity card, 36 characters."""
    given = letters(random, 3, 14).ljust(14, "<")
    end = numbers.digits(random, 7) + random.choice("MF") + digit(random)
    return numbers.digits(random, 13) + given + end


LINES = (
    td3_names, td3_numbers, td1_numbers, td1_dates, td1_names, td2_names, td2_numbers,
    french_numbers,
)  # fmt: skip


def line(random: Random) -> str:
    """One whole line of 30, 36 or 44 characters."""
    return random.choice(LINES)(random)


def part(random: Random) -> str:
    """A stretch of a line: as cheap to learn from as other text."""
    text = line(random)
    count = random.randint(6, 20)
    start = random.randrange(len(text) - count + 1)
    return text[start : start + count]
