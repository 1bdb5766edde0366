"""Lines of text in the frame of whoever reads the page: x to the right, y downwards.

Whichever way the page lies on its picture, what follows needs only that frame.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.core.report import Box, TextLine

AGREED = 0.8
"""Cosine between a line and the page's direction under which it is no part of the page's text."""
LONG = 3
"""Characters from which the direction of a line's box can be told."""
CLOSING = " :;/|([-–—_~'\"`*=·…<>"
OPENING = CLOSING + ",.)]"
"""What may stand behind and before a value and is no part of it."""
LEGIBLE = 0.65
"""Mean probability of characters under which a piece is added to no value."""
ROW = 0.6
"""Of the larger height: how far two pieces of one row may be apart in y."""


@dataclass(frozen=True, eq=False)
class Line:
    """A line in the page's frame. `edges`: x of the left edge of each character, and the last's
    right edge. `y`: of its middle.
    """

    source: TextLine
    text: str
    probabilities: tuple[float, ...]
    edges: tuple[float, ...]
    y: float
    height: float


@dataclass(frozen=True)
class Piece:
    """Characters `start` to `end` of a line."""

    line: Line
    start: int
    end: int

    @cached_property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def probabilities(self) -> tuple[float, ...]:
        return self.line.probabilities[self.start : self.end]

    @property
    def x0(self) -> float:
        return self.line.edges[self.start]

    @property
    def x1(self) -> float:
        return self.line.edges[self.end]

    @property
    def y(self) -> float:
        return self.line.y

    @property
    def height(self) -> float:
        return self.line.height

    def stripped(self) -> "Piece":
        """The same without the marks around it that are no part of a value; empty where there is
        nothing else. A comma or dot at its end may be the value's own.
        """
        start, end = self.start, self.end
        while start < end and self.line.text[start] in OPENING:
            start += 1
        while end > start and self.line.text[end - 1] in CLOSING:
            end -= 1
        return Piece(self.line, start, end)

    @property
    def legible(self) -> bool:
        """Whether it is print: of a signature a reader makes letters too, but unsure ones."""
        return sum(self.probabilities) >= LEGIBLE * (self.end - self.start)

    def same_row(self, other: "Piece") -> bool:
        return abs(self.y - other.y) < ROW * max(self.height, other.height)

    def __bool__(self) -> bool:
        return self.end > self.start


@dataclass(frozen=True)
class Page:
    """The lines of one picture, from the top. `angle`: radians from the picture's x to the page's,
    clockwise as pictures are drawn. `height`: of a typical line.
    """

    lines: tuple[Line, ...]
    angle: float
    height: float

    @property
    def rotation(self) -> int:
        """Quarter turns clockwise, in degrees, that bring the picture upright."""
        return round(-self.angle / (math.pi / 2)) % 4 * 90

    def box(self, pieces: Iterable[Piece]) -> Box:
        """Around pieces of the page, in pixels of the picture, from the reader's top left."""
        pieces = list(pieces)
        return self.rectangle(
            min(p.x0 for p in pieces),
            min(p.y - p.height / 2 for p in pieces),
            max(p.x1 for p in pieces),
            max(p.y + p.height / 2 for p in pieces),
        )

    def rectangle(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle of the page's frame, in pixels of the picture."""
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
        back = corners @ _turn(-self.angle).T
        return [(round(float(x), 1), round(float(y), 1)) for x, y in back]

    def framed(self, lines: Iterable[TextLine]) -> tuple[Line, ...]:
        """Other lines of the same picture, in this page's frame."""
        return tuple(_line(line, _turn(self.angle)) for line in lines if line.text)


def page(lines: Sequence[TextLine]) -> Page:
    """Brings lines into the reader's frame; those that run another way are left out."""
    directions = [_direction(line) for line in lines]
    long = [i for i, line in enumerate(lines) if len(line.text) >= LONG]
    agreed = _agreed([directions[i] for i in long], [_weight(lines[i]) for i in long])
    angle = math.atan2(agreed[1], agreed[0])
    turn = _turn(angle)
    kept = [
        _line(line, turn)
        for line, direction in zip(lines, directions, strict=True)
        if len(line.text) < LONG or direction @ agreed >= AGREED
    ]
    kept.sort(key=lambda line: line.y)
    height = float(np.median([line.height for line in kept])) if kept else 1.0
    return Page(tuple(kept), angle, height)


def _direction(line: TextLine) -> NDArray[np.float64]:
    box = np.array(line.box)
    along = box[1] - box[0] + box[2] - box[3]
    return np.asarray(along / max(float(np.linalg.norm(along)), 1e-6), np.float64)


def _weight(line: TextLine) -> float:
    return line.confidence**2 * len(line.text)


def _agreed(
    directions: Sequence[NDArray[np.float64]], weights: Sequence[float]
) -> NDArray[np.float64]:
    """The direction that most text runs in: the mean of those near to the most usual one."""
    if not directions:
        return np.array([1.0, 0.0])
    all_of_them, weight = np.array(directions), np.array(weights)
    near = all_of_them @ all_of_them.T >= AGREED
    votes = near @ weight
    total = (all_of_them * (weight * near[int(votes.argmax())])[:, None]).sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-6), np.float64)


def _turn(angle: float) -> NDArray[np.float64]:
    """The rotation that turns a direction at `angle` onto the x axis."""
    cos, sin = math.cos(angle), math.sin(angle)
    return np.array([[cos, sin], [-sin, cos]])


def _line(line: TextLine, turn: NDArray[np.float64]) -> Line:
    box = np.array(line.box) @ turn.T
    left, right = (box[0, 0] + box[3, 0]) / 2, (box[1, 0] + box[2, 0]) / 2
    height = (np.linalg.norm(box[3] - box[0]) + np.linalg.norm(box[2] - box[1])) / 2
    count = len(line.text)
    marks = line.characters or [(line.confidence, (i + 0.5) / count) for i in range(count)]
    middles = [position for _, position in marks]
    inner = [(a + b) / 2 for a, b in pairwise(middles)]
    edges = [left + (right - left) * edge for edge in (0.0, *inner, 1.0)]
    probabilities = tuple(probability for probability, _ in marks)
    y = float(box[:, 1].mean())
    return Line(
        line, line.text, probabilities, tuple(map(float, edges)), y, max(float(height), 1.0)
    )
