"""Vietnamese texts: syllables by the rules of the orthography, names, addresses, labels.

Half of all words are syllables put together by rule rather than words in use, so that the
recogniser learns letters with their marks and not a vocabulary.
"""

import unicodedata
from random import Random

from training.recogniser.charset import TONES
from training.recogniser.texts import numbers, words

ONSETS = [*words("vietnamese-onsets"), ""]
RIMES = words("vietnamese-rimes")
STOPPED = ("c", "ch", "p", "t")
"""Final consonants after which only sắc and nặng can stand."""

FAMILY = words("vietnamese-family-names")
MIDDLE = words("vietnamese-middle-names")
GIVEN = words("vietnamese-given-names")
PLACES = words("vietnamese-places")
UNITS = words("vietnamese-units")
LABELS = words("vietnamese-labels")
SHORT = words("vietnamese-short")


def syllable(random: Random) -> str:
    """One syllable by rule, in lower case; rare letters as likely as common ones."""
    onset, rime = random.choice(ONSETS), random.choice(RIMES)
    front = rime[0] in "eêiy"
    if onset in ("c", "g", "ng") and front:
        onset = {"c": "k", "g": "gh", "ng": "ngh"}[onset]
    elif onset in ("k", "gh", "ngh") and not front:
        onset = {"k": "c", "gh": "g", "ngh": "ng"}[onset]
    elif onset == "q":
        rime = rime if rime.startswith("u") and len(rime) > 1 else "u" + rime.lstrip("ou")
    elif rime.startswith("yê") and onset:
        rime = "i" + rime[1:]
    return onset + toned(rime, random.choice(TONES), random)


def toned(rime: str, tone: str, random: Random) -> str:
    """The rime with the tone mark where it belongs; oa, oe, uy in the old or the new manner."""
    bare = rime.rstrip("chgmnpt")
    coda = rime[len(bare) :]
    if coda in STOPPED and tone not in ("\u0301", "\u0323"):
        tone = random.choice(("\u0301", "\u0323"))
    marked = [i for i, c in enumerate(bare) if c in "ăâêôơ"]
    if marked:
        place = marked[-1]
    elif len(bare) == 1 or (bare.startswith("ư") and not coda):
        place = 0
    elif len(bare) == 3 or coda:
        place = 1
    elif bare in ("oa", "oe", "uy"):
        place = random.randrange(2)
    else:
        place = 0
    return unicodedata.normalize("NFC", bare[: place + 1] + tone + bare[place + 1 :]) + coda


def word(random: Random) -> str:
    """A word in use or a syllable by rule, with its first letter in upper case."""
    chosen = random.choice((FAMILY, MIDDLE, GIVEN)) if random.random() < 0.5 else None
    return random.choice(chosen) if chosen else syllable(random).capitalize()


def name(random: Random) -> str:
    """A person's name of two to five words, mostly in upper case."""
    parts = [random.choice(FAMILY) if random.random() < 0.6 else word(random)]
    parts += [
        random.choice(MIDDLE) if random.random() < 0.5 else word(random)
        for _ in range(random.choice((0, 1, 1, 1, 2)))
    ]
    parts.append(random.choice(GIVEN) if random.random() < 0.5 else word(random))
    text = " ".join(parts)
    return text.upper() if random.random() < 0.7 else text


def place(random: Random) -> str:
    """A place with or without the word of its unit."""
    if random.random() < 0.45:
        text = random.choice(PLACES)
    else:
        text = " ".join(word(random) for _ in range(random.choice((1, 2, 2, 2, 3))))
    if random.random() < 0.12:
        text = (
            f"{random.choice(('Phường', 'Quận', 'P.', 'Q.', 'Tổ', 'KP'))} {random.randint(1, 25)}"
        )
    elif random.random() < 0.4:
        text = f"{random.choice(UNITS)} {text}"
    return text


def address(random: Random) -> str:
    """One line of an address: one to four units behind commas, a house number now and then."""
    parts = [place(random) for _ in range(random.choice((1, 2, 2, 3, 3, 4)))]
    if random.random() < 0.3:
        parts.insert(0, f"{numbers.house(random)} {place(random)}")
    text = random.choice((", ", ", ", ", ", " - ", ",")).join(parts)
    if random.random() < 0.15:
        text += ","
    return text.upper() if random.random() < 0.12 else text


def label(random: Random) -> str:
    """A label as it is printed, now and then without its accents' case or with words by rule."""
    text = random.choice(LABELS)
    chance = random.random()
    if chance < 0.12:
        text = text.upper()
    elif chance < 0.2:
        text = text.replace(" / ", "/")
    elif chance < 0.26:
        text = text.rstrip(":")
    return text


def labelled(random: Random) -> str:
    """A label and its value on one line."""
    value = random.choice((name, address, place, numbers.date, numbers.identifier, short))(random)
    return f"{label(random)} {value}"


def short(random: Random) -> str:
    """One short word that stands alone."""
    return random.choice(SHORT) if random.random() < 0.7 else word(random)


def free(random: Random) -> str:
    """Syllables by rule in one of three cases, with a sign here and there."""
    parts = [syllable(random) for _ in range(random.randint(1, 7))]
    chance = random.random()
    if chance < 0.35:
        parts = [part.upper() for part in parts]
    elif chance < 0.6:
        parts = [part.capitalize() for part in parts]
    if random.random() < 0.2:
        parts.insert(random.randrange(len(parts)), random.choice("-/:,.;()"))
    return " ".join(parts)


def line(random: Random) -> str:
    """One Vietnamese line of any kind."""
    kinds = (name, address, label, labelled, short, free, place)
    return random.choices(kinds, (26, 24, 9, 12, 7, 14, 8))[0](random)
