"""Cards that were copied, or laid, on a sheet of paper, which is then photographed or scanned.

Front and back of a card on one sheet are one of the commonest things that are sent in. The edges
of the sheet are the strongest of the picture, so that the sheet is taken for the document. It is
one where it has a sheet's proportions, is blank for the most part, and holds cards much smaller
than itself. A card whose edges the copy has lost is where its print is.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision import quads
from workers.vision.image import Pixels
from workers.vision.lines import GRADIENTS, EdgeMap, candidate_lines
from workers.vision.quads import Candidates, Floats
from workers.vision.sizes import SEARCH_SIDE, fit

Mask = npt.NDArray[np.bool_]

PAPER = (297 / 210, 279.4 / 215.9)
"""Long side over short side: A4 (ISO 216) and Letter (ANSI/ASME Y14.1)."""

PAPER_TOLERANCE = 0.06
"""Largest deviation from them of a sheet that is seen by a camera of unknown focal length."""

SCAN_TOLERANCE = 0.02
"""The same of a picture that is the sheet from border to border: 4:3 is no Letter."""

LEAST_SHEET = 0.15
"""Of the picture's area: on a smaller sheet, cards could not be read."""

CLOSER_LOOK = 3
"""Most quadrilaterals of a sheet's proportions whose print is looked at."""

BLANK = 0.5
"""Least part of a sheet without print: two ID-2 cards, enlarged by 1.4, leave 0.55. A passport's
page has the proportions of a sheet, and is printed all over: 0.3 is blank at most."""

FAINT = 2 * GRADIENTS[0]
"""Gradient, in levels of 8-bit Lab per pixel, of print that makes a page printed all over."""

CELLS = 100
"""On a sheet's shorter side, where its print is counted: a cell is 2 mm of A4."""

WORD_GAP = 5
"""Cells between two pieces of print that leave nothing blank between them."""

CARD_SIDE = (0.22, 0.62)
"""A card's longer side over the sheet's: ID-1 is 0.29 of A4 in its true size."""

CARDS = (quads.RATIOS["id1"], quads.RATIOS["id2"])
CARD_TOLERANCE = 0.06
"""Proportions of cards (ID-3's are those of ID-2), and the largest deviation of one whose edges
are seen."""

PRINT_RATIO = (1.25, 2.3)
"""Proportions of the print alone: it keeps clear of the edges, or of half of the card."""

PRINT_MARGIN = 0.04
"""From print to the edge of the card, of the card's longer side: 3.4 mm of ID-1."""

TRACES = 0.03
"""Largest deviation from the proportions of a card at which what is seen reaches to its edges."""

MOSTLY_BLANK = 0.6
"""The same where it is not known how far the sheet goes on: then its proportions do not speak."""

GAPS = (0.012, 0.018, 0.026, 0.036, 0.048)
"""Between pieces of print on one card, of the sheet's longer side: 3.5 to 14 mm of A4. Those of
two cards are farther apart; which gap tells them apart is seen by the cards that come out."""

RIM = 0.02
"""Of the sheet's longer side: what is so near to its border is the sheet's own edge."""

LEAST_PRINT = 4
"""Pixels at `SEARCH_SIDE`: less is noise."""

AROUND = 0.05
"""Most print around cards that are known by their print alone, as part of theirs."""

HELD = 0.5
"""Least part of the sheet's print that the cards hold: a letter with a stamp is no such sheet."""

HELD_BY_PRINT = 0.8
"""The same where no edges are seen: then print with the proportions of a card is all there is."""

PRINT_SCORE = 0.5
"""Confidence in a card of which the print alone is seen."""


@dataclass(frozen=True)
class Piece:
    """A card on a sheet: `corners` (4, 2) in pixels of the sheet; `edges`: they were seen."""

    corners: Floats
    score: float
    edges: bool


def sheet_among(candidates: Candidates, edges: EdgeMap) -> Floats | None:
    """The corners (4, 2) of the sheet of paper that is most surely one of the quadrilaterals.

    None where there is none. Whether it is printed all around tells a portrait from a card, and
    says nothing of a sheet, which is emptier than a table.
    """
    candidates = candidates.where(candidates.scores >= quads.MIN_SCORE)
    if not len(candidates.scores):
        return None
    off = _off_paper(quads.seen_flat(candidates.corners, edges)[0])
    large = quads.areas(candidates.corners) > LEAST_SHEET * edges.width * edges.height
    likely = np.flatnonzero((off < PAPER_TOLERANCE) & large)
    for place in likely[np.argsort(-candidates.scores[likely])][:CLOSER_LOOK]:
        if blank(candidates.corners[place], edges) > BLANK:
            return np.asarray(candidates.corners[place])
    return None


def is_scan(width: int, height: int) -> bool:
    """Whether a picture has the proportions of a sheet, as one that was scanned has."""
    return bool(_off_paper(np.array([width / height]))[0] < SCAN_TOLERANCE)


def flat_size(quad: Floats, edges: EdgeMap) -> tuple[int, int]:
    """Width and height of the sheet laid flat, in pixels, the longer `SEARCH_SIDE`.

    They are those of paper, or what is seen of a sheet that is cut.
    """
    ratio = float(quads.seen_flat(quad[None], edges)[0][0])
    tall = ratio < 1
    long = max(ratio, 1 / ratio)
    paper = min(PAPER, key=lambda known: abs(known - long))
    long = paper if abs(np.log(long / paper)) < PAPER_TOLERANCE else long
    short = round(SEARCH_SIDE / long)
    return (short, SEARCH_SIDE) if tall else (SEARCH_SIDE, short)


def blank(quad: Floats, edges: EdgeMap) -> float:
    """The part of the quadrilateral that is not printed, nor between pieces of print."""
    strong = np.where(np.hypot(edges.x, edges.y) > FAINT, 255, 0).astype(np.uint8)
    square = np.array([[0, 0], [CELLS, 0], [CELLS, CELLS], [0, CELLS]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), square)
    cells = cv2.warpPerspective(cv2.blur(strong, (3, 3)), matrix, (CELLS, CELLS)) > 0
    cells[[0, 1, -2, -1]] = cells[:, [0, 1, -2, -1]] = False  # the sheet's own edges
    kernel = np.ones((WORD_GAP, WORD_GAP), np.uint8)
    filled = cv2.morphologyEx(cells.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    return 1 - float(filled.mean())


def _off_paper(ratio: Floats) -> Floats:
    known = np.log(np.array(PAPER))
    return np.asarray(np.abs(np.abs(np.log(ratio))[:, None] - known).min(axis=1))


def cards_on(sheet: Pixels) -> list[Piece]:
    """The cards on a sheet that was laid flat in its true proportions; none if it is no such sheet.

    A card whose edges are seen is measured, one of which print alone is left is where that is.
    """
    small, scale = fit(sheet, SEARCH_SIDE)
    edges = EdgeMap(small)
    lines = candidate_lines(small, edges)
    found = quads.choose(quads.whole(lines, edges), edges, quads.MOST_CARDS)
    printed = _printed(edges)
    seen = [
        Piece(corners, float(score), edges=True)
        for corners, score in zip(found.corners, found.scores, strict=True)
        if _is_card(corners, printed.shape)
    ]
    rest = printed & ~_covered([piece.corners for piece in seen], printed.shape)
    read = [Piece(corners, PRINT_SCORE, edges=False) for corners in _clusters(rest)]
    if read and not _hold(seen + read, printed, HELD_BY_PRINT):
        read = []
    if not _hold(seen + read, printed, HELD):
        return []
    pieces = (seen + read)[: quads.MOST_CARDS]
    return [Piece(piece.corners / scale, piece.score, piece.edges) for piece in pieces]


def _printed(edges: EdgeMap) -> Mask:
    """Where there is print on the sheet: its own rim, and single pixels, are none."""
    strong = (np.hypot(edges.x, edges.y) > 2 * edges.least).astype(np.uint8)
    rim = round(RIM * max(strong.shape))
    inner = np.zeros_like(strong)
    inner[rim:-rim, rim:-rim] = strong[rim:-rim, rim:-rim]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inner)
    large = stats[:, cv2.CC_STAT_AREA] >= LEAST_PRINT
    large[0] = False
    return np.asarray(large[labels])


def _clusters(printed: Mask) -> list[Floats]:
    """The pieces of print that have the size and the proportions of cards, as cards.

    Of all gaps that could part them the one is taken at which most print is in such pieces.
    """
    best: list[Floats] = []
    most = 0
    for gap in GAPS:
        width = round(gap * max(printed.shape))
        kernel = np.ones((width, width), np.uint8)
        closed = cv2.morphologyEx(printed.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
        count, labels = cv2.connectedComponents(closed)
        labels[~printed] = 0
        pieces, held = [], 0
        for label in range(1, count):
            points = np.argwhere(labels == label)[:, ::-1]
            card = _around(points, max(printed.shape))
            if card is not None and _is_card(card, printed.shape):
                pieces.append(card)
                held += len(points)
        if held > most and len(pieces) <= quads.MOST_CARDS and _apart(pieces, printed):
            best, most = pieces, held
    return best


def _around(points: npt.NDArray[np.intp], long_side: int) -> Floats | None:
    """The card of a known format around the points of its print, (n, 2); None if there is none."""
    centre, size, turn = cv2.minAreaRect(points.astype(np.float32))
    long, short = max(size), max(min(size), 1.0)
    if long < CARD_SIDE[0] * long_side * 0.8 or not PRINT_RATIO[0] < long / short < PRINT_RATIO[1]:
        return None
    if min(abs(np.log(long / short / card)) for card in CARDS) > TRACES:
        margin = 2 * PRINT_MARGIN * long
        long, short = long + margin, short + margin
    ratio = min(CARDS, key=lambda card: abs(np.log(long / short / card)))
    long, short = max(long, short * ratio), max(short, long / ratio)
    upright = size[0] < size[1]
    box = cv2.boxPoints((centre, (short, long) if upright else (long, short), turn))
    return np.asarray(box, np.float64)


def _is_card(corners: Floats, shape: tuple[int, ...]) -> bool:
    """Whether it has the size and the proportions of a card on a sheet."""
    side = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    across, along = (side[0] + side[2]) / 2, (side[1] + side[3]) / 2
    long, short = max(across, along), min(across, along)
    off = min(abs(np.log(long / short / card)) for card in CARDS)
    low, high = (part * max(shape) for part in CARD_SIDE)
    return bool(low < long < high and off < CARD_TOLERANCE)


def _apart(cards: list[Floats], printed: Mask) -> bool:
    """Whether the cards do not overlap, and nothing that belongs to them is left around them."""
    inside = _covered(cards, printed.shape)
    around = _covered(cards, printed.shape, 1.3) & ~inside
    return (printed & around).sum() < AROUND * (printed & inside).sum() and all(
        quads.shared(one, other) < quads.MAX_OVERLAP
        for place, one in enumerate(cards)
        for other in cards[:place]
    )


def _covered(cards: list[Floats], shape: tuple[int, ...], factor: float = 1.03) -> Mask:
    """Where the cards are, and a little around them."""
    mask = np.zeros(shape, np.uint8)
    for corners in cards:
        centre = corners.mean(axis=0)
        grown = centre + factor * (corners - centre)
        cv2.fillConvexPoly(mask, np.round(grown).astype(np.int32), 1)
    return mask > 0


def _hold(pieces: list[Piece], printed: Mask, least: float) -> bool:
    """Whether the cards hold that part of the print."""
    inside = _covered([piece.corners for piece in pieces], printed.shape)
    return bool((printed & inside).sum() > least * max(1, printed.sum()))
