"""What lines of text say (CTC recognition)."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from workers.vision.text.boxes import Box, Image, length
from workers.vision.text.readings import Recognition
from workers.vision.text.tensors import resized, tensor

LINE_HEIGHT = 48  # px, the recogniser's fixed input height
MIN_WIDTH = 320  # px, narrower crops are padded to this, as in the model's training
MAX_WIDTH = 3200  # px, about 200 characters
FRAME_WIDTH = 8  # px of the line for each of the recogniser's frames
BATCH_COLUMNS = 4096  # px of width in one batch: bounds the memory of the character scores
BATCH_PADDING = 1.25  # widest over narrowest crop of a batch


class Recogniser:
    """Says what crops say, each of them one upright line. Holds no state between them."""

    def __init__(self, session: InferenceSession, charset: Sequence[str]) -> None:
        """`charset`: the model's characters in order, without the CTC blank."""
        self._session = session
        classes: int | str = session.get_outputs()[0].shape[-1]
        self.charset = _classes(charset, classes)

    def recognise(self, crops: Sequence[Image]) -> list[Recognition]:
        """What each crop (one upright line each) says; empty where it says nothing."""
        widths = [_line_width(image) for image in crops]
        return [self._decode(*one) for one in zip(self.scores(crops), widths, strict=True)]

    def scores(self, crops: Sequence[Image]) -> list[NDArray[np.float32]]:
        """The recogniser's output per crop: (frames, 1 + charset) probabilities, blank first."""
        lines = [_line(image) for image in crops]
        results: list[NDArray[np.float32]] = [np.empty((0, 0), np.float32)] * len(crops)
        name = self._session.get_inputs()[0].name
        for batch in _batches([image.shape[1] for image in lines]):
            width = max(MIN_WIDTH, *(lines[i].shape[1] for i in batch))
            stacked = np.zeros((len(batch), 3, LINE_HEIGHT, width), np.float32)
            for row, i in enumerate(batch):
                stacked[row, :, :, : lines[i].shape[1]] = tensor(lines[i])
            output = self._session.run(None, {name: stacked})[0]
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


def columns(box: Box) -> int:
    """How wide the line in a box is for the recogniser, pixels: what reading it costs."""
    width = max(length(box, 0, 1), length(box, 3, 2))
    return round(LINE_HEIGHT * width / max(length(box, 0, 3), length(box, 1, 2), 1.0))


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


def _classes(charset: Sequence[str], classes: int | str) -> list[str]:
    """The charset as long as the model's output: PP-OCR adds the space as its last class."""
    characters = list(charset)
    if isinstance(classes, int) and len(characters) == classes - 2:
        characters.append(" ")
    if isinstance(classes, int) and len(characters) != classes - 1:
        raise ValueError(f"{len(characters)} characters for a model of {classes} classes")
    return characters


def _line(image: Image) -> Image:
    return resized(image, _line_width(image), LINE_HEIGHT)


def _line_width(image: Image) -> int:
    """How wide a crop is at the recogniser's height, pixels."""
    height, width = image.shape[:2]
    return min(MAX_WIDTH, max(1, int(np.ceil(LINE_HEIGHT * width / height))))


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
