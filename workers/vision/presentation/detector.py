"""The detector of presentation attacks: a network that looks at squares of a card.

It says how likely each kind is: genuine first, then what an attack is made with. training/pad tells
how it was made.
"""

from dataclasses import dataclass

import numpy as np
from onnxruntime import InferenceSession

from workers.vision.image import Pixels
from workers.vision.presentation import squares
from workers.vision.presentation.squares import Points
from workers.vision.presentation.told import KindsGraph, Told

LEAST_SQUARES = 4
"""Fewer say too little of a card."""

COARSEST = 7.0
"""Pixels a millimetre: hardly anything coarser was trained with, and dots and grids do not show."""

LEAST_DETAIL = 10.0
"""Grey levels: no genuine capture of the simulator has less than 14, and what is softer (out of
focus by three pixels and more) shows neither dots nor grids, and looks like a copy."""

_SHAPES = ((85.6, 53.98), (125.0, 88.0))
"""Width and height in mm of an ID-1 card and of a passport's page (ISO/IEC 7810, ICAO 9303 part 4);
TD2 has the shape of the latter."""


@dataclass(frozen=True)
class Presentation(Told):
    """What a picture of a document shows. `density`: pixels a mm at which it was looked at."""

    density: float


class Detector:
    """The graph of training/pad, and what it is to look at."""

    def __init__(self, session: InferenceSession) -> None:
        self._graph = KindsGraph(session)

    def look(
        self, picture: Pixels, quad: Points, hidden: Points | None = None
    ) -> Presentation | None:
        """Looks at a card in a picture as it came, BGR; None where it has too few pixels, or is
        blurred.

        `quad`: its corners in the picture, (4, 2), from any of them clockwise. `hidden`: corners of
        its portrait.
        """
        quad, size = _measured(quad)
        density = min(squares.density(quad, size), squares.FINEST)
        if density < COARSEST:
            return None
        cut = squares.cut(picture, quad, size, hidden)
        if len(cut) < LEAST_SQUARES or squares.detail(cut) < LEAST_DETAIL:
            return None
        return self.judge(cut, density)

    def judge(self, cut: Pixels, density: float) -> Presentation:
        """What the graph says of squares, (N, 96, 96, 3), of so many pixels a mm."""
        told = self._graph.told({"squares": cut.transpose(0, 3, 1, 2).astype(np.float32)})
        return Presentation(told, round(density, 1))


def _measured(quad: Points) -> tuple[Points, tuple[float, float]]:
    """The corners from one at the left of a longer side, and the size in mm that its shape says."""
    quad = np.asarray(quad, np.float32)
    sides = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    across, down = sides[0] + sides[2], sides[1] + sides[3]
    if across < down:
        quad, across, down = np.roll(quad, -1, axis=0), down, across
    shape = across / max(down, 1e-6)
    return quad, min(_SHAPES, key=lambda size: abs(np.log(shape * size[1] / size[0])))
