"""What is on a side besides letters: portraits, signatures, emblems, chips, foils, whorls."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from workers.specimens.canvas import Canvas, Layer
from workers.specimens.guilloche import Points, engrave
from workers.specimens.paper import colour
from workers.specimens.portrait import passport_portrait
from workers.specimens.sheet import box

Image = npt.NDArray[np.uint8]


def _engraved(
    canvas: Canvas,
    place: tuple[float, float, float, float],
    curves: Iterator[Points],
    ink: str,
    *,
    strength: float,
    thickness: float,
) -> None:
    """Draws curves, in mm from the side's top left, into the part of it that is at `place`."""
    left, top, width, height = canvas.pixels(*place)
    left, top = max(left, 0), max(top, 0)
    part = canvas.sheet.part(left, top, width, height).astype(np.float32)
    origin = np.array((left, top), np.float64)
    moved = (curve * canvas.scale - origin for curve in curves)
    wide = max(1, round(thickness * canvas.scale))
    engrave(part, moved, colour(ink), strength=strength, thickness=wide)
    canvas.sheet.paste(np.clip(part, 0, 255).astype(np.uint8), left, top)


@dataclass(frozen=True)
class Portrait:
    """The holder's portrait, as print. `grey`: without colour. `faint`: how much of the paper
    shines through, 0 to 1: a second, ghostly portrait, which is not the one that truth tells."""

    x: float
    y: float
    width: float
    height: float
    grey: bool = False
    faint: float = 0
    personal: ClassVar[bool] = True

    def draw(self, canvas: Canvas) -> None:
        """Prints it: paper is never as black as a screen, and the colours are duller."""
        left, top, width, height = canvas.pixels(self.x, self.y, self.width, self.height)
        if canvas.portrait is None:
            picture = passport_portrait(width, height)
        else:
            picture = np.asarray(
                cv2.resize(canvas.portrait, (width, height), interpolation=cv2.INTER_AREA), np.uint8
            )
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[..., None]
        share = 1.0 if self.grey or self.faint else 0.14
        duller: Layer = (1 - share) * picture.astype(np.float32) + share * grey
        printed = 22 + duller * (236 - 22) / 255
        if self.faint:
            paper = canvas.sheet.part(left, top, width, height)
            printed = self.faint * paper + (1 - self.faint) * np.minimum(printed, paper)
        else:
            canvas.zones["portrait"] = box(left, top, left + width, top + height)
        canvas.sheet.paste(printed.astype(np.uint8), left, top)


@dataclass(frozen=True)
class Signature:
    """A pen's loops, leaning to the right, that no name can be read in."""

    x: float
    y: float
    width: float
    height: float
    ink: str = "#1e2c60"
    whose: int = 0
    personal: ClassVar[bool] = True

    def draw(self, canvas: Canvas) -> None:
        """Writes it; `whose` tells the signatures of one side from one another."""
        rng = canvas.random(0x516 + self.whose)
        t = np.linspace(0, 1, 400)
        loops = rng.integers(6, 10)
        swell = np.abs(np.sin(np.pi * (t * rng.uniform(1.6, 2.6) + rng.uniform(0, 1))))
        wave = np.sin(2 * np.pi * loops * t + rng.uniform(0, 6))
        up = self.height / 2 * (0.35 + swell) * wave * (1 - 0.45 * t) / 1.35
        across = 0.9 * self.width * t + 0.04 * self.width * np.cos(2 * np.pi * loops * t)
        curve = np.stack([self.x + across + 0.25 * up, self.y + self.height / 2 - up], axis=1)
        place = (self.x - 2, self.y - 2, self.width + 4, self.height + 4)
        _engraved(canvas, place, iter([curve]), self.ink, strength=0.9, thickness=0.25)
        left, top, width, height = canvas.pixels(self.x, self.y, self.width, self.height)
        if not self.whose:
            canvas.zones["signature"] = box(left, top, left + width, top + height)


@dataclass(frozen=True)
class Emblem:
    """Our own: a sun over the sea of an island that is nowhere, in a ring. No state's."""

    x: float
    y: float
    radius: float
    ink: str = "#28547a"
    strength: float = 0.9
    personal: ClassVar[bool] = False

    def draw(self, canvas: Canvas) -> None:
        """Draws it around its centre."""
        reach = self.radius + 0.5
        place = (self.x - reach, self.y - reach, 2 * reach, 2 * reach)
        for curves, thickness in ((self._ring(), 0.045), (self._picture(), 0.065)):
            _engraved(
                canvas, place, curves, self.ink,
                strength=self.strength, thickness=thickness * self.radius,
            )  # fmt: skip

    def _ring(self) -> Iterator[Points]:
        angle = np.linspace(0, 2 * np.pi, 181)
        circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        for radius in (1.0, 0.89):
            yield np.array((self.x, self.y)) + circle * radius * self.radius

    def _picture(self) -> Iterator[Points]:
        centre, unit = np.array((self.x, self.y)), self.radius / 46
        angle = np.linspace(np.pi, 2 * np.pi, 91)
        above = centre - (0, 6 * unit)
        yield above + np.stack([np.cos(angle), np.sin(angle)], axis=1) * 15 * unit
        for ray in np.linspace(np.pi, 2 * np.pi, 9):
            yield above + np.outer((20.0, 31.0), (np.cos(ray), np.sin(ray))) * unit
        across = np.linspace(-1, 1, 41)
        for depth, half in ((2.0, 38.0), (13.0, 34.0), (24.0, 26.0)):
            wave = np.stack([across * half, depth + 3 * np.sin(across * 9 + depth)], axis=1)
            yield centre + wave * unit


@dataclass(frozen=True)
class Seal:
    """The issuer's stamp: two rings around our emblem, pressed on askew, in one colour."""

    x: float
    y: float
    radius: float
    ink: str = "#c0392f"
    strength: float = 0.6
    personal: ClassVar[bool] = True

    def draw(self, canvas: Canvas) -> None:
        """Presses it onto what is there, a little off its place."""
        dx, dy = canvas.random(0x5EA1).uniform(-1, 1, 2)
        for part in (1.0, 0.62):
            Emblem(self.x + dx, self.y + dy, self.radius * part, self.ink, self.strength).draw(
                canvas
            )


@dataclass(frozen=True)
class Whorl:
    """A finger's print, drawn by a formula: nobody has this finger."""

    x: float
    y: float
    width: float
    height: float
    ink: str = "#3b3f4a"
    finger: int = 0
    personal: ClassVar[bool] = True

    def draw(self, canvas: Canvas) -> None:
        """Draws ridges around a core; `finger` tells the prints of one side apart."""
        rng = canvas.random(0xF1 + self.finger)
        angle = np.linspace(0, 2 * np.pi, 160)
        core = np.array((self.x + self.width / 2, self.y + self.height * rng.uniform(0.42, 0.55)))
        lean, wobble = rng.uniform(-0.5, 0.5), rng.uniform(0, 6, 3)
        ridges = int(self.width / 2 / 0.36)

        def curves() -> Iterator[Points]:
            for ridge in range(1, ridges):
                r = ridge / ridges * self.width / 2
                bent = r * (1 + 0.1 * np.sin(3 * angle + wobble[0] + ridge / 5))
                bent += 0.08 * np.sin(11 * angle + wobble[1] * ridge)
                tall = self.height / self.width
                x = bent * np.cos(angle) + lean * bent * np.sin(angle) * 0.4
                start = int(rng.integers(0, 30))
                yield (core + np.stack([x, bent * np.sin(angle) * tall * 0.92], axis=1))[start:]

        place = (self.x, self.y, self.width, self.height)
        _engraved(canvas, place, curves(), self.ink, strength=0.75, thickness=0.13)
        left, top, width, height = canvas.pixels(*place)
        name = "fingerprint" if not self.finger else f"fingerprint{self.finger + 1}"
        canvas.zones[name] = box(left, top, left + width, top + height)


@dataclass(frozen=True)
class Chip:
    """A contact chip: eight gilt fields."""

    x: float
    y: float
    width: float = 11.5
    height: float = 10
    personal: ClassVar[bool] = False

    def draw(self, canvas: Canvas) -> None:
        """Draws it."""
        left, top, width, height = canvas.pixels(self.x, self.y, self.width, self.height)
        part = canvas.sheet.part(left, top, width, height)
        gilt, edge = (120, 186, 214), (60, 112, 140)
        radius = height // 6
        cv2.rectangle(part, (radius, 0), (width - radius, height), gilt, cv2.FILLED)
        cv2.rectangle(part, (0, radius), (width, height - radius), gilt, cv2.FILLED)
        for x in (radius, width - 1 - radius):
            for y in (radius, height - 1 - radius):
                cv2.circle(part, (x, y), radius, gilt, cv2.FILLED, cv2.LINE_AA)
        third, middle = width // 3, (width // 3, height // 4)
        cv2.rectangle(part, middle, (2 * third, 3 * height // 4), edge, 2, cv2.LINE_AA)
        for y in (height // 4, height // 2, 3 * height // 4):
            cv2.line(part, (0, y), (third, y), edge, 2)
            cv2.line(part, (2 * third, y), (width, y), edge, 2)
        canvas.sheet.paste(part, left, top)


@dataclass(frozen=True)
class Hologram:
    """A diffractive foil of our own: a disc whose hue turns with the angle and the distance. On
    every other specimen the lamp stands so that it shows; on the others it is all but clear."""

    x: float
    y: float
    radius: float
    personal: ClassVar[bool] = True

    def draw(self, canvas: Canvas) -> None:
        """Lays it over what is there, around its centre."""
        rng = canvas.random(0x4010)
        shine = float(rng.uniform(0.45, 0.7) if rng.random() < 0.5 else rng.uniform(0, 0.08))
        side = canvas.pixels(2 * self.radius)[0]
        y, x = (np.mgrid[:side, :side] + 0.5 - side / 2) / (side / 2)
        distance = np.hypot(x, y)
        turns = np.arctan2(y, x) / (2 * np.pi) + 0.8 * distance + rng.random()
        hsv = np.stack([360 * (turns % 1), np.full_like(x, 0.85), np.ones_like(x)], axis=-1)
        colours = cv2.cvtColor(hsv.astype(np.float32), cv2.COLOR_HSV2BGR) * 255
        foil = shine * np.clip((1 - distance) * side / 4, 0, 1)[..., None]
        left, top = canvas.pixels(self.x - self.radius, self.y - self.radius)
        part = canvas.sheet.part(left, top, side, side)
        canvas.sheet.paste(((1 - foil) * part + foil * colours).astype(np.uint8), left, top)
        canvas.zones["hologram"] = box(left, top, left + side, top + side)


@dataclass(frozen=True)
class Panel:
    """A filled or framed rectangle. `cover`: how much of the paper it hides, 0 to 1."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    frame: str = ""
    cover: float = 1
    personal: ClassVar[bool] = False

    def draw(self, canvas: Canvas) -> None:
        """Draws it."""
        left, top, width, height = canvas.pixels(self.x, self.y, self.width, self.height)
        part = canvas.sheet.part(left, top, width, height)
        if self.fill:
            tint = np.full_like(part, colour(self.fill))
            part = cv2.addWeighted(tint, self.cover, part, 1 - self.cover, 0).astype(np.uint8)
        if self.frame:
            corner = (part.shape[1] - 1, part.shape[0] - 1)
            wide = max(1, round(0.12 * canvas.scale))
            cv2.rectangle(part, (0, 0), corner, colour(self.frame), wide)
        canvas.sheet.paste(part, left, top)


@dataclass(frozen=True)
class Rule:
    """A line across, dotted where a typewriter writes on it."""

    x: float
    y: float
    width: float
    ink: str = "#6b7078"
    dotted: bool = False
    personal: ClassVar[bool] = False

    def draw(self, canvas: Canvas) -> None:
        """Draws it."""
        place = (self.x, self.y - 0.5, self.width, 1.0)
        if self.dotted:
            starts = np.arange(self.x, self.x + self.width, 0.7)
            dots = (np.array([(x, self.y), (x + 0.2, self.y)]) for x in starts)
            _engraved(canvas, place, dots, self.ink, strength=0.8, thickness=0.16)
        else:
            line = np.array([(self.x, self.y), (self.x + self.width, self.y)])
            _engraved(canvas, place, iter([line]), self.ink, strength=0.9, thickness=0.13)
