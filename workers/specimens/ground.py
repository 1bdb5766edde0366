"""The ground of a page of Utopia: what is there before it is printed for somebody."""

import functools

import numpy as np
import numpy.typing as npt

from workers.specimens.guilloche import Layer, braid, engrave, rosette, wash, waves

Image = npt.NDArray[np.uint8]

MRZ_ZONE_MM = 23.2  # the height of the machine readable zone of a TD3, at the foot of the page


@functools.cache
def ground(width: int, height: int) -> Image:
    """Returns the unprinted page, BGR uint8, 12 pixels to the millimetre; shared, not writable."""
    mrz_top = height - MRZ_ZONE_MM * 12
    page = wash(width, height, ((238, 232, 214), (236, 240, 224), (222, 232, 246), (232, 236, 226)))
    lines = functools.partial(waves, width, height)
    engrave(page, lines(count=46, swing=70, phase=0.4), (196, 170, 120), strength=0.34)
    engrave(page, lines(count=38, swing=-95, phase=2.1), (150, 176, 214), strength=0.34)
    for centre, radius, petals, colour in (
        ((1010.0, 470.0), 330.0, 12, (170, 190, 130)),
        ((1010.0, 470.0), 190.0, 9, (190, 160, 170)),
        ((270.0, 90.0), 150.0, 10, (180, 190, 150)),
    ):
        curves = rosette(centre, radius, petals=petals, rings=14)
        engrave(page, curves, colour, strength=0.3)
    for y in (158.0, mrz_top - 8):
        band = braid(40, width - 40, y, swing=7, period=46, strands=5)
        engrave(page, band, (140, 120, 84), strength=0.55)
    # 9303-3, 4.1: nothing may disturb the reading of the MRZ, so its ground is nearly plain.
    zone = page[int(mrz_top) + 12 :]
    zone += 0.82 * (np.array((236, 240, 240), np.float32) - zone)
    _emblem(page)
    ground = np.clip(page, 0, 255).astype(np.uint8)
    ground.setflags(write=False)
    return ground


def _emblem(page: Layer) -> None:
    """A sun over the sea of an island that is nowhere, in a ring."""
    x, y, radius = 108.0, 84.0, 46.0
    angle = np.linspace(0, 2 * np.pi, 181)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    ink = (122, 84, 40)

    def curves(radii: tuple[float, ...]) -> list[npt.NDArray[np.float64]]:
        return [np.array((x, y)) + ring * r for r in radii]

    engrave(page, iter(curves((radius, radius - 5))), ink, strength=0.9, thickness=2)
    sun = [np.array((x, y - 6)) + ring[90:] * 15]
    rays = [
        np.array((x, y - 6)) + np.outer((20.0, 31.0), (np.cos(a), np.sin(a)))
        for a in np.linspace(np.pi, 2 * np.pi, 9)
    ]
    across = np.linspace(-1, 1, 41)
    sea = [
        np.stack([x + across * half, y + depth + 3 * np.sin(across * 9 + depth)], axis=1)
        for depth, half in ((2.0, 38.0), (13.0, 34.0), (24.0, 26.0))
    ]
    engrave(page, iter(sun + rays + sea), ink, strength=0.9, thickness=3)
