"""Contact sheets: whole captures, and beside each a piece of it at its own pixels; or squares."""

import itertools
from collections.abc import Sequence

import cv2
import numpy as np

from training.attacks.light import Image, resized
from training.attacks.places import places
from training.attacks.sets import Sample, sample
from training.attacks.species import SPECIES
from training.attacks.splits import Split
from workers.vision.presentation.squares import GRID, SIDE

HEIGHT = 300
"""Of a row, pixels."""


def contact_sheet(split: Split, seeds: Sequence[int], species: Sequence[str] = ()) -> Image:
    """A row for each species (all where none is named), a pair of pictures for each seed."""
    rows = []
    for name in species or SPECIES:
        tiles = [_tile(sample(split, name, seed)) for seed in seeds]
        rows.append(np.hstack([_label(name), *tiles]))
    width = max(row.shape[1] for row in rows)
    filled = [np.pad(row, ((0, 0), (0, width - row.shape[1]), (0, 0))) for row in rows]
    return np.asarray(np.vstack(filled), np.uint8)


def square_sheet(split: Split, seeds: Sequence[int], species: Sequence[str] = ()) -> Image:
    """A row for each capture of a document: its squares, enlarged twice."""
    everywhere = [s.name for s in SPECIES.values() if s.kind == "document" and not s.local]
    rows, columns = GRID
    found = []
    for seed, name in itertools.product(seeds, species or everywhere):
        made = places(split, name, seed)
        row = np.zeros((2 * SIDE, 2 * SIDE * rows * columns, 3), np.uint8)
        if len(made.squares):
            squares = np.hstack(list(made.squares))
            large = cv2.resize(squares, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
            row[:, : large.shape[1]] = large
        _note(row, f"{name}, {made.density:.0f} a mm, " + ", ".join(map(str, made.used.values())))
        found.append(row)
    return np.asarray(np.vstack(found), np.uint8)


def _tile(shown: Sample) -> Image:
    image = shown.image()
    width = round(HEIGHT * image.shape[1] / image.shape[0])
    whole = np.asarray(resized(image, (width, HEIGHT)), np.uint8)
    middle = np.array([image.shape[1], image.shape[0]]) / 2
    if shown.quad is not None:
        # On most documents the portrait ends and the print begins here.
        top_left, top_right, _, bottom_left = shown.quad
        middle = top_left + 0.3 * (top_right - top_left) + 0.55 * (bottom_left - top_left)
    part = _piece(image, middle)
    note = ", ".join(str(value) for key, value in shown.used.items() if key != "document")
    _note(whole, note)
    return np.hstack([whole, part])


def _piece(image: Image, middle: np.ndarray) -> Image:
    """The square around a place, at the picture's own pixels; black beyond its edges."""
    half = HEIGHT // 2
    larger = np.pad(image, ((half, half), (half, half), (0, 0)))
    left, top = np.clip(middle, 0, np.array(image.shape[1::-1]) - 1).astype(int)
    return larger[top : top + HEIGHT, left : left + HEIGHT]


def _note(picture: Image, text: str) -> None:
    place = (4, picture.shape[0] - 6)
    for tone, thick in (((0, 0, 0), 2), ((80, 255, 255), 1)):
        cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.36, tone, thick)


def _label(name: str) -> Image:
    strip = np.zeros((24, HEIGHT, 3), np.uint8)
    cv2.putText(strip, name, (6, 17), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 255), 1)
    return np.ascontiguousarray(strip.transpose(1, 0, 2)[::-1])
