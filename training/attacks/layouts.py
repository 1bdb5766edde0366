"""Layouts: the patterns of lights that the pixels of screens are made of.

Each is drawn finely, (rows, columns, 3) with `FINE` samples a pixel, as much of it as repeats. They
take the part of each light's place that shines, along a side.
"""

import functools
from collections.abc import Callable

import numpy as np

from training.attacks.light import Layer, stream

FINE = 32
"""Samples along a side of one pixel of the pattern."""

_BLUE, _GREEN, _RED = 0, 1, 2
_WHITE, _YELLOW = (_BLUE, _GREEN, _RED), (_GREEN, _RED)


def _lights(period: tuple[int, int], lights: list[tuple[int, float, float, float, float]]) -> Layer:
    """A pattern of rectangles: colour, left, top, width, height, in pixels. It wraps around."""
    columns, rows = period
    pattern = np.zeros((rows * FINE, columns * FINE, 3), np.float32)
    for colour, left, top, width, height in lights:
        x = (np.arange(columns * FINE) / FINE - left) % columns < width
        y = (np.arange(rows * FINE) / FINE - top) % rows < height
        pattern[..., colour] += np.outer(y, x)
    return pattern


def _stripe(filled: float) -> Layer:
    """Three upright stripes: most panels of laptops, tablets and monitors."""
    width = filled / 3
    return _lights(
        (1, 1),
        [
            (_RED, 0, 0, width, filled),
            (_GREEN, 1 / 3, 0, width, filled),
            (_BLUE, 2 / 3, 0, width, filled),
        ],
    )


def _stripe_mirrored(filled: float) -> Layer:
    """The same in a panel that was built in upside down."""
    return _stripe(filled)[..., ::-1].copy()


def _stripe_turned(filled: float) -> Layer:
    """The same in a device that is held on its side."""
    return np.ascontiguousarray(_stripe(filled).transpose(1, 0, 2))


def _chevron(filled: float) -> Layer:
    """Slanted stripes, the other way in every other row: panels with wide viewing angles."""
    upper = _stripe(filled)
    pattern = np.concatenate([upper, upper])
    for row in range(2 * FINE):
        part = row % FINE / FINE
        shift = 0.3 * (part if row < FINE else 1 - part)
        pattern[row] = np.roll(pattern[row], round(shift * FINE), axis=0)
    return pattern


def _split(filled: float) -> Layer:
    """Stripes of two halves, one dimmer: panels with a deep black."""
    pattern = _stripe(filled)
    pattern[FINE // 2 - 2 : FINE // 2 + 2] = 0
    pattern[FINE // 2 :] *= 0.55
    return pattern


def _delta(filled: float) -> Layer:
    """Stripes that are shifted by half a pixel in every other row."""
    upper = _stripe(filled)
    return np.concatenate([upper, np.roll(upper, FINE // 2, axis=1)])


def _s_stripe(filled: float) -> Layer:
    """Red over green beside a tall blue: phones with small OLEDs."""
    half = filled / 2
    return _lights(
        (1, 1),
        [(_RED, 0, 0, half, half), (_GREEN, 0, 0.5, half, half), (_BLUE, 0.5, 0, half, filled)],
    )


def _wrgb(filled: float) -> Layer:
    """A fourth, white light beside the three: large OLEDs."""
    width = filled / 4
    lights = [(colour, k / 4, 0, width, filled) for k, colour in enumerate((_RED, _GREEN, _BLUE))]
    return _lights((1, 1), lights + [(colour, 0.75, 0, width, filled) for colour in range(3)])


def _rgbw(filled: float) -> Layer:
    """Four lights in a square, white the fourth."""
    side = filled / 2
    lights = [(_RED, 0, 0, side, side), (_GREEN, 0.5, 0, side, side), (_BLUE, 0, 0.5, side, side)]
    return _lights((1, 1), lights + [(colour, 0.5, 0.5, side, side) for colour in range(3)])


def _pentile(filled: float) -> Layer:
    """Red, green, blue, green over two pixels, the greens narrower: early OLED phones."""
    wide, narrow = 0.62 * filled, 0.38 * filled
    return _lights(
        (2, 1),
        [
            (_RED, 0, 0, wide, filled),
            (_GREEN, 0.62, 0, narrow, filled),
            (_BLUE, 1, 0, wide, filled),
            (_GREEN, 1.62, 0, narrow, filled),
        ],
    )


def _diamond(filled: float) -> Layer:
    """A green dot for every pixel, red and blue ones in turn between them: most OLED phones."""
    pattern = np.zeros((2 * FINE, 2 * FINE, 3), np.float32)
    y, x = np.mgrid[0 : 2 * FINE, 0 : 2 * FINE] / FINE
    for row in range(2):
        for column in range(2):
            other = _RED if (row + column) % 2 == 0 else _BLUE
            for colour, offset, reach in ((_GREEN, 0.25, 0.24), (other, 0.75, 0.33)):
                across = (x - column - offset + 1) % 2 - 1
                down = (y - row - offset + 1) % 2 - 1
                pattern[..., colour] += np.abs(across) + np.abs(down) < reach * filled * 1.2
    return pattern


def _mosaic(filled: float) -> Layer:
    """Lights in a row that goes on one light further in every row: viewfinders, small panels."""
    width, height = filled / 3, filled
    return _lights(
        (1, 3),
        [
            (colour, ((colour + row) % 3) / 3, row, width, height)
            for row in range(3)
            for colour in range(3)
        ],
    )


def _checker(filled: float) -> Layer:
    """Two tall lights a pixel, red and green beside blue and white: tablets that save power."""
    width = filled / 2
    lights = []
    for row in range(2):
        for column in range(2):
            first, second = ((_RED,), (_GREEN,)) if row == column else ((_BLUE,), _WHITE)
            lights += [(colour, column, row, width, filled) for colour in first]
            lights += [(colour, column + 0.5, row, width, filled) for colour in second]
    return _lights((2, 2), lights)


def _triad(filled: float) -> Layer:
    """Round lights in triangles, two staggered rows of them a pixel: tubes, walls of LEDs."""
    radius = 0.21 * filled
    return _spots(
        (1, 1),
        [
            (colour, (1 / 6 + place / 3 + row / 2) % 1, 0.25 + row / 2, radius, radius)
            for row in range(2)
            for place, colour in enumerate((_RED, _GREEN, _BLUE))
        ],
        2,
    )


def _rgby(filled: float) -> Layer:
    """Four stripes, the fourth yellow, the blue one broader: some panels of televisions."""
    lights, left = [], 0.0
    for colours, share in (((_RED,), 0.23), ((_GREEN,), 0.23), ((_BLUE,), 0.31), (_YELLOW, 0.23)):
        lights += [(colour, left, 0.0, share * filled, filled) for colour in colours]
        left += share
    return _lights((1, 1), lights)


def _brick(filled: float) -> Layer:
    """One and a half lights a pixel, laid like bricks: some OLED phones."""
    return _lights(
        (2, 2),
        [
            (colour, (place * 2 / 3 + row) % 2, row, 2 / 3 * filled, filled)
            for row in range(2)
            for place, colour in enumerate((_RED, _GREEN, _BLUE))
        ],
    )


def _triangle(filled: float) -> Layer:
    """A broad green over red and blue side by side: OLEDs that turn blue light into the others."""
    half = filled / 2
    return _lights(
        (1, 1),
        [
            (_GREEN, 0.12, 0, 0.76 * filled, half),
            (_RED, 0, 0.5, half, half),
            (_BLUE, 0.5, 0.5, half, half),
        ],
    )


def _four_in_three(filled: float) -> Layer:
    """Red, green, blue and white in turn, three lights a pixel, each row two lights further: large
    panels that save power."""
    lights = []
    for row in range(2):
        for place in range(4):
            colours = ((_RED,), (_GREEN,), (_BLUE,), _WHITE)[(place + 2 * row) % 4]
            for turn in range(3):  # three times four lights have four pixels
                left = (4 * turn + place) / 3
                lights += [(colour, left, row, filled / 3, filled) for colour in colours]
    return _lights((4, 2), lights)


def _twins(filled: float) -> Layer:
    """Tall red and blue lights, between them two small greens over each other; each row one pixel
    further: many OLED phones."""
    tall, small, reach = 0.34 * filled, 0.19 * filled, 0.46 * filled
    lights = []
    for row in range(2):
        for column, colour in ((row, _RED), (row + 1, _BLUE)):
            lights.append((colour, (column + 0.3) % 2, row + 0.5, tall, reach))
            lights += [(_GREEN, column + 0.8, row + y, small, small) for y in (0.26, 0.74)]
    return _spots((2, 2), lights, 2.5)


def _bent(filled: float) -> Layer:
    """Stripes with a bend in the middle of every pixel: monitors that look alike from both
    sides."""
    pattern = _stripe(filled)
    for row in range(FINE):
        pattern[row] = np.roll(pattern[row], round(0.35 * abs(row - FINE / 2)), axis=0)
    return pattern


def _drawn(number: int, filled: float) -> Layer:
    """Lights of any shape in any order: no maker's, so that nobody learns makers' by heart."""
    rng = stream("layout", number)
    columns, rows = (int(n) for n in rng.integers(1, 4, 2))
    towards, shape = rng.uniform(0, np.pi), float(rng.choice((1, 2, 8)))
    count = int(rng.integers(3, 6))
    wide, high = rng.uniform(0.3, 0.85, (2, count)) * filled / count**0.5 / 1.2
    slips = float(rng.choice((0, 0.5, rng.random()))) * np.arange(rows)
    spread = float(rng.uniform(0.5, 1))
    palette = [(_RED,), (_GREEN,), (_BLUE,), _WHITE, _YELLOW]
    scattered = rng.uniform(-0.5, 0.5, (count, 2))
    placed = rng.random() < 0.3
    lights = []
    for row in range(rows):
        for column in range(columns):
            order = [0, 1, 2, *rng.integers(0, len(palette), count - 3)]
            if rng.random() < 0.5:
                order = list(rng.permutation(order))
            for place, light in enumerate(order):
                along = spread * ((place + 0.5) / count - 0.5)
                off = scattered[place] if placed else (
                    along * np.cos(towards), along * np.sin(towards)
                )  # fmt: skip
                x, y = column + 0.5 + off[0] + slips[row], row + 0.5 + off[1]
                lights += [(colour, x, y, wide[place], high[place]) for colour in palette[light]]
    return np.maximum(_spots((columns, rows), lights, shape), 0.02)


def _spots(
    period: tuple[int, int], lights: list[tuple[int, float, float, float, float]], shape: float
) -> Layer:
    """Lights (colour, middle x and y, reach across and down, in pixels of the screen) that repeat.
    `shape`: exponent of their outline: 1 diamonds, 2 ellipses, more: nearly rectangles."""
    columns, rows = period
    y, x = np.mgrid[0 : rows * FINE, 0 : columns * FINE] / FINE
    pattern = np.zeros((rows * FINE, columns * FINE, 3), np.float32)
    for colour, middle, height, wide, high in lights:
        across, down = (x - middle) % columns, (y - height) % rows
        across = np.minimum(across, columns - across) / wide
        down = np.minimum(down, rows - down) / high
        pattern[..., colour] = np.maximum(pattern[..., colour], across**shape + down**shape < 1)
    return pattern


DRAWN = 160
"""Layouts that nobody builds."""

LAYOUTS: dict[str, Callable[[float], Layer]] = {
    "stripe": _stripe,
    "stripe-mirrored": _stripe_mirrored,
    "stripe-turned": _stripe_turned,
    "chevron": _chevron,
    "split": _split,
    "delta": _delta,
    "s-stripe": _s_stripe,
    "wrgb": _wrgb,
    "rgbw": _rgbw,
    "pentile": _pentile,
    "diamond": _diamond,
    "mosaic": _mosaic,
    "checker": _checker,
    "triad": _triad,
    "rgby": _rgby,
    "brick": _brick,
    "triangle": _triangle,
    "four-in-three": _four_in_three,
    "twins": _twins,
    "bent": _bent,
    **{f"drawn{number}": functools.partial(_drawn, number) for number in range(DRAWN)},
}
