"""Marks of the real card: the contacts of its chip, its emblem, its foil; and whether the whole
picture is one that the public knows.

One picture in one light: what is there is there, but a good print of a chip or of an emblem looks
like the thing itself, and a foil that does not shine from here is no foil that is missing. So a
hologram is seen or not processed, never missed; and what ought to be printed in a place is missed
only where the picture is fit to show it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.core.report import Check, CheckGroup, CheckOutcome, PictureName
from workers.checks.known_pictures import known_pictures
from workers.checks.lists import ListUnreadableError
from workers.checks.quality import MAX_GLARE, MIN_SHARPNESS
from workers.checks.scoring import at_least, at_most, judged, undone
from workers.documents.schema import Side, Zone
from workers.vision import iridescence, marks
from workers.vision.likeness import BITS, distance
from workers.vision.marks import Colour, Mark
from workers.vision.quality import Quality
from workers.vision.surface import Surface

GROUP = CheckGroup.SECURITY_AND_PATTERN

MIN_LINES = 0.03
"""Part of a gilt plate on edges of luminance: the gaps between its contacts. Those of specimens
measured 0.056 (badly photographed) to 0.23, of a published one 0.59; a plain patch has none."""

MIN_RED = 0.015
"""Part of a card that shows as red: where titles in red ink have none, a missing emblem says
nothing of the card. Fronts of specimens have 0.035 and more."""

MIN_FOIL = 0.006
"""Part of a card in one iridescent patch: 28 mm² of an ID-1 card. Print, where inks meet, reached
0.004."""

MAX_DIFFERENCE = 0.11
"""Of the bits of a fingerprint. A file that was shrunk and saved again has up to 0.09, a
photograph of the picture mostly less than 0.1; documents of one type of different people have 0.13
and more."""

THRESHOLDS = {
    "pattern.minGold": marks.STANDS_OUT[Colour.GOLD],
    "pattern.minRed": marks.STANDS_OUT[Colour.RED],
    "pattern.minLines": MIN_LINES,
    "pattern.minRedShare": MIN_RED,
    "pattern.minFoil": MIN_FOIL,
    "pattern.minHues": iridescence.SPREAD,
    "pattern.maxDifference": MAX_DIFFERENCE,
}

_undone = partial(undone, group=GROUP)
_judged = partial(judged, group=GROUP)


@dataclass(frozen=True)
class Card:
    """One card as it was seen. `whole`: the picture's borders are those of the document, so that
    places on it mean something. `turned`: degrees clockwise that bring it upright. `model`: what
    its type says of this side; None where that is not known.
    """

    picture: PictureName
    surface: Surface | None
    quality: Quality
    model: Side | None
    whole: bool
    turned: int = 0


def checks(card: Card, *, listed: Path | None = None) -> list[Check]:
    """The checks of one picture. `listed`: the operator's list of known pictures."""
    return [_chip(card), _emblem(card), _hologram(card), _public(card, listed)]


def _chip(card: Card) -> Check:
    """Gilt contacts, with the gaps between them, in the place of the type."""
    place = card.model.chip if card.model is not None else None
    marked = _found(card, Colour.GOLD)
    plates = [mark for mark in marked if mark.lines >= MIN_LINES]
    return _in_place(
        "chipPresent",
        card,
        place,
        plates,
        least=marks.STANDS_OUT[Colour.GOLD],
        nowhere="It is not known that this side shows the contacts of a chip.",
        missing="There are no gilt contacts of a chip where this type has them.",
    )


def _emblem(card: Card) -> Check:
    """A compact emblem in red ink in the place of the type."""
    name = "emblem"
    place = card.model.emblem if card.model is not None else None
    if place is not None and card.surface is not None and card.surface.marks.red < MIN_RED:
        reason = "Nothing on the picture is red, the titles neither: its colours are lost."
        return _undone(name, picture=card.picture, reason=reason)
    return _in_place(
        name,
        card,
        place,
        _found(card, Colour.RED),
        least=marks.STANDS_OUT[Colour.RED],
        nowhere="It is not known that this side shows an emblem in colour.",
        missing="There is no emblem in red where this type has it.",
    )


def _in_place(
    name: str,
    card: Card,
    place: Zone | None,
    found: Sequence[Mark],
    *,
    least: float,
    nowhere: str,
    missing: str,
) -> Check:
    if place is None:
        outcome = CheckOutcome.NOT_APPLICABLE
        return _undone(name, picture=card.picture, reason=nowhere, outcome=outcome)
    if card.surface is None:
        return _undone(name, picture=card.picture, reason="The card was not measured.")
    if not card.whole:
        reason = "The edges of the document were not seen: places on it are not known."
        return _undone(name, picture=card.picture, reason=reason)
    there = [mark for mark in found if _within(_upright(mark.box, card.turned), place)]
    if there:
        measured = {"standsOut": there[0].stands_out, "lines": there[0].lines}
        score = at_least(there[0].stands_out, least)
        return _judged(
            name, picture=card.picture, score=score, raised=False, reason="", measured=measured
        )
    if (card.quality.glare or 0) > MAX_GLARE or card.quality.sharpness < MIN_SHARPNESS:
        reason = "It was not found, on a picture that is blurred or has glare."
        return _undone(name, picture=card.picture, reason=reason)
    return _judged(name, picture=card.picture, score=0.0, raised=True, reason=missing, measured={})


def _hologram(card: Card) -> Check:
    """An iridescent patch anywhere on the card."""
    name = "hologramPresent"
    if card.surface is None:
        return _undone(name, picture=card.picture, reason="The card was not measured.")
    foil = card.surface.foil
    measured = {"area": foil.area, "hues": foil.spread}
    if foil.area < MIN_FOIL:
        reason = "No hologram shines on this picture. That does not say that there is none."
        check = _undone(name, picture=card.picture, reason=reason)
        return check.model_copy(update={"measured": measured})
    score = at_least(foil.area, MIN_FOIL)
    return _judged(
        name, picture=card.picture, score=score, raised=False, reason="", measured=measured
    )


def _public(card: Card, listed: Path | None) -> Check:
    """Whether the picture is one of those that the public knows."""
    name = "publicPicture"
    if card.surface is None:
        return _undone(name, picture=card.picture, reason="The card was not measured.")
    try:
        known = known_pictures(listed)
    except ListUnreadableError:
        reason = "The list of known pictures cannot be read."
        return _undone(name, picture=card.picture, reason=reason)
    off, nearest = min(
        (distance(print_, one) / BITS, one) for print_ in card.surface.fingerprints for one in known
    )
    return _judged(
        name,
        picture=card.picture,
        score=round(100 - at_most(off, MAX_DIFFERENCE), 1),
        raised=off <= MAX_DIFFERENCE,
        reason=f"It is a picture that is known to the public: {known[nearest]}.",
        measured={"difference": round(off, 3), "compared": float(len(known))},
    )


def _found(card: Card, colour: Colour) -> list[Mark]:
    if card.surface is None:
        return []
    return [mark for mark in card.surface.marks.found if mark.colour is colour]


def _upright(box: Zone, clockwise: int) -> Zone:
    """A box on a card, as parts of its width and height, for the card turned upright."""
    for _ in range(clockwise // 90 % 4):
        x0, y0, x1, y1 = box
        box = (1 - y1, x0, 1 - y0, x1)
    return box


def _within(box: Zone, place: Zone) -> bool:
    """Whether the middle of a box is in a place."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return place[0] <= x <= place[2] and place[1] <= y <= place[3]
