"""How well recognisers read lines in fonts and with flaws that training never showed.

`python -m training.recogniser.evaluate MODEL...` prints a table: errors per character / lines
exact, with the number of lines, beside Tesseract on the same lines.
"""

import argparse
import itertools
import math
import os
import string
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from onnxruntime import InferenceSession, SessionOptions

from training.recogniser import degrade, fonts, lines, render, scores

SEED = 20_000_000
PHOTO = Path(__file__).resolve().parents[2] / "models/portrait-astronaut.png"
FRENCH = frozenset(string.printable + "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ°’«»№")
KINDS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "Vietnamese": ("vietnamese", lambda text: True),
    "French": ("latin", FRENCH.issuperset),
    "other European": ("latin", lambda text: not FRENCH.issuperset(text)),
    "numbers": ("numbers", lambda text: True),
    "MRZ": ("mrz", lambda text: True),
}
"""What is told apart: the kind of `lines.MIX` and which of its texts."""
TESSERACT = ("vie",)
HEIGHTS = {
    "under 12 px": (0, 12),
    "12 to 18 px": (12, 18),
    "18 to 28 px": (18, 28),
    "from 28 px": (28, math.inf),
    "from 12 px": (12, math.inf),
}
"""Of capitals, pixels. Those of a card's values, some 2 mm, are 12 px high where the card is 510 px
wide, and 18 where it is 770."""

Reader = Callable[[Sequence[render.Image]], list[str]]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", type=Path)
    parser.add_argument("--lines", type=int, default=400, help="of each kind")
    parser.add_argument("--hard", action="store_true", help="as in bad pictures")
    parser.add_argument("--tesseract", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    readers: dict[str, Reader] = {str(path): network(path) for path in options.models}
    if options.tesseract:
        readers |= {f"Tesseract {language}": tesseract(language) for language in TESSERACT}
    if options.hard:
        printer = lines.Printer(fonts.testing(), degrade.testing_hard, clutter)
    else:
        printer = lines.Printer(fonts.testing(), degrade.testing, ground)
    drawn = {title: test_lines(printer, title, options.lines) for title in KINDS}
    print(f"{options.lines} lines of each kind: errors per character / lines exact\n")
    print("| reader | " + " | ".join(KINDS) + " | ms a line |")
    print("|---" * (len(KINDS) + 2) + "|")
    heights: dict[str, list[str]] = {}
    for name, reader in readers.items():
        start = time.process_time()
        read = {title: reader([one.image for one in every]) for title, every in drawn.items()}
        results = [
            scores.Score.of([one.text for one in every], read[title])
            for title, every in drawn.items()
        ]
        took = 1000 * (time.process_time() - start) / (options.lines * len(KINDS))
        timed = f"{took:.1f}" if took > 1 else "-"
        print(f"| {name} | " + " | ".join(map(str, results)) + f" | {timed} |", flush=True)
        heights[name] = [
            f"| {name} | {title} | " + " | ".join(by_height(every, read[title])) + " |"
            for title, every in drawn.items()
        ]
    print("\nby the height of capitals in the picture\n")
    print("| reader | | " + " | ".join(HEIGHTS) + " |")
    print("|---" * (len(HEIGHTS) + 2) + "|")
    print("\n".join(chain.from_iterable(heights.values())))


def by_height(every: list[lines.Line], read: list[str]) -> Iterator[str]:
    """The score of the lines of each range of `HEIGHTS`."""
    for low, high in HEIGHTS.values():
        chosen = [k for k, one in enumerate(every) if low <= one.letters < high]
        score = scores.Score.of([every[k].text for k in chosen], [read[k] for k in chosen])
        yield f"{score} (n={score.lines})"


def test_lines(printer: lines.Printer, title: str, count: int) -> list[lines.Line]:
    """The first lines of one of `KINDS` that the product would read in one piece."""
    kind, wanted = KINDS[title]
    first = SEED + 1_000_000 * list(lines.MIX).index(kind)
    drawn = (printer.line(kind, first + index) for index in itertools.count())
    fitting = (x for x in drawn if x.image.shape[1] <= lines.MAX_WIDTH and wanted(x.text))
    return list(itertools.islice(fitting, count))


def network(path: Path) -> Reader:
    """A recogniser as the product runs it."""
    settings = SessionOptions()
    settings.intra_op_num_threads = 1
    settings.log_severity_level = 3
    session = InferenceSession(str(path), settings, providers=["CPUExecutionProvider"])
    characters = [*session.get_modelmeta().custom_metadata_map["character"].split("\n"), " "]

    def read(images: Sequence[render.Image]) -> list[str]:
        texts = []
        for image in images:
            tensor = lines.padded(image).astype(np.float32) / 127.5 - 1
            tensor[:, image.shape[1] :] = 0
            values = session.run(None, {"x": tensor.transpose(2, 0, 1)[None]})[0][0]
            texts.append(scores.decode(values, characters))
        return texts

    return read


def tesseract(language: str) -> Reader:
    """The `tesseract` command on whole lines, one thread."""

    def read(images: Sequence[render.Image]) -> list[str]:
        with tempfile.TemporaryDirectory() as scratch:
            names = []
            for index, image in enumerate(images):
                name = f"{scratch}/{index:05}.png"
                cv2.imwrite(name, cv2.copyMakeBorder(image, 8, 8, 8, 8, cv2.BORDER_REPLICATE))
                names.append(name)
            Path(scratch, "names.txt").write_text("\n".join(names))
            command = ["tesseract", f"{scratch}/names.txt", "stdout", "-l", language, "--psm", "7"]
            done = subprocess.run(
                command,
                capture_output=True,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        pages = done.stdout.decode("utf-8").split("\f")
        return [" ".join(page.split()) for page in pages[: len(images)]]

    return read


def ground(random: Generator, width: int, height: int, most: float = 0.15) -> render.Image:
    """Half the time paper, else a pale piece of a photograph; `most`: the largest share of it."""
    if random.random() < 0.5:
        return render.paper(random, width, height)
    photo = _photo()
    x, y = (int(random.integers(0, side - 128)) for side in (photo.shape[1], photo.shape[0]))
    piece = cv2.resize(
        photo[y : y + 32, x : x + 128], (width, height), interpolation=cv2.INTER_CUBIC
    )
    share = random.uniform(0.05, most)
    return np.asarray(
        cv2.addWeighted(piece, share, np.full_like(piece, 255), 1 - share, 0), np.uint8
    )


def clutter(random: Generator, width: int, height: int) -> render.Image:
    """The same, with more of the photograph."""
    return ground(random, width, height, 0.4)


@cache
def _photo() -> render.Image:
    return np.asarray(cv2.imread(str(PHOTO)), np.uint8)


if __name__ == "__main__":
    main()
