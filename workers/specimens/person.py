"""Somebody who does not exist, as a document's printer gets them: facts by name."""

import datetime as dt
from dataclasses import dataclass, field, replace

import numpy as np

Random = np.random.Generator


@dataclass(frozen=True)
class Person:
    """What a document may say of somebody.

    `facts`: by the report's names of fields, in their normal forms (dates ISO 8601, countries
    ISO 3166-1 alpha-3, gender `female` or `male`); names and addresses as they are written in
    full. `parts`: of addresses among the facts, by the fact's name: province, district, ward,
    street, without the units' words.
    """

    facts: dict[str, str]
    parts: dict[str, dict[str, str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Returns a fact, empty where there is none."""
        return self.facts.get(name, "")

    def but(self, **facts: str) -> "Person":
        """Returns the same person with other facts."""
        return replace(self, facts=self.facts | facts)

    def mrz(self, **others: str) -> dict[str, str]:
        """Returns what every writer of `mrz_writer` takes, `others` in place of the facts."""
        return {
            "surname": self.get("lastName"),
            "given": self.get("firstName"),
            "number": self.get("documentNumber"),
            "nationality": self.get("nationality"),
            "birth": self.get("birthDate"),
            "sex": self.get("gender"),
            "expiry": self.get("expirationDate"),
        } | others


def random(seed: int, purpose: int) -> Random:
    """Returns the generator of a seed for one purpose: another purpose draws other numbers."""
    return np.random.default_rng([seed, purpose])


def pick(rng: Random, choices: tuple[str, ...]) -> str:
    """Returns one of `choices`."""
    return choices[int(rng.integers(len(choices)))]


def digits(rng: Random, count: int) -> str:
    """Returns that many digits."""
    return "".join(str(digit) for digit in rng.integers(0, 10, count))


def letters(rng: Random, count: int) -> str:
    """Returns that many capital letters, those among them that readers take for digits too."""
    return "".join(chr(65 + letter) for letter in rng.integers(0, 26, count))


def day(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """Returns a day from `first` to `last`, both included."""
    return first + dt.timedelta(days=int(rng.integers((last - first).days + 1)))


def years_later(date: dt.date, years: int) -> dt.date:
    """Returns the same day `years` later; the last of February for the 29th."""
    try:
        return date.replace(year=date.year + years)
    except ValueError:
        return date.replace(year=date.year + years, day=28)
