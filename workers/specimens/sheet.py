"""A sheet to print on: text in our own fonts, and where each piece of it came to stand."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

Image = npt.NDArray[np.uint8]
Box = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

REGULAR = "Roboto-Regular.ttf"
BOLD = "Roboto-Bold.ttf"
SANS = "Arimo-Regular.ttf"
SANS_BOLD = "Arimo-Bold.ttf"
SANS_ITALIC = "Arimo-Italic.ttf"
SERIF = "Tinos-Regular.ttf"
SERIF_BOLD = "Tinos-Bold.ttf"
SERIF_ITALIC = "Tinos-Italic.ttf"
TYPEWRITER = "Cousine-Regular.ttf"
OCR_B = "OCRB.otf"

_FONTS = Path(__file__).parent / "fonts"


@functools.cache
def font(name: str, size: float) -> ImageFont.FreeTypeFont:
    """Returns a bundled font. Always laid out by Pillow itself, so that all machines agree."""
    return ImageFont.truetype(_FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True)
class Printed:
    """A piece of text on the sheet. `box`: four corners in pixels, clockwise from top left."""

    text: str
    box: Box


def box(left: float, top: float, right: float, bottom: float) -> Box:
    """Returns an upright box as four corners, clockwise from the top left."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


class Sheet:
    """A picture that text is printed on. `printed` lists what was, in order."""

    def __init__(self, ground: Image, printed: Iterable[Printed] = ()) -> None:
        """`ground`: BGR uint8; it is copied. `printed`: what it bears already."""
        self._picture = PillowImage.fromarray(np.ascontiguousarray(ground[..., ::-1]))
        self._draw = ImageDraw.Draw(self._picture)
        self.printed = list(printed)

    @property
    def image(self) -> Image:
        """A copy of the sheet as it is now, BGR uint8."""
        return np.ascontiguousarray(np.asarray(self._picture, np.uint8)[..., ::-1])

    def paste(self, image: Image, left: int, top: int) -> None:
        """Puts a BGR picture on the sheet."""
        self._picture.paste(PillowImage.fromarray(image[..., ::-1].copy()), (left, top))

    def part(self, left: int, top: int, width: int, height: int) -> Image:
        """Returns a copy of a part of the sheet, BGR; what lies beyond its edges is left out."""
        right, bottom = min(left + width, self._picture.width), top + height
        cut = self._picture.crop((max(left, 0), max(top, 0), right, bottom))
        return np.ascontiguousarray(np.asarray(cut, np.uint8)[..., ::-1])

    def text(
        self,
        text: str,
        left: float,
        baseline: float,
        *,
        name: str = REGULAR,
        size: float = 20,
        ink: str = "#22252b",
        anchor: str = "l",
    ) -> Printed:
        """Prints a line on its baseline. `anchor`: `l` starts it at `left`, `r` ends it there.

        Raises `ValueError` where it would leave the sheet.
        """
        where = (left, baseline)
        face = font(name, size)
        edges = self._draw.textbbox(where, text, font=face, anchor=anchor + "s")
        self._demand_inside(text, edges)
        self._draw.text(where, text, fill=ink, font=face, anchor=anchor + "s")
        return self._remember(text, edges)

    def pitched(
        self, text: str, left: float, baseline: float, *, pitch: float, name: str, size: float
    ) -> Printed:
        """Prints a line with each character centred in a cell of `pitch` pixels, in black."""
        face = font(name, size)
        middle = left + pitch / 2
        edges = []
        for index, character in enumerate(text):
            where = (middle + index * pitch, baseline)
            edges.append(self._draw.textbbox(where, character, font=face, anchor="ms"))
            self._draw.text(where, character, fill="#0c0c0e", font=face, anchor="ms")
        around = (
            min(edge[0] for edge in edges),
            min(edge[1] for edge in edges),
            max(edge[2] for edge in edges),
            max(edge[3] for edge in edges),
        )
        self._demand_inside(text, around)
        return self._remember(text, around)

    def _demand_inside(self, text: str, edges: tuple[float, float, float, float]) -> None:
        width, height = self._picture.size
        if edges[0] < 0 or edges[1] < 0 or edges[2] > width or edges[3] > height:
            raise ValueError(f"{text!r} does not fit on the sheet")

    def _remember(self, text: str, edges: tuple[float, float, float, float]) -> Printed:
        printed = Printed(text, box(*edges))
        self.printed.append(printed)
        return printed
