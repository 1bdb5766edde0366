"""Where a person is: what they came with, or any room, with things on its walls.

Pictures, windows, doors and monitors behind a person have the edges that a held print or screen
has. Whoever has seen no room takes every edge for an attack.
"""

import cv2
import numpy as np

from training.attacks import sources
from training.attacks.light import Image, Layer, Random, resized
from training.attacks.sources import Face
from training.attacks.splits import Split

ELSEWHERE = 0.6
"""Part of all people who are put into another room."""


def somewhere(split: Split, face: Face, rng: Random) -> Image:
    """The selfie of a person where they are, BGR; the same for all species of a setting."""
    selfie = face.selfie()
    if rng.random() >= ELSEWHERE:
        return selfie
    size = (selfie.shape[1], selfie.shape[0])
    photo = sources.photo(split, rng)
    if photo is None:
        return selfie
    wall = resized(photo, size).astype(np.float32)
    if rng.random() < 0.4:
        wall = wall.mean(axis=(0, 1)) + rng.uniform(0, 0.3) * (wall - wall.mean(axis=(0, 1)))
        wall = wall + rng.uniform(-60, 100)
    for _ in range(int(rng.integers(0, 5))):
        _hang(split, wall, rng)
    for _ in range(int(rng.integers(0, 4))):
        _edge(wall, rng)
    soft = cv2.GaussianBlur(wall, (0, 0), float(np.exp(rng.uniform(np.log(0.4), np.log(5)))))
    covered = face.silhouette()[..., None]
    return np.clip(soft + covered * (selfie - soft), 0, 255).astype(np.uint8)


def _hang(split: Split, wall: Layer, rng: Random) -> None:
    """A picture in its frame, a window, a door or a monitor, somewhat aslant."""
    height, width = wall.shape[:2]
    size = rng.uniform(0.15, 0.9, 2) * (width, height)
    middle = rng.uniform(-0.1, 1.1, 2) * (width, height)
    lean = float(rng.normal(0, 4))
    turn = np.vstack([cv2.getRotationMatrix2D((0, 0), lean, 1), (0, 0, 1)])
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * size / 2
    corners = (corners * (1 + rng.normal(0, 0.04, (4, 2)))) @ turn[:2, :2].T + middle
    frame = rng.uniform(0, 0.06) * width
    rim = corners + (corners - middle) * frame / np.maximum(size / 2, 1)
    cv2.fillConvexPoly(wall, np.intp(rim), _colour(rng), cv2.LINE_AA)
    photo = sources.photo(split, rng) if rng.random() < 0.5 else None
    if photo is None:
        cv2.fillConvexPoly(wall, np.intp(corners), _colour(rng), cv2.LINE_AA)
        return
    rows, columns = photo.shape[:2]
    whole = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    to_wall = cv2.getPerspectiveTransform(whole, corners.astype(np.float32))
    shown = cv2.warpPerspective(photo.astype(np.float32), to_wall, (width, height))
    inside = np.zeros((height, width), np.float32)
    cv2.fillConvexPoly(inside, np.intp(corners), 1.0, cv2.LINE_AA)
    wall += inside[..., None] * (shown - wall)


def _edge(wall: Layer, rng: Random) -> None:
    """The edge of a wall, a shelf, a lamp's cable: a line all across."""
    height, width = wall.shape[:2]
    upright = rng.random() < 0.6
    first, second = rng.uniform(0, 1) + rng.normal(0, 0.05, 2)
    ends = [(first * width, 0), (second * width, height)] if upright else [
        (0, first * height), (width, second * height)]  # fmt: skip
    a, b = (tuple(int(place) for place in end) for end in ends)
    thick = max(1, int(np.exp(rng.uniform(0, np.log(0.06 * width)))))
    cv2.line(wall, a, b, _colour(rng), thick, cv2.LINE_AA)


def _colour(rng: Random) -> tuple[float, ...]:
    grey = rng.uniform(0, 255)
    return tuple(np.clip(grey + rng.normal(0, 18, 3), 0, 255).tolist())
