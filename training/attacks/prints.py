"""Printers: what becomes of a picture on paper.

Colours are parted into inks; each ink's tone becomes dots (a screen of rows at an angle, as lasers
and presses do it; scattered dots or error diffusion, as inkjets do); the dots lie on each other
and let light through (Neugebauer's primaries); and light that enters paper beside a dot comes out
under it, which blurs (Yule and Nielsen's effect).
"""

import itertools
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from training.attacks.light import Image, Layer, Random, resized, stream
from training.attacks.papers import Paper, textured
from training.attacks.rasters import RASTERS, Plane

MM = 25.4
"""Of an inch: printers count dots in inches."""

UNDER = 0.5
"""Part of the colours that is left out under black."""

LEAST_SHOWN = 0.45
"""Dots of a raster finer than this part of a camera pixel need not be drawn: nobody sees them."""


@dataclass(frozen=True)
class Printer:
    """One printer with one setting.

    `dpi`: of its dots. `raster`: name of how it makes tones. `lines`: an inch of its screen, where
    it has one; of a spiral or a curve, dots in a row. `angles`: of cyan, magenta, yellow and black,
    degrees. `levels`: sizes of dot, with none. `grey`: black ink alone. `black`: part of the common
    grey that black ink prints. `gain`: by how much middle tones grow. `impure`: how far its inks
    are from the ideal ones, 0..1; `managed`: the part of that which its driver makes up for.
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


_CYAN, _MAGENTA, _YELLOW, _BLACK = _INKS = range(4)
_SMOOTH = 64
"""Levels of ink where dots are not drawn."""


def _transmittance(impure: float) -> Layer:
    """What of blue, green and red each ink lets through twice, (4, 3)."""
    ideal = np.array([(0.9, 0.75, 0.03), (0.75, 0.03, 0.92), (0.04, 0.9, 0.95), (0.03, 0.03, 0.03)])
    real = np.array([(0.72, 0.42, 0.06), (0.36, 0.07, 0.78), (0.08, 0.78, 0.9), (0.06, 0.06, 0.06)])
    return np.asarray(ideal + impure * (real - ideal), np.float32)


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
    "hatched": {"dpi": 700, "raster": "hatched", "lines": (85, 160), "papers": _OFFICE},
    "spiral": {"dpi": 600, "raster": "spiral", "lines": (5, 10), "papers": (*_OFFICE, "pvc")},
    "curve": {"dpi": 480, "raster": "curve", "lines": (4, 11), "papers": (*_OFFICE, *_PHOTO)},
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
