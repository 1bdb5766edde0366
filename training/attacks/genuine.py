"""Genuine cards: what they are made of, so that fine dots or a gloss are no sign of an attack.

Their background is drawn by a press in solid lines, which the specimen has already. What differs
from kind to kind is how the holder is put on it (engraved by a laser, sprayed, sublimated), what
lies over it, and a hologram.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from training.attacks.light import Image, Layer, Random, clouds, enlarged, linear, resized
from training.attacks.papers import Paper, textured
from training.attacks.prints import MM, PRINTERS, Printer

FINEST = 600 / MM
"""Pixels per mm at most that are drawn of a card: as fine as the printers of attacks."""

OVER = 1.5
"""Pixels that are drawn for one of the camera's: it cannot see more."""

_POLYCARBONATE = Paper((0.95, 0.95, 0.95), 0.012, 0.2, 0.4, 0.03, 0.03, 0.8)
_LAMINATE = Paper((0.93, 0.93, 0.93), 0.02, 0.35, 0.8, 0.015, 0.04, 0.8)
_SATIN = Paper((0.94, 0.94, 0.94), 0.015, 0.3, 0.2, 0.08, 0.03, 0.8)
_PAGE = Paper((0.93, 0.93, 0.93), 0.025, 0.4, 0.35, 0.05, 0.04, 0.4)
MATERIALS = (_POLYCARBONATE, _LAMINATE, _SATIN, _PAGE)

SOFT = 4
"""Pixels a mm at which foils and the relief of lines are drawn."""

PERSONALISED = ("sublimated", "sprayed", "engraved", "photograph")


@dataclass(frozen=True)
class Place:
    """A part of a card. `whole`: width and height of the card, mm; `left`, `top`, `width` and
    `height` of the part."""

    whole: tuple[float, float]
    left: float
    top: float
    width: float
    height: float

    @property
    def small(self) -> tuple[int, int]:
        """Pixels at which what is soft is drawn for the whole card."""
        return round(self.whole[0] * SOFT), round(self.whole[1] * SOFT)

    def cut(self, soft: Layer, size: tuple[int, int]) -> Layer:
        """This part of a soft layer of the whole card, at `size` (width, height)."""
        corner, span = (self.left * SOFT, self.top * SOFT), (self.width * SOFT, self.height * SOFT)
        return enlarged(soft, corner, span, size)


@dataclass(frozen=True)
class GenuineCard:
    """`albedo`: (H, W, 3). `material`: its surface."""

    albedo: Layer
    material: Paper


def card(
    image: Image,
    place: Place,
    portrait: tuple[float, float, float, float] | None,
    seen: float,
    rng: Random,
    grain: Random,
) -> GenuineCard:
    """The card of a flat picture, or the part of it at `place`.

    `portrait`: left, top, right and bottom of the holder's picture, mm from the picture's corner.
    `seen`: camera pixels per mm that will look at it. `rng` chooses what is alike on all of a card,
    `grain` what is not.
    """
    density = min(FINEST, OVER * seen)
    size = (round(place.width * density), round(place.height * density))
    material = MATERIALS[int(rng.integers(len(MATERIALS)))]
    way = PERSONALISED[int(rng.integers(len(PERSONALISED)))]
    lined, foiled = rng.random() < 0.5, rng.random() < 0.6
    ground, foil = rng.spawn(2)
    large = np.asarray(resized(image, size), np.uint8)
    albedo = linear(large) * np.array(material.tint, np.float32)
    if portrait is not None and way in ("sprayed", "engraved"):
        _personalise(albedo, large, portrait, way, material, density, grain)
    albedo *= textured(material, size, density, grain)
    if lined:
        albedo *= fine_lines(place, size, density, ground)
    if foiled:
        albedo += hologram(place, size, foil)
    _wear(albedo, place, density, grain)
    return GenuineCard(albedo, material)


def _personalise(
    albedo: Layer,
    image: Image,
    portrait: tuple[float, float, float, float],
    way: str,
    material: Paper,
    density: float,
    rng: Random,
) -> None:
    height, width = image.shape[:2]
    left, right = (int(np.clip(round(side * density), 0, width)) for side in portrait[::2])
    top, bottom = (int(np.clip(round(side * density), 0, height)) for side in portrait[1::2])
    if right - left < 8 or bottom - top < 8:
        return
    part = image[top:bottom, left:right]
    printer = _sprayer(rng) if way == "sprayed" else _engraver(rng)
    plain = Paper(material.tint, 0, 1, 0, 0, 0.03, 0)
    printed = printer.print(part, (right - left) / density, plain, density, rng)
    albedo[top:bottom, left:right] = resized(printed, (right - left, bottom - top))


def _sprayer(rng: Random) -> Printer:
    """The inkjet of a passport office: small dots of pure inks, well aligned."""
    raster = str(rng.choice(("scattered", "diffused")))
    angles = PRINTERS["inkjet-0"].angles
    return Printer("office", 600, raster, 0, angles, 4, False, 0.6, 0.1, 0.1, 1, 0.01, 0, 0, ())


def _engraver(rng: Random) -> Printer:
    """A laser that blackens the plastic in points of several sizes: grey."""
    angles = PRINTERS["inkjet-0"].angles
    dpi = int(rng.choice((400, 600)))
    return Printer("laser", dpi, "scattered", 0, angles, 6, True, 1, 0.05, 0, 1, 0, 0, 0, ())


def fine_lines(place: Place, size: tuple[int, int], density: float, rng: Random) -> Layer:
    """The factor of a ground of fine parallel lines, straight or bent to a relief, (H, W, 3).

    Genuine documents have two to ten a mm: regular patterns are no sign of an attack.
    """
    width, height = size
    towards, pace = rng.uniform(0, np.pi), np.exp(rng.uniform(np.log(1.5), np.log(10))) / density
    bent = np.float32(rng.choice((0, rng.uniform(0.5, 6))))
    deep = np.float32(rng.uniform(0.03, 0.3))
    ink = rng.uniform(0.1, 1, 3).astype(np.float32)
    x = np.arange(width, dtype=np.float32)[None, :] * np.float32(pace * np.cos(towards))
    y = np.arange(height, dtype=np.float32)[:, None] * np.float32(pace * np.sin(towards))
    relief = bent * place.cut(clouds(place.small, place.small[0] / 6, rng), size)
    here = np.clip(2 * place.cut(clouds(place.small, place.small[0] / 3, rng), size), 0, 1)
    lines = np.cos(2 * np.pi * (x + y + relief)) * np.float32(0.5) + np.float32(0.5)
    return np.asarray(1 - (lines * deep * here)[..., None] * ink, np.float32)


def hologram(place: Place, size: tuple[int, int], rng: Random) -> Layer:
    """What a diffractive foil adds to the albedo: colours that change over a few millimetres."""
    small = place.small
    mask = np.zeros((small[1], small[0]), np.float32)
    for _ in range(int(rng.integers(1, 4))):
        middle = tuple(int(rng.uniform(0.1, 0.9) * side) for side in small)
        reach = float(rng.uniform(0.06, 0.22)) * small[1]
        if rng.random() < 0.5:
            for ring in np.linspace(1, 0.2, int(rng.integers(2, 7))):
                cv2.circle(mask, middle, round(reach * ring), 1.0, max(1, round(0.07 * reach)))
        else:
            angles = np.linspace(0, 2 * np.pi, int(rng.integers(5, 40)))
            waves = reach * (1 + 0.4 * np.sin(angles * rng.integers(2, 9)))
            points = np.column_stack([np.cos(angles), np.sin(angles)]) * waves[:, None] + middle
            cv2.fillPoly(mask, [points.astype(np.int32)], 1.0, cv2.LINE_AA)
    x = np.linspace(0, 1, small[0], dtype=np.float32)[None, :]
    y = np.linspace(0, 1, small[1], dtype=np.float32)[:, None]
    towards, turns = rng.uniform(0, 2 * np.pi), rng.uniform(0.7, 4)
    phase = turns * (x * np.cos(towards) + y * np.sin(towards)) + clouds(small, small[0] / 3, rng)
    hues = [np.clip(np.cos(2 * np.pi * (phase - third / 3)), 0, 1) for third in range(3)]
    seen = (
        mask
        * clouds(small, small[0] / 2, rng)
        * np.float32(np.exp(rng.uniform(np.log(0.03), np.log(0.4))))
    )
    return place.cut(np.asarray(np.dstack(hues) * seen[..., None], np.float32), size)


def _wear(albedo: Layer, place: Place, density: float, rng: Random) -> None:
    """Scratches, and dirt from hands."""
    height, width = albedo.shape[:2]
    share = place.width * place.height / (place.whole[0] * place.whole[1])
    for _ in range(int(rng.poisson(6 * share))):
        start = rng.uniform(0, 1, 2) * (width, height)
        end = start + rng.normal(0, 0.07 * place.whole[0] * density, 2)
        tone = float(rng.uniform(0.5, 1.0))
        line = tuple(np.intp(start).tolist()), tuple(np.intp(end).tolist())
        cv2.line(albedo, *line, (tone, tone, tone), 1, cv2.LINE_AA)
    dirt = clouds((width, height), place.whole[0] * density / 9, rng)
    albedo *= (1 - np.float32(rng.uniform(0, 0.08)) * dirt)[..., None]
