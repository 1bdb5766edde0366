"""A second capture of one picture of a face: a document's portrait photographed, and a selfie.

There is one picture of each generated person, so every genuine pair here is simulated from it:
the head is turned a little, seen from nearer, lit otherwise, and passes another camera. Age, hair,
glasses and expression stay: real pairs are harder.
"""

import cv2
import numpy as np
import numpy.typing as npt

from workers.specimens.card import render_card
from workers.vision.faces import Face

Image = npt.NDArray[np.uint8]
Layer = npt.NDArray[np.float32]
Random = np.random.Generator

DOCUMENTS = (
    "cccd_front",
    "cccd_chip_front",
    "dl_new_front",
    "driving_licence_fr_front",
    "id_card_fr_2021_front",
    "living_permit_fr_2021_front",
    "icao_td1_front",
    "vn_passport_front",
)
"""Sides of specimens with a portrait of the holder."""

FRAME = 3.0
"""Side of a selfie, in heights of the face."""


def selfie(image: Image, face: Face, rng: Random) -> Image:
    """Returns a selfie, square BGR: the face is 110 to 330 pixels high and not quite as it was."""
    height = float(np.exp(rng.uniform(np.log(110), np.log(330))))
    seen = _turned(image, face, height, rng)
    return _taken(_relit(seen, rng), rng)


def document(image: Image, face: Face, seed: int, rng: Random) -> Image:
    """Returns the part of a document around the face as its portrait, photographed by hand.

    Every third portrait is grey, as lasers engrave them; the card lies a little askew, in uneven
    light, every fourth time with a reflection. The face comes out 60 to 220 pixels high.
    """
    card = render_card(DOCUMENTS[seed % len(DOCUMENTS)], seed, portrait=_issued(image, face, rng))
    if card.portrait_box is None:
        raise ValueError(f"{DOCUMENTS[seed % len(DOCUMENTS)]} has no portrait")
    left, top, width, height = cv2.boundingRect(np.array(card.portrait_box, np.float32))
    part = card.image[max(0, top - 80) : top + height + 80, : left + width + 120]
    lit = _relit(_askew(part, float(rng.uniform(0.35, 1)), rng), rng)
    if rng.random() < 0.25:
        lit += _reflection(lit.shape, rng)
    return _taken(lit, rng)


def _askew(image: Image, scale: float, rng: Random) -> Layer:
    """As laid flat again from a photograph: corners miss their places by up to 2 %."""
    height, width = image.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    missed = rng.uniform(-0.02, 0.02, (4, 2)) * (width, height)
    moved = ((corners + missed) * scale).astype(np.float32)
    # A warp takes single pixels: what it would skip is averaged before.
    soft = cv2.GaussianBlur(image, (0, 0), 0.35 / scale)
    warp = cv2.getPerspectiveTransform(corners, moved)
    size = (round(width * scale), round(height * scale))
    seen = cv2.warpPerspective(soft, warp, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.float32)


def _reflection(shape: tuple[int, ...], rng: Random) -> Layer:
    """The light of a lamp on the laminate: a soft spot, 20 to 140 grey levels bright."""
    x = np.linspace(0, 1, shape[1], dtype=np.float32)[None, :] - rng.uniform(0, 1)
    y = np.linspace(0, 1, shape[0], dtype=np.float32)[:, None] - rng.uniform(0, 1)
    wide, high = rng.uniform(0.1, 0.4, 2)
    spot = np.exp(-((x / wide) ** 2) - (y / high) ** 2) * rng.uniform(20, 140)
    return np.asarray(np.repeat(spot[..., None], 3, axis=2), np.float32)


def _issued(image: Image, face: Face, rng: Random) -> Image:
    """The picture that was handed in, cropped as ICAO 9303-3 asks, and printed."""
    x0, y0, x1, y1 = face.box
    height = (y1 - y0) * rng.uniform(1.65, 1.9)
    scale = 420 / height
    middle = ((x0 + x1) / 2, (y0 + y1) / 2 - 0.02 * height)
    size = (336, 420)
    warp = np.array(
        [[scale, 0, size[0] / 2 - scale * middle[0]], [0, scale, size[1] / 2 - scale * middle[1]]]
    )
    crop = cv2.warpAffine(
        image, warp, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    if rng.random() < 1 / 3:
        crop = np.repeat(crop.mean(axis=2, keepdims=True), 3, axis=2)
    tone = 255 * (crop / 255) ** np.float32(rng.uniform(0.8, 1.25))
    faded = np.float32(rng.uniform(0, 35)) + tone * np.float32(rng.uniform(0.78, 0.9))
    return np.clip(faded, 0, 255).astype(np.uint8)


def _turned(image: Image, face: Face, height: float, rng: Random) -> Layer:
    """The head turned and tilted by up to 12 degrees, from nearer than the picture was taken.

    A head is taken to be a smooth hill, half as deep as the face is high. Lengths below are in
    heights of the face, from its middle.
    """
    side = round(FRAME * height)
    x0, y0, x1, y1 = face.box
    steps = (np.arange(side, dtype=np.float32) + 0.5) / np.float32(height) - np.float32(FRAME / 2)
    x, y = np.meshgrid(steps, steps)
    roll, yaw, pitch = np.radians(rng.uniform(-12, 12, 3))
    x, y = x * np.cos(roll) - y * np.sin(roll), x * np.sin(roll) + y * np.cos(roll)
    depth = 0.5 * np.exp(-((x / 0.5) ** 2) - (y / 0.65) ** 2)
    nearer = 1 - depth / rng.uniform(2, 6)  # the distance of the camera, in heights of the face
    x = (x * nearer - depth * np.sin(yaw)) / np.cos(yaw)
    y = (y * nearer - depth * np.sin(pitch)) / np.cos(pitch)
    map_x = np.asarray(x * (y1 - y0) + (x0 + x1) / 2, np.float32)
    map_y = np.asarray(y * (y1 - y0) + (y0 + y1) / 2, np.float32)
    return np.asarray(
        cv2.remap(image, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def _relit(image: Layer, rng: Random) -> Layer:
    """A lamp at one side, another colour of light, another exposure and tone."""
    height, width = image.shape[:2]
    towards = rng.uniform(0, 2 * np.pi)
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    fall = across * np.cos(towards) + down * np.sin(towards)
    light = 1 + rng.uniform(0, 0.35) * fall
    warmth = rng.normal(0, 0.06)
    tint = np.array([1 - warmth, 1, 1 + warmth], np.float32) * rng.uniform(0.75, 1.15)
    tone = 255 * (np.clip(image, 0, 255) / 255) ** np.float32(rng.uniform(0.8, 1.25))
    return np.asarray(tone * light[..., None] * tint, np.float32)


def _taken(light: Layer, rng: Random) -> Image:
    """What a camera makes of it: blur, sometimes of the hand, noise, a JPEG."""
    sharp = cv2.GaussianBlur(light, (0, 0), rng.uniform(0.4, 1.4))
    if rng.random() < 0.2:
        sharp = _shaken(np.asarray(sharp, np.float32), int(rng.integers(3, 8)), rng)
    noise = rng.standard_normal(sharp.shape, np.float32) * np.float32(rng.uniform(1.5, 6))
    return _jpeg(np.asarray(sharp + noise, np.float32), int(rng.integers(60, 93)))


def _shaken(image: Layer, length: int, rng: Random) -> Layer:
    kernel = np.zeros((length, length), np.float32)
    middle, angle = (length - 1) / 2, rng.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * middle
    first, last = (tuple(np.round(middle + s * reach).astype(int).tolist()) for s in (-1, 1))
    cv2.line(kernel, first, last, 1.0)
    return np.asarray(cv2.filter2D(image, -1, kernel / kernel.sum()), np.float32)


def _jpeg(image: Layer, quality: int) -> Image:
    pixels = np.clip(image + 0.5, 0, 255).astype(np.uint8)
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if not done or decoded is None:
        raise RuntimeError("OpenCV could not write a JPEG")
    return np.asarray(decoded, np.uint8)
