"""What a camera, a scanner and a file format do to a line.

`training` draws from one set of flaws, `testing` and `testing_hard` from another that training
never uses: other blurs, other resampling, other file formats, scratches.
"""

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Image = NDArray[np.uint8]

LETTER = 0.62  # capital letters' height as a share of a crop's, about


def training(random: Generator, image: Image) -> Image:
    """The line at a random resolution, from letters of 8 px up, with flaws of the first set."""
    image = _light(random, image)
    if random.random() < 0.35:
        image = _gaussian(random, image)
    image = _sampled(random, image, (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC))
    if random.random() < 0.22:
        image = _motion(random, image)
    if random.random() < 0.5:
        image = _noise(random, image)
    if random.random() < 0.5:
        image = _file(image, ".jpg", cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 96)))
    if random.random() < 0.22:  # the picture was kept smaller, and enlarged again
        image = _small_and_back(random, image)
        image = _file(image, ".jpg", cv2.IMWRITE_JPEG_QUALITY, int(random.integers(40, 96)))
    if random.random() < 0.1:
        image = _sharpened(random, image)
    return image


def testing(random: Generator, image: Image) -> Image:
    """The line as a fair picture has it, with flaws that training never shows."""
    image = _sampled(random, image, (cv2.INTER_LANCZOS4,))
    if random.random() < 0.35:
        image = _defocus(random, image, 1.5)
    if random.random() < 0.3:
        image = _speckle(random, image, 0.05)
    return _gamma(random, _other_file(random, image, 45))


def testing_hard(random: Generator, image: Image) -> Image:
    """The line as a bad picture has it: strokes lost to resampling, scratches over the marks."""
    image = _sampled(random, image, (cv2.INTER_LANCZOS4, cv2.INTER_NEAREST_EXACT))
    if random.random() < 0.35:
        image = _defocus(random, image, 2.4)
    if random.random() < 0.25 and image.shape[0] >= 36:
        image = np.asarray(cv2.medianBlur(image, 3), np.uint8)
    if random.random() < 0.4:
        image = _speckle(random, image, 0.1)
    image = _other_file(random, image, 20)
    if random.random() < 0.3:
        image = _scratched(random, image)
    return _gamma(random, image)


def _sampled(random: Generator, image: Image, ways: tuple[int, ...]) -> Image:
    """The crop as so many pixels of a picture: small ones as likely as large ones."""
    height = float(np.exp(random.uniform(np.log(8), np.log(48)))) / LETTER
    if height >= image.shape[0]:
        return image
    size = (max(4, round(image.shape[1] * height / image.shape[0])), max(8, round(height)))
    return _resize(image, size, int(random.choice(ways)))


def _resize(image: Image, size: tuple[int, int], how: int) -> Image:
    return np.asarray(cv2.resize(image, size, interpolation=how), np.uint8)


def _light(random: Generator, image: Image) -> Image:
    """A shadow's edge, a glare, less or more contrast."""
    height, width = image.shape[:2]
    result = image.astype(np.float32)
    chance = random.random()
    if chance < 0.12:
        edge = (np.arange(width) - random.uniform(0, width)) / random.uniform(2, 60)
        shade = 1 - random.uniform(0.2, 0.6) / (1 + np.exp(np.clip(edge, -30, 30)))
        result *= shade[None, :, None].astype(np.float32)
    elif chance < 0.22:
        x = (np.arange(width) - random.uniform(0, width)) / random.uniform(20, 200)
        y = (np.arange(height)[:, None] - random.uniform(0, height)) / random.uniform(15, 80)
        glare = np.exp(-(x**2) - y**2) * random.uniform(30, 120)
        result += glare[..., None].astype(np.float32)
    if random.random() < 0.3:
        result = (result - 128) * random.uniform(0.4, 1.15) + 128 + random.normal(0, 18)
    return np.clip(result, 0, 255).astype(np.uint8)


def _gaussian(random: Generator, image: Image) -> Image:
    sigma = image.shape[0] / 48 * random.uniform(0.4, 2.1)
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8)


def _motion(random: Generator, image: Image) -> Image:
    length = max(2, round(image.shape[0] / 48 * random.uniform(2, 7)))
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    angle = random.uniform(0, np.pi)
    step = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    start, end = (np.array([length, length]) - step), (np.array([length, length]) + step)
    cv2.line(
        kernel,
        tuple(start.round().astype(int).tolist()),
        tuple(end.round().astype(int).tolist()),
        1.0,
    )
    return np.asarray(cv2.filter2D(image, -1, kernel / kernel.sum()), np.uint8)


def _noise(random: Generator, image: Image) -> Image:
    grain = random.normal(0, random.uniform(1, 13), image.shape[: 2 + int(random.random() < 0.5)])
    grain = grain if grain.ndim == 3 else grain[..., None]
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def _file(image: Image, kind: str, option: int, value: int) -> Image:
    _, data = cv2.imencode(kind, image, [option, value])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def _small_and_back(random: Generator, image: Image) -> Image:
    height, width = image.shape[:2]
    share = max(random.uniform(0.4, 0.9), 11 / height)
    if share >= 1:
        return _resize(image, (width * 2, height * 2), cv2.INTER_CUBIC)
    small = _resize(
        image, (max(4, round(width * share)), max(8, round(height * share))), cv2.INTER_AREA
    )
    return _resize(small, (width, height), int(random.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC))))


def _sharpened(random: Generator, image: Image) -> Image:
    soft = cv2.GaussianBlur(image, (0, 0), random.uniform(0.8, 2))
    amount = random.uniform(0.3, 1.5)
    return np.asarray(cv2.addWeighted(image, 1 + amount, soft, -amount, 0), np.uint8)


def _defocus(random: Generator, image: Image, most: float) -> Image:
    """The disc that a lens makes of a point, at most so many pixels of a line of 48 in radius."""
    radius = max(1, round(image.shape[0] / 48 * random.uniform(1, most)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.filter2D(image, -1, kernel / kernel.sum()), np.uint8)


def _speckle(random: Generator, image: Image, most: float) -> Image:
    grain = 1 + random.normal(0, random.uniform(0.02, most), image.shape[:2])
    return np.clip(image * grain[..., None], 0, 255).astype(np.uint8)


def _other_file(random: Generator, image: Image, worst: int) -> Image:
    """WebP of at least that quality, JPEG 2000, or neither."""
    if random.random() < 0.4:
        return _file(image, ".webp", cv2.IMWRITE_WEBP_QUALITY, int(random.integers(worst, 86)))
    if random.random() < 0.4 and min(image.shape[:2]) >= 40:
        share = int(random.integers(40, 150))
        return _file(image, ".jp2", cv2.IMWRITE_JPEG2000_COMPRESSION_X1000, share)
    return image


def _gamma(random: Generator, image: Image) -> Image:
    """Brighter or darker, black and white as they were."""
    gamma = float(np.exp(random.normal(0, 0.3)))
    table = (255 * (np.arange(256) / 255) ** gamma).astype(np.uint8)
    return np.asarray(cv2.LUT(image, table), np.uint8)


def _scratched(random: Generator, image: Image) -> Image:
    """Hairs and scratches across the line."""
    height, width = image.shape[:2]
    result = image.copy()
    for _ in range(int(random.integers(1, 4))):
        start = (int(random.integers(0, width)), 0)
        end = (int(random.integers(0, width)), height)
        colour = random.uniform(120, 255, 3).tolist()
        cv2.line(result, start, end, colour, 1, cv2.LINE_AA)
    return result
