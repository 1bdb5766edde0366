"""Where the cards and pages are in a picture, and how to lay them flat.

A document is four straight edges that end at each other (`quads`), made of the straight lines of
the picture (`lines`) and of the outlines of what differs from its ground (`grounds`), and measured
again at a finer scale (`sides`). A sheet of paper is searched for the cards on it (`sheets`). A
wrong quadrilateral does more harm than none, so a doubtful one is none.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision import quads, sheets
from workers.vision.beyond import cut_off
from workers.vision.image import Pixels
from workers.vision.lines import EdgeMap, candidate_lines
from workers.vision.sides import refined
from workers.vision.sizes import FLAT_SIDE, REFINING_SIDE, SEARCH_SIDE, fit

Quad = npt.NDArray[np.float32]
"""Four corners in pixels, (4, 2) as x, y, clockwise from the one that is top left as seen."""

PORTRAIT = 0.5
"""A picture with a document's proportions of which found cards hold less of the print than this
is that document: what was found are its portrait and its fingerprints."""

FRAME = 0.8
"""Such a picture of which a card covers more than this part is that document too: what was found
may be a frame printed in it, and nothing must be cut off."""

LEAST_SIDE = 16
"""Pixels at `SEARCH_SIDE`: a picture that is narrower shows no card."""

FULL_FRAME_TOLERANCE = 0.03
"""Largest deviation of the picture's own proportions from a format for it to be a scan of one."""

FULL_FRAME_CONFIDENCE = 0.3
"""Only the proportions speak for it."""

CORNER_ERROR = 0.005
"""Of the picture's shorter side: how far the corners of a document are in error."""


@dataclass(frozen=True)
class Card:
    """A document found in a picture.

    `quad`: its corners. `confidence`: 0..1. `cut`: a part of it lies outside of the picture.
    `full_frame`: no edge was seen, but the picture has a document's proportions, as scans and
    cropped pictures do: then `quad` is the picture's own corners and `cut` is false. `edges`: they
    were seen; without them and `full_frame`, the card is where its print on a sheet of paper is.
    """

    quad: Quad
    confidence: float
    cut: bool
    full_frame: bool = False
    edges: bool = True


def find_cards(image: Pixels) -> list[Card]:
    """The documents in a BGR picture, the largest first, at most four; none that overlap."""
    height, width = image.shape[:2]
    small, scale = fit(image, SEARCH_SIDE)
    if min(small.shape[:2]) < LEAST_SIDE:
        return []
    edges = EdgeMap(small)
    lines = candidate_lines(small, edges)
    candidates = quads.whole(lines, edges)
    found = quads.choose(candidates, edges, quads.MOST_CARDS)
    if len(found.scores) < 2:
        found = quads.wider(found, quads.choose(cut_off(lines, edges), edges, 1), edges)
    fine, _ = fit(image, REFINING_SIDE)
    sheet = _sheet(candidates, found, edges)
    if sheet is not None:
        on_sheet = _on_sheet(sheet, edges, image, fine)
        if len(on_sheet) > quads.lying_in(found, sheet):
            return on_sheet
    full = _full_frame(width, height)
    if full is not None and _is_it(found, edges):
        return [full]
    cards = [
        _card(_measured(corners / scale, image, fine), float(score), image)
        for corners, score in zip(found.corners, found.scores, strict=True)
    ]
    return sorted(cards, key=lambda card: -cv2.contourArea(card.quad))


def _sheet(
    candidates: quads.Candidates, found: quads.Candidates, edges: EdgeMap
) -> quads.Floats | None:
    """The sheet of paper on which cards are to be looked for; None where there is none.

    It is the picture, one of the quadrilaterals, or one that was found and is cut.
    """
    right, bottom = edges.width, edges.height
    frame = np.array([[0, 0], [right, 0], [right, bottom], [0, bottom]], np.float64)
    if sheets.is_scan(right, bottom):
        sheet = frame if sheets.blank(frame, edges) > sheets.BLANK else None
    else:
        sheet = sheets.sheet_among(candidates, edges)
    if sheet is None and len(found.scores) == 1:
        (cut,) = found.corners
        sheet = cut if sheets.blank(cut, edges) > sheets.MOSTLY_BLANK else None
    if sheet is None or quads.lying_in(found, sheet) > 1:
        return None
    return clockwise(sheet).astype(np.float64)


def _on_sheet(sheet: quads.Floats, edges: EdgeMap, image: Pixels, fine: Pixels) -> list[Card]:
    """The cards on a sheet of paper, whose corners are in pixels of `edges`, the largest first."""
    scale = max(edges.width, edges.height) / max(image.shape[:2])
    quad = (sheet / scale).astype(np.float32)
    width, height = sheets.flat_size(sheet, edges)
    seen = rectify(image, quad, max_side=SEARCH_SIDE)
    flat = np.asarray(cv2.resize(seen, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, quad)
    cards = []
    for piece in sheets.cards_on(flat):
        placed = cv2.perspectiveTransform(piece.corners[None], matrix)[0].astype(np.float64)
        if piece.edges:
            placed = _measured(placed, image, fine)
        cards.append(_card(placed, piece.score, image, edges=piece.edges))
    return sorted(cards, key=lambda card: -cv2.contourArea(card.quad))


def _measured(corners: npt.NDArray[np.float64], image: Pixels, fine: Pixels) -> quads.Floats:
    """The corners, in pixels of `image`, measured again on `fine`, the same picture."""
    scale = max(fine.shape[:2]) / max(image.shape[:2])
    return np.asarray(refined(corners * scale, fine) / scale)


def _card(corners: quads.Floats, score: float, image: Pixels, *, edges: bool = True) -> Card:
    height, width = image.shape[:2]
    error = CORNER_ERROR * min(width, height)
    outside = (corners < -error).any() or (corners > [width + error, height + error]).any()
    return Card(clockwise(corners), round(min(1.0, score), 3), bool(outside), edges=edges)


def _is_it(found: quads.Candidates, edges: EdgeMap) -> bool:
    """Whether a picture with a document's proportions is that document, not a picture of one."""
    print_share = quads.print_share(found.corners, edges)
    covered = sum(cv2.contourArea(quad.astype(np.float32)) for quad in found.corners)
    return print_share < PORTRAIT or covered > FRAME * edges.width * edges.height


def rectify(image: Pixels, quad: Quad, *, max_side: int = FLAT_SIDE) -> Pixels:
    """The quadrilateral laid flat at native resolution: the size of its own longer edges.

    What lies outside of the picture is white. `max_side` limits the longer side in pixels.
    """
    longest = max(float(np.linalg.norm(quad[k - 1] - quad[k])) for k in range(4))
    if longest > max_side:
        # A warp takes single pixels: what it would skip is averaged before.
        image, factor = fit(image, round(max_side / longest * max(image.shape[:2])))
        quad = (quad * factor).astype(np.float32)
    top, right, bottom, left = (
        float(np.linalg.norm(quad[b] - quad[a])) for a, b in ((0, 1), (1, 2), (3, 2), (0, 3))
    )
    size = tuple(min(max_side, max(1, round(max(pair)))) for pair in ((top, bottom), (left, right)))
    # Corners are edges of pixels, not their centres.
    flat = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32) - 0.5, flat)
    return np.asarray(
        cv2.warpPerspective(
            image,
            matrix,
            size,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(255, 255, 255),
        ),
        np.uint8,
    )


def clockwise(quad: npt.NDArray[np.floating]) -> Quad:
    """The same corners, clockwise as seen, from the one nearest to the top left of their box."""
    centre = quad.mean(axis=0)
    angles = np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0])
    ordered = quad[np.argsort(angles)]
    return np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0).astype(np.float32)


def _full_frame(width: int, height: int) -> Card | None:
    ratio = max(width, height) / min(width, height)
    if min(abs(ratio / known - 1) for known in quads.RATIOS.values()) > FULL_FRAME_TOLERANCE:
        return None
    quad = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return Card(quad, FULL_FRAME_CONFIDENCE, cut=False, full_frame=True, edges=False)
