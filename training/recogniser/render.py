"""One line of text as it looks when the product has cut it out of a picture."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from training.recogniser import fonts

Image = NDArray[np.uint8]
Mask = NDArray[np.uint8]

Ground = Callable[[Generator, int, int], Image]
"""What lies under the print: (random, width, height) to a picture."""

EM = 44  # px, the size that letters are drawn at before the picture's resolution is chosen


@dataclass(frozen=True)
class Print:
    """How a line is printed: its font, the space between letters and their width."""

    font: Path
    spacing: float = 0.0  # ems between letters
    width: float = 1.0  # of a letter, relative to the font's own
    weight: int = 0  # px that strokes are thicker (above 0) or thinner at the drawn size
    second: tuple[int, Path] | None = None  # from that character on in another font


def mask(text: str, how: Print, size: int = EM) -> tuple[Mask, int, int]:
    """The line's ink, 0..255, with an em of room around; the rows its letters begin and end at."""
    runs = [(text, fonts.opened(how.font, size))]
    if how.second:
        at, other = how.second
        runs = [(text[:at], fonts.opened(how.font, size)), (text[at:], fonts.opened(other, size))]
    pieces = [
        (piece, font) for run, font in runs for piece in (run if how.spacing else [run])
    ]  # letters one by one where the space between them is not the font's
    steps = [font.getlength(piece) + how.spacing * size for piece, font in pieces]
    image = Pillow.new("L", (int(sum(steps)) + 2 * size, 3 * size))
    draw = ImageDraw.Draw(image)
    left = float(size)
    for (piece, font), step in zip(pieces, steps, strict=True):
        draw.text((left, 2 * size), piece, 255, font, anchor="ls")
        left += step
    ink = np.asarray(image)
    if how.width != 1.0:
        ink = cv2.resize(ink, (max(8, round(ink.shape[1] * how.width)), ink.shape[0]))
    if how.weight:
        brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (1 + abs(how.weight),) * 2)
        ink = (cv2.dilate if how.weight > 0 else cv2.erode)(ink, brush)
    rows = np.flatnonzero(ink.max(axis=1) > 64)
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (size, 2 * size)
    return ink, top, bottom


def crop(
    random: Generator, text: str, how: Print, neighbours: list[tuple[str, Print]], under: Ground
) -> Image:
    """The line on its ground with box jitter, 3 channels; `neighbours`: print above and below."""
    ink, top, bottom = mask(text, how)
    height = max(bottom - top, EM // 3)
    ink = ink.copy()
    for side, (other, style) in zip((-1, 1), neighbours, strict=False):
        _intrude(random, ink, side, top, bottom, *mask(other, style))
    columns = np.flatnonzero(ink[top:bottom].max(axis=0) > 64)
    left, right = (columns[0], columns[-1] + 1) if len(columns) else (0, ink.shape[1])
    above, below = random.uniform(-0.03, 0.3, 2) * height
    before, after = random.uniform(-0.02, 0.45, 2) * height
    corners = np.array(
        [
            [left - before, top - above],
            [right + after, top - above],
            [right + after, bottom + below],
            [left - before, bottom + below],
        ],
        np.float32,
    )
    tilt = random.normal(0, 0.05) * height
    corners[:, 1] += np.array([-tilt, tilt, tilt, -tilt]) / 2
    corners += random.normal(0, 0.012 * height, (4, 2)).astype(np.float32)
    wide = max(8, round(float(corners[1, 0] - corners[0, 0])))
    high = max(8, round(float(corners[3, 1] - corners[0, 1])))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    seen = cv2.warpPerspective(ink, matrix, (wide, high), flags=cv2.INTER_LINEAR)
    return _inked(random, under(random, wide, high), seen)


def paper(random: Generator, width: int, height: int) -> Image:
    """Paper: a light or dark colour, a gradient, fine lines or a texture on it."""
    dark = random.random() < 0.06
    base = random.uniform(20, 90, 3) if dark else random.uniform(130, 255) + random.normal(0, 14, 3)
    sheet = np.empty((height, width, 3), np.float32)
    slope = random.normal(0, 22)
    sheet[:] = base + np.linspace(-slope, slope, width, dtype=np.float32)[None, :, None]
    sheet += np.linspace(-1, 1, height, dtype=np.float32)[:, None, None] * random.normal(0, 8)
    if random.random() < 0.5:
        _waves(random, sheet)
    if random.random() < 0.3:
        coarse = random.normal(0, 1, (max(2, height // 12), max(2, width // 12), 3))
        cloud = cv2.resize(
            coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        sheet += cloud * random.uniform(2, 14)
    if random.random() < 0.05:
        row = int(random.choice([random.uniform(0, 0.1), random.uniform(0.85, 1)]) * height)
        cv2.line(sheet, (0, row), (width, row), (base * 0.5).tolist(), int(random.integers(1, 4)))
    return np.clip(sheet, 0, 255).astype(np.uint8)


def _waves(random: Generator, paper: NDArray[np.float32]) -> None:
    """Guilloche: one to three families of fine wavy lines in pale colours."""
    height, width = paper.shape[:2]
    along = np.arange(width, dtype=np.float32)
    down = np.arange(height, dtype=np.float32)[:, None]
    for _ in range(int(random.integers(1, 4))):
        swing = (
            random.uniform(0, 0.4)
            * height
            * np.sin(along / random.uniform(15, 90) + random.uniform(0, 6))
        )
        period = random.uniform(5, 18)
        phase = (down + swing[None] + along[None] * random.normal(0, 0.6)) / period
        lines = np.clip(
            np.cos(2 * np.pi * phase) * random.uniform(1, 3) - random.uniform(0, 2), 0, 1
        )
        paper -= lines[..., None] * (random.uniform(0, 1, 3) * random.uniform(8, 70)).astype(
            np.float32
        )


def _inked(random: Generator, paper: Image, seen: Mask) -> Image:
    """The ink on the paper, in a colour that stands off it by a little or a lot."""
    level = float(paper.mean())
    gap = random.uniform(80, 235) if random.random() < 0.88 else random.uniform(40, 80)
    gap = min(gap, level) if level > 100 else -min(gap + 40, 250 - level)
    colour = level - gap + random.normal(0, 10, 3)
    if random.random() < 0.3:  # a coloured ink: one channel stays dark, the others come up
        colour += random.permutation([0, random.uniform(0, 0.3), random.uniform(0, 0.5)]) * gap
    alpha = (seen.astype(np.float32) * (random.uniform(0.8, 1) / 255))[..., None]
    mixed = paper * (1 - alpha) + np.clip(colour, 0, 255).astype(np.float32) * alpha
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _intrude(
    random: Generator,
    ink: Mask,
    side: int,
    top: int,
    bottom: int,
    other: Mask,
    first: int,
    last: int,
) -> None:
    """Print of the line above (-1) or below (1), a gap away, into the room around the line."""
    gap = int(random.uniform(0.02, 0.35) * (bottom - top))
    shift = top - gap - last if side < 0 else bottom + gap - first
    start, end = max(0, shift), min(ink.shape[0], shift + other.shape[0])
    if end <= start:
        return
    offset = int(random.integers(-EM, 2 * EM))
    width = min(ink.shape[1] - max(offset, 0), other.shape[1] - max(-offset, 0))
    if width <= 0:
        return
    a, b = max(offset, 0), max(-offset, 0)
    part = other[start - shift : end - shift, b : b + width]
    free = ink[start:end, a : a + width]
    outside = np.ones(ink.shape[0], bool)
    outside[top:bottom] = False
    free[outside[start:end]] = np.maximum(free, part)[outside[start:end]]
