"""Flat pictures to start from: specimens of cards, faces of people who do not exist, photographs.

Faces and photographs are no part of the repository. They are looked for at VOUCH_FACES and
VOUCH_PHOTOS, else in `../shared/faces` and `../shared/photos` beside it.
"""

import csv
import functools
import os
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from training.attacks.light import Image, Random, resized
from training.attacks.splits import Split, documents, has
from workers.specimens.card import Specimen, render_card, sides
from workers.specimens.side import CardSide

_BESIDE = Path(__file__).resolve().parents[3] / "shared"
_BOXES = Path(__file__).parent / "faces.csv"


@dataclass(frozen=True)
class Face:
    """A picture of a person. `box`: left, top, right and bottom of the face, pixels."""

    file: Path
    box: tuple[int, int, int, int]

    def image(self) -> Image:
        """The whole picture, BGR."""
        return _read(self.file)

    def selfie(self) -> Image:
        """The picture as a phone held upright would frame it, 3 wide and 4 high.

        Sharpened: generated pictures are softer than the person that they stand for.
        """
        image = self.image()
        soft = cv2.GaussianBlur(image, (0, 0), 1.0)
        image = np.asarray(cv2.addWeighted(image, 1.9, soft, -0.9, 0), np.uint8)
        height = image.shape[0]
        width = round(height * 0.75)
        middle = (self.box[0] + self.box[2]) / 2
        left = int(np.clip(middle - width / 2, 0, image.shape[1] - width))
        return np.ascontiguousarray(image[:, left : left + width])

    def portrait(self) -> Image:
        """A portrait 3 wide and 4 high, the head about 70 % of its height."""
        image = self.image()
        left, top, right, bottom = self.box
        height = 1.75 * (bottom - top)
        width = height * 3 / 4
        x0 = (left + right) / 2 - width / 2
        y0 = (top + bottom) / 2 - 0.52 * height
        size = (360, 480)
        place = np.array(
            [
                [size[0] / width, 0, -x0 * size[0] / width],
                [0, size[1] / height, -y0 * size[1] / height],
            ]
        )
        return np.asarray(
            cv2.warpAffine(
                image, place, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
            ),
            np.uint8,
        )


@functools.cache
def faces(split: Split) -> tuple[Face, ...]:
    """The people of a split. Raises `FileNotFoundError` where the pictures are not there.

    The boxes in `faces.csv` are what the product's detector found; pictures without one are left
    out.
    """
    folder = Path(os.environ.get("VOUCH_FACES", _BESIDE / "faces"))
    if not folder.is_dir():
        raise FileNotFoundError(f"the faces are not at {folder}: set VOUCH_FACES")
    found = []
    with _BOXES.open() as rows:
        for name, *box in csv.reader(rows):
            number = int(name.removesuffix(".jpg").rpartition("_")[2])
            if has(split, number) and (folder / name).is_file():
                left, top, right, bottom = map(int, box)
                found.append(Face(folder / name, (left, top, right, bottom)))
    return tuple(found)


@functools.cache
def photos(split: Split) -> tuple[Path, ...]:
    """The photographs of a split; none where they are not there."""
    folder = Path(os.environ.get("VOUCH_PHOTOS", _BESIDE / "photos"))
    return tuple(
        file
        for file in sorted(folder.glob("kodim*.png"))
        if has(split, int(file.stem.removeprefix("kodim")))
    )


def photo(split: Split, rng: Random) -> Image | None:
    """Some photograph of a split, turned and cut by chance; None where there are none."""
    files = photos(split)
    if not files:
        return None
    image = _read(files[int(rng.integers(len(files)))])
    if rng.random() < 0.5:
        image = image[:, ::-1]
    height, width = image.shape[:2]
    part = rng.uniform(0.5, 1)
    top, left = (int(rng.uniform(0, 1 - part) * side) for side in (height, width))
    return np.ascontiguousarray(
        image[top : top + int(part * height), left : left + int(part * width)]
    )


@dataclass(frozen=True)
class Card:
    """A flat card. `size`: width and height in mm. `person`: whose portrait it may bear."""

    side: CardSide
    specimen: Specimen
    person: Face

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, mm."""
        return self.side.size

    @property
    def image(self) -> Image:
        """BGR, 12 or 16 pixels a mm."""
        return self.specimen.image

    @property
    def portrait(self) -> tuple[float, float, float, float] | None:
        """Where the holder's picture is: left, top, right, bottom, mm; None on a back."""
        box = self.specimen.portrait_box
        return None if box is None else self._in_mm(np.array(box))

    def fields(self) -> dict[str, tuple[str, tuple[float, float, float, float]]]:
        """What is printed about the holder, on one line each, and where (mm), by name.

        Of a side that says nothing about them, what else it says.
        """
        truth = self.specimen.truth
        told = [
            (name, field["printed"], field["box"])
            for name, field in truth["fields"].items()
            if field.get("box") and field.get("printed")
        ]
        rest = [(f"text{k}", piece["text"], piece["box"]) for k, piece in enumerate(truth["text"])]
        for lines in (told, rest):
            found = {
                name: (text, self._in_mm(np.array(box)))
                for name, text, box in lines
                if 3 <= len(text) <= 30 and any(character.isalnum() for character in text)
            }
            if found:
                return found
        raise ValueError(f"there is no line of print on {self.side.code}")

    def _in_mm(self, box: np.ndarray) -> tuple[float, float, float, float]:
        scale = self.image.shape[1] / self.size[0]
        left, top = (box.min(axis=0) / scale).tolist()
        right, bottom = (box.max(axis=0) / scale).tolist()
        return left, top, right, bottom


def card(split: Split, rng: Random, *, with_portrait: bool | None = None) -> Card:
    """Some card of a split, made out to somebody of it. `with_portrait`: only sides that have one,
    or none; None: any."""
    people = faces(split)
    person = people[int(rng.integers(len(people)))]
    codes = documents(split)
    if with_portrait is not None:
        codes = [code for code in codes if _has_portrait(code) == with_portrait]
    code = codes[int(rng.integers(len(codes)))]
    specimen = render_card(code, int(rng.integers(1 << 31)), portrait=person.portrait())
    return Card(sides()[code], specimen, person)


@functools.cache
def _has_portrait(code: str) -> bool:
    return any(
        type(part).__name__ == "Portrait" and not getattr(part, "faint", 0)
        for part in sides()[code].parts
    )


@functools.lru_cache(maxsize=64)
def _read(file: Path) -> Image:
    image = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if image is None:
        raise FileNotFoundError(f"{file} is no picture")
    picture = np.asarray(image, np.uint8)
    picture.setflags(write=False)
    return picture


def first_copy(image: Image, width: float, rng: Random) -> Image:
    """The digital copy of a card, or of a face, that an attacker starts from.

    A scan or a photograph of it at 150 to 600 dots an inch: a little blurred, noisy, sharpened,
    and saved. `width`: in mm. The size stays.
    """
    dots = np.exp(rng.uniform(np.log(150), np.log(600))) / 25.4 * width
    size = (image.shape[1], image.shape[0])
    if dots < size[0]:
        image = resized(image, (round(dots), round(dots * size[1] / size[0])))
    copy = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 0.8)).astype(np.float32)
    copy = (copy - 128) * rng.uniform(0.92, 1.15) + 128 + rng.uniform(-10, 12)
    copy *= 1 + rng.normal(0, 0.025, 3).astype(np.float32)
    copy += rng.standard_normal(copy.shape, np.float32) * np.float32(rng.uniform(0.3, 2.5))
    sharp = cv2.addWeighted(copy, 1.5, cv2.GaussianBlur(copy, (0, 0), 1), -0.5, 0)
    pixels = np.clip(sharp if rng.random() < 0.5 else copy, 0, 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(60, 97))])
    return np.asarray(resized(cv2.imdecode(data, cv2.IMREAD_COLOR), size), np.uint8)
