"""Screens: how their pixels are made, and what a camera makes of them.

A screen's pixels are a pattern of red, green and blue lights that repeats for ever. It is drawn
finely, blurred as the camera's lens, pixels and hand blur it at this distance (in the pattern's
own Fourier series, so exactly), and then looked up at every pixel of the sensor. Where the sensor
is too coarse for the pattern, moiré comes by itself, in colour behind the mosaic of filters.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from training.attacks.layouts import FINE, LAYOUTS
from training.attacks.light import Image, Layer, Matrix, Random, clouds, linear, resized, stream
from training.attacks.scene import ALL, Scene
from training.attacks.view import Blur, cover, jacobian, seen, seen_in_blocks

BLOCKS_FROM = 2.0
"""Camera pixels per screen pixel above which each of the screen's pixels shows as a square."""


@dataclass(frozen=True)
class Screen:
    """One model of screen.

    `layout`: name of the pattern. `filled`: the part of each light's place that shines, along a
    side. `tint`: BGR of its white. `black`: light of its black, part of white; `bleed`: what comes
    through at the edges besides. `gamma`: against sRGB's. `gloss`: of its glass, 1 is bare;
    `roughness` of it. `flicker`: depth of the bands that a dimmed screen shows in a rolling
    shutter.
    """

    name: str
    layout: str
    filled: float
    tint: tuple[float, float, float]
    black: float
    bleed: float
    gamma: float
    gloss: float
    roughness: float
    flicker: float

    def grid(self, homography: Matrix, frame: tuple[int, int], blur: Blur) -> Layer:
        """The factor by which its pixels modulate its light, (H, W, 3), 1 on average.

        `homography`: from the screen's pixels to those of the frame.
        """
        pattern = LAYOUTS[self.layout](self.filled)
        inverse = np.linalg.inv(homography)
        middle = (frame[0] / 2, frame[1] / 2)
        steps = jacobian(inverse, middle)
        tile = _blurred(pattern, steps @ blur.covariance() @ steps.T)
        u, v = _coordinates(inverse, frame)
        rows, columns = pattern.shape[:2]
        # Looked up between samples: the tile goes on after its last row with its first.
        wrapped = np.pad(tile, ((0, 1), (0, 1), (0, 0)), mode="wrap")
        return np.asarray(
            cv2.remap(wrapped, (u * FINE) % columns, (v * FINE) % rows, cv2.INTER_LINEAR),
            np.float32,
        )

    def shine(self, picture: Image, rng: Random, *, whole: bool = True) -> Layer:
        """Its light when it shows a picture, white is about 1.

        `whole`: it is all of the screen, with its bleeding edges, and not a part of the middle.
        """
        height, width = picture.shape[:2]
        light = cv2.pow(linear(picture), self.gamma)
        if not whole:
            light = light * (1 - self.black) + np.float32(self.black)
            return np.asarray(light * np.array(self.tint, np.float32), np.float32)
        near = np.minimum(np.arange(width), np.arange(width)[::-1])[None, :] / width
        low = np.minimum(np.arange(height), np.arange(height)[::-1])[:, None] / height
        edge = np.exp(-np.minimum(near, low) / 0.04).astype(np.float32)
        leak = self.black + self.bleed * edge * clouds((width, height), max(8, width / 4), rng)
        light = (light * (1 - self.black) + leak[..., None]) * np.array(self.tint, np.float32)
        towards, fall = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.15)
        x = np.linspace(-1, 1, width, dtype=np.float32)[None, :] * np.cos(towards)
        y = np.linspace(-1, 1, height, dtype=np.float32)[:, None] * np.sin(towards)
        return np.asarray(light * (1 - fall * (x + y + 1.5) / 3)[..., None], np.float32)


def show(
    scene: Scene,
    screen: Screen,
    picture: Image,
    homography: Matrix,
    rng: Random,
    *,
    pixel: float,
    around: Image | None,
    bright: float,
    grain: Random | None = None,
) -> None:
    """Puts a screen that shows `picture` before the camera.

    `homography`: from pixels of the picture, as it is given, to those of the frame. `pixel`:
    camera pixels per pixel of the screen. `around`: what else is on the screen behind the picture,
    None for the viewer's plain colour. `bright`: light of its white, 1 is paper in the room.
    `rng` chooses what is alike on all of it, `grain` what is not; left out, both.
    """
    grain = grain or rng
    whole = scene.part == ALL
    height, width = picture.shape[:2]
    steps = jacobian(homography, (width / 2, height / 2))
    scale = abs(np.linalg.det(steps)) ** 0.5 / pixel  # screen pixels per picture pixel
    margins = rng.uniform(0, 0.35, 4) * rng.choice((0.1, 1), p=(0.4, 0.6)) * whole
    left, right, up, down = margins * np.array([width, width, height, height])
    # More pixels than the camera sees need not be drawn.
    canvas = min(1.0, 1.6 * pixel)
    to_canvas = scale * canvas
    place = np.array([[to_canvas, 0, left * to_canvas], [0, to_canvas, up * to_canvas], [0, 0, 1]])
    lean = np.radians(rng.normal(0, 1.2)) if rng.random() < 0.5 else 0.0
    spin = np.array([[np.cos(lean), -np.sin(lean), 0], [np.sin(lean), np.cos(lean), 0], [0, 0, 1]])
    place = spin @ place
    size = (
        round((width + left + right) * to_canvas),
        round((height + up + down) * to_canvas),
    )
    displayed = _canvas(picture, around, place, size, grain)
    to_frame = homography @ np.linalg.inv(place)
    pixels_to_frame = to_frame @ np.diag([canvas, canvas, 1.0])
    look = seen_in_blocks if pixel >= BLOCKS_FROM else seen
    glow = look(
        screen.shine(displayed, grain, whole=whole) * np.float32(bright),
        to_frame,
        scene.frame,
        scene.blur.sigma,
    )
    _hold(scene, screen, size, to_frame, grain)
    shown = cover(size, to_frame, scene.frame, sigma=scene.blur.sigma)[..., None]
    scene.glow = glow * shown * _bands(scene, screen.flicker, rng)
    scene.grid = screen.grid(pixels_to_frame, scene.frame, scene.blur)


def _canvas(
    picture: Image, around: Image | None, place: Matrix, size: tuple[int, int], rng: Random
) -> Image:
    if around is None:
        plain = rng.choice((0, 0, 18, 32, 245, 255)) + rng.integers(0, 8, 3)
        canvas = np.full((size[1], size[0], 3), np.clip(plain, 0, 255), np.uint8)
    else:
        canvas = resized(around, size)
    scale = abs(np.linalg.det(place[:2, :2])) ** 0.5
    if scale < 1:
        smaller = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
        place = place @ np.diag([picture.shape[1] / smaller[0], picture.shape[0] / smaller[1], 1.0])
        picture = resized(picture, smaller)
    cv2.warpPerspective(
        picture, place, size, canvas, cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    return canvas


def _hold(
    scene: Scene, screen: Screen, size: tuple[int, int], to_frame: Matrix, rng: Random
) -> None:
    """The device around the picture: a dark frame, and glass over all of it."""
    rims = rng.uniform(0.01, 0.09, 4) * size[0]
    body = (size[0] + rims[0] + rims[1], size[1] + rims[2] + rims[3])
    moved = to_frame @ np.array([[1, 0, -rims[0]], [0, 1, -rims[2]], [0, 0, 1.0]])
    tone = float(rng.choice((0.004, 0.02, 0.5), p=(0.7, 0.2, 0.1)))
    radius = float(rng.uniform(0.01, 0.05)) * size[0]
    scene.lay(
        np.full((4, 4, 3), tone, np.float32),
        body,
        moved,
        radius=radius,
        thickness=0.02 * size[0],
        gloss=screen.gloss,
        roughness=screen.roughness,
    )
    glass = cover(size, to_frame, scene.frame, sigma=scene.blur.sigma)[..., None]
    scene.albedo += glass * (np.float32(0.006) - scene.albedo)


def _bands(scene: Scene, depth: float, rng: Random) -> Layer:
    """Rows of a rolling shutter that caught more or less of a flickering light, (H, 1, 1)."""
    rows = np.arange(scene.frame[1], dtype=np.float32) / scene.frame[1]
    rows = scene.part[1] + scene.part[3] * rows
    wave = np.sin(2 * np.pi * (rows * rng.uniform(2, 12) + rng.random()))
    return (1 + depth * wave).astype(np.float32)[:, None, None]


def _blurred(pattern: Layer, covariance: Matrix) -> Layer:
    """A pattern that repeats, under a Gaussian of this covariance in its pixels squared."""
    rows, columns = (length / FINE for length in pattern.shape[:2])
    x = np.fft.fftfreq(pattern.shape[1], 1 / pattern.shape[1])[None, :] / columns
    y = np.fft.fftfreq(pattern.shape[0], 1 / pattern.shape[0])[:, None] / rows
    power = covariance[0, 0] * x * x + 2 * covariance[0, 1] * x * y + covariance[1, 1] * y * y
    passed = np.exp(-2 * np.pi**2 * power)[..., None]
    blurred = np.fft.ifft2(np.fft.fft2(pattern, axes=(0, 1)) * passed, axes=(0, 1)).real
    return np.asarray(np.maximum(blurred / pattern.mean(axis=(0, 1)), 0), np.float32)


def _coordinates(inverse: Matrix, frame: tuple[int, int]) -> tuple[Layer, Layer]:
    """Where on the screen, in its pixels, the middle of every pixel of the frame looks."""
    x = np.arange(frame[0])[None, :] + 0.5
    y = np.arange(frame[1])[:, None] + 0.5
    rows = [line[0] * x + (line[1] * y + line[2]) for line in inverse]
    return (rows[0] / rows[2]).astype(np.float32), (rows[1] / rows[2]).astype(np.float32)


MODELS = 6
"""Of each layout; of those that nobody builds there is one."""

_OLED = ("s-stripe", "pentile", "diamond", "wrgb", "brick", "triad", "triangle", "twins")


def _model(layout: str, number: int) -> Screen:
    rng = stream("screen", layout, number)
    cold = rng.normal(0.08, 0.07)
    own = layout in _OLED
    return Screen(
        name=f"{layout}-{number}",
        layout=layout,
        filled=float(rng.uniform(0.55, 0.8) if own else rng.uniform(0.72, 0.94)),
        tint=(float(1 + cold), 1.0, float(1 - 0.8 * cold)),
        black=0.0005 if own else float(rng.uniform(0.001, 0.006)),
        bleed=0.0 if own else float(rng.uniform(0, 0.02)),
        gamma=float(rng.uniform(0.92, 1.12)),
        gloss=float(rng.uniform(0.1, 1)),
        roughness=float(rng.choice((0.0, rng.uniform(0.01, 0.05)))),
        flicker=float(rng.choice((0, rng.uniform(0.01, 0.08)))),
    )


SCREENS: dict[str, Screen] = {
    f"{layout}-{number}": _model(layout, number)
    for layout in LAYOUTS
    for number in range(1 if layout.startswith("drawn") else MODELS)
}
