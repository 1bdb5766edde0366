"""What is before the camera: things that lie on each other in a room, and the light from them."""

from dataclasses import dataclass

import cv2
import numpy as np

from training.attacks.light import Layer, Matrix, Random, clouds, enlarged, linear, resized
from training.attacks.view import Blur, corners_of, cover, placed, seen
from workers.specimens.lighting import light as shading
from workers.specimens.scenery import table

ACROSS = 400
"""Light in a room is soft: it is worked out at so many pixels across the frame, enlarged later."""

Part = tuple[float, float, float, float]
"""Left, top, width and height of what is looked at, parts of the frame."""

ALL: Part = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Room:
    """Its light. `field`: the factor everywhere, (H, W, 3). `mirror`: what bare glass there would
    mirror (4 % of the room), relative to white paper, (H, W, 3)."""

    field: Layer
    mirror: Layer

    def falling(self, part: Part, size: tuple[int, int]) -> Layer:
        """The factor of light on a part of the frame, at `size` (width, height)."""
        return _part(self.field, part, size)

    def reflected(self, part: Part, size: tuple[int, int], roughness: float) -> Layer:
        """What a surface shows: 0 is a mirror; `roughness` is a part of the frame's width."""
        spread = max(0.3, roughness * self.mirror.shape[1])
        return _part(np.asarray(cv2.GaussianBlur(self.mirror, (0, 0), spread)), part, size)


def _part(coarse: Layer, part: Part, size: tuple[int, int]) -> Layer:
    """A part of a coarse layer of the whole frame, at `size` (width, height)."""
    left, top, width, height = part
    rows, columns = coarse.shape[:2]
    return enlarged(coarse, (left * columns, top * rows), (width * columns, height * rows), size)


def room(frame: tuple[int, int], rng: Random) -> Room:
    """A room with a window or lamps. `frame`: width and height of the sensor in pixels."""
    width, height = ACROSS, round(ACROSS * frame[1] / frame[0])
    fall, dark = rng.uniform(0.03, 0.3), rng.uniform(0, 0.3) * (rng.random() < 0.6)
    field = shading((width, height), fall, dark, rng)
    warmth = rng.normal(0, 0.06)
    field *= np.array([1 - warmth, 1, 1 + warmth], np.float32)
    mirror = np.zeros((height, width, 3), np.float32)
    mirror += rng.uniform(0, 0.09) * clouds((width, height), width / 2, rng)[..., None]
    for _ in range(int(rng.choice((0, 1, 2), p=(0.6, 0.32, 0.08)))):
        _add_lamp(mirror, rng)
    return Room(field, mirror)


def _add_lamp(mirror: Layer, rng: Random) -> None:
    """A window with its cross, a tube or a bulb, somewhere, also beyond the edge."""
    height, width = mirror.shape[:2]
    colour = np.clip(1 + rng.normal(0, 0.08, 3), 0.7, 1.3)
    bright = np.exp(rng.uniform(np.log(0.08), np.log(2.5))) * colour
    shape = np.array(rng.choice(((0.3, 0.4), (0.35, 0.04), (0.07, 0.07)))) * rng.uniform(0.5, 1.5)
    spin = float(rng.uniform(-40, 40))
    middle = (float(rng.uniform(-0.1, 1.1) * width), float(rng.uniform(-0.1, 1.1) * height))
    size = (float(shape[0] * width), float(shape[1] * width))
    corners = cv2.boxPoints((middle, size, spin))
    if shape[0] == shape[1]:
        cv2.circle(mirror, tuple(np.intp(middle)), round(size[0] / 2), bright.tolist(), -1)
        return
    cv2.fillConvexPoly(mirror, np.intp(corners), bright.tolist(), cv2.LINE_AA)
    if size[1] > 0.2 * size[0]:
        thick = max(1, round(0.06 * size[0]))
        for first, second in (((0, 1), (3, 2)), ((1, 2), (0, 3))):
            ends = [tuple(np.intp((corners[a] + corners[b]) / 2)) for a, b in (first, second)]
            cv2.line(mirror, ends[0], ends[1], (bright * 0.1).tolist(), thick)


class Scene:
    """Things before a camera, the last one laid on top.

    `frame`: width and height in pixels of the sensor, or of the `part` of it that is looked at.
    `albedo`: the part of light that comes back
    diffusely, `gloss`: how well it mirrors,
    1 as bare glass, (H, W). `glow`: light of its own. `grid`: what a
    screen's pixels do to its glow, None without one. `roughness`: of the last glossy thing.
    """

    def __init__(self, ground: Layer, blur: Blur, part: Part = ALL) -> None:
        """`ground`: albedo of what everything lies on, as large as the frame."""
        self.frame = (ground.shape[1], ground.shape[0])
        self.part = part
        self.blur = blur
        self.albedo = ground
        self.gloss: Layer = np.zeros(ground.shape[:2], np.float32)
        self.glow: Layer | None = None
        self.grid: Layer | None = None
        self.roughness = 0.05

    def lay(
        self,
        texture: Layer,
        size: tuple[float, float],
        homography: Matrix,
        *,
        radius: float = 0,
        thickness: float = 0,
        gloss: float = 0,
        roughness: float = 0.05,
        over: bool = False,
    ) -> Layer:
        """Lays a flat thing on what is there, and returns how much of every pixel it covers.

        `texture`: its albedo; it fills `size` (width, height). `homography`: from the unit of
        `size` to pixels of the frame. `radius` of its corners and `thickness`, by which it throws
        a shadow, are in that unit too. `gloss`: 1 mirrors as bare glass. `over`: it lies on what
        fills a window: its own edges are in sight, and what is beside it mirrors as before.
        """
        height, width = texture.shape[:2]
        to_unit = np.diag([size[0] / width, size[1] / height, 1.0])
        look = seen(texture, homography @ to_unit, self.frame, self.blur.sigma)
        if self.part != ALL and not over:
            # A window into the middle of it: no edge is in sight.
            self.albedo, self.roughness = look, roughness
            self.gloss = np.full(look.shape[:2], gloss, np.float32)
            return np.ones(look.shape[:2], np.float32)
        covered = cover(size, homography, self.frame, radius=radius, sigma=self.blur.sigma)
        if thickness:
            self._shade(covered, size, homography, thickness)
        self.albedo += covered[..., None] * (look - self.albedo)
        self.gloss += covered * (np.float32(gloss) - self.gloss)
        if not over:
            self.roughness = roughness
        return covered

    def _shade(
        self, covered: Layer, size: tuple[float, float], homography: Matrix, thickness: float
    ) -> None:
        """The shadow at its foot: as wide as it is thick, and some more."""
        corners = placed(corners_of(size), homography)
        unit = float(np.linalg.norm(corners[1] - corners[0])) / size[0]
        reach = max(0.5, thickness * unit)
        small = cv2.resize(covered, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        moved = np.array([[1, 0, 0.25 * reach], [0, 1, 0.4 * reach]], np.float64)
        thrown = cv2.warpAffine(small, moved, (small.shape[1], small.shape[0]))
        soft = cv2.GaussianBlur(thrown, (0, 0), max(0.5, 0.5 * reach))
        self.albedo *= 1 - np.float32(0.5) * cv2.resize(soft, self.frame)[..., None]

    def light(self, around: Room) -> Layer:
        """The light that reaches the sensor, through the lens and over the time it was open."""
        diffuse = self.albedo * around.falling(self.part, self.frame)
        if self.gloss.any():
            mirrored = around.reflected(self.part, self.frame, self.roughness)
            diffuse += self.gloss[..., None] * mirrored
        light = self.blur.shaken(diffuse)
        if self.glow is not None:
            glow = self.blur.shaken(self.glow)
            # Fine as it is, the grid has its blur already, and its moiré arises on the sensor.
            light = light + (glow if self.grid is None else glow * self.grid)
        return light


def ground(frame: tuple[int, int], photo: Layer | None, blur: Blur, rng: Random) -> Layer:
    """The albedo of what a document lies on: a table, or any picture out of focus."""
    if photo is None:
        top = linear(table(*frame, rng)) * np.float32(rng.uniform(0.6, 1.3))
        return np.asarray(cv2.GaussianBlur(top, (0, 0), blur.sigma), np.float32)
    enlarged = resized(photo, frame)
    return np.asarray(np.clip(cv2.GaussianBlur(enlarged, (0, 0), 2.5), 0, 1), np.float32)
