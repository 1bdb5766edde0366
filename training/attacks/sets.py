"""Samples: `sample(split, species, seed)` is always the same picture, and no two splits share
a person, a document, a screen, a printer or a camera."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np

from training.attacks.camera import opened
from training.attacks.light import Image, Layer, stream
from training.attacks.setting import of_card, of_face
from training.attacks.sources import Face
from training.attacks.species import SPECIES
from training.attacks.splits import Split
from workers.vision.geometry import find_cards, rectify

CORNER_ERROR = 0.003
"""Of the longer side: how far the product's corners are off; training gets used to it."""


@dataclass(frozen=True)
class Sample:
    """A capture. `jpeg`: the file as it arrives. `quad`: the card's true corners, None of a face.
    `face`: those of a face's box, None of a card.
    `altered`: the corners of what is no genuine part of it, None where it is all or nothing.
    `used`: the camera, and what the attack was made with.
    """

    species: str
    attack: bool
    split: Split
    seed: int
    jpeg: bytes
    quad: Layer | None
    face: Layer | None
    altered: Layer | None
    used: dict[str, str | float]

    def image(self) -> Image:
        """The picture, BGR."""
        return opened(self.jpeg)

    def card(self, *, search: bool = False) -> Image:
        """The card laid flat by the product's own function; the picture itself where there is none.

        `search`: the product must find it too, and what it does not find is the whole picture.
        Else the true corners are taken, as inexact as those that it finds.
        """
        image = self.image()
        if search:
            found = [card for card in find_cards(image) if not card.full_frame]
            return rectify(image, found[0].quad) if found else image
        if self.quad is None:
            return image
        error = stream("corners", self.split, self.seed).normal(0, CORNER_ERROR / 2, (4, 2))
        reach = np.linalg.norm(self.quad[1] - self.quad[0])
        return rectify(image, (self.quad + error * reach).astype(np.float32))


def sample(split: Split, species: str, seed: int, face: Face | None = None) -> Sample:
    """The capture of a species. One seed has one setting: its species differ by the attack alone.

    `face`: whose, if it is one; else anybody's. Raises `KeyError` for an unknown species and
    `FileNotFoundError` where the faces are missing.
    """
    chosen = SPECIES[species]
    rng = stream(split, species, seed)
    if chosen.kind == "face":
        setting = of_face(split, seed, face)
    else:
        # Every other setting has a side with a portrait: species that need one have twins there.
        setting = of_card(split, seed, with_portrait=True if seed % 2 else None)
        if chosen.portrait and not seed % 2:
            raise ValueError(f"{species} needs a portrait, and so an odd seed")
    if chosen.aim is not None:
        chosen.aim(setting, setting.random("aim"))
    chosen.lay(setting, rng)
    image = setting.take() if chosen.take is None else chosen.take(setting, rng)
    if chosen.edit is not None:
        image = chosen.edit(setting, image, rng)
    data, factor = setting.send(image)
    quad = None if setting.card is None else (setting.corners() * factor).astype(np.float32)
    box = setting.face_corners()
    forged = setting.altered_corners()
    altered = None if forged is None else (forged * factor).astype(np.float32)
    used = {"camera": setting.camera.name, **setting.used}
    if setting.card is not None:
        used["document"] = setting.card.side.code
    seen = None if box is None else (box * factor).astype(np.float32)
    return Sample(species, chosen.attack, split, seed, data, quad, seen, altered, used)


def samples(split: Split, species: str) -> Iterator[Sample]:
    """All captures of a species in a split, without end."""
    step = 2 if SPECIES[species].portrait else 1
    return (sample(split, species, seed) for seed in count(1, step))
