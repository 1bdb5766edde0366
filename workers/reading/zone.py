"""The machine readable zone among the lines of its picture."""

from collections.abc import Sequence

from app.core.report import Mrz, TextLine


def outside(mrz: Mrz | None, lines: Sequence[TextLine]) -> list[TextLine]:
    """Returns the lines that are not part of the zone itself."""
    if mrz is None:
        return list(lines)
    return [line for line in lines if not (_same_page(line, mrz) and _within(line, mrz))]


def _same_page(line: TextLine, mrz: Mrz) -> bool:
    return (line.picture, line.page) == (mrz.picture, mrz.page)


def _within(line: TextLine, mrz: Mrz) -> bool:
    """Whether the middle of a line lies in the zone's box (a convex quadrilateral)."""
    x = sum(corner[0] for corner in line.box) / len(line.box)
    y = sum(corner[1] for corner in line.box) / len(line.box)
    sides = []
    for (x0, y0), (x1, y1) in zip(mrz.box, [*mrz.box[1:], mrz.box[0]], strict=True):
        sides.append((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0))
    return all(side >= 0 for side in sides) or all(side <= 0 for side in sides)
