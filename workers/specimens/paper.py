"""What a side is printed on: a tint and line patterns of our own, in declared colours."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workers.specimens.guilloche import Colour, braid, engrave, rosette, wash, waves

Image = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Waves:
    """Lines across the whole side. `swing`: mm up and down; `phase` turns the pattern."""

    ink: str
    count: int = 40
    swing: float = 6
    phase: float = 0.4
    strength: float = 0.34


@dataclass(frozen=True)
class Rosette:
    """A rosette around a point, in mm."""

    ink: str
    x: float
    y: float
    radius: float
    petals: int = 12
    strength: float = 0.3


@dataclass(frozen=True)
class Band:
    """A braided band across the side at a height, in mm."""

    ink: str
    y: float
    swing: float = 0.6
    strength: float = 0.5


@dataclass(frozen=True)
class Paper:
    """`tints`: of the corners, clockwise from the top left. `plain`: how far up from the foot the
    patterns are held back, mm: where an MRZ stands, nothing may disturb it (9303-3, 4.1)."""

    tints: tuple[str, str, str, str]
    patterns: tuple[Waves | Rosette | Band, ...] = ()
    plain: float = 0


def unprinted(paper: Paper, size: tuple[float, float], scale: float) -> Image:
    """Returns the bare side, BGR uint8. `size` in mm, `scale`: pixels in one."""
    width, height = (round(measure * scale) for measure in size)
    top_left, top_right, bottom_right, bottom_left = (colour(tint) for tint in paper.tints)
    page = wash(width, height, (top_left, top_right, bottom_right, bottom_left))
    for pattern in paper.patterns:
        match pattern:
            case Waves(_, count, swing, phase, _):
                curves = waves(width, height, count=count, swing=swing * scale, phase=phase)
            case Rosette(_, x, y, radius, petals, _):
                centre = (x * scale, y * scale)
                curves = rosette(centre, radius * scale, petals=petals, rings=14)
            case Band(_, y, swing, _):
                edge = 2.5 * scale
                curves = braid(
                    edge, width - edge, y * scale, swing=swing * scale, period=46, strands=5
                )
        engrave(page, curves, colour(pattern.ink), strength=pattern.strength)
    if paper.plain:
        zone = page[height - round(paper.plain * scale) :]
        cover = np.minimum(np.arange(len(zone), dtype=np.float32) / (2 * scale), 1) * 0.82
        zone += cover[:, None, None] * (np.array((238, 241, 241), np.float32) - zone)
    return np.clip(page, 0, 255).astype(np.uint8)


def colour(ink: str) -> Colour:
    """Returns `#rrggbb` as OpenCV has it: blue, green, red."""
    return int(ink[5:7], 16), int(ink[3:5], 16), int(ink[1:3], 16)
