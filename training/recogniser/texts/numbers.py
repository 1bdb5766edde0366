"""Dates, numbers and codes as documents print them, and strings that mean nothing."""

import string
from random import Random

from training.recogniser.texts import words

MONTHS = words("months")


def date(random: Random) -> str:
    """A date in any of the forms that are printed."""
    day, month, year = random.randint(1, 31), random.randint(1, 12), random.randint(1925, 2060)
    sign = random.choice("///--..  ")
    name = random.choice(MONTHS)
    forms = {
        f"{day:02}{sign}{month:02}{sign}{year}": 62,
        f"{day}{sign}{month}{sign}{year}": 4,
        f"{day:02} {name} {year}": 6,
        f"{day:02} {name} {year % 100:02}": 2,
        f"{year}{sign}{month:02}{sign}{day:02}": 4,
        f"Ngày {day:02} tháng {month:02} năm {year}": 4,
        f"..., ngày {day:02} tháng {month:02} năm {year}": 4,
        f"Ngày {day:02}/{month:02}/{year}": 4,
        str(year): 3,
        f"{day:02}.{month:02}.{year % 100:02}": 7,
    }
    return random.choices([*forms], [*forms.values()])[0]


def digits(random: Random, count: int) -> str:
    """So many digits."""
    return "".join(random.choices(string.digits, k=count))


def identifier(random: Random) -> str:
    """A number of a document: 9 or 12 digits, digits in groups, letters and digits, a plate."""
    forms = {
        digits(random, 9): 22,
        digits(random, 12): 25,
        " ".join(digits(random, 3) for _ in range(random.choice((3, 4)))): 5,
        code(random, random.randint(6, 10)): 10,
        random.choice(string.ascii_uppercase) + digits(random, random.choice((7, 8))): 8,
        plate(random): 10,
        code(random, random.choice((8, 10, 11, 12, 13, 14, 17, 17))): 12,
        random.choice(("No. ", "N° ", "№ ", "Số: ", "# ", "N°")) + digits(random, 8): 8,
    }
    return random.choices([*forms], [*forms.values()])[0]


def code(random: Random, count: int) -> str:
    """Capital letters and digits, now and then with a hyphen."""
    text = "".join(random.choices(string.digits * 2 + string.ascii_uppercase, k=count))
    if random.random() < 0.15:
        cut = random.randrange(1, count)
        text = f"{text[:cut]}-{text[cut:]}"
    return text


def plate(random: Random) -> str:
    """A plate: province, series, four or five digits, with hyphen, dot or neither."""
    head = f"{random.randint(11, 99)}{random.choice(string.ascii_uppercase)}"
    if random.random() < 0.7:
        head += random.choice(string.digits + "ABCDEFGHKLMN")
    sign = random.choice(("-", "-", "-", " ", " - "))
    if random.random() < 0.5:
        return f"{head}{sign}{digits(random, 4)}"
    return f"{head}{sign}{digits(random, 3)}.{digits(random, 2)}"


def house(random: Random) -> str:
    """The number of a house."""
    number = str(random.randint(1, 999))
    chance = random.random()
    if chance < 0.2:
        number += f"/{random.randint(1, 99)}"
    elif chance < 0.3:
        number += random.choice("ABCD")
    elif chance < 0.36:
        number = f"{random.choice('ABCDEFKLT')}{random.randint(1, 40)}-{number}"
    return number


def measure(random: Random) -> str:
    """A height, a capacity, a time, a sum."""
    form = random.choice(
        (
            "1m{:02}",
            "1,{:02} m",
            "1.{:02} m",
            "{}cm",
            "1{:02} cm",
            "{} cm³",
            "{},5 kg",
            "{}%",
            "{}:30",
            "({})",
            "{}°",
            "{} kg",
            "/{}",
            "{} €",
            "${}.00",
            "{}.{}",
        )
    )
    return form.format(random.randint(10, 99), random.randint(0, 99))


def noise(random: Random) -> str:
    """Characters without meaning, so that no letter is guessed from its neighbours."""
    pool = random.choice(
        (
            string.ascii_uppercase + string.digits,
            string.ascii_letters + string.digits,
            string.ascii_letters,
            string.digits + "/-. ",
            string.ascii_letters + string.digits + string.punctuation,
        )
    )
    return "".join(random.choices(pool, k=random.randint(1, 14))).strip() or "0"


def line(random: Random) -> str:
    """One line of any of these."""
    kinds = (date, identifier, measure, noise)
    return random.choices(kinds, (34, 40, 10, 16))[0](random)
