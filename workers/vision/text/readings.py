"""What was read: what a crop says, and lines of text, which say it somewhere."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.vision.text.boxes import Box


@dataclass(frozen=True, eq=False)
class TextLine:
    """One line of text. `confidence`: mean character probability, 0..1.

    `box`: (4, 2) float32 corners in pixels of the picture, clockwise from the corner that is
    top left for a reader of the line, whichever way the line runs. `probabilities` and
    `positions`: of each character; positions run along the line from 0 to 1.
    """

    text: str
    confidence: float
    box: Box
    probabilities: NDArray[np.float32]
    positions: NDArray[np.float32]

    @property
    def reading(self) -> "Recognition":
        """What the line says, without where it is."""
        return Recognition(self.text, self.confidence, self.probabilities, self.positions)


@dataclass(frozen=True, eq=False)
class Recognition:
    """What one crop says: its text, the mean of its characters' probabilities, each of them,
    and where along the crop each character stands, 0..1.
    """

    text: str
    confidence: float
    probabilities: NDArray[np.float32]
    positions: NDArray[np.float32]

    def at(self, box: Box) -> TextLine:
        """The line of text that it makes in `box`."""
        return TextLine(self.text, self.confidence, box, self.probabilities, self.positions)
