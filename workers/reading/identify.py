"""Which side of which document a page is: by what is printed on it, its MRZ and its barcodes.

Every side of every type is scored with the evidence for and against it, in nats; the confidence
is what a side has of the sum over all of them and of `nothing that we know`.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from app.core.report import Mrz
from workers.documents.catalogue import document_types
from workers.documents.icao import document_type, issuing_country
from workers.documents.schema import DocumentType, Side
from workers.reading.page import Line, Page
from workers.reading.search import Find, bare_letters, find_all

PRINTED = 0.85
"""Probability that a title or label of a side is found on a fair picture of it."""
CHANCE = 0.01
"""Probability that long words are found where they are not printed; of short ones more."""
MISSING = -0.8
"""Evidence of a label that is not found, of a title twice that: glare and fingers hide print, and
some labels are on some copies alone."""
UNTITLED = 6.0
"""Evidence against any issuer's document with neither an MRZ nor a title that we know."""
LANGUAGES = 2
"""In how many languages documents print their labels, at most of their kind."""
TITLE = 1.5
"""Weight of a title against a label's: it is larger, and fewer documents share it."""
MOST_LANGUAGES = 3
"""More labels of one field than this are alternatives of different issuers."""
UNKNOWN = 9.0
"""Evidence that `nothing that we know` starts with: about three labels that no other side has."""
ZONE = 8.0
"""Evidence of an MRZ of the side's own format; half of it for the type."""
HOME = 40.0
"""Evidence of the issuer's own code in the MRZ: its model comes before any issuer's document."""
FOREIGN = 60.0
"""Evidence of an MRZ against every document of another issuer: more than all labels weigh."""
CODE = 5.0
"""Evidence of a barcode whose payload the side carries."""
SHAPE = 0.12
"""Spread of the logarithm of a flat card's aspect."""
FAMILIAR = 2
"""Different words of documents from which an unknown page is a document."""
FAMILIAR_LETTERS = 6


@dataclass(frozen=True)
class Identity:
    """What a page is. `type` and `side`: None where it is nothing that we know.

    `document`: there is a document, known or not.
    """

    type: DocumentType | None
    side: Side | None
    confidence: float
    document: bool


def identify(
    page: Page,
    mrz: Mrz | None,
    payloads: Collection[str] = (),
    aspect: float | None = None,
    strips: Sequence[Line] = (),
) -> Identity:
    """Returns the most likely side. `payloads`: the kinds of barcodes; `aspect`: of the flat card
    as its reader holds it; `strips`: print that may be labels beside the page's lines.
    """
    found = _found([*page.lines, *strips])
    scored = [
        (
            _of_print(document, side, found, zone=mrz is not None)
            + _of_zone(document, side, mrz)
            + _of_codes(side, payloads)
            + _of_shape(document, aspect),
            document,
            side,
        )
        for document, side in _sides()
    ]
    best = max(scored, key=lambda one: one[0], default=None)
    familiar = sum(len(bare_letters(words)) >= FAMILIAR_LETTERS for words in found) >= FAMILIAR
    if best is None or best[0] <= UNKNOWN:
        return Identity(None, None, 0.0, document=mrz is not None or familiar)
    total = sum(math.exp(score - best[0]) for score, _, _ in scored)
    total += math.exp(UNKNOWN - best[0])
    return Identity(best[1], best[2], round(1 / total, 4), document=True)


@cache
def _sides() -> tuple[tuple[DocumentType, Side], ...]:
    """Every side once, with the first of the types that have it."""
    sides: dict[str, tuple[DocumentType, Side]] = {}
    for document in document_types().values():
        for side in document.sides:
            sides.setdefault(side.code, (document, side))
    return tuple(sides.values())


@cache
def _print(side: Side) -> tuple[tuple[tuple[str, ...], float], ...]:
    """What is printed on every copy of a side, each with its weight; where there are many
    languages, any one of them will do.
    """
    titles: list[tuple[str, ...]] = [(title,) for title in side.titles]
    if len(titles) > MOST_LANGUAGES * 2:
        titles = [side.titles]
    labels: list[tuple[str, ...]] = []
    for field in side.fields:
        if len(field.labels) > MOST_LANGUAGES:
            labels.append(field.labels)
        else:
            labels += [(label,) for label in field.labels if label not in side.titles]
    weighted = [(words, TITLE) for words in titles] + [(words, 1.0) for words in labels]
    return tuple(dict.fromkeys(weighted))


@cache
def _vocabulary() -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(word for _, side in _sides() for words, _ in _print(side) for word in words)
    )


def _found(lines: Sequence[Line]) -> dict[str, Find]:
    """The titles and labels of all documents that are on the page, each where it is best."""
    found: dict[str, Find] = {}
    for finds in find_all([line.text for line in lines], _vocabulary()):
        for find in finds:
            if find.words not in found or find.edits < found[find.words].edits:
                found[find.words] = find
    return found


def _of_print(document: DocumentType, side: Side, found: dict[str, Find], *, zone: bool) -> float:
    """For and against a side, from its words alone. What is missing speaks against a model of one
    issuer; of any issuer's document only that it has neither a title nor a `zone`.
    """
    score = 0.0
    for words, weight in _print(side):
        there = sorted(_of_word(found[word]) for word in words if word in found)
        if there:
            score += weight * sum(there[-LANGUAGES:])
        elif document.country is not None:
            score += MISSING * (2 * weight - 1)
    if document.country is None and not zone and not any(t in found for t in side.titles):
        score -= UNTITLED
    return score


def _of_word(find: Find) -> float:
    letters = len(bare_letters(find.words))
    chance = CHANCE if letters > FAMILIAR_LETTERS else CHANCE ** (letters / 8)
    return math.log(PRINTED / chance) * (1 - find.edits / letters)


def _of_zone(document: DocumentType, side: Side, mrz: Mrz | None) -> float:
    if mrz is None:
        return -1.0 if side.mrz else 0.0
    if mrz.format not in side.mrz:
        return -ZONE
    score = ZONE
    if document.country is not None:
        score += HOME if issuing_country(mrz) == document.country else -FOREIGN
    score += ZONE / 2 if document_type(mrz) == document.type else -ZONE / 2
    return score


def _of_codes(side: Side, payloads: Collection[str]) -> float:
    known = _payloads()
    return sum(
        CODE if payload in side.barcodes else -CODE for payload in payloads if payload in known
    )


@cache
def _payloads() -> frozenset[str]:
    return frozenset(kind for _, side in _sides() for kind in side.barcodes)


def _of_shape(document: DocumentType, aspect: float | None) -> float:
    if aspect is None:
        return 0.0
    off = math.log(aspect * document.size[1] / document.size[0]) / SHAPE
    return -min(2.0, off**2 / 2)
