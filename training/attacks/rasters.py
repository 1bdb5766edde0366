"""Rasters: how printers make tones of dots.

Each takes the tone of one ink and returns the sizes of its dots, 0 to the printer's `levels` - 1.
"""

import functools
import itertools
from collections.abc import Callable
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage

from training.attacks.light import Layer, Matrix, Random, stream

Plane = npt.NDArray[np.uint8]


class Printer(Protocol):
    """What a raster knows of its printer: see `training.attacks.prints.Printer`."""

    name: str
    dpi: int
    lines: float
    angles: tuple[float, float, float, float]
    levels: int


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
    # Lines along one way, and then lines across them, as engravers shade.
    "hatched": (_cell(np.maximum(np.cos(_U), np.cos(_V) - 0.9)), _SQUARE),
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


def _spiral(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Dots that grow along a spiral on the printer's own grid, every other row of them half a cell
    further: simple lasers. All inks alike, each begins elsewhere."""
    cell = _spiral_cell(int(printer.lines))
    side = len(cell)
    two = np.block([[cell, cell], [np.roll(cell, side // 2, axis=1)] * 2])
    rows, columns = (
        (np.arange(length) + int(rng.integers(2 * side))) % (2 * side) for length in tone.shape
    )
    return np.asarray(tone > two[rows[:, None], columns], np.uint8)


@functools.cache
def _spiral_cell(side: int) -> Plane:
    """Thresholds of a cell: its dots from the middle outwards, ring by ring, each ring around."""
    y, x = np.mgrid[0:side, 0:side] - (side - 1) / 2 + 0.1
    ring, around = np.round(np.maximum(np.abs(x), np.abs(y))), np.arctan2(y, x)
    return _cell(-(10 * ring + around))


CURVE = 64
"""Dots along a side of the square that a curve fills."""


def _curve(printer: Printer, tone: Plane, ink: int, rng: Random) -> Plane:
    """Along a curve that fills the sheet, every run of dots is inked from its beginning as far as
    the tone has summed up (Velho and Gomes, 1991): no rows, and no two runs alike."""
    run = int(printer.lines)
    height, width = tone.shape
    padded = np.pad(tone, ((0, -height % CURVE), (0, -width % CURVE)))
    down, across = (length // CURVE for length in padded.shape)
    squares = padded.reshape(down, CURVE, across, CURVE).transpose(0, 2, 1, 3)
    order = _hilbert()
    line = squares.reshape(down * across, -1)[:, order].astype(np.float32) / 255
    shift = int(rng.integers(order.size))
    line = np.roll(line, shift, axis=1)[:, : order.size // run * run]
    sums = np.cumsum(line.reshape(len(line), -1, run).sum(axis=2), axis=1)
    sums = np.floor(sums + rng.random(sums.shape, np.float32))
    count = np.diff(sums, axis=1, prepend=0)
    inked = (np.arange(run) < count[..., None]).reshape(len(line), -1)
    dots = np.zeros((len(line), order.size), np.uint8)
    dots[:, : inked.shape[1]] = inked
    dots = np.roll(dots, -shift, axis=1)
    out = np.zeros_like(dots)
    out[:, order] = dots
    out = out.reshape(down, across, CURVE, CURVE).transpose(0, 2, 1, 3)
    return np.ascontiguousarray(out.reshape(padded.shape)[:height, :width])


@functools.cache
def _hilbert() -> npt.NDArray[np.intp]:
    """Places of a square's dots, row by row, in the order of Hilbert's curve."""
    order = np.zeros((1, 1), np.intp)
    while len(order) < CURVE:
        count = order.size
        left, right = order.T, order[::-1, ::-1].T + 3 * count
        order = np.block([[left, right], [order + count, order + 2 * count]])
    return np.argsort(order, axis=None)


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
    "spiral": _spiral,
    "curve": _curve,
    "green": _green,
    **{name: functools.partial(_known, name) for name in _CELLS},
    "drawn": _drawn,
    "grained": _grained,
}
