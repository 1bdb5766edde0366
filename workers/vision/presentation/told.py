"""What a detector of presentation attacks says: how likely each kind of presentation is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession

GENUINE = "genuine"


@dataclass(frozen=True)
class Told:
    """`kinds`: how likely each is, together 1; `genuine` is one of them, the others are what an
    attack was made with."""

    kinds: dict[str, float]

    @property
    def attack(self) -> float:
        """How likely any attack is, 0..1."""
        return 1 - self.kinds[GENUINE]

    def suspicion(self, kind: str) -> float:
        """How likely an attack of a kind is; the likeliest stands for all, for they are one."""
        attacks = {name: share for name, share in self.kinds.items() if name != GENUINE}
        leads = max(attacks, key=lambda name: attacks[name]) == kind
        return self.attack if leads else attacks[kind]


class KindsGraph:
    """A graph of training/pad, whose metadata names its kinds."""

    def __init__(self, session: InferenceSession) -> None:
        self._session = session
        named: str = session.get_modelmeta().custom_metadata_map["kinds"]
        self._kinds = named.split(",")

    def told(self, fed: dict[str, npt.NDArray[np.float32]]) -> dict[str, float]:
        """How likely each kind is, by what is fed to the graph."""
        (likely,) = self._session.run(["kinds"], fed)
        return dict(zip(self._kinds, np.asarray(likely)[0].round(6).tolist(), strict=True))
