"""Forgeries of one place, looked at through windows: the fields and the portrait of a genuine card,
and the same ones forged, by which they can be compared.

A whole picture takes seconds to render, and all but one place of a forgery is the genuine card's.
So each field and the portrait are rendered once, and what is forged once more; an edited picture is
that of the genuine card, edited.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from training.attacks import alterations, splits
from training.attacks.camera import opened
from training.attacks.copies import chosen, lay_genuine
from training.attacks.forgeries import somebody_else
from training.attacks.light import Image, Matrix, stream
from training.attacks.setting import Setting, Window, of_card
from training.attacks.sources import Box
from training.attacks.species import SPECIES, Species
from training.attacks.splits import Split
from training.attacks.view import placed, scaling

PORTRAIT = "portrait"
"""Name of the place that is no field."""

MOST = 8
"""Fields that are looked at on a card."""

HIGHEST = 4.0
"""Millimetres: what is higher is more than one line."""

AROUND = (2.5, 14.5, 3.8)
"""Millimetres that a window shows to the left of where a field begins, to the right of there, and
above and below its middle: the strip that the product looks at, and above it as much as an editor
copies from there."""

BORDER = 4.0
"""Millimetres that a window shows around a portrait."""

WITHIN = 0.3
"""Millimetres at the edge of the card that no window shows."""

FORGERIES = ("photo_replacement", "physical_text", "digital_photo", "digital_text", "recompressed")


@dataclass(frozen=True)
class Place:
    """A place of a card in a picture. `box`: mm on the card. `image`: what arrived of it, BGR.
    `to_image`: from mm of the card to its pixels."""

    name: str
    box: Box
    image: Image
    to_image: Matrix


@dataclass(frozen=True)
class Twins:
    """A genuine capture and forgeries of it. `genuine`: its fields, and the portrait where it has
    one. `forged`: by species the one place that is not the genuine card's. `size`: of the card,
    mm. `density`: pixels a mm of the picture that arrives. `used`: what was chosen."""

    genuine: tuple[Place, ...]
    forged: dict[str, Place]
    size: tuple[float, float]
    density: float
    used: dict[str, str | float]


def twins(split: Split, seed: int, of: str = "bona_fide") -> Twins:
    """The places of a genuine capture, `of` one of the genuine species, and its forgeries.

    Two of three settings have a portrait. Pictures that no camera took are edited alone.
    """
    genuine = SPECIES[of]
    setting = of_card(split, seed, with_portrait=None if seed % 3 == 2 else True)
    if genuine.aim is not None:
        genuine.aim(setting, setting.random("aim"))
    taken = _Whole(genuine, setting) if genuine.whole else _Windows(genuine, setting)
    card = setting.card
    assert card is not None
    rng = stream(split, "forgeries", seed)
    claimed, text, box = alterations.claim(card, rng)
    text = alterations.altered(text, rng)
    boxes = {name: each for name, (_, each) in card.fields().items()
             if each[3] - each[1] <= HIGHEST}  # fmt: skip
    worth = sorted(boxes, key=lambda name: (name != claimed, name not in alterations.CLAIMS))
    boxes = {name: boxes[name] for name in worth[:MOST]}
    boxes[claimed] = box
    if card.portrait is not None:
        boxes[PORTRAIT] = card.portrait
    places = {name: taken.seen(name, each) for name, each in boxes.items()}
    forged = {}
    if not genuine.whole:
        printer, _ = chosen(setting, splits.printers(split), rng)
        strip = alterations.strip_over(card, box, text, printer, setting.density, rng)
        forged["physical_text"] = taken.seen(claimed, box, over=strip)
    forged["digital_text"] = taken.seen(
        claimed, box, lambda image, to, here: alterations.edit_text(image, to, here, text, rng)
    )
    apart = claimed
    if card.portrait is not None:
        other = somebody_else(setting, rng)
        if not genuine.whole:
            printer, _ = chosen(setting, splits.printers(split), rng)
            print_ = alterations.photo_over(card.portrait, other, printer, setting.density, rng)
            forged["photo_replacement"] = taken.seen(PORTRAIT, card.portrait, over=print_)
        forged["digital_photo"] = taken.seen(
            PORTRAIT, card.portrait,
            lambda image, to, here: alterations.edit_photo(image, to, here, other, rng),
        )  # fmt: skip
        apart = PORTRAIT if rng.random() < 0.4 else claimed
    forged["recompressed"] = taken.seen(
        apart, boxes[apart], lambda image, to, here: alterations.resave_region(image, to, here, rng)
    )
    used = {"camera": setting.camera.name, "document": card.side.code, **setting.used}
    return Twins(tuple(places.values()), forged, card.size, taken.density, used)


Edit = Callable[[Image, Matrix, Box], Image]


class _Windows:
    """A capture that is looked at through windows."""

    def __init__(self, genuine: Species, setting: Setting) -> None:
        self._species, self._setting = genuine, setting
        small = setting.thumbnail()
        lay_genuine(small, setting.random("lay"))
        setting.exposure = small.metered()
        self._factor = setting.send(np.zeros((64, 64, 3), np.uint8))[1]
        self.density = setting.density / setting.camera.oversampling * self._factor
        self._developed: dict[str, tuple[Setting, Image, Matrix]] = {}

    def seen(
        self, name: str, box: Box, edit: Edit | None = None, over: alterations.Overlay | None = None
    ) -> Place:
        if over is not None or name not in self._developed:
            part, image, shift = self._develop(name, box, over)
            if over is None:
                self._developed[name] = part, image, shift
        else:
            part, image, shift = self._developed[name]
        if edit is not None:
            left, top = -shift[0, 2], -shift[1, 2]
            here = (box[0] - left, box[1] - top, box[2] - left, box[3] - top)
            image = edit(image, part.to_picture(), here)
        data, factor = part.send(image)
        return Place(name, box, opened(data), scaling(factor) @ part.to_picture() @ shift)

    def _develop(
        self, name: str, box: Box, over: alterations.Overlay | None
    ) -> tuple[Setting, Image, Matrix]:
        setting = self._setting
        # A strip may move into the window of another place: the noise is of the place's own name.
        part = setting.through(_window(setting, name, box), _number(name))
        rng = setting.random("lay")
        self._species.lay(part, rng)
        assert part.card is not None and part.card.part is not None
        shift = np.eye(3)
        shift[:2, 2] = -part.card.part[0], -part.card.part[1]
        if over is not None:
            part.scene.lay(
                over.albedo, over.size, part.homography @ shift @ over.place,
                thickness=over.thickness, gloss=over.gloss, roughness=over.roughness, over=True,
            )  # fmt: skip
        take = self._species.take
        return part, part.take() if take is None else take(part, rng), shift


def _number(name: str) -> int:
    return int.from_bytes(name.encode()[:6], "big") % (1 << 30)


def _window(setting: Setting, name: str, box: Box) -> Window:
    """Around a place, within the card."""
    assert setting.card is not None
    before, behind, beside = AROUND
    middle = (box[1] + box[3]) / 2
    beside = max(beside, 1.9 * (box[3] - box[1]) + 0.4)
    low = np.array([box[0] - before, middle - beside])
    high = np.array([box[0] + behind, middle + beside])
    if name == PORTRAIT:
        low, high = np.array(box[:2]) - BORDER, np.array(box[2:]) + BORDER
    low = np.maximum(low, WITHIN)
    high = np.minimum(high, np.array(setting.card.size) - WITHIN)
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1])], np.float32)
    seen = placed(corners, setting.homography)
    # Even: the mosaic of the sensor begins anew every other pixel.
    left, top = (int(side) // 2 * 2 for side in np.maximum(seen.min(axis=0), 0))
    right, bottom = (int(side) // 2 * 2 for side in np.minimum(seen.max(axis=0), setting.frame))
    return Window(left, top, right - left, bottom - top)


class _Whole:
    """A picture that comes about as a whole."""

    def __init__(self, genuine: Species, setting: Setting) -> None:
        assert genuine.take is not None
        self._image = genuine.take(setting, setting.random("lay"))
        self._setting = setting
        self._sent = self._arrived(self._image)
        self.density = setting.density / setting.camera.oversampling * self._sent[1]

    def seen(
        self, name: str, box: Box, edit: Edit | None = None, over: alterations.Overlay | None = None
    ) -> Place:
        if over is not None:
            raise ValueError("nothing is laid on a picture that no camera took")
        to_picture = self._setting.to_picture()
        image, factor = self._sent
        if edit is not None:
            image, factor = self._arrived(edit(self._image, to_picture, box))
        return Place(name, box, image, scaling(factor) @ to_picture)

    def _arrived(self, image: Image) -> tuple[Image, float]:
        data, factor = self._setting.send(image)
        return opened(data), factor
