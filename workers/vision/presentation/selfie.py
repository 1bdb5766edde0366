"""The detector of presentation attacks on faces: two networks and signals of physics, in one graph.

It takes the views of a face and their signals, and says how likely each kind is: a person, a screen
or a print that shows one. training/pad/selfie tells how it was made.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession

from workers.vision.image import Pixels
from workers.vision.presentation import signals, views
from workers.vision.presentation.squares import SIDE
from workers.vision.presentation.told import Told
from workers.vision.presentation.views import NEAR, FaceBox, Views


@dataclass(frozen=True)
class Shown(Told):
    """What a selfie shows. `pixels`: of the picture, across the face."""

    pixels: float


class SelfieDetector:
    """A graph of training/pad/selfie, whose metadata names its kinds."""

    def __init__(self, session: InferenceSession) -> None:
        self._session = session
        named: str = session.get_modelmeta().custom_metadata_map["kinds"]
        self.kinds = named.split(",")

    def look(self, picture: Pixels, box: FaceBox) -> Shown | None:
        """Looks at a face (x0, y0, x1, y1) in a picture, BGR; None where it is too small."""
        seen = views.cut(picture, box)
        return None if seen is None else self.judge(seen)

    def judge(self, seen: Views) -> Shown:
        """What the graph says of the views of a face."""
        fed = {
            "near": _tensor(seen.near),
            "wide": _tensor(seen.wide),
            "signals": measured(seen)[None],
        }
        (likely,) = self._session.run(["kinds"], fed)
        shares = np.asarray(likely)[0].round(6).tolist()
        return Shown(dict(zip(self.kinds, shares, strict=True)), round(seen.pixels, 1))


def measured(seen: Views) -> npt.NDArray[np.float32]:
    """The signals of physics of the near view, float32 (27,), as of the squares of a document; in
    the place of its density stand the pixels across the face."""
    begin = (0, NEAR - SIDE)
    squares = [seen.near[y : y + SIDE, x : x + SIDE] for y in begin for x in begin]
    return signals.measure(np.stack(squares), seen.pixels)


def _tensor(view: Pixels) -> npt.NDArray[np.float32]:
    return view.transpose(2, 0, 1)[None].astype(np.float32)
