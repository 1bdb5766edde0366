"""Genuine squares as if a screen had shown them, or a printer printed them: makers without end.

Rendering a screen takes a second, and there are as many makers as were written down. Here whatever
repeats is laid over squares that were rendered already: cells of any shape along any two ways, as
strong as lens and noise leave them, in light (a screen) or by tone and in each ink (a print).
"""

import cv2
import numpy as np
import numpy.typing as npt

Images = npt.NDArray[np.uint8]
Cell = npt.NDArray[np.float32]

CELL = 64
"""Samples along a side of a cell."""

GAMMA = 2.2

_FREQUENCIES = np.fft.fftfreq(CELL, 1 / CELL)
_BRIGHT = (np.arange(256, dtype=np.float32) / 255) ** GAMMA


def screened(squares: Images, rng: np.random.Generator) -> Images:
    """Squares (N, S, S, 3) BGR with a grid of lights over them, the same one for all."""
    period = float(np.exp(rng.uniform(np.log(0.6), np.log(5))))
    lean = rng.normal(0, 0.06) if rng.random() < 0.7 else rng.uniform(0, np.pi)
    ways = _ways(period, lean, rng)
    cell = _cell(ways, float(rng.uniform(0.35, 1.1)), rng, reach=3)
    colour = float(rng.choice((0.15, rng.uniform(0.2, 1), 1)))
    grey = cell.mean(axis=2, keepdims=True)
    cell = grey + colour * (cell - grey)
    strength = _strength(rng, 0.018, 0.35)
    cell *= strength / max(float(cell.std()), 1e-6)
    made = []
    for square in squares:
        light = cv2.LUT(square, _BRIGHT)
        made.append(_encoded(light * np.maximum(1 + _laid(cell, ways, square.shape[0], rng), 0)))
    return np.array(made)


def printed(squares: Images, rng: np.random.Generator) -> Images:
    """Squares (N, S, S, 3) BGR in dots, those of every ink along ways of their own."""
    squares = _inked(squares, rng)
    period = float(np.exp(rng.uniform(np.log(1.2), np.log(8))))
    blur, strength = float(rng.uniform(0.4, 1.2)), _strength(rng, 0.02, 0.4)
    by_chance, grey = rng.random() < 0.35, rng.random() < 0.4
    stretch = float(np.exp(rng.normal(0, 0.35)))
    inks = []
    for _ in range(1 if grey else 3):
        ways = _ways(period, float(rng.uniform(0, np.pi)), rng)
        cell = _cell(ways, blur, rng, reach=2)[..., :1]
        inks.append((ways, cell / max(float(cell.std()), 1e-6)))
    made = []
    for square in squares:
        light = cv2.LUT(square, _BRIGHT)
        if by_chance:
            planes = [_grain(period, stretch, blur, square.shape[0], rng) for _ in inks]
        else:
            planes = [_laid(cell, ways, square.shape[0], rng)[..., 0] for ways, cell in inks]
        dots = np.stack(planes * (3 // len(planes)), axis=2)
        # Between no ink and all of it there is room for dots.
        room = np.sqrt(np.clip(light * (1 - light), 0.004, None)) * 2
        made.append(_encoded(light * np.maximum(1 + strength * room * dots, 0)))
    return np.array(made)


def _strength(rng: np.random.Generator, least: float, most: float) -> float:
    return float(np.exp(rng.uniform(np.log(least), np.log(most))))


def _inked(squares: Images, rng: np.random.Generator) -> Images:
    """Half of them as a copy in grey."""
    if rng.random() < 0.5:
        return squares
    return np.array([cv2.merge([cv2.cvtColor(one, cv2.COLOR_BGR2GRAY)] * 3) for one in squares])


def _ways(period: float, lean: float, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """The two ways along which a cell repeats, as rows, pixels."""
    slant = float(rng.choice((0, 0, 0.5, rng.uniform(-0.5, 0.5))))
    high = float(rng.choice((1, 3**0.5 / 2, np.exp(rng.uniform(-0.7, 0.7)), 2)))
    turn = np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
    return period * np.array([[1.0, 0.0], [slant, high]]) @ turn


def _cell(
    ways: npt.NDArray[np.float64], blur: float, rng: np.random.Generator, *, reach: int
) -> Cell:
    """Waves of a cell by chance, in three colours, as a lens of this blur (pixels) passes them."""
    across, down = np.meshgrid(np.arange(-reach, reach + 1), np.arange(-reach, reach + 1))
    steps = np.linalg.inv(ways)
    length = (steps[0, 0] * across + steps[0, 1] * down) ** 2 + (
        steps[1, 0] * across + steps[1, 1] * down
    ) ** 2
    heights = rng.standard_normal(across.shape) * np.exp(rng.normal(0, 0.7, across.shape))
    # The longest wave passes whole: how strong all of them are is not the lens's to say here.
    passed = np.exp(-2 * np.pi**2 * blur**2 * (length - np.sort(length, axis=None)[1]))
    heights = heights / (1 + np.hypot(across, down)) * passed
    heights[reach, reach] = 0
    phases = rng.uniform(0, 2 * np.pi, across.shape)
    # Lights of other colours stand elsewhere in the cell, and are nearly of one shape.
    places, shapes = rng.random((3, 2)), rng.normal(0, 0.4, (3, *across.shape))
    spectrum = np.zeros((CELL, CELL, 3), complex)
    for colour in range(3):
        shift = 2 * np.pi * (across * places[colour, 0] + down * places[colour, 1])
        waves = heights * (1 + shapes[colour]) * np.exp(1j * (phases + shift))
        spectrum[down % CELL, across % CELL, colour] = waves
    return np.asarray(np.fft.ifft2(spectrum, axes=(0, 1)).real, np.float32)


def _laid(cell: Cell, ways: npt.NDArray[np.float64], side: int, rng: np.random.Generator) -> Cell:
    """A cell over a square, beginning anywhere, bent a little as perspective bends it."""
    steps = np.linalg.inv(ways) * CELL
    bent, begin = rng.normal(0, 2e-4, 2), rng.uniform(0, CELL, 2)
    x, y = np.arange(side, dtype=np.float64)[None, :], np.arange(side, dtype=np.float64)[:, None]
    wide = 1 + bent[0] * x + bent[1] * y
    column, row = (
        ((x * steps[0, k] + y * steps[1, k]) * wide + begin[k]).astype(np.int32) % CELL
        for k in (0, 1)
    )
    return cell[row, column]


def _grain(period: float, stretch: float, blur: float, side: int, rng: np.random.Generator) -> Cell:
    """Clumps of about a size, by chance, of deviation 1."""
    field = rng.standard_normal((side, side), np.float32)
    near, far = (
        cv2.GaussianBlur(field, (0, 0), sigma * stretch, sigmaY=sigma / stretch)
        for sigma in (float(np.hypot(period / 5, blur)), float(np.hypot(period / 2.5, blur)))
    )
    order = near - far
    return np.asarray(order / max(float(order.std()), 1e-6), np.float32)


def _encoded(light: Cell) -> Images:
    return np.asarray(np.power(np.clip(light, 0, 1), 1 / GAMMA) * 255 + 0.5, np.uint8)


PATTERNS = {"screen": screened, "print": printed}
"""By the kind of attack that each makes."""
