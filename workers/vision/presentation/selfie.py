"""The detector of presentation attacks on faces: a network for each view of a face, in one graph.

It says how likely each kind is: a person, a screen or a print that shows one. training/pad/selfie
tells how it was made.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession

from workers.vision.image import Pixels
from workers.vision.presentation import views
from workers.vision.presentation.told import KindsGraph, Told
from workers.vision.presentation.views import FaceBox, Views


@dataclass(frozen=True)
class Shown(Told):
    """What a selfie shows. `pixels`: of the picture, across the face."""

    pixels: float


class SelfieDetector:
    """The graph of training/pad/selfie, and what it is to look at."""

    def __init__(self, session: InferenceSession) -> None:
        self._graph = KindsGraph(session)

    def look(self, picture: Pixels, box: FaceBox) -> Shown | None:
        """Looks at a face (x0, y0, x1, y1) in a picture, BGR; None where it is too small."""
        seen = views.cut(picture, box)
        return None if seen is None else self.judge(seen)

    def judge(self, seen: Views) -> Shown:
        """What the graph says of the views of a face."""
        told = self._graph.told({"near": _tensor(seen.near), "wide": _tensor(seen.wide)})
        return Shown(told, round(seen.pixels, 1))


def _tensor(view: Pixels) -> npt.NDArray[np.float32]:
    return view.transpose(2, 0, 1)[None].astype(np.float32)
