"""Small squares of a capture at the pixels that arrive, without rendering the rest of it.

Dots and grids show at 15 to 40 pixels a millimetre alone, and a whole picture of so many takes
seconds to render. So the setting is looked at through windows: what is chosen (the screen, the
printer, the light, how it is sent) is the same for all of them, and exposure is measured on a
thumbnail of the whole.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.attacks.camera import opened
from training.attacks.light import Image, Random, stream
from training.attacks.setting import Setting, Window, of_card
from training.attacks.sources import Box
from training.attacks.species import SPECIES, Species
from training.attacks.splits import Split
from training.attacks.view import placed, scaling
from workers.vision.presentation.squares import GRID, RIM, SIDE

AROUND = 16
"""Pixels rendered on each side of it, and left out: sharpening and JPEG know no edges there. A
whole block of JPEG, so that a square begins where blocks begin, as the product cuts it."""

Spots = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Places:
    """`squares`: (N, 96, 96, 3) BGR. `density`: pixels a mm of the picture that arrives. `used`:
    the camera, and what the attack was made with; of a screen `pixel`, how many pixels of the
    picture one of its own has."""

    species: str
    attack: bool
    squares: Image
    density: float
    used: dict[str, str | float]


def places(split: Split, species: str, seed: int) -> Places:
    """Squares spread over a capture of a document, one in each of three rows and four columns.

    The portrait is left out, since it may be sprayed on genuine cards. Raises `KeyError` for an
    unknown species and `ValueError` for one that is forged in one place alone.
    """
    chosen = SPECIES[species]
    if chosen.kind != "document" or chosen.local:
        raise ValueError(f"{species} is not the same all over the card")
    setting = of_card(split, seed, with_portrait=True if seed % 2 else None)
    if chosen.aim is not None:
        chosen.aim(setting, setting.random("aim"))
    spots = _spots(setting)
    if chosen.whole:
        squares, factor = _cut(chosen, setting, spots)
    else:
        squares, factor = _rendered(chosen, setting, spots)
    density = setting.density / setting.camera.oversampling * factor
    used = {"camera": setting.camera.name, **setting.used}
    if "shown" in used:
        assert setting.card is not None
        used["pixel"] = round(density * setting.card.side.size[0] / float(used["shown"]), 2)
    return Places(species, chosen.attack, squares, density, used)


def _spots(setting: Setting) -> Spots:
    """Middles of squares, mm on the card, (N, 2)."""
    rng = setting.random("spots")
    assert setting.card is not None
    reach = (SIDE / 2 + AROUND) / setting.density * setting.camera.oversampling + RIM
    low, span = reach, np.maximum(np.array(setting.size) - 2 * reach, 0.1)
    found = []
    rows, columns = GRID
    for row, column in itertools.product(range(rows), range(columns)):
        for _ in range(6):
            spot = low + (np.array([column, row]) + rng.random(2)) / (columns, rows) * span
            if not _touches(spot, reach - RIM, setting.card.portrait):
                found.append(spot)
                break
    return np.array(found)


def _touches(spot: Spots, reach: float, box: Box | None) -> bool:
    if box is None:
        return False
    left, top, right, bottom = box
    return bool(left - reach < spot[0] < right + reach and top - reach < spot[1] < bottom + reach)


def _rendered(chosen: Species, setting: Setting, spots: Spots) -> tuple[Image, float]:
    small = setting.thumbnail()
    chosen.lay(small, _choices(chosen, setting))
    setting.exposure = small.metered()
    setting.used |= small.used
    _, factor = setting.send(np.zeros((64, 64, 3), np.uint8))
    over = setting.camera.oversampling
    need = int(np.ceil((SIDE + 2 * AROUND + 1) / factor * over / 2)) * 2
    squares = []
    for number, middle in enumerate(placed(np.float32(spots), setting.homography)):
        # Even: the mosaic of the sensor begins anew every other pixel.
        left, top = (int(side - need / 2) // 2 * 2 for side in middle)
        part = setting.through(Window(left, top, need, need), number)
        chosen.lay(part, _choices(chosen, setting))
        image = part.take() if chosen.take is None else chosen.take(part, _choices(chosen, setting))
        data, _ = setting.send(image)
        squares.append(opened(data)[AROUND : AROUND + SIDE, AROUND : AROUND + SIDE])
    return np.array(squares), factor


def _choices(chosen: Species, setting: Setting) -> Random:
    return stream(setting.split, chosen.name, setting.seed)


def _cut(chosen: Species, setting: Setting, spots: Spots) -> tuple[Image, float]:
    """Of a picture that comes about as a whole."""
    assert chosen.take is not None
    image = chosen.take(setting, _choices(chosen, setting))
    data, factor = setting.send(image)
    image = opened(data)
    to_image = scaling(factor) @ setting.to_picture()
    squares = []
    for middle in placed(np.float32(spots), to_image):
        left, top = (int(side - SIDE / 2) // 16 * 16 for side in middle)
        square = image[max(top, 0) : top + SIDE, max(left, 0) : left + SIDE]
        if square.shape[:2] == (SIDE, SIDE):
            squares.append(square)
    return np.array(squares).reshape(-1, SIDE, SIDE, 3), factor
