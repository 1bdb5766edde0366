"""What is printed on a side in letters: titles and labels, the holder's data, the MRZ, codes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from workers.specimens.canvas import CODED, Canvas, around
from workers.specimens.mrz_writer import FORMATS
from workers.specimens.person import Person
from workers.specimens.sheet import OCR_B, SANS, SANS_BOLD, box

Image = npt.NDArray[np.uint8]
Form = Callable[[str], str]

BLACK = "#1d1f24"
RED = "#a8322d"

_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")

_OCR_B_EM = 3.517  # mm: OCR-B size 1
_PITCH = 2.54  # ten characters to the inch (ISO 1073-2)
_LINE = {"td1": 4.23}  # mm from baseline to baseline: six lines to the inch on cards
_LINE_OF_OTHERS = 6.35
# The baseline of the zone's last line over the lower edge: 9303-4 to -7, figures of the zones.
_FOOT = {"td1": 5.6, "permis_fr": 5.6}
_FOOT_OF_OTHERS = 8.15


@dataclass(frozen=True)
class Text:
    """Print that is the same on every document of its kind. `y` is the baseline, `size` the em."""

    text: str
    x: float
    y: float
    size: float = 2.2
    font: str = SANS
    ink: str = BLACK
    anchor: str = "l"
    personal: ClassVar[bool] = False

    def draw(self, canvas: Canvas) -> None:
        """Prints it."""
        canvas.text(
            self.text, self.x, self.y,
            name=self.font, size=self.size, ink=self.ink, anchor=self.anchor,
        )  # fmt: skip


@dataclass(frozen=True)
class Value:
    """A fact of the holder's, printed; nothing where there is none.

    `form` makes the print of the fact. `lines`: how many there may be; a longer text is broken
    between words, after a comma where it can be, and set smaller where even that is not enough.
    `width`: of a line, to the card's edge where left out. `next_x`: where further lines begin.
    `told`: whether the truth has it as a field; no for what the report has no name for.
    """

    name: str
    x: float
    y: float
    size: float = 2.8
    font: str = SANS_BOLD
    ink: str = BLACK
    anchor: str = "l"
    form: Form = str
    width: float = 0
    lines: int = 1
    next_x: float | None = None
    leading: float = 1.35
    told: bool = True
    personal: ClassVar[bool] = True

    def draw(self, canvas: Canvas) -> None:
        """Prints it and notes the field; a fact printed twice keeps its first place."""
        fact = canvas.person.get(self.name)
        if not fact:
            return
        dx, dy = canvas.offset
        size, lines = self._set(self.form(fact), canvas)
        boxes = []
        for index, line in enumerate(lines):
            x = self.x if index == 0 or self.next_x is None else self.next_x
            y = self.y + dy + index * size * self.leading
            piece = canvas.text(
                line, x + dx, y, name=self.font, size=size, ink=self.ink, anchor=self.anchor
            )
            boxes.append(piece.box)
        if not self.told:
            return
        printed = " ".join(lines)
        truth = {"value": fact if self.name in CODED else printed, "printed": printed}
        parts = canvas.person.parts.get(self.name)
        canvas.fields.setdefault(
            self.name, truth | ({"parts": parts} if parts else {}) | {"box": around(boxes)}
        )

    def _set(self, text: str, canvas: Canvas) -> tuple[float, list[str]]:
        """The em and the lines with which the text fits."""
        edge = canvas.size[0] - 2.5
        left = self.x if self.next_x is None else self.next_x
        first = self.width or (edge - self.x if self.anchor == "l" else edge)
        later = self.width + self.x - left if self.width else edge - left
        size = self.size
        while True:
            lines = self._broken(text, size, first, later, canvas)
            wide = [canvas.width_of(line, self.font, size) for line in lines]
            fits = len(lines) <= self.lines and wide[0] <= first and max([0.0, *wide[1:]]) <= later
            if fits or size < 1:
                return size, lines
            size *= 0.95

    def _broken(
        self, text: str, size: float, first: float, later: float, canvas: Canvas
    ) -> list[str]:
        """The text in lines of as many words as there is room for, `first` mm and then `later`."""

        def fits(words: list[str], room: float) -> bool:
            return canvas.width_of(" ".join(words), self.font, size) <= room

        lines: list[str] = []
        words, room = text.split(), first
        while words:
            count = len(words)
            while count > 1 and not fits(words[:count], room):
                count -= 1
            if count < len(words):
                commas = [n for n in range(1, count + 1) if words[n - 1].endswith(",")]
                if commas and fits(words[commas[-1] :], later):
                    count = commas[-1]
            lines.append(" ".join(words[:count]))
            words, room = words[count:], later
        return lines


def dated(pattern: str) -> Form:
    """Returns the form that writes ISO dates as `%d/%m/%Y`, or any other text with these three
    in it, whatever the machine's language. Other texts, and years alone, stay as they are."""

    def write(value: str) -> str:
        if not _ISO_DATE.fullmatch(value):
            return value
        year, month, day = value.split("-")
        return pattern.replace("%d", day).replace("%m", month).replace("%Y", year)

    return write


def said(words: Mapping[str, str]) -> Form:
    """Returns the form that says a fact in a document's own words: `{"male": "Nam", …}`."""
    return words.__getitem__


@dataclass(frozen=True)
class Zone:
    """A machine readable zone at the foot of the side. `write` makes its lines.

    `foot`: the last baseline's height over the lower edge; as ICAO has it where left out.
    """

    format: str
    write: Callable[[Person], tuple[str, ...]]
    foot: float = 0
    personal: ClassVar[bool] = True

    def draw(self, canvas: Canvas) -> None:
        """Prints it. Raises `ValueError` where lines are not as long as the format's."""
        count, length = FORMATS[self.format]
        lines = self.write(canvas.person)
        if [len(line) for line in lines] != [length] * count:
            raise ValueError(f"{lines} are no {self.format}")
        scale, (width, height) = canvas.scale, canvas.size
        left = (width - length * _PITCH) / 2
        pitch = _LINE.get(self.format, _LINE_OF_OTHERS)
        last = height - (self.foot or _FOOT.get(self.format, _FOOT_OF_OTHERS))
        printed = [
            canvas.sheet.pitched(
                line, left * scale, (last - (count - 1 - n) * pitch) * scale,
                pitch=_PITCH * scale, name=OCR_B, size=round(_OCR_B_EM * scale, 2),
            )
            for n, line in enumerate(lines)
        ]  # fmt: skip
        canvas.zones["mrz"] = around([piece.box for piece in printed])
        canvas.mrz = {"format": self.format, "lines": list(lines)}


@dataclass(frozen=True)
class Code:
    """A barcode: `qr`, `datamatrix` or `pdf417`. `write` makes its text; none where it is empty.

    It fills `width`, quiet zone included, and is as high as its format makes it.
    """

    format: str
    write: Callable[[Person], str]
    x: float
    y: float
    width: float
    personal: ClassVar[bool] = True

    def draw(self, canvas: Canvas) -> None:
        """Prints it."""
        text = self.write(canvas.person)
        if not text:
            return
        modules = _modules(self.format, text)
        left, top, width = canvas.pixels(self.x, self.y, self.width)
        height = round(width * modules.shape[0] / modules.shape[1])
        larger = cv2.resize(modules, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
        grey = cv2.resize(larger, (width, height), interpolation=cv2.INTER_AREA)
        ink = (24 + grey.astype(np.float32) * (238 - 24) / 255).astype(np.uint8)
        canvas.sheet.paste(cv2.cvtColor(ink, cv2.COLOR_GRAY2BGR).astype(np.uint8), left, top)
        place = box(left, top, left + width, top + height)
        canvas.barcodes.append({"format": self.format, "text": text, "box": place})


_WRITERS = {
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
}


def _modules(name: str, text: str) -> Image:
    """The code with its quiet zone, one pixel a module, 0 and 255."""
    # Shorter texts would make a DataMatrix oblong, which no card prints.
    code = zxingcpp.create_barcode(text, _WRITERS[name], force_square=True)
    return np.asarray(zxingcpp.write_barcode_to_image(code, scale=1), np.uint8)
