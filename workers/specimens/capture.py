"""Photographs of a page: on a table, from an angle, in some light, by some camera."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.specimens.scenery import MATERIALS, noise, tabletop

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
    image: Image, seed: int, level: str = "phone", background: Image | None = None
) -> Photo:
    """Takes a picture of a flat page. The same arguments give the same pixels.

    `image`: BGR uint8, the page and nothing else. `level`: `flat` is the page itself, edge to
    edge, as JPEG; `scan` a flatbed scanner; `phone` a fair picture by hand; `hard` a poor one:
    steep, dim, with glare, shaken. `background`: a BGR picture to lie on, resized to the photo;
    left out, a table is made up. Raises `ValueError` for an unknown level.
    """
    if level not in LEVELS:
        raise ValueError(f"there is no level {level!r}: take one of {', '.join(LEVELS)}")
    if level == "flat":
        return _develop(image, np.eye(3), image.shape[:2], quality=95)
    conditions = CONDITIONS[level]
    rng = np.random.default_rng([seed, LEVELS.index(level), 0xCA3E2A])
    homography = _viewpoint(image.shape[:2], conditions, rng)
    ground = _ground(level, conditions.size, background, rng)
    scene = _lay(image, homography, ground, conditions.size)
    scene *= _light(conditions, rng)
    scene += _glare(conditions, homography, image.shape[:2], rng)
    return _develop(
        _expose(scene, conditions, rng), homography, image.shape[:2], quality=conditions.quality
    )


def _viewpoint(page: tuple[int, ...], conditions: Conditions, rng: np.random.Generator) -> Matrix:
    """The homography of a pinhole camera that looks at the page from an angle."""
    height, width = page[:2]
    frame_width, frame_height = conditions.size
    towards = rng.uniform(0, 2 * np.pi)
    tilt = np.radians(rng.uniform(*conditions.tilt))
    roll = np.radians(rng.uniform(-conditions.roll, conditions.roll))
    turn, _ = cv2.Rodrigues(np.array([np.cos(towards), np.sin(towards), 0]) * tilt)
    spin, _ = cv2.Rodrigues(np.array([0, 0, roll]))
    distance = 1.35 * width  # about 17 cm from a passport: closer distorts more
    centred = np.array([[1, 0, -(width - 1) / 2], [0, 1, -(height - 1) / 2], [0, 0, 1]])
    rotation = turn @ spin
    camera = np.diag([distance, distance, 1.0])
    plane = np.column_stack([rotation[:, 0], rotation[:, 1], (0, 0, distance)])
    looked_at = camera @ plane @ centred
    seen = _place(_corners(page), looked_at)
    low, high = seen.min(axis=0), seen.max(axis=0)
    span = high - low
    room = np.array([frame_width, frame_height]) * 0.97
    scale = min(rng.uniform(*conditions.fill) * frame_width / span[0], *(room / span))
    slack = (np.array([frame_width, frame_height]) - span * scale) / 2
    shift = rng.uniform(-0.5, 0.5, 2) * slack
    offset = np.array([frame_width, frame_height]) / 2 + shift - (low + high) / 2 * scale
    placed = np.array([[scale, 0, offset[0]], [0, scale, offset[1]], [0, 0, 1]]) @ looked_at
    return np.asarray(placed / placed[2, 2], np.float64)


def _ground(
    level: str, size: tuple[int, int], background: Image | None, rng: np.random.Generator
) -> Layer:
    if background is not None:
        return cv2.resize(background, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    if level == "scan":  # the white lid of the scanner
        lid = 226 + 10 * noise(*size, 700, 500, rng)
        return np.asarray(lid[..., None] * np.array([1, 1, 0.99], np.float32), np.float32)
    material = str(rng.choice(MATERIALS))
    return tabletop(material, *size, rng).astype(np.float32)


def _lay(image: Image, homography: Matrix, ground: Layer, size: tuple[int, int]) -> Layer:
    """Puts the page, its corners rounded like a passport's, and its contact shadow on `ground`."""
    height, width = image.shape[:2]
    radius = round(0.018 * width)
    shape = np.zeros((height, width), np.uint8)
    cv2.rectangle(shape, (radius, 0), (width - 1 - radius, height - 1), 255, cv2.FILLED)
    cv2.rectangle(shape, (0, radius), (width - 1, height - 1 - radius), 255, cv2.FILLED)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(shape, (x, y), radius, 255, cv2.FILLED, cv2.LINE_AA)
    cover = cv2.warpPerspective(shape, homography, size, flags=cv2.INTER_LINEAR) / np.float32(255)
    page = cv2.warpPerspective(
        image, homography, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    thrown = cv2.warpAffine(cover, np.array([[1, 0, 5], [0, 1, 8]], np.float64), size)
    shadow = 1 - 0.45 * cv2.GaussianBlur(thrown, (0, 0), 7)
    cover = cover[..., None]
    return np.asarray(page * cover + ground * shadow[..., None] * (1 - cover), np.float32)


def _light(conditions: Conditions, rng: np.random.Generator) -> Layer:
    """The light, (height, width, 3): it falls off to one side, is tinted, has a shadow in it."""
    width, height = conditions.size
    towards = rng.uniform(0, 2 * np.pi)
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    slope = (x * np.cos(towards) + y * np.sin(towards)) / np.float32(np.sqrt(2))
    light = 1 - conditions.light * (slope + 1) / 2
    if conditions.shadow:
        light *= 1 - conditions.shadow * _shade(conditions.size, rng)
    warmth = rng.uniform(-1, 1) * 0.06 * conditions.light / 0.18
    tint = np.array([1 - warmth, 1, 1 + warmth], np.float32)
    return np.asarray(light[..., None] * tint, np.float32)


def _shade(size: tuple[int, int], rng: np.random.Generator) -> Layer:
    """The soft shadow, 0 to 1, of a hand or a phone that reaches in over one edge."""
    width, height = size[0] // 8, size[1] // 8  # it is so soft that an eighth is fine enough
    mask = np.zeros((height, width), np.float32)
    side = rng.choice([-1, 1])
    x = width / 2 + side * width * rng.uniform(0.34, 0.5)
    y = height * rng.uniform(0.15, 0.5)
    blob = (x, y), (width * rng.uniform(0.3, 0.5), height * rng.uniform(0.7, 1.1))
    cv2.ellipse(mask, (*blob, float(rng.uniform(-35, 35))), 1.0, cv2.FILLED)
    soft = cv2.GaussianBlur(mask, (0, 0), 7)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_CUBIC), np.float32)


def _glare(
    conditions: Conditions, homography: Matrix, page: tuple[int, ...], rng: np.random.Generator
) -> Layer:
    """What a lamp's reflection adds, (height, width, 1): a bright spot on the page's upper half.

    Nobody keeps a picture with the spot on the two lines that a machine must read.
    """
    width, height = conditions.size
    where = np.array([[page[1] * rng.uniform(0.1, 0.9), page[0] * rng.uniform(0.05, 0.5)]])
    (centre_x, centre_y), *_ = _place(where.astype(np.float32), homography)
    lean = rng.uniform(-0.6, 0.6)
    long, short = width * rng.uniform(0.06, 0.1), width * rng.uniform(0.025, 0.05)
    x = np.arange(width, dtype=np.float32)[None, :] - centre_x
    y = np.arange(height, dtype=np.float32)[:, None] - centre_y
    along = (x * np.cos(lean) + y * np.sin(lean)) / long
    across = (y * np.cos(lean) - x * np.sin(lean)) / short
    spot = np.exp(-((along**2 + across**2) ** 1.2) / 2)
    return np.asarray(conditions.glare * spot[..., None], np.float32)


def _expose(scene: Layer, conditions: Conditions, rng: np.random.Generator) -> Image:
    """Lens, hand and sensor: blur, then noise, then eight bits."""
    sharp = cv2.GaussianBlur(scene, (0, 0), rng.uniform(*conditions.blur))
    if conditions.shake > 1:
        length = conditions.shake
        kernel = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        reach = np.array([np.cos(angle), np.sin(angle)]) * (length - 1) / 2
        middle = (length - 1) / 2
        first, last = (tuple(np.round(middle + s * reach).astype(int).tolist()) for s in (-1, 1))
        cv2.line(kernel, first, last, 1.0)
        sharp = cv2.filter2D(sharp, -1, kernel / kernel.sum())
    height, width = sharp.shape[:2]
    brightness = rng.standard_normal((height, width, 1), np.float32) * conditions.noise
    colour = rng.standard_normal((height, width, 3), np.float32) * conditions.noise * 0.5
    return np.asarray(np.clip(sharp + brightness + colour + 0.5, 0, 255), np.uint8)


def _develop(image: Image, homography: Matrix, page: tuple[int, ...], *, quality: int) -> Photo:
    done, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    if not done or decoded is None:
        raise RuntimeError("OpenCV could not write a JPEG")
    quad = _place(_corners(page), homography)
    return Photo(decoded.astype(np.uint8), quad, homography, jpeg.tobytes())


def _corners(page: tuple[int, ...]) -> Points:
    right, bottom = page[1] - 1, page[0] - 1
    return np.array([(0, 0), (right, 0), (right, bottom), (0, bottom)], np.float32)


def _place(points: Points, homography: Matrix) -> Points:
    placed = cv2.perspectiveTransform(points.reshape(-1, 1, 2), homography)
    return np.asarray(placed.reshape(-1, 2), np.float32)
