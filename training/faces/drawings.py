"""Masks, glasses and closed lids, drawn onto pictures of faces.

Shapes are formulas over the coordinates of a head: the unit is the distance between its eyes, the
origin lies midway between them, x goes along them to the picture's right, y down to the mouth.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.faces import Face
from workers.vision.faces.visibility import MOUTH

Image = npt.NDArray[np.uint8]
Layer = npt.NDArray[np.float32]
"""(height, width) or (height, width, 3)."""
Random = np.random.Generator
Colour = tuple[float, float, float]
"""Blue, green and red, 0..255."""

REACH = np.array([(-1.5, -1.5), (1.5, 2.1)])
"""How far from the middle between the eyes anything is drawn, in units: upwards and to the left,
downwards and to the right."""


def measures(face: Face) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], float]:
    """The middle between the eyes, that of the mouth, and the unit, in pixels.

    Of a head that is turned aside the eyes come nearer; they do not come nearer to the mouth.
    """
    points = face.points.astype(np.float64)
    origin, lips = (points[0] + points[1]) / 2, (points[3] + points[4]) / 2
    apart, down = (float(np.hypot(*way)) for way in (points[1] - points[0], lips - origin))
    return origin, lips, max(apart, MOUTH * down)


def around(image: Image, face: Face) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the part of a picture that may be drawn on."""
    origin, _, unit = measures(face)
    height, width = image.shape[:2]
    low = np.clip(origin + REACH[0] * unit, 0, [width - 1, height - 1]).astype(int)
    high = np.clip(origin + REACH[1] * unit, low + 1, [width, height]).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


@dataclass(frozen=True)
class Head:
    """The part of a picture that is drawn on. `x`, `y`: coordinates of the head at every pixel.

    `corner`: of the part in the picture, x and y. `unit`: in pixels. `eyes`: x of either eye.
    `nose`, `mouth`: x and y of its tip and its middle. `sides`: x of the left and the right side.
    """

    x: Layer
    y: Layer
    corner: tuple[int, int]
    unit: float
    eyes: tuple[float, float]
    nose: tuple[float, float]
    mouth: tuple[float, float]
    sides: tuple[float, float]

    @classmethod
    def of(cls, image: Image, face: Face) -> "Head":
        """The head of a face that was found on the picture."""
        points = face.points.astype(np.float64)
        origin, lips, unit = measures(face)
        down = (lips - origin) / np.hypot(*(lips - origin))
        across = np.array([down[1], -down[0]])
        left, top, right, bottom = around(image, face)
        columns = np.arange(left, right, dtype=np.float32)[None, :] - np.float32(origin[0])
        rows = np.arange(top, bottom, dtype=np.float32)[:, None] - np.float32(origin[1])

        def told(point: npt.NDArray[np.float64]) -> tuple[float, float]:
            x, y = (float((point - origin) @ way / unit) for way in (across, down))
            return x, y

        middle = (face.box[1] + face.box[3]) / 2
        return cls(
            x=(columns * np.float32(across[0]) + rows * np.float32(across[1])) / np.float32(unit),
            y=(columns * np.float32(down[0]) + rows * np.float32(down[1])) / np.float32(unit),
            corner=(left, top),
            unit=unit,
            eyes=(told(points[0])[0], told(points[1])[0]),
            nose=told(points[2]),
            mouth=told(lips),
            sides=(
                max(-1.25, told(np.array([face.box[0], middle]))[0]),
                min(1.25, told(np.array([face.box[2], middle]))[0]),
            ),
        )

    def part(self, image: Image) -> Layer:
        """The part's pixels."""
        left, top = self.corner
        height, width = self.x.shape
        return image[top : top + height, left : left + width].astype(np.float32)

    def drawn(self, image: Image, part: Layer) -> Image:
        """A copy of the picture with the part's pixels in their place."""
        left, top = self.corner
        height, width = self.x.shape
        copy = image.copy()
        copy[top : top + height, left : left + width] = np.clip(part + 0.5, 0, 255).astype(np.uint8)
        return copy

    def inside(self, level: npt.NDArray[np.floating]) -> Layer:
        """1 where a signed distance in units is positive, 0 outside, soft over about a pixel."""
        return np.asarray(np.clip(level * self.unit + 0.5, 0, 1), np.float32)


def masked(image: Image, face: Face, rng: Random) -> Image:
    """The face behind a mask over nose and mouth, one in ten over the mouth alone."""
    head = Head.of(image, face)
    part = head.part(image)
    x, y = head.x, head.y
    left, right = head.sides
    middle, half = (left + right) / 2, (right - left) / 2 * rng.uniform(0.84, 1.0)
    top = head.nose[1] * rng.uniform(0.25, 0.75)
    if rng.random() < 0.1:
        top = head.nose[1] + 0.1
    off = np.abs(x - head.nose[0] * 0.8)
    edge = top + rng.uniform(0.05, 0.3) * off ** rng.uniform(1.2, 2.2)
    start = head.mouth[1] * rng.uniform(0.2, 0.5)
    chin = head.mouth[1] + rng.uniform(0.5, 0.85) - start
    below = np.maximum(y - start, 0) / chin
    jaw = 1 - (np.abs((x - middle) / half) ** 2.4 + below ** rng.uniform(2, 3)) ** (1 / 2.2)
    inside = head.inside(np.minimum(y - edge, jaw * half))
    # Cloth takes the light of the face beneath it, and its own shape.
    light = cv2.GaussianBlur(part.mean(axis=2), (0, 0), 0.3 * head.unit)
    light = np.asarray((light / max(1.0, float(light[inside > 0.5].mean()))) ** 0.8, np.float32)
    light *= 1.08 - rng.uniform(0.1, 0.35) * ((x - middle) / half) ** 2
    cloth = _cloth(head, rng) * (light * _folds(head, rng))[..., None]
    cloth += rng.normal(0, rng.uniform(1, 5), cloth.shape)
    shade = 1 - 0.3 * cv2.GaussianBlur(inside, (0, 0), 0.06 * head.unit)[..., None]
    part = part * shade
    bands = rng.uniform(0.6, 1)
    for side, ear in ((left, -1), (right, 1)):
        for begin, end in ((top + 0.25, -0.05), (head.mouth[1] * 0.9, 0.25)):
            band = _line(head, (side * 0.9, begin), (side + 0.1 * ear, end), 0.018)
            part += (np.float32(220 * bands) - part) * band[..., None] * (1 - inside[..., None])
    return head.drawn(image, part + (cloth - part) * inside[..., None])


def with_glasses(image: Image, face: Face, rng: Random, *, dark: bool) -> Image:
    """The face behind dark glasses, or behind clear spectacles in the same frames."""
    head = Head.of(image, face)
    return head.drawn(image, _glasses(head, head.part(image), rng, dark=dark, lift=0.0))


def with_raised_glasses(image: Image, face: Face, rng: Random) -> Image:
    """The face with dark glasses pushed up to the forehead."""
    head = Head.of(image, face)
    lift = float(rng.uniform(0.75, 1.1))
    return head.drawn(image, _glasses(head, head.part(image), rng, dark=True, lift=lift))


def with_closed_eyes(
    image: Image, face: Face, contours: npt.NDArray[np.floating], rng: Random
) -> Image:
    """The face with its upper lids drawn down: the skin above either eye is stretched over it.

    `contours`: (2, 16, 2) of either eye in pixels: the lower lid from corner to corner, then the
    upper lid between them, the corner of the lower lid's beginning first.
    """
    head = Head.of(image, face)
    part = head.part(image)
    height, width = head.x.shape
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height))
    rows = rows.astype(np.float32)
    for contour in contours - np.array(head.corner):
        order = np.argsort(contour[:9, 0])
        lower = contour[:9][order]
        upper = np.concatenate([contour[[0]], contour[9:], contour[[8]]])[order]
        at = columns[0]
        within = (at >= lower[0, 0]) & (at <= lower[-1, 0])
        bottom = np.interp(at, lower[:, 0], lower[:, 1])
        top = np.minimum(np.interp(at, upper[:, 0], upper[:, 1]), bottom)
        # The lid alone is stretched: a little farther up the brows begin.
        reach = np.float32(rng.uniform(0.07, 0.11) * head.unit)
        start, edge = top - reach, bottom + np.float32(rng.uniform(-0.02, 0.01) * head.unit)
        share = np.clip((rows - start) / np.maximum(edge - start, 1e-3), 0, 1)
        source = start + share * (reach - np.float32(0.02 * head.unit))
        lid = cv2.remap(part, columns, source.astype(np.float32), cv2.INTER_LINEAR, borderMode=1)
        covered = (rows >= start) & (rows <= edge) & within
        soft = cv2.GaussianBlur(covered.astype(np.float32), (0, 0), 0.012 * head.unit)[..., None]
        part = part + (lid - part) * soft
        thick = rng.uniform(0.012, 0.03) * head.unit
        lashes = np.exp(-(((rows - edge) / thick) ** 2)) * within * rng.uniform(0.35, 0.8)
        part = part * (1 - lashes[..., None].astype(np.float32))
    return head.drawn(image, np.asarray(part, np.float32))


def _cloth(head: Head, rng: Random) -> Layer:
    """The colour of a mask everywhere: of one dye, or with stripes or dots."""
    dyes: list[Colour] = [
        (222, 196, 160), (228, 205, 175), (240, 240, 238), (232, 236, 235), (205, 215, 185),
        (214, 200, 232), (38, 36, 36), (58, 54, 52), (120, 118, 116), (96, 60, 40),
    ]  # fmt: skip
    own: Colour = tuple(rng.uniform(25, 235, 3).tolist())
    dye = np.array(own if rng.random() < 0.3 else dyes[int(rng.integers(len(dyes)))], np.float32)
    cloth = np.broadcast_to(dye, (*head.x.shape, 3)).astype(np.float32)
    if rng.random() < 0.2:
        other = np.array(rng.uniform(25, 235, 3), np.float32)
        fine, turn = rng.uniform(8, 30), rng.uniform(0, np.pi)
        wave = np.sin(fine * (head.x * np.cos(turn) + head.y * np.sin(turn)))
        if rng.random() < 0.5:
            wave = wave * np.sin(fine * (head.y * np.cos(turn) - head.x * np.sin(turn)))
        cloth += (other - cloth) * head.inside((wave - 0.3) / fine)[..., None]
    return cloth


def _folds(head: Head, rng: Random) -> Layer:
    """How folds darken a mask: pleats across it, a seam down its middle, or none."""
    light = np.ones_like(head.x)
    kind = rng.integers(3)
    if kind == 0:
        first, apart = head.nose[1] * rng.uniform(0.8, 1.1), rng.uniform(0.16, 0.26)
        for pleat in range(3):
            line = head.y - (first + pleat * apart) + 0.06 * head.x**2
            light -= np.float32(0.16) * np.exp(-((line / 0.025) ** 2))
    elif kind == 1:
        line = head.x - head.nose[0] * 0.9
        light += np.float32(0.12) * np.exp(-((line / 0.03) ** 2)) - np.float32(0.05) * (line > 0)
    return np.asarray(light, np.float32)


def _glasses(head: Head, part: Layer, rng: Random, *, dark: bool, lift: float) -> Layer:
    """Glasses in front of a part; `lift`: how far above the eyes they sit."""
    left, right = head.eyes
    apart = right - left
    half = apart * rng.uniform(0.34, 0.49)
    high = half * rng.uniform(0.6, 1.05)
    middle = rng.uniform(0.0, 0.14) - lift
    lens = np.full_like(head.x, -1)
    for place in (left, right):
        dx, dy = (head.x - place) / half, (head.y - middle) / high
        dx = dx * (1 + rng.uniform(-0.02, 0.02))
        if rng.random() < 2 / 3:  # narrower below, as aviators' are, by what is drawn here
            dx = dx * (1 + 0.22 * np.clip(dy, 0, None))
        power = float(rng.choice([2.0, 2.5, 4.0]))
        level = 1 - (np.abs(dx) ** power + np.abs(dy) ** power) ** (1 / power)
        lens = np.maximum(lens, level * high)
    if rng.random() < 0.12:  # one visor
        wide = half + apart / 2
        dx, dy = (head.x - (left + right) / 2) / wide, (head.y - middle) / high
        lens = (1 - (np.abs(dx) ** 5 + np.abs(dy) ** 3) ** (1 / 4)) * high
    inside = head.inside(lens)
    thick = rng.uniform(0.008, 0.075)
    metal = thick < 0.03
    frame = head.inside(thick / 2 - np.abs(lens))
    frame = np.maximum(
        frame, _line(head, (left + half * 0.8, middle - high * 0.3),
                     (right - half * 0.8, middle - high * 0.3), max(thick, 0.02)) * (1 - inside)
    )  # fmt: skip
    for place, side in ((left - half, head.sides[0]), (right + half, head.sides[1])):
        temple = _line(head, (place, middle - high * 0.4), (side, -0.1 - lift), max(thick, 0.025))
        frame = np.maximum(frame, temple * (1 - inside))
    tint = _tint(head, (head.y - middle) / high, rng, dark=dark)
    glass = tint[0] + _reflection(head, middle, high, rng)
    part = part + (glass - part) * (inside * tint[1])[..., None]
    shine = _reflection(head, middle, high, rng) * rng.uniform(0, 0.8)
    part = part + shine * inside[..., None]
    paint = (60, 110, 150) if metal and rng.random() < 0.4 else rng.uniform(10, 90, 3)
    if rng.random() < 0.15:
        paint = rng.uniform(20, 235, 3)
    gloss = 1 + 0.25 * np.sin(9 * head.x + rng.uniform(0, 6))
    material = np.array(paint, np.float32) * gloss[..., None]
    return np.asarray(part + (material - part) * frame[..., None], np.float32)


def _tint(head: Head, down: Layer, rng: Random, *, dark: bool) -> tuple[Layer, Layer]:
    """The colour of lenses, and how much of the eye each place hides, 0..1.

    `down`: -1 at the upper rim to 1 at the lower one.
    """
    dyes: list[Colour] = [
        (18, 18, 18), (22, 34, 58), (30, 44, 28), (60, 40, 24), (56, 26, 44), (30, 60, 110),
    ]  # fmt: skip
    dye = np.array(dyes[int(rng.integers(len(dyes)))], np.float32)
    if not dark:
        return np.broadcast_to(dye * 2, (*head.x.shape, 3)).astype(np.float32), np.full_like(
            head.x, rng.uniform(0, 0.12)
        )
    hidden = np.full_like(head.x, rng.uniform(0.8, 1.0))
    if rng.random() < 0.3:  # lighter below
        hidden = hidden - np.float32(rng.uniform(0.1, 0.3)) * np.clip((down + 1) / 2, 0, 1)
    colour = np.broadcast_to(dye, (*head.x.shape, 3)).astype(np.float32)
    if rng.random() < 0.2:  # a mirror: sky above, ground below, in the coating's colour
        coat = np.array(rng.uniform(60, 230, 3), np.float32)
        sky = 1 / (1 + np.exp(np.clip(6 * (down - rng.uniform(-0.4, 0.5)), -30, 30)))
        colour = coat * (0.45 + 0.7 * sky[..., None])
    return np.asarray(colour, np.float32), np.asarray(hidden, np.float32)


def _reflection(head: Head, middle: float, high: float, rng: Random) -> Layer:
    """Light that lenses throw back, in grey levels: a window, a streak, or nothing."""
    if rng.random() < 0.45:
        return np.zeros((*head.x.shape, 1), np.float32)
    slope, place = rng.uniform(-1, 1), rng.uniform(-0.4, 0.4)
    wide = rng.uniform(0.03, 0.2)
    apart = head.eyes[1] - head.eyes[0]
    nearest = np.minimum(np.abs(head.x - head.eyes[0] - place * apart * 0.5
                                - slope * (head.y - middle)),
                         np.abs(head.x - head.eyes[1] - place * apart * 0.5
                                - slope * (head.y - middle)))  # fmt: skip
    streak = np.exp(-((nearest / wide) ** 4)) * rng.uniform(20, 110)
    return np.asarray(streak * head.inside(high - np.abs(head.y - middle)), np.float32)[..., None]


def _line(head: Head, one: tuple[float, float], other: tuple[float, float], wide: float) -> Layer:
    """A straight line of a width between two places."""
    (x0, y0), (x1, y1) = one, other
    length = max(float(np.hypot(x1 - x0, y1 - y0)), 1e-6)
    along = np.clip(((head.x - x0) * (x1 - x0) + (head.y - y0) * (y1 - y0)) / length**2, 0, 1)
    off = np.hypot(head.x - x0 - along * (x1 - x0), head.y - y0 - along * (y1 - y0))
    return head.inside(wide / 2 - off)
