"""Selfies of the specimens' one face: another picture than the portrait in the passport."""

import cv2
import numpy as np
import numpy.typing as npt

from workers.specimens.portrait import astronaut, silhouette
from workers.specimens.scenery import noise

Image = npt.NDArray[np.uint8]
Layer = npt.NDArray[np.float32]

WIDTH, HEIGHT = 900, 1100

_FACE = (226.0, 118.0)  # the middle of the face in the source picture


def selfie(seed: int) -> Image:
    """Returns a selfie, BGR uint8 (1100, 900): `selfie_jpeg`, decoded."""
    decoded = cv2.imdecode(np.frombuffer(selfie_jpeg(seed), np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise RuntimeError("OpenCV could not read its own JPEG")
    return decoded.astype(np.uint8)


def selfie_jpeg(seed: int) -> bytes:
    """Returns a selfie of 900×1100 pixels as a JPEG. The same seed, the same bytes.

    Made of the picture that the passport's portrait is made of, but with more of the person in
    it, on another background, held at an angle, through a short lens, in other light and with
    the noise of a small sensor. Needs `vouch models build` (`FileNotFoundError` before).
    """
    rng = np.random.default_rng([seed, 0x5E1F1E])
    map_x, map_y = _lens(rng)
    person = cv2.remap(
        astronaut(), map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    mask = cv2.remap(silhouette(), map_x, map_y, cv2.INTER_LINEAR)
    mask = cv2.GaussianBlur(mask, (0, 0), 1.5)[..., None]
    scene = _relight(person, rng) * mask + _room(rng) * (1 - mask)
    grey = rng.standard_normal((HEIGHT, WIDTH, 1), np.float32) * 2.2
    colour = rng.standard_normal((HEIGHT, WIDTH, 3), np.float32) * 1.2
    exposed = np.clip(scene + grey + colour + 0.5, 0, 255).astype(np.uint8)
    done, jpeg = cv2.imencode(".jpg", exposed, [cv2.IMWRITE_JPEG_QUALITY, 91])
    if not done:
        raise RuntimeError("OpenCV could not write a JPEG")
    return jpeg.tobytes()


def _lens(rng: np.random.Generator) -> tuple[Layer, Layer]:
    """Where in the source each pixel of the selfie comes from: scale, tilt, a barrel lens."""
    scale = rng.uniform(3.15, 3.45)
    tilt = np.radians(rng.choice([-1, 1]) * rng.uniform(2, 5))
    x = np.arange(WIDTH, dtype=np.float32)[None, :] - WIDTH * rng.uniform(0.47, 0.53)
    y = np.arange(HEIGHT, dtype=np.float32)[:, None] - HEIGHT * rng.uniform(0.46, 0.49)
    # At arm's length the nose is nearer than the ears, and so larger.
    bulge = 1 + 0.10 * (x**2 + y**2) / (WIDTH / 2) ** 2
    across = (x * np.cos(tilt) + y * np.sin(tilt)) * bulge / scale
    down = (y * np.cos(tilt) - x * np.sin(tilt)) * bulge / scale
    return (_FACE[0] + across).astype(np.float32), (_FACE[1] + down).astype(np.float32)


def _relight(person: Layer, rng: np.random.Generator) -> Layer:
    """Warm light of a room from one side, where the source has the even flash of a studio."""
    side = rng.choice([-1, 1])
    x = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None, :, None]
    y = np.linspace(-1, 1, HEIGHT, dtype=np.float32)[:, None, None]
    light = 0.93 + 0.13 * side * x - 0.06 * y
    warmth = rng.uniform(0.03, 0.08)
    tint = np.array([1 - 1.4 * warmth, 1 - 0.2 * warmth, 1 + 0.6 * warmth], np.float32)
    tone = 255 * (np.clip(person, 0, 255) / 255) ** np.float32(rng.uniform(0.92, 1.08))
    return np.asarray(8 + tone * light * tint * 0.95, np.float32)


def _room(rng: np.random.Generator) -> Layer:
    """A room out of focus: a wall, a window, things on a shelf."""
    wall = np.array(rng.choice([(150, 168, 176), (168, 160, 148), (140, 158, 150)]), np.float32)
    shade = 0.85 + 0.3 * noise(WIDTH, HEIGHT, 600, 700, rng)
    room = (wall * shade[..., None]).astype(np.float32)
    left = int(rng.choice([-60, WIDTH - 230]))
    cv2.rectangle(room, (left, 60), (left + 290, 560), (246, 240, 226), cv2.FILLED)
    cv2.rectangle(room, (left + 135, 60), (left + 150, 560), (150, 150, 150), cv2.FILLED)
    away = WIDTH - 300 if left < 0 else 0
    cv2.rectangle(room, (away, 470), (away + 300, 492), (70, 92, 120), cv2.FILLED)
    x = away
    while x < away + 270:
        thickness, height = int(rng.integers(18, 46)), int(rng.integers(110, 190))
        colour = tuple(float(value) for value in rng.integers(50, 170, 3))
        cv2.rectangle(room, (x, 470 - height), (x + thickness, 470), colour, cv2.FILLED)
        x += thickness + 3
    return np.asarray(cv2.GaussianBlur(room, (0, 0), 17), np.float32)
