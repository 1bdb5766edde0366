"""What the software of other cameras, and of those who pass pictures on, does to squares."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from training.attacks.light import stream
from training.pad import captures
from training.pad.captures import Capture, Kept
from workers.vision.presentation.detector import LEAST_DETAIL
from workers.vision.presentation.squares import detail

Images = npt.NDArray[np.uint8]

VARIED = 1
"""How often each capture of validation counts as other software would have left it."""


SOFT = 0.2
"""Part of the captures of documents that are put out of focus, genuine or not."""

SOFTEST = 2.5
"""Sigma of what is out of focus, pixels: hardly any card that is softer has the detail that the
product asks for."""


def varied(files: list[Path], times: int) -> Iterator[Capture]:
    """Captures, each as it is and so many times as other software would have left it, some of them
    out of focus as far as the product still looks at them; by chance, but each always alike."""
    for file in files:
        capture, rng = captures.read(file), stream("software", file.stem)
        yield capture
        for _ in range(times):
            soft = defocused(capture.squares, rng)
            seen = soft if detail(soft) >= LEAST_DETAIL else capture.squares
            yield replace(capture, squares=processed(seen, rng))


def repeated(
    kept: Iterable[Kept], times: int, otherwise: Callable[[Kept, np.random.Generator], Kept]
) -> Iterator[Kept]:
    """Everything as it is, and so many times `otherwise`, by chance but always alike."""
    rng = np.random.default_rng(1)
    for one in kept:
        yield one
        for _ in range(times):
            yield otherwise(one, rng)


def defocused(squares: Images, rng: np.random.Generator) -> Images:
    """Squares (N, 96, 96, 3), all of them out of focus, or as they are."""
    if rng.random() >= SOFT:
        return squares
    sigma = float(np.exp(rng.uniform(np.log(0.8), np.log(SOFTEST))))
    return np.array([cv2.GaussianBlur(square, (0, 0), sigma) for square in squares])


def processed(squares: Images, rng: np.random.Generator) -> Images:
    """Squares (N, 96, 96, 3) softened, sharpened, freed of noise or given some, saved once more.

    No two makers do that alike, so nothing should be learned from it.
    """
    soft = float(rng.choice((0, rng.uniform(0.3, 0.8))))
    median = float(rng.choice((0, 0, rng.uniform(0.3, 1))))
    sharp = float(rng.choice((0, rng.uniform(0.2, 1.2))))
    noise = float(rng.choice((0, np.exp(rng.uniform(np.log(0.5), np.log(4))))))
    colour = float(rng.choice((0, rng.uniform(0.6, 2))))
    quality = int(rng.choice((0, rng.integers(60, 96))))
    made = []
    for square in squares:
        image: Any = np.ascontiguousarray(square)
        if soft:
            image = cv2.GaussianBlur(image, (0, 0), soft)
        if median:
            image = cv2.addWeighted(image, 1 - median, cv2.medianBlur(image, 3), median, 0)
        if colour:
            luma, red, blue = cv2.split(cv2.cvtColor(image, cv2.COLOR_BGR2YCrCb))
            planes = [cv2.GaussianBlur(plane, (0, 0), colour) for plane in (red, blue)]
            image = cv2.cvtColor(cv2.merge([luma, *planes]), cv2.COLOR_YCrCb2BGR)
        if sharp:
            image = cv2.addWeighted(image, 1 + sharp, cv2.GaussianBlur(image, (0, 0), 1), -sharp, 0)
        if noise:
            grain = rng.standard_normal((*image.shape[:2], 1), np.float32)
            grain = grain + rng.standard_normal(image.shape, np.float32) / 3
            image = np.clip(image + np.float32(noise) * grain + 0.5, 0, 255).astype(np.uint8)
        if quality:
            _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
            image = cv2.imdecode(data, cv2.IMREAD_COLOR)
        made.append(image)
    return np.array(made)
