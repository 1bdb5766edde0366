"""What specimens of France share: their words, and text that is broken where an address is."""

import re
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from workers.specimens.canvas import Canvas, around
from workers.specimens.lettering import BLACK, Text, Value, dated
from workers.specimens.people.france import ADJECTIVES
from workers.specimens.person import Person, digits, letters, random
from workers.specimens.sheet import SANS, SANS_BOLD

BLUE = "#2b3c8f"
CARD = (85.60, 53.98)
SEXES = {"female": "F", "male": "M"}
NATIONALITIES = {"FRA": "FRANÇAISE"} | ADJECTIVES
"""As residence permits and passports print them, adjectives in capitals."""

spaced_date = dated("%d %m %Y")
dotted_date = dated("%d.%m.%Y")
label = partial(Text, font=SANS, size=1.6, ink=BLUE)
value = partial(Value, font=SANS_BOLD, size=2.7)


def numbered(person: Person, seed: int, pattern: str) -> Person:
    """Returns the person with the document number of a seed. In `pattern` `A` stands for any
    letter, `9` for any digit, `X` for one of both, anything else for itself."""
    rng = random(seed, 0xF2D)
    draw = {
        "A": lambda: letters(rng, 1),
        "9": lambda: digits(rng, 1),
        "X": lambda: letters(rng, 1) if rng.random() < 0.5 else digits(rng, 1),
    }
    number = "".join(draw[sign]() if sign in draw else sign for sign in pattern)
    return person.but(documentNumber=number)


def metres(height: str) -> str:
    """Returns `1,68 m` for `1.68`."""
    return f"{height.replace('.', ',')} m"


@dataclass(frozen=True)
class Address:
    """The holder's address on lines of its own: the street, the town, and what follows."""

    x: float
    y: float
    size: float = 2.2
    font: str = SANS_BOLD
    width: float = 48
    leading: float = 1.2
    after: tuple[str, ...] = ()
    personal: ClassVar[bool] = True

    def draw(self, canvas: Canvas) -> None:
        """Prints it and notes the field. Long streets are set smaller."""
        lines = [*re.split(r" (?=\d{5} )", canvas.person.get("address")), *self.after]
        dx, dy = canvas.offset
        size = self.size
        while max(canvas.width_of(line, self.font, size) for line in lines) > self.width:
            size *= 0.95
        boxes = [
            canvas.text(
                line,
                self.x + dx,
                self.y + dy + n * self.size * self.leading,
                name=self.font,
                size=size,
                ink=BLACK,
                anchor="l",
            ).box
            for n, line in enumerate(lines)
        ]
        printed = " ".join(lines)
        canvas.fields["address"] = {"value": printed, "printed": printed, "box": around(boxes)}
