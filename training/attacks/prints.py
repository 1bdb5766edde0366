"""Printers: what becomes of a picture on paper.

Colours are parted into inks; each ink's tone becomes dots (a screen of rows at an angle, as lasers
and presses do it; scattered dots or error diffusion, as inkjets do); the dots lie on each other
and let light through (Neugebauer's primaries); and light that enters paper beside a dot comes out
under it, which blurs (Yule and Nielsen's effect).
"""

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage

from training.attacks.light import Image, Layer, Matrix, Random, clouds, resized, stream

Plane = npt.NDArray[np.uint8]

MM = 25.4
"""Of an inch: printers count dots in inches."""

UNDER = 0.5
"""Part of the colours that is left out under black."""

LEAST_SHOWN = 0.45
"""Dots of a raster finer than this part of a camera pixel need not be drawn: nobody sees them."""


@dataclass(frozen=True)
class Paper:
    """`tint`: BGR albedo. `fibres`: contrast of its texture; `lump`: their size, mm. `gloss`, and
    `roughness` of it. `spread`: how far light wanders inside of it, mm. `thickness`: mm."""

    tint: tuple[float, float, float]
    fibres: float
    lump: float
    gloss: float
    roughness: float
    spread: float
    thickness: float


PAPERS: dict[str, Paper] = {
    "office": Paper((0.93, 0.88, 0.85), 0.035, 0.35, 0.0, 0.3, 0.06, 0.11),
    "recycled": Paper((0.68, 0.74, 0.76), 0.07, 0.5, 0.0, 0.3, 0.07, 0.11),
    "coated": Paper((0.91, 0.88, 0.86), 0.012, 0.25, 0.12, 0.12, 0.035, 0.16),
    "photo-glossy": Paper((0.93, 0.91, 0.89), 0.004, 0.5, 0.75, 0.008, 0.025, 0.25),
    "photo-satin": Paper((0.92, 0.9, 0.88), 0.015, 0.3, 0.25, 0.06, 0.025, 0.25),
    "laminated": Paper((0.88, 0.86, 0.84), 0.015, 0.4, 0.85, 0.02, 0.05, 0.45),
    "pvc": Paper((0.89, 0.88, 0.87), 0.006, 0.3, 0.5, 0.03, 0.03, 0.76),
}


def sheet(name: str, rng: Random) -> Paper:
    """A paper of one of `PAPERS`' kinds: no two makers' are alike."""
    kind = PAPERS[name]
    tint = np.clip(kind.tint * (1 + rng.normal(0, 0.015, 3)) * rng.uniform(0.94, 1.03), 0, 0.97)
    blue, green, red = tint.tolist()
    return replace(
        kind,
        tint=(blue, green, red),
        fibres=kind.fibres * float(np.exp(rng.normal(0, 0.4))),
        lump=kind.lump * float(np.exp(rng.normal(0, 0.3))),
        gloss=kind.gloss * float(rng.uniform(0.7, 1.1)),
        roughness=kind.roughness * float(np.exp(rng.normal(0, 0.3))),
        spread=kind.spread * float(np.exp(rng.normal(0, 0.3))),
    )


@dataclass(frozen=True)
class Printer:
    """One printer with one setting.

    `dpi`: of its dots. `raster`: name of how it makes tones. `lines`: an inch of its screen, where
    it has one; `angles`: of cyan, magenta, yellow and black, degrees. `levels`: sizes of dot, with
    none. `grey`: black ink alone. `black`: part of the common grey that black ink prints. `gain`:
    by how much middle tones grow. `impure`: how far its inks are from the ideal ones, 0..1;
    `managed`: the part of that which its driver makes up for.
    `slip`: of the colours against each other, mm. `bands`: contrast of the feed's stripes.
    `specks`: part of the dots that is missing or too many. `papers` that it prints on.
    """

    name: str
    dpi: int
    raster: str
    lines: float
    angles: tuple[float, float, float, float]
    levels: int
    grey: bool
    black: float
    gain: float
    impure: float
    managed: float
    slip: float
    bands: float
    specks: float
    papers: tuple[str, ...]

    def print(
        self,
        picture: Image,
        width: float,
        paper: Paper,
        seen: float,
        rng: Random,
        grain: Random | None = None,
    ) -> Layer:
        """The print of a picture that is `width` mm wide on paper: albedo.

        `seen`: camera pixels per mm that will look at it. Dots too fine for it are not drawn.
        `rng` chooses what is alike on all of one print, `grain` what is not; left out, both.
        """
        slips = rng.normal(0, self.slip, (len(_INKS), 2))
        grain = grain or rng
        density = self.dpi / MM
        drawn = min(density, seen / LEAST_SHOWN)
        size = (round(width * drawn), round(width * drawn * picture.shape[0] / picture.shape[1]))
        planes = self._separated(np.asarray(resized(picture, size), np.uint8))
        fine = drawn < density
        coverage = [
            self._dots(plane, ink, drawn, slips[ink], grain, fine=fine)
            for ink, plane in zip(_INKS, planes, strict=True)
        ]
        albedo = self._overlaid(coverage, paper)
        if paper.spread * drawn > 0.3:
            albedo = np.asarray(cv2.GaussianBlur(albedo, (0, 0), paper.spread * drawn), np.float32)
        if self.bands:
            rows = 1 + self.bands * cv2.GaussianBlur(
                grain.standard_normal((size[1], 1)).astype(np.float32), (1, 5), 0
            )
            albedo *= rows[..., None].astype(np.float32)
        return albedo * textured(paper, size, drawn, grain)

    def _separated(self, picture: Image) -> tuple[Plane, ...]:
        """The tone of every ink, 0..255: cyan, magenta, yellow, black."""
        if self.grey:
            grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
            none = np.zeros_like(grey)
            return none, none, none, np.asarray(255 - grey, np.uint8)
        dark = 255 - picture
        common = dark.min(axis=2)
        yellow, magenta, cyan = cv2.split(cv2.transform(dark, self._made_up().astype(np.float32)))
        grey = np.arange(256) / 255
        # What is nearly black is printed in black.
        curve = (255 * (self.black * grey**1.7 + (1 - self.black) * grey**8)).astype(np.uint8)
        black = cv2.LUT(common, curve)
        less = cv2.addWeighted(black, UNDER, black, 0, 0)
        colours = (np.asarray(cv2.subtract(p, less), np.uint8) for p in (cyan, magenta, yellow))
        return *colours, np.asarray(black, np.uint8)

    def _made_up(self) -> npt.NDArray[np.floating]:
        """Inks yellow, magenta and cyan for what blue, green and red are to be taken away, 3×3."""
        taken = 1 - _transmittance(self.impure)[[_YELLOW, _MAGENTA, _CYAN]].T
        exact = np.linalg.inv(taken / np.diag(taken))
        return np.asarray((1 - self.managed) * np.eye(3) + self.managed * exact)

    def _dots(
        self, tone: Plane, ink: int, drawn: float, slip: Any, grain: Random, *, fine: bool
    ) -> Plane:
        """The sizes of the dots, 0 to `levels` - 1. `slip`: x and y, mm."""
        # Ink as a function of a picture's value: what a dot covers counts as light, so the tone
        # follows the light that is to come back, and grows by the gain.
        value = 1 - np.arange(256) / 255
        covered = 1 - value ** (2.2 / (1 + self.gain))
        tone = np.asarray(cv2.LUT(tone, (covered * 255 + 0.5).astype(np.uint8)), np.uint8)
        if np.abs(slip).max() * drawn > 0.3:
            moved = np.array([[1, 0, slip[0] * drawn], [0, 1, slip[1] * drawn]])
            tone = np.asarray(
                cv2.warpAffine(tone, moved, tone.shape[::-1], borderMode=cv2.BORDER_REPLICATE),
                np.uint8,
            )
        if fine or self.raster == "continuous":
            return np.asarray((tone.astype(np.uint16) * (_SMOOTH - 1) + 127) // 255, np.uint8)
        dots = RASTERS[self.raster](self, tone, ink, grain)
        if self.specks:
            odd = grain.random(tone.shape, np.float32) < self.specks
            dots[odd] = self.levels - 1 - dots[odd]
        return dots

    def _overlaid(self, coverage: list[Plane], paper: Paper) -> Layer:
        """The albedo of dots that lie on each other."""
        highest = max(int(plane.max()) for plane in coverage)
        levels = self.levels if highest < self.levels else _SMOOTH
        inks = _transmittance(self.impure)
        albedo: Any = np.array(paper.tint, np.float32)
        for ink, plane in zip(_INKS, coverage, strict=True):
            if not plane.any():
                continue
            part = np.arange(256, dtype=np.float32)[:, None] / (levels - 1)
            through = 1 - np.minimum(part, 1) * (1 - inks[ink])
            layers = cv2.LUT(cv2.merge([plane] * 3), through[:, None, :].astype(np.float32))
            albedo = layers * albedo
        if albedo.ndim == 1:
            albedo = np.broadcast_to(albedo, (*coverage[0].shape, 3)).copy()
        return np.asarray(albedo, np.float32)


def textured(paper: Paper, size: tuple[int, int], density: float, rng: Random) -> Layer:
    """The factor of a paper's fibres, (H, W, 1). `density`: pixels per mm."""
    if not paper.fibres:
        return np.ones((size[1], size[0], 1), np.float32)
    lumps = clouds(size, max(1.5, paper.lump * density), rng)
    coarse = clouds(size, max(4, 6 * paper.lump * density), rng)
    return (1 + paper.fibres * (1.4 * lumps + 0.6 * coarse - 1))[..., None].astype(np.float32)


_CYAN, _MAGENTA, _YELLOW, _BLACK = _INKS = range(4)
_SMOOTH = 64
"""Levels of ink where dots are not drawn."""


def _transmittance(impure: float) -> Layer:
    """What of blue, green and red each ink lets through twice, (4, 3)."""
    ideal = np.array([(0.9, 0.75, 0.03), (0.75, 0.03, 0.92), (0.04, 0.9, 0.95), (0.03, 0.03, 0.03)])
    real = np.array([(0.72, 0.42, 0.06), (0.36, 0.07, 0.78), (0.08, 0.78, 0.9), (0.06, 0.06, 0.06)])
    return np.asarray(ideal + impure * (real - ideal), np.float32)


def _screened(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Dots in rows at the ink's angle, larger the darker."""
    return _crossed(printer, tone, ink, rng, 1.0)


def _long(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Dots in rows that are longer than wide: no two makers' are alike."""
    return _crossed(printer, tone, ink, rng, round(0.3 + 0.6 * (printer.lines % 1), 1))


def _crossed(printer: Printer, tone: Plane, ink: int, rng: Random, part: float) -> Plane:
    """Dots where two waves cross, of which the second has a `part` of the first's height."""
    first, second = (
        _wave(printer, tone.shape, ink, 0, rng),
        _wave(printer, tone.shape, ink, 90, rng),
    )
    return _where(tone, first + np.float32(part) * second, _crossed_share(part))


def _clumped(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Dots by chance, that clump together: worn toner, coarse sprays."""
    coarse = 1 + 1.5 * (printer.lines % 1)
    size = (int(tone.shape[1] / coarse) + 2, int(tone.shape[0] / coarse) + 2)
    field = cv2.resize(rng.random(size[::-1], np.float32), tone.shape[::-1])
    order = np.argsort(np.argsort(field, axis=None)) / field.size
    return np.asarray(tone > 255 * order.reshape(tone.shape), np.uint8)


def _lined(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Lines at the ink's angle, broader the darker: copiers and some lasers."""
    return _where(tone, _wave(printer, tone.shape, ink, 0, rng), _LINE_SHARE)


def _wave(printer: Printer, shape: tuple[int, ...], ink: int, turn: float, rng: Random) -> Layer:
    """A cosine over the sheet, from its two directions: no cosine for every dot is needed."""
    angle = np.radians(printer.angles[ink] + turn)
    pace = 2 * np.pi * printer.lines / printer.dpi
    x = (np.arange(shape[1]) * pace * np.cos(angle) + rng.uniform(0, 6.3))[None, :]
    y = (np.arange(shape[0]) * pace * np.sin(angle))[:, None]
    wave = np.cos(x).astype(np.float32) * np.cos(y).astype(np.float32)
    wave -= np.sin(x).astype(np.float32) * np.sin(y).astype(np.float32)
    return np.asarray(wave, np.float32)


def _share(heights: npt.NDArray[np.floating]) -> Layer:
    """The height of those of a wave that each 256th of a tone exceeds."""
    return np.quantile(heights, 1 - np.arange(256) / 255).astype(np.float32)


_PHASE = np.cos(2 * np.pi * (np.arange(256) + 0.5) / 256)
_LINE_SHARE = _share(_PHASE)


@functools.cache
def _crossed_share(part: float) -> Layer:
    return _share((_PHASE[:, None] + part * _PHASE[None, :]).ravel())


def _where(tone: Plane, wave: Layer, share: Layer) -> Plane:
    share = share.copy()
    share[0] = 9  # no ink at all on white
    return np.asarray(wave > cv2.LUT(tone, share), np.uint8)


CELL = 64
"""Samples along a side of the cell of a raster that repeats."""


def _celled(
    printer: Printer, tone: Plane, ink: int, rng: Random, cell: Plane, lattice: Matrix
) -> Plane:
    """Dots of any shape that repeat along two ways. `cell`: thresholds 0..254, (64, 64); `lattice`:
    the two ways as rows, in units of the printer's line."""
    angle = np.radians(printer.angles[ink])
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    steps = np.linalg.inv(lattice @ turn) * printer.lines / printer.dpi * CELL
    begin = rng.uniform(0, CELL, 2)
    x, y = np.arange(tone.shape[1])[None, :], np.arange(tone.shape[0])[:, None]
    column, row = (
        (x * steps[0, k] + (y * steps[1, k] + begin[k])).astype(np.int32) % CELL for k in (0, 1)
    )
    return np.asarray(tone > cell[row, column], np.uint8)


def _cell(heights: npt.NDArray[np.floating]) -> Plane:
    """The thresholds of a cell whose highest places are inked first."""
    rank = np.argsort(np.argsort(-heights, axis=None))
    return np.asarray(rank.reshape(heights.shape) * 255 // heights.size, np.uint8)


_AROUND = 2 * np.pi * (np.arange(CELL) + 0.5) / CELL
_V, _U = np.meshgrid(_AROUND, _AROUND, indexing="ij")
_FROM_MIDDLE = np.hypot(_U - np.pi, _V - np.pi)
_SQUARE, _HEXAGON = np.eye(2), np.array([[1.0, 0.0], [0.5, 3**0.5 / 2]])
_CELLS = {
    # A honeycomb: where three waves cross.
    "hexagonal": (_cell(np.cos(_U) + np.cos(_V) + np.cos(_U + _V)), _HEXAGON),
    # Rings in each other, the innermost inked first: some plates of fine presses.
    "rings": (
        _cell(np.cos(2.6 * _FROM_MIDDLE) - 0.1 * _FROM_MIDDLE),
        _SQUARE,
    ),
    # Lines that wave.
    "wavy": (_cell(np.cos(_V + 1.1 * np.sin(_U))), np.array([[2.2, 0.0], [0.0, 1.0]])),
}  # fmt: skip


def _known(name: str, printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    return _celled(printer, tone, ink, rng, *_CELLS[name])


def _drawn(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Cells of no maker: of any shape, in any order of dots."""
    return _celled(printer, tone, ink, rng, *_drawn_cell(printer.name))


@functools.lru_cache(maxsize=256)
def _drawn_cell(name: str) -> tuple[Plane, Matrix]:
    """A few waves of a cell by chance, some of them by far the highest, and grain."""
    rng = stream("cell", name)
    heights = float(rng.choice((0, rng.uniform(0, 0.7)))) * rng.standard_normal((CELL, CELL))
    reach = int(rng.integers(1, 4))
    for across, down in itertools.product(range(-reach, reach + 1), range(reach + 1)):
        height = rng.standard_normal() * rng.random() / (across * across + down * down + 0.5)
        heights = heights + height * np.cos(across * _U + down * _V + rng.uniform(0, 6.3))
    lattice = np.array([[1.0, rng.uniform(-0.5, 0.5)], [rng.uniform(-0.3, 0.3), 1.0]])
    lattice[1] *= np.exp(rng.uniform(-0.7, 0.7))
    return _cell(heights), lattice


def _grained(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Clumps by chance, longer one way, of a size that hardly differs: of no maker."""
    chosen = stream("grain", printer.name)
    fine = np.exp(chosen.uniform(np.log(0.4), np.log(1.4)))
    stretch = np.exp(chosen.choice((-1, 1)) * chosen.uniform(0.2, 0.9))
    return _noise(tone, rng, fine, float(chosen.uniform(1.4, 2.2)), float(stretch))


def _green(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Clumps by chance of nearly one size, round: stochastic rasters of the second order."""
    return _noise(tone, rng, 0.7 + 0.5 * (printer.lines % 1), 1.6, 1.0)


def _noise(tone: Plane, rng: Random, fine: float, coarse: float, stretch: float) -> Plane:
    """Dots where noise of one band is high. `fine`: sigma of its clumps, dots; `coarse`: how many
    times wider its surroundings are; `stretch`: how many times wider than high they are."""
    field = rng.standard_normal(tone.shape, np.float32)
    near, far = (
        cv2.GaussianBlur(field, (0, 0), sigma * stretch**0.5, sigmaY=sigma / stretch**0.5)
        for sigma in (fine, fine * coarse)
    )
    order = near - far
    known = np.sort(order[::3, ::3], axis=None)
    limits = known[np.minimum(len(known) * (255 - np.arange(256)) // 255, len(known) - 1)]
    return _where(tone, np.asarray(order, np.float32), limits.astype(np.float32))


_BAYER = np.array([[0, 2], [3, 1]])
for _ in range(2):
    _BAYER = np.block([[4 * _BAYER, 4 * _BAYER + 2], [4 * _BAYER + 3, 4 * _BAYER + 1]])


def _ordered(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Bayer's ordered dither, 8 dots square: simple drivers."""
    rows, columns = (np.arange(length) % 8 for length in tone.shape)
    return np.asarray(tone > 4 * _BAYER[rows[:, None], columns] + 2, np.uint8)


@functools.cache
def _blue_noise() -> Plane:
    """Thresholds, 128×128, of which those below any level are scattered evenly.

    White noise is filtered and evened out again and again, which leaves high frequencies alone.
    """
    rng = stream("blue noise")
    field = rng.standard_normal((128, 128))
    for _ in range(40):
        low = np.asarray(cv2.GaussianBlur(np.tile(field, (3, 3)), (0, 0), 1.5))[128:256, 128:256]
        rank = np.argsort(np.argsort((field - low).ravel()))
        field = (rank / rank.size - 0.5).reshape(field.shape)
    return np.asarray((field + 0.5) * 255, np.uint8)


def _scattered(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Dots of one size (or few) in no order: as inkjets do it."""
    height, width = tone.shape
    noise = np.roll(_blue_noise(), tuple(int(n) for n in rng.integers(0, 128, 2)), (0, 1))
    repeats = (height // 128 + 1, width // 128 + 1)
    threshold = np.tile(noise, repeats)[:height, :width].astype(np.uint16)
    steps = printer.levels - 1
    return np.asarray((tone.astype(np.uint16) * steps + threshold) // 255, np.uint8)


def _diffused(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Floyd and Steinberg's diffusion of the error, by Pillow, level by level."""
    steps = printer.levels - 1
    sizes = np.zeros(tone.shape, np.uint8)
    for step in range(steps):
        low, high = 255 * step / steps, 255 * (step + 1) / steps
        part = np.clip((np.arange(256) - low) / (high - low), 0, 1)
        shifted = cv2.LUT(tone, (part * 255).astype(np.uint8))
        dithered = PillowImage.fromarray(shifted).convert("1")
        sizes += np.asarray(dithered, np.uint8)
    return sizes


RASTERS: dict[str, Callable[[Printer, Plane, int, Random], Plane]] = {
    "dots": _screened,
    "lines": _lined,
    "long": _long,
    "clumped": _clumped,
    "scattered": _scattered,
    "diffused": _diffused,
    "ordered": _ordered,
    "green": _green,
    **{name: functools.partial(_known, name) for name in _CELLS},
    "drawn": _drawn,
    "grained": _grained,
}

_OFFICE = ("office", "recycled", "coated", "laminated")
_PHOTO = ("photo-glossy", "photo-satin", "coated", "pvc")
_FAMILIES: dict[str, dict[str, Any]] = {
    "laser": {"dpi": 600, "raster": "dots", "lines": (75, 200), "papers": _OFFICE},
    "office": {"dpi": 600, "raster": "long", "lines": (75, 200), "papers": _OFFICE},
    "worn": {"dpi": 600, "raster": "clumped", "lines": (0, 1), "papers": (*_OFFICE, *_PHOTO)},
    "copier": {"dpi": 600, "raster": "lines", "lines": (90, 170), "papers": _OFFICE},
    "press": {"dpi": 700, "raster": "dots", "lines": (133, 175), "papers": ("coated",)},
    "inkjet": {"dpi": 600, "raster": "scattered", "levels": (2, 3), "papers": (*_OFFICE, *_PHOTO)},
    "draft": {"dpi": 360, "raster": "diffused", "levels": (2, 2), "papers": _OFFICE},
    "bubble": {"dpi": 600, "raster": "diffused", "levels": (2, 4), "papers": (*_OFFICE, *_PHOTO)},
    "simple": {"dpi": 360, "raster": "ordered", "papers": _OFFICE},
    "wavy": {"dpi": 600, "raster": "wavy", "lines": (85, 150), "papers": (*_OFFICE, *_PHOTO)},
    "honeycomb": {"dpi": 600, "raster": "hexagonal", "lines": (85, 170), "papers": _OFFICE},
    "rings": {"dpi": 700, "raster": "rings", "lines": (65, 110), "papers": (*_OFFICE, "pvc")},
    "green": {"dpi": 700, "raster": "green", "lines": (0, 1), "papers": (*_OFFICE, *_PHOTO)},
    "drawn": {
        "dpi": 650,
        "raster": "drawn",
        "lines": (55, 210),
        "models": 72,
        "papers": (*_OFFICE, *_PHOTO),
    },
    "grained": {
        "dpi": 550,
        "raster": "grained",
        "lines": (0, 1),
        "models": 36,
        "papers": (*_OFFICE, *_PHOTO),
    },
    "card": {"dpi": 300, "raster": "continuous", "papers": ("pvc", "photo-glossy")},
}
_ANGLES = (
    (15, 75, 0, 45),
    (105, 75, 90, 45),
    (30, 60, 0, 45),
    (18.4, 71.6, 0, 45),
    (45, 75, 15, 30),
)

MODELS = 9
"""Of each family, in colour; and as many that print grey alone. Of those that nobody builds there
are more."""


_FREE = ("laser", "office", "copier", "drawn")
"""Families whose inks lie at angles of each maker's own."""


def _angles(rng: Random, *, free: bool) -> tuple[float, float, float, float]:
    known = _ANGLES[int(rng.integers(len(_ANGLES)))]
    if not free or rng.random() < 0.4:
        return known
    first, second, third, fourth = rng.uniform(0, 180, 4).tolist()
    return first, second, third, fourth


def _model(family: str, number: int, grey: bool) -> Printer:
    name = f"{'grey-' if grey else ''}{family}-{number}"
    rng = stream("printer", name)
    given = _FAMILIES[family]
    levels = given.get("levels", (2, 2))
    return Printer(
        name=name,
        dpi=given["dpi"],
        raster=given["raster"],
        lines=float(rng.uniform(*given.get("lines", (0, 0)))),
        angles=_angles(rng, free=family in _FREE),
        levels=int(rng.integers(levels[0], levels[1] + 1)),
        grey=grey,
        black=float(rng.uniform(0.5, 0.98)),
        gain=float(rng.uniform(0.0, 0.35)),
        impure=float(rng.uniform(0.25, 1)),
        managed=float(rng.uniform(0.4, 1)),
        slip=float(rng.uniform(0, 0.06)),
        bands=float(rng.choice((0, rng.uniform(0.005, 0.03)))),
        specks=float(rng.choice((0, rng.uniform(0, 0.002)))),
        papers=given["papers"],
    )


PRINTERS: dict[str, Printer] = {
    printer.name: printer
    for grey, family in itertools.product((False, True), _FAMILIES)
    if not (grey and family == "card")
    for number in range(_FAMILIES[family].get("models", MODELS))
    for printer in [_model(family, number, grey)]
}
