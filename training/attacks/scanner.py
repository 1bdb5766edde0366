"""Flatbed scanners: even light, no mosaic, hardly any noise; alike for the genuine and for prints.

What lies on the glass is seen straight on; gloss does not show, for the lamp stands aside.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from training.attacks.light import Image, Layer, Random, encoded, stream
from training.attacks.prints import MM


@dataclass(frozen=True)
class Scanner:
    """`dpi`: pixels of an inch. `sigma`: spread of a point, pixels. `white`, `black`: light that
    becomes white and black. `noise`: sigma, grey levels. `radius`, `amount`: of the sharpening.
    `lid`: albedo of what is above the glass. `quality`: of the JPEG; `subsampled`: its colours."""

    name: str
    dpi: int
    sigma: float
    white: float
    black: float
    noise: float
    radius: float
    amount: float
    lid: float
    quality: int
    subsampled: bool

    @property
    def density(self) -> float:
        """Pixels of a mm."""
        return self.dpi / MM

    def scan(self, albedo: Layer, rng: Random) -> Image:
        """The picture of what lies on the glass."""
        light = np.clip((albedo - self.black) / (self.white - self.black), 0, 1)
        image = encoded(np.asarray(light, np.float32)).astype(np.float32)
        image += rng.normal(0, self.noise, image.shape).astype(np.float32)
        if self.amount:
            soft = cv2.GaussianBlur(image, (0, 0), self.radius)
            image += np.float32(self.amount) * (image - soft)
        return np.asarray(np.clip(image + 0.5, 0, 255), np.uint8)


MODELS = 60
"""Invented scanners; which of them is trained with: `splits.py`."""


def _model(number: int) -> Scanner:
    rng = stream("scanner", number)
    return Scanner(
        name=f"scanner-{number}",
        dpi=int(rng.choice((200, 240, 300, 300, 400))),
        sigma=float(rng.uniform(0.4, 0.9)),
        white=float(rng.uniform(0.8, 1.0)),
        black=float(rng.uniform(0, 0.02)),
        noise=float(rng.uniform(0.2, 1.6)),
        radius=float(rng.uniform(0.7, 1.5)),
        amount=float(rng.choice((0, rng.uniform(0.2, 1.3)))),
        lid=float(rng.choice((0.9, 0.9, 0.04, rng.uniform(0.3, 0.9)))),
        quality=int(rng.integers(70, 97)),
        subsampled=bool(rng.random() < 0.7),
    )


SCANNERS: dict[str, Scanner] = {f"scanner-{number}": _model(number) for number in range(MODELS)}
