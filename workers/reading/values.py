"""Which print is whose value: by where it stands from the labels, and by its form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.report import Box
from workers.documents.schema import Field, Kind, Place, Side
from workers.reading.labels import Label, sort_print
from workers.reading.normalise import is_date, normalised
from workers.reading.page import ROW, Line, Page, Piece
from workers.reading.search import find_all

# Distances in heights of the larger of the two lines.
BROKEN = 2.5
"""Widest gap within one value that the detector broke."""
ACROSS = 30.0
"""Widest gap between a label and its value on one row."""
BELOW = (0.45, 3.2)
"""How far under its label's line a value's may stand."""
ASIDE = 5.0
"""How far left of its label a value under it may begin: the detector may miss a label's start."""
INDENT = 1.5
"""How far left of its own beginning a value's next lines may begin."""
NEXT_LINE = 2.0
"""How far under the last line of a value its next may stand."""
FORMED = (Kind.DATE, Kind.SEX, Kind.COUNTRY, Kind.HEIGHT)
IMPOSSIBLE = 99.0
STRIP_OVER, STRIP_HEIGHT, STRIP_LENGTH = 0.78, 0.76, 12.0
"""A label's print over its value: middle over middle, its height, and its length at most."""
MISFIT = 2.0
"""What it costs a piece to be taken for a value of a form that it does not have."""


@dataclass(frozen=True)
class Value:
    """The print of one field, row by row; no pieces where it was not found.

    `label`: it was found by its label (else by its form alone).
    """

    field: Field
    pieces: tuple[Piece, ...]
    label: Label | None

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Found:
    """What a page holds of a side: `values`, in the side's order, and the print that is `left`."""

    values: tuple[Value, ...]
    left: tuple[Piece, ...]


def find_values(page: Page, side: Side, strips: Sequence[Line] = ()) -> Found:
    """Finds the print of every field of the side. `strips`: see `sort_print`."""
    print_ = sort_print(page, side, strips)
    free = list(print_.free)
    found: dict[str, list[Piece]] = {}
    labels = {label.field.name: label for label in print_.labels}
    started = {field.name: _started(field, free) for field in side.fields if field.starts}
    owned = _owners(free, print_.labels)
    for name, label in labels.items():
        found[name] = _first_row(label, free, owned)
    for name, label in labels.items():
        _continue(label, found[name], free, owned, print_.labels)
        found |= _dealt(label, found[name])
    for field in side.fields:
        if not found.get(field.name):
            found[field.name] = started.get(field.name) or _by_form(field, free)
    lost = [field for field in side.fields if field.kind is Kind.DATE and not found[field.name]]
    dates = [i for i, piece in enumerate(free) if lost and _has_form(lost[0], piece.text)]
    if len(lost) == len(dates) == 1:  # its label cannot be read, but only one date is left
        found[lost[0].name] = [free.pop(dates[0])]
    return Found(
        tuple(Value(f, tuple(found[f.name]), labels.get(f.name)) for f in side.fields),
        tuple(piece for piece in free if piece),
    )


def strips_over(page: Page, pieces: Sequence[Piece]) -> list[Box]:
    """Where labels would stand that were not found: the strips over pieces of print, in pixels of
    the picture.
    """
    edge = max((line.edges[-1] for line in page.lines), default=0.0)
    strips = []
    for piece in pieces:
        height = piece.height
        beside = [
            line.edges[0]
            for line in page.lines
            if abs(line.y - piece.y) < ROW * height and line.edges[0] > piece.x1
        ]
        right = min([piece.x0 + max(piece.x1 - piece.x0, STRIP_LENGTH * height), edge, *beside])
        middle = piece.y - STRIP_OVER * height
        half = STRIP_HEIGHT * height / 2
        strips.append(page.rectangle(piece.x0 - 0.1 * height, middle - half, right, middle + half))
    return strips


def _owners(free: Sequence[Piece], labels: Sequence[Label]) -> dict[int, Label]:
    """For each free piece (by its place in `free`) the label it most likely belongs to."""
    owners: dict[int, Label] = {}
    if not labels:
        return owners
    for i, piece in enumerate(free):
        costs = [
            (cost, j)
            for j, label in enumerate(labels)
            if piece and (cost := _cost(label, piece, labels)) < IMPOSSIBLE
        ]
        if costs:
            owners[i] = labels[min(costs)[1]]
    return owners


def _cost(label: Label, piece: Piece, labels: Sequence[Label]) -> float:
    """How unlikely it is that a piece is a label's value; IMPOSSIBLE: impossible."""
    cost = min(_beside(label, piece, labels), _below(label, piece))
    if cost < IMPOSSIBLE and not _fits(label.field, piece.text):
        cost += MISFIT
    return cost


def _beside(label: Label, piece: Piece, labels: Sequence[Label]) -> float:
    if label.field.place is Place.BELOW:
        return IMPOSSIBLE
    first, last = min(label.pieces, key=_height), max(label.pieces, key=_height)
    height = max(first.height, piece.height)
    if not first.y - ROW * height < piece.y < last.y + ROW * height:
        return IMPOSSIBLE
    if label.field.place is Place.BEFORE:
        gap = (label.x0 - piece.x1) / height
        return gap * 0.1 if not label.inline and -0.7 < gap < BROKEN else IMPOSSIBLE
    end, reach = max(own.x1 for own in label.pieces), ACROSS
    if label.inline and label.inline.same_row(piece):
        end, reach = label.inline.x1, BROKEN
    elif label.inline:
        return IMPOSSIBLE
    gap = (piece.x0 - end) / height
    between = any(
        own.same_row(piece) and end < own.x0 < piece.x0
        for other in labels
        if other is not label
        for own in other.pieces
    )
    if between or not -0.7 < gap < reach:
        return IMPOSSIBLE
    return max(gap, 0.0) * 0.1


def _height(piece: Piece) -> float:
    return piece.y


def _below(label: Label, piece: Piece) -> float:
    place = label.field.place
    if place in (Place.BESIDE, Place.BEFORE) or (label.inline and place is not Place.BELOW):
        return IMPOSSIBLE
    height = max(label.last.height, piece.height)
    under = (piece.y - label.last.y) / height
    if not BELOW[0] < under < BELOW[1]:
        return IMPOSSIBLE
    aside = (piece.x0 - label.x0) / height
    shared = min(piece.x1, label.x1) - max(piece.x0, label.x0)
    over = shared > 0.5 * (label.x1 - label.x0)
    if (aside < -ASIDE and not over) or piece.x0 > label.x1 + height:
        return IMPOSSIBLE
    return under + 0.15 * abs(aside)


def _first_row(label: Label, free: list[Piece], owned: dict[int, Label]) -> list[Piece]:
    """The row of the value that is nearest to its label; its pieces are free no more."""
    mine = [i for i, owner in owned.items() if owner is label]
    row: list[Piece] = []
    if label.inline and not (mine and label.field.place is Place.BELOW):
        row = [label.inline]
    elif mine:
        nearest = min(mine, key=lambda i: _cost(label, free[i], [label]))
        row = [free[nearest]]
        del owned[nearest]
        mine.remove(nearest)
    for i in sorted(mine, key=lambda i: free[i].x0):
        piece = free[i]
        gap = (piece.x0 - row[-1].x1) / max(piece.height, row[-1].height)
        near = piece.same_row(row[-1]) and -0.7 < gap < BROKEN
        if near and piece.legible and not _complete(label.field, row):
            row.append(piece)
            del owned[i]
    for piece in row:
        if piece in free:
            free[free.index(piece)] = Piece(piece.line, piece.start, piece.start)
    if row and label.field.kind is Kind.DATE:
        row[-1], rest = _cut_date(label.field, row[-1])
        if rest:
            free.append(rest)
    return row


def _cut_date(field: Field, piece: Piece) -> tuple[Piece, Piece]:
    """A date and what the detector took for the end of its line."""
    for space in re.finditer(r"\s|$", piece.text):
        date = Piece(piece.line, piece.start, piece.start + space.start())
        if normalised(field, date.text).fits:
            return date, Piece(piece.line, date.end, piece.end).stripped()
    return piece, Piece(piece.line, piece.end, piece.end)


def _complete(field: Field, row: Sequence[Piece]) -> bool:
    """Whether a value has the whole form of its field already, and print beside it is another's."""
    formed = bool(field.pattern) or field.kind in FORMED
    return formed and normalised(field, " ".join(piece.text for piece in row)).fits


def _continue(
    label: Label,
    rows: list[Piece],
    free: list[Piece],
    owned: dict[int, Label],
    labels: Sequence[Label],
) -> None:
    """Adds the lines that a value goes on in."""
    if not rows:
        return
    left = min(label.x0, rows[0].x0)
    right = max(rows[-1].x1, label.x1)
    for _ in range(_lines(label) - 1):
        last = rows[-1]
        following = [
            i
            for i, piece in enumerate(free)
            if piece
            and piece.legible
            and _may_have(label, owned.get(i))
            and _follows(last, piece)
            and not _apart(last, piece, labels)
            and left - INDENT * piece.height < piece.x0 < right
            and _goes_on(label, rows[-1].text, piece.text)
        ]
        if not following:
            return
        first = min(
            following, key=lambda i: (round((free[i].y - last.y) / last.height), free[i].x0)
        )
        row = sorted(
            (i for i in following if free[i].same_row(free[first])), key=lambda i: free[i].x0
        )
        for i in row:
            rows.append(free[i])
            free[i] = Piece(free[i].line, free[i].start, free[i].start)
            owned.pop(i, None)


def _lines(label: Label) -> int:
    """Most lines of all values under a label."""
    return sum(field.lines for field in (label.field, *label.others))


def _dealt(label: Label, pieces: list[Piece]) -> dict[str, list[Piece]]:
    """The lines under a label that several fields share: each but the last has one of them."""
    dealt: dict[str, list[Piece]] = {}
    left = list(pieces)
    for field in (label.field, *label.others)[: len(label.others)]:
        first = left[:1]
        row = [piece for piece in left if piece.same_row(first[0])]
        dealt[field.name], left = row, [piece for piece in left if piece not in row]
    dealt[(label.field, *label.others)[-1].name] = left
    return dealt


def _follows(last: Piece, piece: Piece) -> bool:
    """Whether a line stands under another as the next of one text."""
    under = piece.y - last.y
    alike = piece.height < 1.6 * last.height and last.height < 1.6 * piece.height
    return alike and 0.45 * max(last.height, piece.height) < under < NEXT_LINE * last.height


def _apart(last: Piece, piece: Piece, labels: Sequence[Label]) -> bool:
    """Whether a label stands between two lines."""
    return any(
        last.y + 0.3 * last.height < own.y < piece.y - 0.3 * piece.height
        and own.x0 < max(last.x1, piece.x1)
        and min(last.x0, piece.x0) < own.x1
        for label in labels
        for own in label.pieces
    )


def _may_have(label: Label, owner: Label | None) -> bool:
    """Whether a line can go on this label's value: a value of one line has got its own by now."""
    return owner is None or owner is label or _lines(owner) == 1


def _goes_on(label: Label, before: str, text: str) -> bool:
    """Whether a line can be the next of such a value: a name in capitals goes on in capitals."""
    if label.field.kind is Kind.NAME and not label.others:
        return not re.search(r"\d", text) and (not before.isupper() or text.isupper())
    return True


def _started(field: Field, free: list[Piece]) -> list[Piece]:
    """A value that is known by the words it begins with, and the lines under it."""
    finds = find_all([piece.text for piece in free], field.starts)
    best = max(
        ((find.weight, i, find) for i, found in enumerate(finds) for find in found[:1]),
        default=None,
        key=lambda one: one[0],
    )
    if best is None:
        return []
    _, i, find = best
    first = free[i]
    free[i] = Piece(first.line, first.start, first.start)
    rows = [Piece(first.line, first.start + find.start, first.end)]
    for _ in range(field.lines - 1):
        last = rows[-1]
        under = [
            j
            for j, piece in enumerate(free)
            if piece
            and _follows(last, piece)
            and piece.x0 < last.x1
            and last.x0 < piece.x1
            and piece.text.isupper() == rows[0].text.isupper()
        ]
        if not under:
            break
        j = min(under, key=lambda j: free[j].y)
        rows.append(free[j])
        free[j] = Piece(free[j].line, free[j].start, free[j].start)
    return rows


def _by_form(field: Field, free: list[Piece]) -> list[Piece]:
    """A value whose form tells it apart from all other print."""
    telling = field.kind is Kind.HEIGHT or (field.kind is Kind.NUMBER and field.pattern)
    if field.labels and not telling:
        return []
    for i, piece in enumerate(free):
        if piece and _has_form(field, piece.text):
            free[i] = Piece(piece.line, piece.start, piece.start)
            return [piece]
    return []


def _has_form(field: Field, text: str) -> bool:
    if field.kind in (Kind.DATE, Kind.NUMBER, Kind.HEIGHT):
        return bool(normalised(field, text).value) and normalised(field, text).fits
    return bool(field.pattern and re.fullmatch(field.pattern, text.strip()))


def _fits(field: Field, text: str) -> bool:
    if field.kind in (Kind.TEXT, Kind.NAME, Kind.PLACE, Kind.ADDRESS) and not field.pattern:
        return not is_date(text)
    return normalised(field, text).fits
