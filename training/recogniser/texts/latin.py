"""French, English and other European texts: names, addresses, labels of permits and passports."""

import string
from random import Random

from training.recogniser.charset import COMMA_BELOW, LATIN_1, LATIN_EXTENDED_A, SIGNS
from training.recogniser.texts import numbers, words

FRENCH_NAMES = words("french-names")
OTHER_NAMES = words("european-names")
ENGLISH = words("english-labels")
FRENCH = words("french-labels")
STREETS = words("french-streets")
TOWNS = words("french-towns")
ENGLISH_WORDS = words("english-words")
FRENCH_WORDS = words("french-words")

VOWELS = "aeiou" * 8 + "yéèêëàâîïôöùûü"
CONSONANTS = "bcdfghjklmnprstvzbcdlmnrstçñqxkw"


def invented(random: Random) -> str:
    """A word of two to four open or closed syllables, accents included."""
    text = ""
    for _ in range(random.randint(1, 4)):
        text += random.choice(CONSONANTS) + random.choice(VOWELS)
        if random.random() < 0.35:
            text += random.choice("nrstlxmc")
    return text


def cased(random: Random, text: str, upper: float = 0.5) -> str:
    """The text in upper case, with capital initials, or as it is."""
    chance = random.random()
    if chance < upper:
        return text.upper()
    return text.title() if chance < upper + (1 - upper) * 0.7 else text


def rare(random: Random) -> str:
    """A word with letters from all of Latin-1 and Latin Extended-A."""
    letters = LATIN_1 + LATIN_EXTENDED_A + COMMA_BELOW
    base = list(cased(random, invented(random)))
    for _ in range(random.randint(1, 3)):
        letter = random.choice(letters)
        fitting = letter.upper() if "".join(base).isupper() else letter
        base.insert(random.randrange(len(base) + 1), fitting if len(fitting) == 1 else letter)
    return "".join(base)


def name(random: Random) -> str:
    """A person's name of one to three words."""
    parts = []
    for _ in range(random.choice((1, 1, 2, 2, 3))):
        chance = random.random()
        if chance < 0.35:
            parts.append(random.choice(FRENCH_NAMES))
        elif chance < 0.55:
            parts.append(random.choice(OTHER_NAMES))
        elif chance < 0.72:
            parts.append(rare(random))
        else:
            parts.append(cased(random, invented(random)))
    text = random.choice((" ", " ", " ", "-", ", ")).join(parts)
    if random.random() < 0.1:
        text = random.choice(("D'", "L'", "O'", "d’", "Mc", "De ", "née ", "ép. ")) + text
    return text.upper() if random.random() < 0.45 else text


def address(random: Random) -> str:
    """A French address on one line, or one of its lines."""
    number = f"{random.randint(1, 250)}{random.choice(('', '', '', ' BIS', ' TER', 'B', ','))}"
    words = " ".join(cased(random, invented(random), 1) for _ in range(random.choice((1, 1, 2, 3))))
    if random.random() < 0.3:
        words = random.choice(("DE LA ", "DU ", "DES ", "D'", "DE L'")) + words
    street = f"{number} {random.choice(STREETS)} {words}"
    town = random.choice(TOWNS) if random.random() < 0.6 else cased(random, invented(random), 1)
    town = f"{numbers.digits(random, 5)} {town}"
    text = random.choice((street, town, f"{street} {town}", f"{street}, {town}"))
    return text.title() if random.random() < 0.15 else text


def label(random: Random) -> str:
    """A French or an English label."""
    text = random.choice(random.choice((FRENCH, ENGLISH)))
    chance = random.random()
    if chance < 0.15:
        text = text.upper()
    elif chance < 0.25:
        sign = random.choice((" / ", "/", "/ ", " - ", " · ", "·"))
        text = f"{random.choice(FRENCH)}{sign}{random.choice(ENGLISH)}"
    elif chance < 0.35:
        text += random.choice((":", " :", "/", " -"))
    elif chance < 0.4:
        text = f"{random.randint(1, 14)}. {text}"
    return text


def labelled(random: Random) -> str:
    """A label and its value on one line."""
    value = random.choice((name, address, numbers.date, numbers.identifier))(random)
    return f"{label(random)}{random.choice((' ', ' ', ': ', ' : '))}{value}"


def prose(random: Random) -> str:
    """A few words with punctuation and signs."""
    source = random.choice((ENGLISH_WORDS, ENGLISH_WORDS, FRENCH_WORDS, None))
    count = random.randint(1, 6)
    if source:
        parts = cased(random, " ".join(random.choices(source, k=count)), 0.4).split()
    else:
        parts = [cased(random, invented(random), 0.2) for _ in range(count)]
    if random.random() < 0.7:
        sign = random.choice([*string.punctuation, *SIGNS, *";:,.'’-()/«»\""])
        where = random.randrange(len(parts))
        parts[where] = parts[where] + sign if random.random() < 0.6 else sign + parts[where]
    return " ".join(parts)


def line(random: Random) -> str:
    """One European line of any kind."""
    kinds = (name, address, label, labelled, prose, rare)
    return random.choices(kinds, (28, 16, 18, 10, 22, 6))[0](random)
