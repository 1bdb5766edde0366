"""The generated people, by what they are for and by what they wear of themselves.

Their pictures lie at VOUCH_FACES, else at `../shared/faces` beside the checkout; they are no part
of the repository. What is on each was told by eye, from the eyes' part enlarged.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from bench.faces.people import folder
from training.faces.drawings import Image
from workers.vision.faces import Face

_POINTS = Path(__file__).with_name("points.csv")
"""Number, box, and five points as x and y, of each picture with a face."""

Split = Literal["training", "test"]
FIFTHS: dict[Split, tuple[int, ...]] = {"training": (1, 2, 3, 4), "test": (0,)}
"""Of the pictures' numbers, modulo 5: the test's as in `training.attacks`."""

CLOSED = frozenset(
    (29, 159, 376, 434, 475, 476, 478, 479, 505, 581, 582, 583, 585, 586, 587, 588, 589, 591, 592)
) | {724}  # fmt: skip
"""Both eyes are shut, or look down so far that nothing of them is seen."""

HALF_CLOSED = frozenset(
    (8, 15, 23, 30, 50, 68, 75, 98, 196, 234, 240, 255, 256, 282, 443, 474, 480, 487, 498, 501, 504)
) | {584, 590, 637, 641, 643, 671}  # fmt: skip
"""Narrowed, in shadow, blurred: neither can be said."""

SUNGLASSES = frozenset(
    (41, 76, 77, 78, 79, 80, 179, 266, 286, 287, 296, 350, 351, 356, 429, 618, 619, 620, 621, 622)
) | {707, 708, 709, 710, 774}  # fmt: skip
"""Dark, tinted or mirrored; of a few the eyes show through."""

SPECTACLES = frozenset(
    (22, 44, 47, 49, 54, 75, 155, 158, 175, 203, 219, 246, 248, 252, 258, 263, 265, 273, 282, 290,
     314, 317, 330, 334, 341, 352, 353, 355, 361, 440, 451, 454, 492, 512, 578, 581, 584, 590, 595,
     596, 606, 607, 612, 613, 614, 615, 616, 617, 649, 652, 776, *range(679, 707))
) - {683}  # fmt: skip
"""Clear ones."""

LIGHTLY_TINTED = frozenset((60, 683))
"""Neither."""


@dataclass(frozen=True)
class Person:
    """One picture. `face`: as the product's detector found it there."""

    number: int
    file: Path
    face: Face

    @property
    def side(self) -> float:
        """Pixels of the face's shorter side."""
        x0, y0, x1, y1 = self.face.box
        return min(x1 - x0, y1 - y0)

    def image(self) -> Image:
        """The picture, BGR."""
        image = cv2.imread(str(self.file))
        if image is None:
            raise ValueError(f"{self.file} is no picture")
        return np.asarray(image, np.uint8)


def people(split: Split | None = None) -> Iterator[Person]:
    """Those of a split, or all. `FileNotFoundError` where there are no pictures.

    Where faces are is in `points.csv`; pictures on which none was found are left out.
    """
    with _POINTS.open(encoding="utf-8") as file:
        rows = [[float(value) for value in row] for row in csv.reader(file)]
    for number, *values in rows:
        path = folder() / f"synthetic_{int(number):04}.jpg"
        if split is None or number % 5 in FIFTHS[split]:
            if not path.is_file():
                raise FileNotFoundError(f"there is no picture {path}")
            x0, y0, x1, y1 = values[:4]
            points = np.array(values[4:], np.float32).reshape(5, 2)
            yield Person(int(number), path, Face((x0, y0, x1, y1), 1.0, points))
