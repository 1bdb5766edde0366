"""Where a person is: what they came with, or any room, with things on its walls.

Pictures, windows, doors and monitors behind a person have the edges that a held print or screen
has. Whoever has seen no room takes every edge for an attack.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from training.attacks import sources
from training.attacks.light import Image, Layer, Random, resized
from training.attacks.sources import Box, Face
from training.attacks.splits import Split

ELSEWHERE = 0.6
"""Part of all people who are put into another room."""

FURTHER = 0.9
"""Part of these who stand further away, where they can: more of the room is around them."""


@dataclass(frozen=True)
class Selfie:
    """A person where they are. `image`: BGR. `person`: how much of each pixel they cover, 0..1,
    (H, W). `box`: of the face, pixels."""

    image: Image
    person: Layer
    box: Box


def somewhere(split: Split, face: Face, rng: Random) -> Selfie:
    """A person where they are; the same for all species of a setting."""
    image = face.selfie()
    here = Selfie(image, np.ones(image.shape[:2], np.float32), face.box_in_selfie())
    if rng.random() >= ELSEWHERE:
        return here
    photo = sources.photo(split, rng)
    if photo is None:
        return here
    cut_out = replace(here, person=face.silhouette())
    if rng.random() < FURTHER:
        cut_out = _further(cut_out, rng)
    selfie = cut_out.image
    size = (selfie.shape[1], selfie.shape[0])
    wall = resized(photo, size).astype(np.float32)
    if rng.random() < 0.4:
        wall = wall.mean(axis=(0, 1)) + rng.uniform(0, 0.3) * (wall - wall.mean(axis=(0, 1)))
        wall = wall + rng.uniform(-60, 100)
    for _ in range(int(rng.integers(0, 5))):
        _hang(split, wall, rng)
    for _ in range(int(rng.integers(0, 4))):
        _edge(wall, rng)
    soft = cv2.GaussianBlur(wall, (0, 0), float(np.exp(rng.uniform(np.log(0.4), np.log(5)))))
    seen = soft + cut_out.person[..., None] * (selfie - soft)
    return replace(cut_out, image=np.clip(seen, 0, 255).astype(np.uint8))


def _further(selfie: Selfie, rng: Random) -> Selfie:
    """The person at the lower edge of a larger picture, the room still to be seen around them. Who
    does not end before the edges of their picture, their shoulders aside, stays as they are."""
    height, width = selfie.person.shape
    left, _, right, chin = selfie.box
    if max(selfie.person[0].max(), selfie.person[: int(chin), [0, -1]].max()) > 0.5:
        return selfie
    # Shoulders are rounded off: cut upright, they would look as what a screen's edge cuts.
    trunk = np.zeros((height, width), np.uint8)
    trunk[: int(chin)] = 1
    reach = (round(0.5 * width), round(1.15 * (height - chin)))
    cv2.ellipse(trunk, (round((left + right) / 2), height), reach, 0, 0, 360, 1, -1)
    person = selfie.person * cv2.GaussianBlur(trunk.astype(np.float32), (0, 0), 1.2)
    larger = float(rng.uniform(1.1, 1.7))
    size = (round(width * larger), round(height * larger))
    x, y = int(rng.integers(0, size[0] - width + 1)), size[1] - height
    edges = ((y, 0), (x, size[0] - width - x))
    return Selfie(
        np.pad(selfie.image, (*edges, (0, 0))),
        np.pad(person, edges),
        (left + x, selfie.box[1] + y, right + x, chin + y),
    )


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
