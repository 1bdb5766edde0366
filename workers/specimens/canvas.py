"""A side while it is drawn: millimetres go in, pixels and the truth about them come out."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from workers.specimens.person import Person, random
from workers.specimens.sheet import Box, Printed, Sheet, font

Image = npt.NDArray[np.uint8]
Layer = npt.NDArray[np.float32]

_MISPRINT = 0.4  # mm that personal data may be printed beside their place

# What a document prints in another form than the report's normal one; of all other facts the
# print itself is the value.
CODED = frozenset(
    {
        "accessNumber", "birthDate", "documentNumber", "expirationDate", "firstRegistrationDate",
        "gender", "height", "issuingCountry", "issuingDate", "lastRegistrationDate",
        "licenceStart", "nationality", "personalNumber", "plateNumber",
    }
)  # fmt: skip


@dataclass
class Canvas:
    """Draws for one person. All measures are millimetres from the top left corner.

    `scale`: pixels in a millimetre. What parts find out on the way (`fields`, `zones`, `mrz`,
    `barcodes`) is the truth about the side, with boxes in pixels.
    """

    sheet: Sheet
    scale: float
    size: tuple[float, float]
    person: Person
    seed: int
    portrait: Image | None = None
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    zones: dict[str, Box] = field(default_factory=dict)
    mrz: dict[str, Any] | None = None
    barcodes: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = random(self.seed, 0x0FF5E7)
        self.offset: tuple[float, float] = tuple(rng.uniform(-_MISPRINT, _MISPRINT, 2) * 0.7)

    def pixels(self, *millimetres: float) -> tuple[int, ...]:
        """Returns measures in whole pixels."""
        return tuple(round(measure * self.scale) for measure in millimetres)

    def width_of(self, text: str, name: str, size: float) -> float:
        """Returns how wide a line would be, in millimetres; `size`: the em."""
        return font(name, round(size * self.scale, 2)).getlength(text) / self.scale

    def text(
        self, text: str, x: float, y: float, *, name: str, size: float, ink: str, anchor: str
    ) -> Printed:
        """Prints a line on the baseline `y`. `anchor`: `l`, `m` or `r` of it stands at `x`."""
        scale, em = self.scale, round(size * self.scale, 2)
        return self.sheet.text(
            text, x * scale, y * scale, name=name, size=em, ink=ink, anchor=anchor
        )

    def random(self, purpose: int) -> np.random.Generator:
        """Returns this seed's generator for one purpose."""
        return random(self.seed, purpose)


class Part(Protocol):
    """Something on a side. `personal`: it differs from holder to holder."""

    personal: ClassVar[bool]

    def draw(self, canvas: Canvas) -> None:
        """Draws itself and notes the truth."""


def around(boxes: list[Box]) -> Box:
    """Returns the upright box around others."""
    corners = np.array(boxes).reshape(-1, 2)
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return ((left, top), (right, top), (right, bottom), (left, bottom))
