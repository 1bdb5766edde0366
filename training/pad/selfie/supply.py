"""Renders selfies and attacks with faces once, and keeps the views that are looked at.

    python -m training.pad.selfie.supply --out build/pad-selfie --split training --count 2000

It can be stopped, goes on where it was, and may run several times at once, each with settings of
its own.
"""

from pathlib import Path

import cv2
import numpy as np

from training.attacks import sources
from training.attacks.light import stream
from training.attacks.sets import Sample, sample
from training.attacks.splits import Split
from training.pad.captures import path, write
from training.pad.selfie.captures import MARGIN, Selfie
from training.pad.selfie.kinds import KINDS
from training.pad.supply import rendered
from workers.stages.faces import detector
from workers.vision.presentation import views
from workers.vision.presentation.views import FaceBox

STAND_INS = 4
"""Of the settings of training, every so many-th has a photograph in a face's stead: photographs
have detail that generated faces lack."""


def keep(folder: Path, split: Split, species: str, seed: int) -> None:
    """Renders a selfie, unless it is there. Where the product finds no face, nothing is kept."""
    cv2.setNumThreads(1)
    file = path(folder, split, seed, species)
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    stands_in = split == "training" and seed % STAND_INS == STAND_INS - 1
    face = sources.stand_in(split, stream(split, "stand-in", seed)) if stands_in else None
    made = sample(split, species, seed, face)
    image = made.image()
    box = _found(image, made) if face is None else _true(made)
    seen = None if box is None else views.cut(image, box, MARGIN)
    if seen is not None:
        write(Selfie(species, seen.near, seen.wide, seen.pixels), file)


def _true(made: Sample) -> FaceBox:
    assert made.face is not None
    (left, top), (right, bottom) = made.face.min(axis=0), made.face.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _found(image: np.ndarray, made: Sample) -> FaceBox | None:
    """The largest face that the product finds, if it is where it is meant to be."""
    faces = detector().detect(image)
    if not faces:
        return None
    box = max(faces, key=lambda face: face.area).box
    left, top, right, bottom = _true(made)
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    inside = left <= middle[0] <= right and top <= middle[1] <= bottom
    return box if inside else None


def main() -> None:
    """Renders the captures of some settings, every species of each."""
    rendered(__doc__, keep, list(KINDS))


if __name__ == "__main__":
    main()
