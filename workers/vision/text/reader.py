"""Lines of text: found, read, turned the right way up, and put in order.

Lines may run in any direction: a line is cut out along its own box, so skew needs no
correction of the whole picture, and a line that reads badly is read upside down as well.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from onnxruntime import InferenceSession

from workers.vision.text.boxes import Box, Image, crop, grown, length, upside_down
from workers.vision.text.detection import DETECTION_SIDE, detect
from workers.vision.text.readings import Recognition, TextLine
from workers.vision.text.recognition import Recogniser

# The crops of a second look: how much larger than the box, in line heights, along and across.
LOOKS = ((0.15, 0.12), (0.05, -0.06))

DOUBTFUL = 0.8  # mean character probability under which a line is read upside down too
SHORT = 2  # characters: too few to tell which way up they are (M and W), so the rest decides


class TextReader(Recogniser):
    """Finds and reads lines of text. Holds no state between pictures."""

    def __init__(
        self, detector: InferenceSession, recogniser: InferenceSession, charset: Sequence[str]
    ) -> None:
        """`charset`: the recogniser's characters in order, without the CTC blank."""
        super().__init__(recogniser, charset)
        self._detector = detector

    def detect(self, image: Image, side: int = DETECTION_SIDE) -> list[Box]:
        """Boxes of the lines on a BGR picture; see `workers.vision.text.detection`."""
        return detect(self._detector, image, side)

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
        looks = [crop(image, grown(lines[i].box, *look)) for look in LOOKS for i in doubtful]
        found = self.recognise(looks)
        results = list(lines)
        for place, i in enumerate(doubtful):
            results[i] = _consensus([lines[i].reading, *found[place :: len(doubtful)]]).at(
                lines[i].box
            )
        return results


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
    heights = np.array([length(line.box, 0, 3) for line in lines])
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
