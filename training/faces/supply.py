"""Chips of faces with and without masks and dark glasses, as the product would cut them.

    python -m training.faces.supply --out build/faces training test

Every person is drawn on and photographed anew by a simulated camera. For the test the
product's detector looks for the face then; whom it does not find is left out, and counted. For
training, which has no such need, the points are those of before, off by as much as a detector's.
"""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from training.faces import drawings
from training.faces.drawings import Image, Random
from training.faces.people import LIGHTLY_TINTED, SUNGLASSES, Split, people
from workers.checks.liveness import MIN_FACE
from workers.models.sessions import session
from workers.vision.faces import Face, FaceDetector, align, by_prominence

Drawing = Callable[[Image, Face, Random], Image]

KINDS: dict[str, Drawing | None] = {
    "plain": None,
    "mask": drawings.masked,
    "dark": partial(drawings.with_glasses, dark=True),
    "clear": partial(drawings.with_glasses, dark=False),
    "raised": drawings.with_raised_glasses,
}
"""What is drawn: people of even numbers have clear glasses, of odd numbers dark ones, raised."""

OFF = 0.03
"""Of the distance between the eyes: standard deviation of points that are off."""


def main() -> None:
    """Writes one file for each split: chips, kinds and numbers of people."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=Path("build/faces"))
    options.add_argument("splits", nargs="+", choices=["training", "test"])
    chosen = options.parse_args()
    cv2.setNumThreads(1)
    chosen.out.mkdir(parents=True, exist_ok=True)
    for split in chosen.splits:
        write(split, chosen.out / f"{split}.npz")


def write(split: Split, file: Path) -> None:
    """Draws a split; the file is written anew every fifty people."""
    detector = FaceDetector(*(session(f"face-mtcnn-{network}") for network in "pro"))
    chips, kinds, numbers, missed = [], [], [], dict.fromkeys(KINDS, 0)
    everybody = [
        one
        for one in people(split)
        if one.number not in LIGHTLY_TINTED | SUNGLASSES and one.side >= MIN_FACE
    ]
    for done, person in enumerate(everybody, 1):
        rng = np.random.default_rng([person.number, 0xC0E5])
        near, face = nearer(person.image(), person.face, rng)
        for kind, drawing in KINDS.items():
            if kind == ("clear", "raised")[1 - person.number % 2]:
                continue
            drawn = near if drawing is None else drawing(near, face, rng)
            seen = photographed(drawn, rng)
            again = [off(face, rng)] if split == "training" else detector.detect(seen)
            if not again:
                missed[kind] += 1
                continue
            chips.append(align(seen, by_prominence(again)[0]))
            kinds.append(kind)
            numbers.append(person.number)
        if done % 50 == 0 or done == len(everybody):
            np.savez(file, chips=np.array(chips), kinds=np.array(kinds), numbers=np.array(numbers))
            told = f"{split}: {done} people, {len(chips)} chips; no face found: {missed}"
            print(told, file=sys.stderr, flush=True)


def nearer(image: Image, face: Face, rng: Random) -> tuple[Image, Face]:
    """The part around a face, the eyes at most 45 to 70 pixels apart, and the face in it."""
    left, top, right, bottom = drawings.around(image, face)
    unit = drawings.measures(face)[2]
    scale = min(1.0, float(np.exp(rng.uniform(np.log(45), np.log(70)))) / unit)
    part = image[top:bottom, left:right]
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    x0, y0, x1, y1 = face.box
    box = tuple(scale * side for side in (x0 - left, y0 - top, x1 - left, y1 - top))
    points = ((face.points - (left, top)) * scale).astype(np.float32)
    return np.asarray(small, np.uint8), Face((box[0], box[1], box[2], box[3]), 1.0, points)


def off(face: Face, rng: Random) -> Face:
    """The face with points as they are found again."""
    apart = float(np.hypot(*(face.points[1] - face.points[0])))
    points = face.points + rng.normal(0, OFF * apart, (5, 2)).astype(np.float32)
    return Face(face.box, face.confidence, points)


def photographed(image: Image, rng: Random) -> Image:
    """As another camera sees it: light, its colour, tone, blur, noise, JPEG."""
    light = 255 * (image.astype(np.float32) / 255) ** np.float32(rng.uniform(0.75, 1.3))
    warmth = rng.normal(0, 0.05)
    tint = np.array([1 - warmth, 1, 1 + warmth], np.float32) * rng.uniform(0.7, 1.15)
    across = np.linspace(-1, 1, image.shape[1], dtype=np.float32)[None, :, None]
    light = light * tint * (1 + np.float32(rng.uniform(-0.2, 0.2)) * across)
    if rng.random() < 0.1:
        light = np.repeat(light.mean(axis=2, keepdims=True), 3, axis=2)
    light = cv2.GaussianBlur(light, (0, 0), rng.uniform(0.3, 1.3))
    light = light + rng.standard_normal(light.shape, np.float32) * np.float32(rng.uniform(0.5, 6))
    pixels = np.ascontiguousarray(np.clip(light + 0.5, 0, 255).astype(np.uint8))
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(50, 95))])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if not done or decoded is None:
        raise RuntimeError("OpenCV could not write a JPEG")
    return np.asarray(decoded, np.uint8)


if __name__ == "__main__":
    main()
