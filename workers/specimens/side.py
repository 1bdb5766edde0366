"""One side of a specimen, declared: its paper and its parts, in millimetres."""

from collections.abc import Callable
from dataclasses import dataclass

from workers.specimens.canvas import Part
from workers.specimens.paper import Paper
from workers.specimens.person import Person


@dataclass(frozen=True)
class CardSide:
    """`code`: of the side, `type`: of its document, as in `workers.documents`. `country`: ISO
    3166-1 alpha-3. `size`: width and height in mm. `person`: who holds the document of a seed;
    all sides of one document take the same function. `parts`: drawn in their order, those that
    are the same on all documents before the personal ones. `reads_as`: the side's code in
    `workers.documents`, where a specimen has a code of its own.
    """

    code: str
    type: str
    country: str
    size: tuple[float, float]
    person: Callable[[int], Person]
    paper: Paper
    parts: tuple[Part, ...]
    reads_as: str = ""

    @property
    def scale(self) -> int:
        """Pixels in a millimetre: 16 for a card, 12 for a passport's page."""
        return min(16, round(1500 / self.size[0]))
