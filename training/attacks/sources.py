"""Flat pictures to start from: specimens of cards, faces of people who do not exist, photographs.

Faces and photographs are no part of the repository. They are looked for at VOUCH_FACES and
VOUCH_PHOTOS, else in `../shared/faces` and `../shared/photos` beside it.
"""

import csv
import functools
import os
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from training.attacks.light import Image, Random, resized
from training.attacks.splits import Split, documents, has
from workers.specimens.card import Specimen, render_card, sides
from workers.specimens.side import CardSide

_BESIDE = Path(__file__).resolve().parents[3] / "shared"
_BOXES = Path(__file__).parent / "faces.csv"


Box = tuple[float, float, float, float]
"""Left, top, right and bottom: mm from the card's corner, or pixels."""


@dataclass(frozen=True)
class Face:
    """A picture of a person. `box`: left, top, right and bottom of the face, pixels. Not
    `generated`, it is a photograph, in which what is in the middle stands for a face."""

    file: Path
    box: tuple[int, int, int, int]
    generated: bool = True

    def image(self) -> Image:
        """The whole picture, BGR."""
        return _read(self.file)

    def selfie(self) -> Image:
        """The picture as a phone held upright would frame it, 3 wide and 4 high.

        Sharpened: generated pictures are softer than the person that they stand for.
        """
        image = self.image()
        if self.generated:
            soft = cv2.GaussianBlur(image, (0, 0), 1.0)
            image = np.asarray(cv2.addWeighted(image, 1.9, soft, -0.9, 0), np.uint8)
        left, width = self._framed()
        return np.ascontiguousarray(image[:, left : left + width])

    def silhouette(self) -> npt.NDArray[np.float32]:
        """How much of each pixel of the selfie the person covers, 0..1, (H, W); all of it where no
        person can be told from what is behind them."""
        return silhouette_of(self)

    def box_in_selfie(self) -> tuple[int, int, int, int]:
        """Where the face is on the selfie."""
        left, _ = self._framed()
        return self.box[0] - left, self.box[1], self.box[2] - left, self.box[3]

    def _framed(self) -> tuple[int, int]:
        height, whole = self.image().shape[:2]
        width = min(round(height * 0.75), whole)
        middle = (self.box[0] + self.box[2]) / 2
        return int(np.clip(middle - width / 2, 0, whole - width)), width

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


@functools.lru_cache(maxsize=1024)
def silhouette_of(face: Face) -> npt.NDArray[np.float32]:
    """What `Face.silhouette` tells, by GrabCut, from what is surely the head and what may be the
    shoulders."""
    image = face.selfie()
    height, width = image.shape[:2]
    if not face.generated:
        return np.ones((height, width), np.float32)
    left, top, right, bottom = face.box_in_selfie()
    across, down = right - left, bottom - top
    marks = np.full((height, width), cv2.GC_BGD, np.uint8)
    head = (left - 0.6 * across, top - 0.6 * down, right + 0.6 * across, height)
    _mark(marks, head, cv2.GC_PR_BGD)
    _mark(marks, (0, bottom, width, height), cv2.GC_PR_FGD)
    middle = (round((left + right) / 2), round((top + bottom) / 2))
    for part, mark in ((0.75, cv2.GC_PR_FGD), (0.45, cv2.GC_FGD)):
        cv2.ellipse(marks, middle, (round(part * across), round(part * down)), 0, 0, 360, mark, -1)
    # It begins with clusters by chance, from a state that all of OpenCV shares.
    cv2.setRNGSeed(1)
    try:
        cv2.grabCut(
            image, marks, None, np.zeros((1, 65)), np.zeros((1, 65)), 4, cv2.GC_INIT_WITH_MASK
        )
    except cv2.error:
        return np.ones((height, width), np.float32)
    person = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(person, (0, 0), 1.2), np.float32)


def _mark(marks: npt.NDArray[np.uint8], box: Box, mark: int) -> None:
    left, top, right, bottom = (max(0, round(place)) for place in box)
    marks[top:bottom, left:right] = mark


def stand_in(split: Split, rng: Random) -> Face | None:
    """A photograph of a split in a person's stead, for what is to be known of surfaces and not of
    faces; None where there are none."""
    files = photos(split)
    if not files:
        return None
    file = files[int(rng.integers(len(files)))]
    height, width = _read(file).shape[:2]
    side = height * float(rng.uniform(0.25, 0.45))
    x, y = rng.uniform(0.3, 0.7) * width, rng.uniform(0.35, 0.6) * height
    box = (x - side / 2, y - 0.65 * side, x + side / 2, y + 0.65 * side)
    left, top, right, bottom = (round(place) for place in box)
    return Face(file, (left, top, right, bottom), generated=False)


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
    """A flat card, or a part of one. `person`: whose portrait it may bear. `part`: what is looked
    at of it, None for all; all that follows is told from its corner, in mm. `density`: pixels a mm
    at which it is wanted, None as it was drawn."""

    side: CardSide
    specimen: Specimen
    person: Face
    part: Box | None = None
    density: float | None = None

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, mm."""
        if self.part is None:
            return self.side.size
        left, top, right, bottom = self.part
        return right - left, bottom - top

    @property
    def image(self) -> Image:
        """BGR."""
        image = self.specimen.image
        if self.part is not None:
            left, top, right, bottom = (round(side * self._scale) for side in self.part)
            image = image[top:bottom, left:right]
        if self.density is None:
            return image
        size = tuple(max(1, round(length * self.density)) for length in self.size)
        return np.asarray(resized(image, (size[0], size[1])), np.uint8)

    @property
    def portrait(self) -> Box | None:
        """Where the holder's picture is; None on a back. It may lie outside of a part."""
        box = self.specimen.portrait_box
        return None if box is None else self._in_mm(np.array(box))

    def cut(self, part: Box) -> "Card":
        """A part of it, its sides moved outwards to whole pixels, and no further than the card."""
        width, height = self.side.size
        low = [np.floor(max(side, 0) * self._scale) / self._scale for side in part[:2]]
        high = [
            np.ceil(min(side, most) * self._scale) / self._scale
            for side, most in zip(part[2:], (width, height), strict=True)
        ]
        return replace(self, part=(low[0], low[1], high[0], high[1]))

    @property
    def _scale(self) -> float:
        return float(self.specimen.image.shape[1] / self.side.size[0])

    def fields(self) -> dict[str, tuple[str, Box]]:
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

    def _in_mm(self, box: np.ndarray) -> Box:
        corner = np.zeros(2) if self.part is None else np.array(self.part[:2])
        left, top = (box.min(axis=0) / self._scale - corner).tolist()
        right, bottom = (box.max(axis=0) / self._scale - corner).tolist()
        return left, top, right, bottom


SCALE = 24
"""Pixels in a millimetre of the cards that are drawn: 600 an inch, as fine as printers."""


def card(split: Split, rng: Random, *, with_portrait: bool | None = None) -> Card:
    """Some card of a split, made out to somebody of it. `with_portrait`: only sides that have one,
    or none; None: any."""
    people = faces(split)
    person = people[int(rng.integers(len(people)))]
    codes = documents(split)
    if with_portrait is not None:
        codes = [code for code in codes if _has_portrait(code) == with_portrait]
    code = codes[int(rng.integers(len(codes)))]
    return Card(sides()[code], _drawn(code, int(rng.integers(1 << 31)), person), person)


@functools.lru_cache(maxsize=2)
def _drawn(code: str, seed: int, person: Face) -> Specimen:
    """The species of one setting have the same card one after the other."""
    return render_card(code, seed, portrait=person.portrait(), scale=SCALE)


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


def first_copy(image: Image, width: float, rng: Random, grain: Random) -> Image:
    """The digital copy of a card, or of a face, that an attacker starts from.

    A scan or a photograph of it at 150 to 600 dots an inch: a little blurred, noisy, sharpened,
    and saved. `width`: in mm. The size stays. `rng` chooses how, `grain` is the noise.
    """
    dots = np.exp(rng.uniform(np.log(150), np.log(600))) / 25.4 * width
    blur, contrast, shift = rng.uniform(0.3, 0.8), rng.uniform(0.92, 1.15), rng.uniform(-10, 12)
    cast, noise = 1 + rng.normal(0, 0.025, 3), rng.uniform(0.3, 2.5)
    sharpened, quality = rng.random() < 0.5, int(rng.integers(60, 97))
    size = (image.shape[1], image.shape[0])
    if dots < size[0]:
        image = resized(image, (round(dots), round(dots * size[1] / size[0])))
    copy = cv2.GaussianBlur(image, (0, 0), blur).astype(np.float32)
    copy = ((copy - 128) * contrast + 128 + shift) * cast.astype(np.float32)
    copy += grain.standard_normal(copy.shape, np.float32) * np.float32(noise)
    if sharpened:
        copy = cv2.addWeighted(copy, 1.5, cv2.GaussianBlur(copy, (0, 0), 1), -0.5, 0)
    pixels = np.clip(copy, 0, 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(resized(cv2.imdecode(data, cv2.IMREAD_COLOR), size), np.uint8)
