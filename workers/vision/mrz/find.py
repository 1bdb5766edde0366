"""Where a machine readable zone is: its rows of text, whichever way they run.

An MRZ is two or three rows of the same width, one under the other, in capitals, digits and `<`;
on the French driving licence it is one.
The detector may break a row at a long run of fillers or end it too early, so its pieces are put
together and every row is made as wide as the widest.
"""

from collections.abc import Sequence

import numpy as np

from workers.vision.mrz.align import FILLERS, fold
from workers.vision.text import Box, TextLine

MIN_FILLERS = 3  # in a line that may begin a block
LONG = 24  # characters; a longer line of capitals and digits may begin a block without fillers
SPACES = 1 / 16  # of such a line's characters; prose in capitals has more
BESIDE = 2  # rows, at most, of a zone above or below any of its rows
MRZ_SHARE = 0.9  # of a piece's characters that must be in the MRZ's alphabet
ANGLE = 12.0  # degrees between two rows of one block
ROWS_APART = (0.6, 3.0)  # distance of neighbouring rows, in row heights
WIDE = 0.6  # width of a row over the widest of its block
PAD = 0.06  # of the row's height, added above and below


def blocks(lines: Sequence[TextLine]) -> list[list[Box]]:
    """Every block of rows that may be an MRZ, the widest first: boxes from the top.

    One row alone may be what the detector saw of an MRZ of more: it says where to look again.
    """
    pieces = [line for line in lines if _in_alphabet(line.text)]
    seeds = sorted(filter(_may_begin, pieces), key=lambda line: -_width(line.box))
    found: list[list[Box]] = []
    used: set[int] = set()
    for seed in seeds:
        if id(seed) in used:
            continue
        rows = _rows(seed, pieces)
        used.update(id(piece) for row in rows for piece in row)
        if rows:
            found.append(_even(rows, seed))
    return found


def _may_begin(line: TextLine) -> bool:
    fillers = sum(c in FILLERS for c in line.text)
    spaces = sum(c.isspace() for c in line.text)
    unbroken = len(line.text) >= LONG and spaces <= SPACES * len(line.text)
    return fillers >= MIN_FILLERS or unbroken


def _in_alphabet(text: str) -> bool:
    characters = [c for c in text if not c.isspace()]
    fitting = [c for c in characters if fold(c) and not c.islower()]
    return bool(characters) and len(fitting) >= MRZ_SHARE * len(characters)


def _rows(seed: TextLine, pieces: Sequence[TextLine]) -> list[list[TextLine]]:
    """The rows above and below the seed that belong to its block, from the top."""
    right, down = axes(seed.box)
    height = _height(seed.box)
    start, end = sorted((float(seed.box[0] @ right), float(seed.box[1] @ right)))
    near = [
        piece
        for piece in pieces
        if _angle(piece.box, seed.box) <= ANGLE
        and 0.5 <= _height(piece.box) / height <= 2.0
        and start - 2 * height <= float(piece.box.mean(axis=0) @ right) <= end + 2 * height
    ]
    # Measured at the seed's own slant, so that a long row's drift does not matter.
    offset = {
        id(piece): float((piece.box.mean(axis=0) - seed.box.mean(axis=0)) @ down) for piece in near
    }
    near.sort(key=lambda piece: offset[id(piece)])
    rows: list[list[TextLine]] = []
    for piece in near:
        if rows and offset[id(piece)] - offset[id(rows[-1][-1])] < ROWS_APART[0] * height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    widest = max(_spread(row, right) for row in rows)
    rows = [row for row in rows if _spread(row, right) >= WIDE * widest]
    middle = next((i for i, row in enumerate(rows) if seed in row), None)
    if middle is None:  # the seed itself is narrow beside what else is there
        return []
    rows = rows[max(0, middle - BESIDE) : middle + BESIDE + 1]
    first = last = min(middle, BESIDE)
    while first > 0 and _apart(rows[first - 1], rows[first], down) <= ROWS_APART[1] * height:
        first -= 1
    while (
        last + 1 < len(rows) and _apart(rows[last], rows[last + 1], down) <= ROWS_APART[1] * height
    ):
        last += 1
    return rows[first : last + 1]


def _even(rows: list[list[TextLine]], seed: TextLine) -> list[Box]:
    """One box per row, all as wide as the block."""
    right, _ = axes(seed.box)
    corners = np.concatenate([piece.box for row in rows for piece in row])
    start, end = float((corners @ right).min()), float((corners @ right).max())
    boxes = []
    for row in rows:
        longest = max(row, key=lambda piece: _width(piece.box))
        along, _ = axes(longest.box)
        left, lower_left = longest.box[0], longest.box[3]
        pad = PAD * (lower_left - left)
        slope = along / float(along @ right)  # one step of the block's width along this row
        at = float(longest.box[[0, 3]].mean(axis=0) @ right)
        boxes.append(
            np.array(
                [
                    left - pad + (start - at) * slope,
                    left - pad + (end - at) * slope,
                    lower_left + pad + (end - at) * slope,
                    lower_left + pad + (start - at) * slope,
                ],
                np.float32,
            )
        )
    return boxes


def axes(box: Box) -> tuple[Box, Box]:
    """Unit vectors: the reader's right and down."""
    along = (box[1] - box[0]) + (box[2] - box[3])
    right = (along / max(float(np.linalg.norm(along)), 1e-6)).astype(np.float32)
    return right, np.array([-right[1], right[0]], np.float32)


def _angle(box: Box, other: Box) -> float:
    cosine = abs(float(axes(box)[0] @ axes(other)[0]))
    return float(np.degrees(np.arccos(min(1.0, cosine))))


def _width(box: Box) -> float:
    return float(np.linalg.norm(box[1] - box[0]))


def _height(box: Box) -> float:
    return max(1.0, float(np.linalg.norm(box[3] - box[0])))


def _spread(row: Sequence[TextLine], right: Box) -> float:
    along = np.concatenate([piece.box for piece in row]) @ right
    return float(along.max() - along.min())


def _apart(row: Sequence[TextLine], following: Sequence[TextLine], down: Box) -> float:
    return float(
        (
            np.mean([p.box for p in following], axis=(0, 1))
            - np.mean([p.box for p in row], axis=(0, 1))
        )
        @ down
    )
