"""Lines with their texts: what to print, how it looks, and batches of one width."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from training.recogniser import degrade, fonts, render
from training.recogniser.texts import latin, mrz, numbers, vietnamese

LINE_HEIGHT = 48  # px: what `workers.vision.text` makes of every crop
MIN_WIDTH = 320
MAX_WIDTH = 1500  # px: the widest line of training, a whole MRZ line
COLUMNS = 9600  # px of width in one batch: thirty short lines, six whole MRZ lines
GRAIN = 40  # px: few distinct widths, for oneDNN compiles its kernels anew for each shape

MIX: dict[str, tuple[Callable[[Random], str], float]] = {
    "vietnamese": (vietnamese.line, 56),
    "latin": (latin.line, 24),
    "numbers": (numbers.line, 11),
    "mrz": (mrz.line, 3),
    "mrz-part": (mrz.part, 6),
}


class Line(NamedTuple):
    """A crop of 48 rows, BGR, and what it says. `letters`: how high capitals were in the picture
    that it was cut from, pixels."""

    image: NDArray[np.uint8]
    text: str
    letters: float


class Printer:
    """Prints lines of the kinds of `MIX`, each from a seed of its own."""

    def __init__(
        self,
        files: list[Path],
        flaws: Callable[[Generator, render.Image], render.Image],
        under: render.Ground = render.paper,
    ) -> None:
        """`files`: the fonts of all but the MRZ; `flaws`: of `degrade`; `under`: the ground."""
        self._fonts = files
        self._weights = fonts.weights(files)
        self._flaws = flaws
        self._under = under

    def line(self, kind: str, seed: int) -> Line:
        """One line of a kind; the same one for the same seed."""
        random, generator = Random(seed), np.random.default_rng(seed)
        text = MIX[kind][0](random)
        style = self._style(random, kind, text)
        others: list[tuple[str, render.Print]] = []
        if random.random() < 0.35:
            others = [(MIX[kind][0](random), style) for _ in range(2)]
            others = [(other, self._covering(random, kind, other, style)) for other, _ in others]
        image = self._flaws(generator, render.crop(generator, text, style, others, self._under))
        return Line(resized(image), text, degrade.LETTER * image.shape[0])

    def _style(self, random: Random, kind: str, text: str) -> render.Print:
        if kind.startswith("mrz"):
            font = (
                random.choice(fonts.ocr_b()) if random.random() < 0.85 else self._any(random, text)
            )
            spacing = random.uniform(0, 0.12) if random.random() < 0.3 else 0.0
            weight = random.choice((-1, 0, 0, 0, 1, 2, 3))
            return render.Print(font, spacing, random.uniform(0.85, 1.2), weight)
        spacing = random.uniform(-0.03, 0.15) if random.random() < 0.2 else 0.0
        width = random.uniform(0.72, 1.15) if random.random() < 0.3 else 1.0
        weight = random.choice((1, 2)) if random.random() < 0.12 else 0
        font = self._any(random, text)
        return render.Print(font, spacing, width, weight, self._second(random, font, text))

    def _second(self, random: Random, font: Path, text: str) -> tuple[int, Path] | None:
        """Labels have a translation in italics, or a value in bold: another cut of the family."""
        marks = [text.find(mark) for mark in ("/", ": ", "(") if mark in text[:-2]]
        kin = [path for path in self._fonts if fonts.family(path) == fonts.family(font)]
        if not marks or random.random() < 0.5:
            return None
        other = random.choice(kin)
        return (min(marks) + 1, other) if {*text} - {" "} <= fonts.covered(other) else None

    def _any(self, random: Random, text: str) -> Path:
        needed = {*text} - {" "}
        while True:
            (font,) = random.choices(self._fonts, self._weights)
            if needed <= fonts.covered(font):
                return font

    def _covering(self, random: Random, kind: str, text: str, style: render.Print) -> render.Print:
        """The line's own style for its neighbour, if its font has the letters."""
        if {*text} - {" "} <= fonts.covered(style.font):
            return style
        return self._style(random, kind, text)


def resized(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """48 rows, as the product resizes a crop."""
    height, width = image.shape[:2]
    how = cv2.INTER_AREA if height > LINE_HEIGHT else cv2.INTER_LINEAR
    wanted = max(1, int(np.ceil(LINE_HEIGHT * width / height)))
    return np.asarray(cv2.resize(image, (wanted, LINE_HEIGHT), interpolation=how), np.uint8)


def padded(image: NDArray[np.uint8], width: int = MIN_WIDTH) -> NDArray[np.uint8]:
    """The line on the left of a grey one of at least that width, as the product pads it."""
    height, wide = image.shape[:2]
    result = np.full((height, max(width, wide), 3), 128, np.uint8)
    result[:, :wide] = image
    return result


def stream(printer: Printer, seed: int) -> Iterator[Line]:
    """Lines without end in the proportions of `MIX`."""
    random = Random(seed)
    kinds, shares = list(MIX), [share for _, share in MIX.values()]
    while True:
        (kind,) = random.choices(kinds, shares)
        line = printer.line(kind, random.getrandbits(63))
        # CTC needs a frame (8 px) for each character and one between two alike.
        if line.image.shape[1] <= MAX_WIDTH and line.image.shape[1] >= 12 * len(line.text):
            yield line


def batches(
    lines: Iterator[Line], classes: dict[str, int]
) -> Iterator[tuple[NDArray[np.uint8], list[list[int]]]]:
    """Batches of similar widths, (N, 48, W, 3) BGR padded with 128, and each text's classes."""
    shelves: dict[int, list[Line]] = {}
    for line in lines:
        steps = (MIN_WIDTH, 400, 500, 620, 780, 980, 1230, MAX_WIDTH)
        width = next(step for step in steps if line.image.shape[1] <= step)
        shelf = shelves.setdefault(width, [])
        shelf.append(line)
        if (len(shelf) + 1) * width > COLUMNS:
            widest = max(MIN_WIDTH, *(one.image.shape[1] for one in shelf))
            widest += -widest % GRAIN
            images = np.stack([padded(one.image, widest) for one in shelf])
            yield images, [[classes[c] for c in one.text] for one in shelf]
            shelves[width] = []
