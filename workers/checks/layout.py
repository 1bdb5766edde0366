"""Whether the fixed print of a side stands where the layout has it.

The layout is the one that specimens are drawn from (`workers.specimens.cards`): made after
descriptions, not measured on genuine documents. So a card is first asked whether it is laid out
like that at all; only then a single piece of print that stands elsewhere has been moved.
"""

from collections.abc import Sequence
from functools import cache, partial

import numpy as np
import numpy.typing as npt

from app.core.report import Box, Check, CheckGroup, PictureName, TextLine
from workers.checks.forensic import within
from workers.checks.scoring import judged, undone
from workers.reading.search import bare_letters, find_all
from workers.specimens.card import sides
from workers.specimens.lettering import Text

NEAR = 4.0
"""Millimetres by which print may miss its place: what corners and boxes of lines are in error, and
another issue of the same model differs by."""

FAR = 8.0
"""Millimetres from which print that ought to be near has been moved."""

LIKE = 0.75
"""Part of the print that is near, from which a card has the layout that is known."""

LEAST = 4
"""Pieces of fixed print, from which something can be said."""

LETTERS = 8
"""Of a piece: shorter ones are found where they are not."""

THRESHOLDS = {
    "pattern.near": NEAR,
    "pattern.far": FAR,
    "pattern.like": LIKE,
    "pattern.leastPieces": float(LEAST),
}

_NAME, _GROUP = "layoutSimilarity", CheckGroup.SECURITY_AND_PATTERN
_undone = partial(undone, _NAME, _GROUP)


def layout(
    picture: PictureName, code: str | None, quad: Box | None, lines: Sequence[TextLine]
) -> Check:
    """`code`: of the side. `quad`: the document's corners on its page, clockwise from its reader's
    top left; None where no edges were seen. `lines`: what was read, in pixels of that page.
    """
    expected, size = _expected(code) if code is not None else ({}, (1.0, 1.0))
    if len(expected) < LEAST:
        return _undone(picture, "The layout of this side is not known.")
    if quad is None:
        return _undone(picture, "The edges of the document were not seen.")
    found = _found(list(expected), quad, lines)
    if len(found) < LEAST:
        return _undone(picture, "Too little of the fixed print was read.")
    shifts = np.array([found[text] - expected[text] for text in found]) * size
    # What all print has in common is the error of the corners.
    misses = np.linalg.norm(shifts - np.median(shifts, axis=0), axis=1)
    similarity = float((misses <= NEAR).mean())
    moved = [text for text, miss in zip(found, misses, strict=True) if miss > FAR]
    measured = {
        "similarity": round(similarity, 3),
        "pieces": float(len(found)),
        "farthest": round(float(misses.max()), 1),
    }
    if similarity < LIKE:
        reason = "Its print is not laid out as we know it: another issue, or not this document."
        return _undone(picture, reason).model_copy(update={"measured": measured})
    return judged(
        _NAME,
        _GROUP,
        picture,
        score=round(100 * similarity, 1),
        raised=bool(moved),
        reason=f"Print stands elsewhere than the layout has it: {', '.join(moved)}.",
        measured=measured,
    )


@cache
def _expected(code: str) -> tuple[dict[str, npt.NDArray[np.float64]], tuple[float, float]]:
    """Where pieces begin, as parts of the side's width and height, and its size in millimetres."""
    side = next((one for one in sides().values() if code in (one.code, one.reads_as)), None)
    if side is None:
        return {}, (1.0, 1.0)
    pieces = [
        part
        for part in side.parts
        if isinstance(part, Text) and part.anchor == "l" and len(bare_letters(part.text)) >= LETTERS
    ]
    texts = [piece.text for piece in pieces]
    return {
        # The middle of capitals is 0.36 em over the baseline.
        piece.text: np.array((piece.x, piece.y - 0.36 * piece.size)) / side.size
        for piece in pieces
        if texts.count(piece.text) == 1 and "SPECIMEN" not in piece.text
    }, side.size


def _found(
    texts: Sequence[str], quad: Box, lines: Sequence[TextLine]
) -> dict[str, npt.NDArray[np.float64]]:
    """Where pieces that begin a line begin, as parts of the document's width and height."""
    places: dict[str, list[npt.NDArray[np.float64]]] = {}
    corners = np.array(quad, np.float64)
    for line, finds in zip(lines, find_all([one.text for one in lines], texts), strict=True):
        if finds and finds[0].start == 0:
            left = np.array(line.box, np.float64)[[0, 3]].mean(axis=0)
            places.setdefault(finds[0].words, []).append(within(corners, left[None])[0])
    return {text: at[0] for text, at in places.items() if len(at) == 1}
