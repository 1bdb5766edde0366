"""Every side of every specimen, drawn from its declaration under `workers/specimens/cards/`."""

import functools
import importlib
import pkgutil
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

import workers.specimens.cards
from workers.specimens.canvas import Canvas
from workers.specimens.paper import unprinted
from workers.specimens.person import Person, random
from workers.specimens.sheet import Box, Printed, Sheet
from workers.specimens.side import CardSide

Image = npt.NDArray[np.uint8]
Layer = npt.NDArray[np.float32]

_GRAIN = 1.6  # grey levels, sigma


@dataclass(frozen=True)
class Specimen:
    """A rendered side: the picture, what is on it, and where.

    `image`: BGR uint8. `truth`: see docs/specimens.md; JSON-serialisable. The boxes: four corners
    in pixels, clockwise from the top left; None where there is no such thing.
    """

    image: Image
    truth: dict[str, Any]
    portrait_box: Box | None
    mrz_box: Box | None


@functools.cache
def sides() -> dict[str, CardSide]:
    """Returns the declared sides by code, in the order of their modules' names.

    Raises `ValueError` where two sides share a code.
    """
    found: dict[str, CardSide] = {}
    for module in pkgutil.iter_modules(workers.specimens.cards.__path__):
        family = importlib.import_module(f"workers.specimens.cards.{module.name}")
        for side in getattr(family, "SIDES", ()):
            if side.code in found:
                raise ValueError(f"there are two sides {side.code}")
            found[side.code] = side
    return found


SIDES: list[str] = list(sides())


def render_card(
    side_code: str,
    seed: int,
    *,
    holder: Person | None = None,
    portrait: Image | None = None,
    scale: int | None = None,
) -> Specimen:
    """Draws a side. The same arguments give the same pixels, and one seed has one holder.

    `holder` stands in for the seed's own. `portrait`: a BGR picture; left out, the bundled one,
    which `vouch models build` must have fetched (`FileNotFoundError`). `scale`: pixels in a
    millimetre, the side's own where it is left out. Raises `ValueError` for an
    unknown side, and where a value cannot be printed.
    """
    if side_code not in sides():
        raise ValueError(f"there is no side {side_code!r}: take one of {', '.join(SIDES)}")
    side = sides()[side_code]
    scale = scale or side.scale
    image, printed = _blank(side_code, scale)
    canvas = Canvas(
        sheet=Sheet(image, printed),
        scale=scale,
        size=side.size,
        person=holder or side.person(seed),
        seed=seed,
        portrait=portrait,
    )
    for part in side.parts:
        if part.personal:
            part.draw(canvas)
    picture = _grained(canvas.sheet.image, seed)
    height, width = picture.shape[:2]
    truth = {
        "side": side.reads_as or side.code,
        "type": side.type,
        "country": side.country,
        "seed": seed,
        "fictional": True,
        "width": width,
        "height": height,
        "fields": canvas.fields,
        "mrz": canvas.mrz,
        "barcodes": canvas.barcodes,
        "boxes": canvas.zones,
        "text": [{"text": piece.text, "box": piece.box} for piece in canvas.sheet.printed],
    }
    return Specimen(picture, truth, canvas.zones.get("portrait"), canvas.zones.get("mrz"))


@functools.cache
def _blank(side_code: str, scale: int) -> tuple[Image, tuple[Printed, ...]]:
    """The side before it is made out to anybody, and what is printed on it."""
    side = sides()[side_code]
    canvas = Canvas(
        sheet=Sheet(unprinted(side.paper, side.size, scale)),
        scale=scale,
        size=side.size,
        person=Person({}),
        seed=0,
    )
    for part in side.parts:
        if not part.personal:
            part.draw(canvas)
    image = canvas.sheet.image
    image.setflags(write=False)
    return image, tuple(canvas.sheet.printed)


def _grained(image: Image, seed: int) -> Image:
    """The texture of paper and ink: a little blur, a little noise."""
    height, width = image.shape[:2]
    noise = _noise()
    while noise.shape[0] < height or noise.shape[1] < width:
        noise = np.tile(noise, (2, 2))
    rng = random(seed, 0x9A9E4)
    top = int(rng.integers(0, noise.shape[0] - height + 1))
    left = int(rng.integers(0, noise.shape[1] - width + 1))
    soft = cv2.GaussianBlur(image, (0, 0), 0.55).astype(np.float32)
    soft += noise[top : top + height, left : left + width, None] + np.float32(0.5)
    return np.clip(soft, 0, 255).astype(np.uint8)


@functools.cache
def _noise() -> Layer:
    """More grain than any side needs, drawn once."""
    return random(0, 0x9A9E5).standard_normal((1500, 1900), np.float32) * np.float32(_GRAIN)
