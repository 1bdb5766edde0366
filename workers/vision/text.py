"""Text on a picture: where its lines are (PP-OCRv6 detection) and what they say (CTC recognition).

Lines may run in any direction: a line is cut out along its own box, so skew needs no
correction of the whole picture, and a line that reads badly is read upside down as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import cv2
import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

Image = NDArray[np.uint8]
Box = NDArray[np.float32]

# The detector sees a picture whose longer side is this many pixels: 960 takes about half the
# time of 1280 and keeps small print apart, 736 merges lines. Small pictures are enlarged, since
# the detector misses letters under about 8 px, but not by more than the second number.
DETECTION_SIDE = 960
MAX_ENLARGEMENT = 3.0
STRIDE = 32  # the detector's downsampling: its input sides are multiples of this

# Post-processing of the probability map, with the constants the model was published with.
MAP_THRESHOLD = 0.3
BOX_THRESHOLD = 0.5
UNCLIP_RATIO = 1.6
MIN_SIDE = 3.0  # px of the map; smaller blobs are noise

LINE_HEIGHT = 48  # px, the recogniser's fixed input height
MIN_WIDTH = 320  # px, narrower crops are padded to this, as in the model's training
MAX_WIDTH = 3200  # px, about 200 characters
FRAME_WIDTH = 8  # px of the line for each of the recogniser's frames
BATCH_COLUMNS = 4096  # px of width in one batch: bounds the memory of the character scores
BATCH_PADDING = 1.25  # widest over narrowest crop of a batch

# The crops of a second look: how much larger than the box, in line heights, along and across.
LOOKS = ((0.15, 0.12), (0.05, -0.06))

SIDEWAYS = 1.5  # height over width from which an upright crop holds a sideways line
DOUBTFUL = 0.8  # mean character probability under which a line is read upside down too
SHORT = 2  # characters: too few to tell which way up they are (M and W), so the rest decides


@dataclass(frozen=True, eq=False)
class TextLine:
    """One line of text. `confidence`: mean character probability, 0..1.

    `box`: (4, 2) float32 corners in pixels of the picture, clockwise from the corner that is
    top left for a reader of the line, whichever way the line runs. `probabilities` and
    `positions`: of each character; positions run along the line from 0 to 1.
    """

    text: str
    confidence: float
    box: Box
    probabilities: NDArray[np.float32]
    positions: NDArray[np.float32]

    @property
    def reading(self) -> "Recognition":
        """What the line says, without where it is."""
        return Recognition(self.text, self.confidence, self.probabilities, self.positions)


@dataclass(frozen=True, eq=False)
class Recognition:
    """What one crop says: its text, the mean of its characters' probabilities, each of them,
    and where along the crop each character stands, 0..1.
    """

    text: str
    confidence: float
    probabilities: NDArray[np.float32]
    positions: NDArray[np.float32]

    def at(self, box: Box) -> TextLine:
        """The line of text that it makes in `box`."""
        return TextLine(self.text, self.confidence, box, self.probabilities, self.positions)


class TextReader:
    """Finds and reads lines of text. Holds no state between pictures."""

    def __init__(
        self, detector: InferenceSession, recogniser: InferenceSession, charset: Sequence[str]
    ) -> None:
        """`charset`: the recogniser's characters in order, without the CTC blank."""
        self._detector = detector
        self._recogniser = recogniser
        classes: int | str = recogniser.get_outputs()[0].shape[-1]
        self.charset = _classes(charset, classes)

    def read(self, image: Image, side: int = DETECTION_SIDE) -> list[TextLine]:
        """All lines of a BGR picture, in reading order (rows from the top, left to right).

        `side`: the longer side, in pixels, of the picture that the detector sees.
        """
        return self.read_boxes(image, self.detect(image, side))

    def read_boxes(self, image: Image, boxes: Sequence[Box]) -> list[TextLine]:
        """The lines in boxes that `detect` found on this picture, in reading order."""
        found = self.recognise([crop(image, box) for box in boxes])
        lines = [one.at(box) for one, box in zip(found, boxes, strict=True)]
        lines = self._turned(image, lines, [line.confidence < DOUBTFUL for line in lines])
        lines = self._turned(image, lines, _against_the_rest(lines), short=SHORT)
        return _reading_order([line for line in lines if line.text.strip()])

    def _turned(
        self, image: Image, lines: list[TextLine], asked: list[bool], short: int = 0
    ) -> list[TextLine]:
        """The lines asked for are read upside down too, and kept so where that reads better.

        Of up to `short` characters they are kept so in any case.
        """
        boxes = [upside_down(line.box) for line, ask in zip(lines, asked, strict=True) if ask]
        others = iter(zip(self.recognise([crop(image, box) for box in boxes]), boxes, strict=True))
        results = []
        for line, ask in zip(lines, asked, strict=True):
            best = line
            if ask:
                other, box = next(others)
                if other.confidence > line.confidence or len(line.text) <= short:
                    best = other.at(box)
            results.append(best)
        return results

    def read_at(self, image: Image, boxes: Sequence[Box]) -> list[TextLine]:
        """What stands in boxes that were not detected, each of them one line, upright as its
        corners say.
        """
        found = self.recognise([crop(image, box) for box in boxes])
        return [one.at(box) for one, box in zip(found, boxes, strict=True)]

    def look_again(
        self, image: Image, lines: Sequence[TextLine], doubtful: Sequence[int]
    ) -> list[TextLine]:
        """The same lines, the doubtful of them (by their index) read again in other crops.

        Of a line's readings the one that agrees with the others best is kept; each character is as
        sure as the mean of all readings has it, one that does not have it counting as nothing.
        """
        looks = [crop(image, _grown(lines[i].box, *look)) for look in LOOKS for i in doubtful]
        found = self.recognise(looks)
        results = list(lines)
        for place, i in enumerate(doubtful):
            results[i] = _consensus([lines[i].reading, *found[place :: len(doubtful)]]).at(
                lines[i].box
            )
        return results

    def detect(self, image: Image, side: int = DETECTION_SIDE) -> list[Box]:
        """Boxes of the lines, (4, 2) float32 each, clockwise from the reader's top left.

        Which of the two ends a line begins at is not known before it is read: it is taken to be
        the left one, or the lower one for a line that runs vertically.
        """
        height, width = image.shape[:2]
        scale = min(side / max(height, width), MAX_ENLARGEMENT)
        shape = [max(STRIDE, round(length * scale / STRIDE) * STRIDE) for length in (height, width)]
        tensor = _tensor(_resize(image, shape[1], shape[0]))
        name = self._detector.get_inputs()[0].name
        probability = self._detector.run(None, {name: tensor[None]})[0][0, 0]
        back = np.array([width / shape[1], height / shape[0]], np.float32)
        return [_reader_first(quad * back) for quad in _quads(probability)]

    def recognise(self, crops: Sequence[Image]) -> list[Recognition]:
        """What each crop (one upright line each) says; empty where it says nothing."""
        widths = [_line_width(image) for image in crops]
        return [self._decode(*one) for one in zip(self.scores(crops), widths, strict=True)]

    def scores(self, crops: Sequence[Image]) -> list[NDArray[np.float32]]:
        """The recogniser's output per crop: (frames, 1 + charset) probabilities, blank first."""
        resized = [_line(image) for image in crops]
        results: list[NDArray[np.float32]] = [np.empty((0, 0), np.float32)] * len(crops)
        name = self._recogniser.get_inputs()[0].name
        for batch in _batches([image.shape[1] for image in resized]):
            width = max(MIN_WIDTH, *(resized[i].shape[1] for i in batch))
            tensor = np.zeros((len(batch), 3, LINE_HEIGHT, width), np.float32)
            for row, i in enumerate(batch):
                tensor[row, :, :, : resized[i].shape[1]] = _tensor(resized[i])
            output = self._recogniser.run(None, {name: tensor})[0]
            for row, i in enumerate(batch):
                results[i] = output[row]
        return results

    def _decode(self, scores: NDArray[np.float32], width: int) -> Recognition:
        """Greedy CTC: the best class of every frame, repeats merged, blanks dropped.

        `width`: of the line as the recogniser saw it, without padding.
        """
        best = scores.argmax(axis=1)
        starts = np.flatnonzero(np.diff(best, prepend=0))
        ends = np.append(starts[1:], len(best))[best[starts] != 0]
        starts = starts[best[starts] != 0]
        probabilities = scores[starts, best[starts]]
        text = "".join(self.charset[best[i] - 1] for i in starts)
        confidence = float(probabilities.mean()) if len(starts) else 0.0
        middles = (starts + ends) / 2 * FRAME_WIDTH / width
        return Recognition(text, confidence, probabilities, middles.clip(0, 1).astype(np.float32))


def crop(image: Image, box: Box) -> Image:
    """The line inside `box`, upright, at the picture's own resolution."""
    width = max(1, round(float(max(_length(box, 0, 1), _length(box, 3, 2)))))
    height = max(1, round(float(max(_length(box, 0, 3), _length(box, 1, 2)))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(box.astype(np.float32), target)
    upright = cv2.warpPerspective(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(upright, np.uint8)


def columns(box: Box) -> int:
    """How wide the line in a box is for the recogniser, pixels: what reading it costs."""
    width = max(_length(box, 0, 1), _length(box, 3, 2))
    return round(LINE_HEIGHT * width / max(_length(box, 0, 3), _length(box, 1, 2), 1.0))


def largest(boxes: Sequence[Box], most: int) -> list[Box]:
    """The boxes of the largest areas, in their own order: as many as are read at the cost of `most`
    columns, a narrow one being padded to `MIN_WIDTH`.
    """
    areas = [cv2.contourArea(box) for box in boxes]
    kept, left = set(), most
    for i in sorted(range(len(boxes)), key=lambda i: -areas[i]):
        left -= min(MAX_WIDTH, max(MIN_WIDTH, columns(boxes[i])))
        if left < 0:
            break
        kept.add(i)
    return [box for i, box in enumerate(boxes) if i in kept]


def _grown(box: Box, along: float, across: float) -> Box:
    """A box with so many of its heights more at each end, and above and below."""
    right, down = (box[1] - box[0]), (box[3] - box[0])
    height = max(1.0, float(np.linalg.norm(down)))
    right = right / max(1.0, float(np.linalg.norm(right))) * height * along
    down = down / height * height * across
    return np.asarray(box + np.array([-right - down, right - down, right + down, down - right]))


def _consensus(readings: Sequence[Recognition]) -> Recognition:
    """The reading that the others support best, with what all of them think of its characters."""
    supported = [_supported(reading, readings) for reading in readings]
    return max(supported, key=lambda reading: reading.confidence)


def _supported(reading: Recognition, readings: Sequence[Recognition]) -> Recognition:
    total = np.zeros(len(reading.text), np.float32)
    for other in readings:
        matcher = SequenceMatcher(None, reading.text, other.text, autojunk=False)
        for mine, theirs, size in matcher.get_matching_blocks():
            total[mine : mine + size] += other.probabilities[theirs : theirs + size]
    mean = np.asarray(total / len(readings), np.float32)
    return Recognition(
        reading.text, float(mean.mean()) if len(mean) else 0.0, mean, reading.positions
    )


def runs_vertically(boxes: Sequence[Box]) -> bool:
    """Whether most of the print runs upwards or downwards, by its length."""
    along = [box[1] - box[0] for box in boxes]
    upright = sum(float(np.linalg.norm(a)) * (1 if abs(a[1]) > abs(a[0]) else -1) for a in along)
    return upright > 0


def upside_down(box: Box) -> Box:
    """The same box for a reader who holds the picture the other way up."""
    return np.roll(box, 2, axis=0)


def _length(box: Box, start: int, end: int) -> float:
    return float(np.linalg.norm(box[end] - box[start]))


def _classes(charset: Sequence[str], classes: int | str) -> list[str]:
    """The charset as long as the model's output: PP-OCR adds the space as its last class."""
    characters = list(charset)
    if isinstance(classes, int) and len(characters) == classes - 2:
        characters.append(" ")
    if isinstance(classes, int) and len(characters) != classes - 1:
        raise ValueError(f"{len(characters)} characters for a model of {classes} classes")
    return characters


def _tensor(image: Image) -> NDArray[np.float32]:
    """(H, W, 3) uint8 to (3, H, W) in -1..1, as both models were trained."""
    return np.ascontiguousarray((image.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1))


def _line(image: Image) -> Image:
    return _resize(image, _line_width(image), LINE_HEIGHT)


def _line_width(image: Image) -> int:
    """How wide a crop is at the recogniser's height, pixels."""
    height, width = image.shape[:2]
    return min(MAX_WIDTH, max(1, int(np.ceil(LINE_HEIGHT * width / height))))


def _resize(image: Image, width: int, height: int) -> Image:
    """Averages where it shrinks, so that fine background print does not turn into noise."""
    how = cv2.INTER_AREA if height < image.shape[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (width, height), interpolation=how), np.uint8)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Indices in groups of similar width, so that little of a batch is padding."""
    batch: list[int] = []
    for i in sorted(range(len(widths)), key=lambda i: -widths[i]):
        widest = max(MIN_WIDTH, widths[batch[0]]) if batch else 0
        full = (len(batch) + 1) * widest > BATCH_COLUMNS
        if batch and (full or widest > BATCH_PADDING * max(MIN_WIDTH, widths[i])):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _quads(probability: NDArray[np.float32]) -> Iterator[Box]:
    """DB post-processing: blobs of the map as rectangles, grown back to the full line.

    The map marks the shrunken core of each line; a core is grown by area × ratio / perimeter on
    every side, which for a rectangle is the offset of its polygon.
    """
    blobs = cv2.dilate((probability > MAP_THRESHOLD).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(blobs, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        centre, (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < MIN_SIDE:
            continue
        core = cv2.boxPoints((centre, (width, height), angle)).astype(np.float32)
        if _mean_inside(probability, core) < BOX_THRESHOLD:
            continue
        grow = width * height * UNCLIP_RATIO / (width + height)
        yield cv2.boxPoints((centre, (width + grow, height + grow), angle)).astype(np.float32)


def _mean_inside(probability: NDArray[np.float32], quad: Box) -> float:
    height, width = probability.shape
    x, y, w, h = cv2.boundingRect(quad)
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + w, width), min(y + h, height)
    mask = np.zeros((bottom - top, right - left), np.uint8)
    cv2.fillPoly(mask, [(quad - (left, top)).round().astype(np.int32)], 1)
    return float(cv2.mean(probability[top:bottom, left:right], mask)[0])


def _reader_first(quad: Box) -> Box:
    """Corners clockwise from the line's beginning, its long side taken as its direction."""
    if cv2.contourArea(quad, oriented=True) < 0:
        quad = quad[::-1]
    across, down = quad[1] - quad[0], quad[2] - quad[1]
    along = across + 0
    if np.linalg.norm(down) > np.linalg.norm(across):
        quad, along = np.roll(quad, -1, axis=0), down
    square = max(np.abs(across).max(), np.abs(down).max()) < SIDEWAYS * min(
        np.linalg.norm(across), np.linalg.norm(down)
    )
    if square and abs(along[1]) > abs(along[0]):
        quad = np.roll(quad, -1, axis=0)
        along = quad[1] - quad[0]
    backwards = along[0] < 0 if abs(along[0]) >= abs(along[1]) else along[1] > 0
    return upside_down(quad) if backwards else quad


def _against_the_rest(lines: list[TextLine]) -> list[bool]:
    """Which lines run against the direction that the well-read text of the picture agrees on."""
    directions = np.array([line.box[1] - line.box[0] for line in lines]).reshape(-1, 2)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True).clip(1)
    weights = [max(0.0, line.confidence - DOUBTFUL) * len(line.text) for line in lines]
    agreed = np.array(weights, np.float32) @ directions
    return [bool(direction @ agreed < 0) for direction in directions]


def _reading_order(lines: list[TextLine]) -> list[TextLine]:
    """Rows from the top, each from the left, in the direction most of the text runs in."""
    if not lines:
        return []
    directions = np.array([line.box[1] - line.box[0] for line in lines])
    total = directions[[len(line.text) > 2 for line in lines]].sum(axis=0)
    if not np.linalg.norm(total):
        total = np.array([1.0, 0.0])
    right = total / np.linalg.norm(total)
    down = np.array([-right[1], right[0]])
    centres = np.array([line.box.mean(axis=0) for line in lines])
    heights = np.array([_length(line.box, 0, 3) for line in lines])
    rows: list[list[int]] = []
    for i in np.argsort(centres @ down):
        last = rows[-1][-1] if rows else None
        if last is not None and (centres[i] - centres[last]) @ down < 0.5 * min(
            heights[i], heights[last]
        ):
            rows[-1].append(int(i))
        else:
            rows.append([int(i)])
    return [lines[i] for row in rows for i in sorted(row, key=lambda i: float(centres[i] @ right))]
