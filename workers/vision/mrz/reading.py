"""The MRZ of a picture: found, read, corrected and checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.vision.mrz.align import Alignment, Folding, Scores, align
from workers.vision.mrz.check_digits import ALPHABET
from workers.vision.mrz.correct import Ambiguity, Correction, correct
from workers.vision.mrz.dates import UNTIL
from workers.vision.mrz.find import axes, blocks
from workers.vision.mrz.formats import FORMATS, Format
from workers.vision.mrz.parse import parse_as
from workers.vision.text import DETECTION_SIDE, Box, Image, TextLine, TextReader, crop

MOST_BLOCKS = 3  # of a picture, at most, that are taken for a zone
CLOSER_SIDE = 1920  # px: the detector's second look at a large picture where no MRZ was found
MARGIN = 3.0  # row heights around a block that is straightened: room for a row that was missed
SIDE_MARGIN = 0.25  # of its width: room for fillers that were missed
DOUBLE = 2.0  # enlargement of a straightened block
STRAIGHT_SIDE = 1600  # px, at most, of a straightened block
INK_PERCENTILES = (3, 60)  # of brightness: ink and paper, of a block's pixels
LOOKS = (1.3, 0.8)  # widths, of the crop's, at which lines that seem settled are read again
FITTING = -0.15  # mean log probability per character from which no other format is tried
MIN_PITCH = 5.5  # px of a character: smaller ones are guessed, surely and wrongly
LEAST = -0.8  # mean log probability per character up to which rows are no MRZ


@dataclass(frozen=True, eq=False)
class MrzReading:
    """What an MRZ says.

    `valid`: the form is right, every check digit agrees, and no character is in doubt: neither
    one that no check digit covers (the names) nor one that its check digit could not tell from
    the next likely one. `confidence`: probability of the least certain character. `box`: (4, 2)
    corners in pixels of the picture, clockwise from the reader's top left. `rotation`: the
    quarter turns, in degrees clockwise, that bring the zone nearest to upright. `rivals`: other
    lines, nearly as likely, satisfy the check digits as well. `ambiguous`: the characters that the
    zone alone cannot tell from others; empty where `valid`.
    """

    format: str
    lines: list[str]
    fields: dict[str, str]
    check_digits: dict[str, bool]
    valid: bool
    corrections: list[Correction]
    confidence: float
    box: Box
    rotation: int
    rivals: bool = False
    ambiguous: list[Ambiguity] = field(default_factory=list)


def find_mrz(
    image: Image,
    reader: TextReader,
    lines: Sequence[TextLine] | None = None,
    received: date = UNTIL,
) -> MrzReading | None:
    """The MRZ of a BGR picture, at any angle; None where there is none.

    `lines`: what `reader` read on this picture already. Without them the picture is read here,
    and a large one is looked at more closely where nothing was found. `received`: the day on which
    the picture was; nobody on it was born later. Of many blocks that may be a zone the widest are
    tried. A zone that does not come out valid is cut out, straightened, doubled in size and read
    again; but lines that one look could not tell from others are not settled by the next, and
    print that is too small never is.
    """
    found = blocks(reader.read(image) if lines is None else lines)
    if not found and lines is None and max(image.shape[:2]) > 1.5 * DETECTION_SIDE:
        found = blocks(reader.read(image, CLOSER_SIDE))
    readings: list[MrzReading] = []
    for rows in found[:MOST_BLOCKS]:
        for reading in _attempts(image, reader, rows, received):
            contested = any(o.rivals and o.lines == reading.lines for o in readings)
            if reading.valid and not contested and _pitch(reading) >= MIN_PITCH:
                return reading
            readings.append(replace(reading, valid=False))
    best = max(readings, key=_agreement, default=None)
    return best and replace(best, ambiguous=_doubts(best, readings))


def _doubts(best: MrzReading, readings: Sequence[MrzReading]) -> list[Ambiguity]:
    """What is ambiguous in any reading that came to the same lines."""
    found: dict[tuple[int, int], Ambiguity] = {}
    for reading in (best, *(other for other in readings if other.lines == best.lines)):
        for doubt in reading.ambiguous:
            found.setdefault((doubt.line, doubt.column), doubt)
    return [doubt for _, doubt in sorted(found.items())]


def _pitch(reading: MrzReading) -> float:
    """Pixels of the picture from one character to the next."""
    return float(np.linalg.norm(reading.box[1] - reading.box[0])) / len(reading.lines[0])


def _agreement(reading: MrzReading) -> tuple[float, float]:
    """Which of several doubtful readings is the best: check digits first, then certainty."""
    return sum(reading.check_digits.values()) / len(reading.check_digits), reading.confidence


def _attempts(
    image: Image, reader: TextReader, rows: list[Box], received: date
) -> Iterator[MrzReading]:
    """The block as it was found; then straightened and doubled: each as it is, and its ink."""
    yield from _readings(image, reader, rows, received)
    straight, back = _straighten(image, rows)
    for closer in blocks(reader.read(straight))[:1]:
        for reading in _readings(straight, reader, closer, received):
            box = cv2.perspectiveTransform(reading.box[None], back)[0].astype(np.float32)
            yield replace(reading, box=box, rotation=_rotation(box))


def _readings(
    image: Image, reader: TextReader, rows: list[Box], received: date
) -> Iterator[MrzReading]:
    crops = [crop(image, row) for row in rows]
    for pictures in (crops, [_black_ink(picture) for picture in crops]):
        reading = _read(pictures, reader, rows, received)
        if reading is not None:
            yield reading


def _black_ink(image: Image) -> Image:
    """What is dark in every colour. The MRZ is printed black (Doc 9303-3: B900), guilloches not."""
    value = image.max(axis=2).astype(np.float32)
    dark, light = np.percentile(value, INK_PERCENTILES)
    stretched = ((value - dark) * (255 / max(light - dark, 1.0))).clip(0, 255).astype(np.uint8)
    return np.repeat(stretched[:, :, None], 3, axis=2)


def _read(
    crops: Sequence[Image], reader: TextReader, rows: list[Box], received: date
) -> MrzReading | None:
    """The most probable reading of these rows; of too many, the neighbours that fit best."""
    scores = reader.scores(crops)
    folding = Folding(reader.charset)
    best = _best(scores, folding)
    if best is None:
        return None
    form, first, alignments = best.form, best.first, best.alignments
    corrected = correct(form, alignments)
    parsed = parse_as(form, corrected.lines, received)
    if parsed.valid and corrected.settled:
        chosen = crops[first : first + form.rows]
        corrected = correct(
            form, alignments, _other_looks(chosen, reader, folding, corrected.lines)
        )
        parsed = parse_as(form, corrected.lines, received)
    box = np.array([*rows[first][:2], *rows[first + form.rows - 1][2:]], np.float32)
    return MrzReading(
        format=form.name,
        lines=corrected.lines,
        fields=parsed.fields,
        check_digits=parsed.check_digits,
        valid=parsed.valid and corrected.settled,
        corrections=corrected.corrections,
        confidence=corrected.confidence,
        box=box,
        rotation=_rotation(box),
        rivals=corrected.rivals,
        ambiguous=corrected.ambiguous,
    )


@dataclass(frozen=True, eq=False)
class _Candidate:
    """Rows from `first` as one format's lines. `score`: mean log probability of a character."""

    form: Format
    first: int
    alignments: list[Alignment]
    score: float


def _best(scores: Sequence[Scores], folding: Folding) -> _Candidate | None:
    """The format and the rows that fit best; None where none fits.

    Formats that begin as the rows do are tried first; the others where those do not fit well.
    """
    begins = [_begins(row, folding) for row in scores]
    starts = [
        (form, first) for form in FORMATS.values() for first in range(len(scores) - form.rows + 1)
    ]
    likely = [start for start in starts if begins[start[1]] in start[0].first]
    best: _Candidate | None = None
    for group in (likely, [start for start in starts if start not in likely]):
        for form, first in group:
            least = max(LEAST, best.score) if best is not None else LEAST
            alignments = _aligned(form, scores[first : first + form.rows], folding, least)
            if alignments:
                score = sum(a.score for a in alignments) / (form.rows * form.length)
                best = _Candidate(form, first, alignments, score)
        if best is not None and best.score > FITTING:
            break
    return best


def _begins(scores: Scores, folding: Folding) -> str:
    """The first character of a row as the recogniser saw it; "?" where it saw none."""
    best = folding(scores).argmax(axis=1)
    seen = best[best > 0]
    return ALPHABET[seen[0] - 1] if len(seen) else "?"


def _other_looks(
    crops: Sequence[Image], reader: TextReader, folding: Folding, lines: Sequence[str]
) -> list[list[Alignment]]:
    """The same rows, wider and narrower: what each column of `lines` looks like there.

    The recogniser is surer of poor print than it should be; what it only guessed comes out
    otherwise when the letters' proportions change. Columns are found by the lines as they were
    read first, since a look that doubles a letter says nothing about those behind it.
    """
    looks = []
    for factor in LOOKS:
        stretched = [cv2.resize(picture, None, fx=factor, fy=1.0) for picture in crops]
        scores = reader.scores([np.asarray(look, np.uint8) for look in stretched])
        aligned = [align(row, folding, line) for row, line in zip(scores, lines, strict=True)]
        if all(aligned):
            looks.append([alignment for alignment in aligned if alignment is not None])
    return looks


def _aligned(
    form: Format, scores: Sequence[Scores], folding: Folding, least: float
) -> list[Alignment]:
    """All rows as this format's lines; empty where a row is too short to be one, and as soon as
    the mean log probability of a character cannot be above `least` any more.
    """
    alignments: list[Alignment] = []
    left = least * form.rows * form.length
    for i, row in enumerate(scores):
        alignment = align(row, folding, form.allowed(i))
        left -= alignment.score if alignment is not None else 0.0
        if alignment is None or left >= 0:
            return []
        alignments.append(alignment)
    return alignments


def _straighten(image: Image, rows: list[Box]) -> tuple[Image, NDArray[np.float64]]:
    """The block upright and doubled, with a margin; and the way back to the picture's pixels."""
    right, down = axes(np.array([*rows[0][:2], *rows[-1][2:]], np.float32))
    corners = np.concatenate(rows)
    margin = MARGIN * float(np.linalg.norm(rows[0][3] - rows[0][0]))
    start, end = float((corners @ right).min()), float((corners @ right).max())
    start, end = start - SIDE_MARGIN * (end - start), end + SIDE_MARGIN * (end - start)
    width = end - start
    top = float((corners @ down).min()) - margin
    height = float((corners @ down).max()) + margin - top
    scale = min(DOUBLE, STRAIGHT_SIDE / width)
    turn = np.array([right, down], np.float64)
    matrix = np.eye(3)
    matrix[:2, :2] = scale * turn
    matrix[:2, 2] = -scale * np.array([start, top])
    size = (round(width * scale), round(height * scale))
    straight = cv2.warpPerspective(
        image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(straight, np.uint8), np.asarray(np.linalg.inv(matrix), np.float64)


def _rotation(box: Box) -> int:
    """The quarter turns, in degrees clockwise, that bring a box nearest to upright."""
    right, _ = axes(box)
    angle = float(np.degrees(np.arctan2(right[1], right[0])))
    return round(-angle / 90) * 90 % 360
