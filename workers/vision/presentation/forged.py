"""The detector of forgeries of one place: the fields and the portrait of a card, held against each
other.

It says how likely something is laid over a place, or the picture of it edited.
training/pad/forged tells how it was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession

from workers.vision.image import Pixels
from workers.vision.presentation import strips
from workers.vision.presentation.strips import Box, Matrix
from workers.vision.presentation.told import Told

LEAST_FIELDS = 3
"""Fewer are no measure for each other. For a portrait one is enough."""

MOST_FIELDS = 8
"""Of a card: the chance that one of them looks forged grows with their number, and none was trained
with more."""

COARSEST = 7.0
"""Pixels a millimetre: hardly anything coarser was trained with."""


@dataclass(frozen=True)
class Forgeries:
    """What a card shows. `text`: of its fields together, None where they are too few; `field`: the
    name of the one that stands out. `photo`: of its portrait, None where that was not looked at.
    `density`: pixels a mm."""

    text: Told | None
    field: str
    photo: Told | None
    density: float


class ForgeryDetector:
    """The graph of training/pad/forged, and what it is to look at."""

    def __init__(self, session: InferenceSession) -> None:
        self._session = session
        named: str = session.get_modelmeta().custom_metadata_map["kinds"]
        self._kinds = named.split(",")

    def look(
        self,
        picture: Pixels,
        to_picture: Matrix,
        size: tuple[float, float],
        fields: Mapping[str, Box],
        portrait: Box | None,
    ) -> Forgeries | None:
        """Looks at a card in a picture as it came, BGR; None where it has too few pixels, or no
        field.

        `to_picture`: from mm of the card to pixels. `size`: of the card, mm. `fields`: where values
        of one line are, mm, those first that matter most; `portrait`: where the holder's is.
        """
        names = list(fields)[:MOST_FIELDS]
        density = strips.density(to_picture, size)
        if not names or density < COARSEST:
            return None
        of_fields = [strips.of_field(fields[name]) for name in names]
        border = strips.of_portrait(portrait) if portrait is not None else []
        cut = strips.cut(picture, to_picture, size, [*of_fields, *border])
        return self.judge(names, cut[: len(names)], cut[len(names) :], density)

    def judge(self, names: list[str], fields: Pixels, border: Pixels, density: float) -> Forgeries:
        """What the graph says of the strips of fields, (N, 6, 72, 180), and of those of the
        portrait's border, none or (6, 6, 72, 180)."""
        shown = border if len(border) else np.zeros((1, *fields.shape[1:]), np.uint8)
        fed = {"fields": fields.astype(np.float32), "border": shown.astype(np.float32)}
        each, text, photo = self._session.run(["each", "text", "photo"], fed)
        return Forgeries(
            self._told(text) if len(names) >= LEAST_FIELDS else None,
            names[int(np.argmax(each))],
            self._told(photo) if len(border) else None,
            round(density, 1),
        )

    def _told(self, likely: npt.NDArray[np.float32]) -> Told:
        return Told(dict(zip(self._kinds, likely[0].round(6).tolist(), strict=True)))
