"""Photographs of pages: on a table, from an angle, in some light, by some camera."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.specimens.lighting import glare, light
from workers.specimens.scenery import lid, table

Image = npt.NDArray[np.uint8]
Layer = npt.NDArray[np.float32]
Points = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]

LEVELS = ("flat", "scan", "phone", "hard")
"""From the page itself to a picture that a person would take again."""


@dataclass(frozen=True)
class Conditions:
    """How a level photographs. Ranges are drawn from evenly, angles are in degrees.

    `size`: the picture, pixels (width, height). `fill`: the page's width over the picture's.
    `tilt`: of the page away from the camera. `roll`: in the picture's plane, either way.
    `light`: how much darker one side may be, 0 to 1. `shadow`: how dark one may be, 0 to 1.
    `glare`: grey levels that a reflection adds at its brightest. `blur`: sigma, pixels.
    `shake`: length of a motion blur, pixels. `noise`: sigma, grey levels. `quality`: JPEG.
    """

    size: tuple[int, int]
    fill: tuple[float, float]
    tilt: tuple[float, float]
    roll: float
    light: float
    shadow: float
    glare: float
    blur: tuple[float, float]
    shake: int
    noise: float
    quality: int


CONDITIONS: dict[str, Conditions] = {
    "scan": Conditions((1760, 1280), (0.82, 0.88), (0, 0), 1.5, 0.02, 0, 0, (0.4, 0.6), 0, 1.2, 92),
    "phone": Conditions(
        (1800, 1350), (0.78, 0.84), (5, 13), 5, 0.18, 0.14, 26, (0.5, 0.8), 0, 2.5, 90
    ),
    "hard": Conditions(
        (1800, 1350), (0.66, 0.76), (16, 28), 16, 0.35, 0.34, 120, (0.9, 1.3), 5, 6, 68
    ),
}


@dataclass(frozen=True)
class Photo:
    """A photograph: `jpeg` as a client would send it, and `image`, what it decodes to (BGR).

    `quad`: the true corners of the page, float32 (4, 2) pixels, clockwise from the corner that is
    top left on the page. `homography`: 3×3, from pixels of the page to pixels of the photo.
    """

    image: Image
    quad: Points
    homography: Matrix
    jpeg: bytes

    def place(self, points: npt.ArrayLike) -> Points:
        """Returns where points of the page, (n, 2), are in the photo, float32 (n, 2)."""
        return _place(np.asarray(points, np.float32), self.homography)


def photograph(
    image: Image,
    seed: int,
    level: str = "phone",
    background: Image | None = None,
    *,
    turn: float = 0,
    beyond: tuple[float, float] = (0, 0),
) -> Photo:
    """Takes a picture of a flat page. The same arguments give the same pixels.

    `image`: BGR uint8, the page and nothing else. `level`: `flat` is the page itself, edge to
    edge, as JPEG; `scan` a flatbed scanner; `phone` a fair picture by hand; `hard` a poor one:
    steep, dim, with glare, shaken. `background`: a BGR picture to lie on, resized to the photo;
    left out, a table is made up. The rest does not fit `flat`. `turn`: degrees clockwise, on top
    of the level's own. `beyond`: how far the page reaches over the picture's right and lower edge
    (the left and the upper where negative), as a part of the page; 0 keeps it inside. Raises
    `ValueError` for an unknown level.
    """
    return photograph_together([image], seed, level, background, turn=turn, beyond=beyond)[0]


def photograph_together(
    images: Sequence[Image],
    seed: int,
    level: str = "phone",
    background: Image | None = None,
    *,
    turn: float = 0,
    beyond: tuple[float, float] = (0, 0),
) -> list[Photo]:
    """Takes one picture of several pages that lie below one another, as `photograph` does.

    The pages have one scale, so many pixels in a millimetre. Returns a photo for each, all of the
    same picture. `flat` fits a single page alone (`ValueError`).
    """
    if level not in LEVELS:
        raise ValueError(f"there is no level {level!r}: take one of {', '.join(LEVELS)}")
    if level == "flat":
        if len(images) != 1 or turn or beyond != (0, 0):
            raise ValueError("flat is the page itself: it cannot be moved or joined by another")
        return _develop(images[0], [(np.eye(3), images[0].shape)], quality=95)
    conditions = CONDITIONS[level]
    rng = np.random.default_rng([seed, LEVELS.index(level), 0xCA3E2A])
    places = _places(images, rng)
    corners = [_place(_corners(i.shape), place) for i, place in zip(images, places, strict=True)]
    camera = _viewpoint(np.concatenate(corners), conditions, turn, beyond, rng)
    homographies = [np.asarray(camera @ place, np.float64) for place in places]
    scene = _ground(level, conditions.size, background, rng)
    for image, homography in zip(images, homographies, strict=True):
        _lay(image, homography, scene)
    scene *= light(conditions.size, conditions.light, conditions.shadow, rng)
    if conditions.glare:
        scene += glare(
            conditions.size, conditions.glare, _spot(homographies[0], images[0].shape, rng), rng
        )
    shapes = [image.shape for image in images]
    taken = _expose(scene, conditions, rng)
    return _develop(taken, list(zip(homographies, shapes, strict=True)), quality=conditions.quality)


def _places(images: Sequence[Image], rng: np.random.Generator) -> list[Matrix]:
    """Where each page lies on the table, in pixels of the first: a single one as it is, several
    below one another and a little askew."""
    if len(images) == 1:
        return [np.eye(3)]
    places, top = [], 0.0
    for image in images:
        height, width = image.shape[:2]
        lean = float(rng.uniform(-4, 4))
        place = np.eye(3)
        place[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1)
        place[:2, 2] += rng.uniform(-0.06, 0.06) * width, top
        places.append(place)
        top += height * rng.uniform(1.14, 1.25)
    return places


def _viewpoint(
    corners: Points,
    conditions: Conditions,
    turn: float,
    beyond: tuple[float, float],
    rng: np.random.Generator,
) -> Matrix:
    """The homography of a pinhole camera that looks at what lies on the table from an angle."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    frame = np.array(conditions.size)
    towards = rng.uniform(0, 2 * np.pi)
    tilt = np.radians(rng.uniform(*conditions.tilt))
    roll = np.radians(rng.uniform(-conditions.roll, conditions.roll) + turn)
    tip, _ = cv2.Rodrigues(np.array([np.cos(towards), np.sin(towards), 0]) * tilt)
    spin, _ = cv2.Rodrigues(np.array([0, 0, roll]))
    distance = 1.35 * (high - low).max()  # about 17 cm from a passport: closer distorts more
    middle = (low + high) / 2
    centred = np.array([[1, 0, -middle[0]], [0, 1, -middle[1]], [0, 0, 1]])
    rotation = tip @ spin
    camera = np.diag([distance, distance, 1.0])
    plane = np.column_stack([rotation[:, 0], rotation[:, 1], (0, 0, distance)])
    looked_at = camera @ plane @ centred
    seen = _place(corners, looked_at)
    low, high = seen.min(axis=0), seen.max(axis=0)
    span = high - low
    scale = min(rng.uniform(*conditions.fill) * frame[0] / span[0], *(frame * 0.97 / span))
    slack = (frame - span * scale) / 2
    shift = rng.uniform(-0.5, 0.5, 2) * slack
    for axis, part in enumerate(beyond):
        if part:
            shift[axis] = np.sign(part) * slack[axis] + part * span[axis] * scale
    offset = frame / 2 + shift - (low + high) / 2 * scale
    placed = np.array([[scale, 0, offset[0]], [0, scale, offset[1]], [0, 0, 1]]) @ looked_at
    return np.asarray(placed / placed[2, 2], np.float64)


def _ground(
    level: str, size: tuple[int, int], background: Image | None, rng: np.random.Generator
) -> Layer:
    if background is not None:
        return cv2.resize(background, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return (lid(*size, rng) if level == "scan" else table(*size, rng)).astype(np.float32)


def _lay(image: Image, homography: Matrix, scene: Layer) -> None:
    """Puts a page, its corners rounded like a passport's, and its contact shadow into `scene`."""
    height, width = image.shape[:2]
    quad = _place(_corners(image.shape), homography)
    frame = np.array((scene.shape[1], scene.shape[0]))
    left, top = np.clip(np.floor(quad.min(axis=0)) - 32, 0, frame - 1).astype(int)
    right, bottom = np.clip(np.ceil(quad.max(axis=0)) + 32, 1, frame).astype(int)
    part = scene[top:bottom, left:right]
    moved = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]) @ homography
    size = (int(right - left), int(bottom - top))
    shape = _outline(width, height)
    cover = cv2.warpPerspective(shape, moved, size, flags=cv2.INTER_LINEAR) / np.float32(255)
    page = cv2.warpPerspective(
        image, moved, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    thrown = cv2.warpAffine(cover, np.array([[1, 0, 5], [0, 1, 8]], np.float64), size)
    shadow = 1 - 0.45 * cv2.GaussianBlur(thrown, (0, 0), 7)
    part *= shadow[..., None]
    part += cover[..., None] * (page - part)


@functools.cache
def _outline(width: int, height: int) -> Image:
    radius = round(0.018 * width)
    shape = np.zeros((height, width), np.uint8)
    cv2.rectangle(shape, (radius, 0), (width - 1 - radius, height - 1), 255, cv2.FILLED)
    cv2.rectangle(shape, (0, radius), (width - 1, height - 1 - radius), 255, cv2.FILLED)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(shape, (x, y), radius, 255, cv2.FILLED, cv2.LINE_AA)
    shape.setflags(write=False)
    return shape


def _spot(
    homography: Matrix, page: tuple[int, ...], rng: np.random.Generator
) -> tuple[float, float]:
    """Where a lamp is reflected: on the page's upper half. Nobody keeps a picture with the spot
    on the lines that a machine must read."""
    where = np.array([[page[1] * rng.uniform(0.1, 0.9), page[0] * rng.uniform(0.05, 0.5)]])
    ((x, y),) = _place(where.astype(np.float32), homography)
    return float(x), float(y)


def _expose(scene: Layer, conditions: Conditions, rng: np.random.Generator) -> Image:
    """Lens, hand and sensor: blur, then noise, then eight bits."""
    sharp: Layer = cv2.GaussianBlur(scene, (0, 0), rng.uniform(*conditions.blur)).astype(
        np.float32, copy=False
    )
    if conditions.shake > 1:
        length = conditions.shake
        kernel = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        reach = np.array([np.cos(angle), np.sin(angle)]) * (length - 1) / 2
        middle = (length - 1) / 2
        first, last = (tuple(np.round(middle + s * reach).astype(int).tolist()) for s in (-1, 1))
        cv2.line(kernel, first, last, 1.0)
        sharp = np.asarray(cv2.filter2D(sharp, -1, kernel / kernel.sum()), np.float32)
    height, width = sharp.shape[:2]
    noise = _sensor_noise(width, height, rng)
    sharp += noise * np.float32(conditions.noise)
    sharp += np.float32(0.5)
    return np.clip(sharp, 0, 255, out=sharp).astype(np.uint8)


def _sensor_noise(width: int, height: int, rng: np.random.Generator) -> Layer:
    """Noise of sigma 1 in brightness and half of that in colour, (height, width, 3)."""
    drawn = _drawn_noise(width, height)
    top, left = (int(n) for n in rng.integers(0, _SPARE, 2))
    return drawn[top : top + height, left : left + width]


_SPARE = 256


@functools.cache
def _drawn_noise(width: int, height: int) -> Layer:
    """Drawn once, and larger than needed: each picture has another part of it."""
    rng = np.random.default_rng(0x5E2503)
    size = (height + _SPARE, width + _SPARE)
    colour = rng.standard_normal((*size, 3), np.float32) * np.float32(0.5)
    return np.asarray(rng.standard_normal((*size, 1), np.float32) + colour, np.float32)


def _develop(
    image: Image, pages: Sequence[tuple[Matrix, tuple[int, ...]]], *, quality: int
) -> list[Photo]:
    done, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    if not done or decoded is None:
        raise RuntimeError("OpenCV could not write a JPEG")
    picture, data = decoded.astype(np.uint8), jpeg.tobytes()
    return [
        Photo(picture, _place(_corners(shape), homography), homography, data)
        for homography, shape in pages
    ]


def _corners(page: tuple[int, ...]) -> Points:
    right, bottom = page[1] - 1, page[0] - 1
    return np.array([(0, 0), (right, 0), (right, bottom), (0, bottom)], np.float32)


def _place(points: Points, homography: Matrix) -> Points:
    placed = cv2.perspectiveTransform(points.reshape(-1, 1, 2), homography)
    return np.asarray(placed.reshape(-1, 2), np.float32)
