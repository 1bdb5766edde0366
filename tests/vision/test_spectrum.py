"""A screen shows in the spectrum; nature, print, JPEG blocks and resizing do not."""

import cv2
import numpy as np
import pytest

from workers.checks.forensic import screen_score
from workers.vision.spectrum import Spectrum, measure


def nature(seed: int, side: int = 640) -> np.ndarray:
    """A picture with a natural spectrum, falling with the frequency, some edges and some noise."""
    rng = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.fftfreq(side)[None])
    fall = 1 / np.maximum(frequency, 1 / side) ** 1.2
    layers = [
        np.fft.ifft2(np.fft.fft2(rng.normal(size=(side, side))) * fall).real for _ in range(3)
    ]
    image = np.stack([layer / layer.std() * 30 + 128 for layer in layers], axis=2)
    cv2.ellipse(
        image, (side // 2, side // 2), (side // 5, side // 4), 20, 0, 360, (90, 130, 200), -1
    )
    image = cv2.GaussianBlur(image, (0, 0), 0.8) + rng.normal(0, 2, image.shape)
    return np.clip(image, 0, 255).astype(np.uint8)


def on_screen(image: np.ndarray, pitch: float, degrees: float) -> np.ndarray:
    """The picture on a screen of red, green and blue stripes, `pitch` camera pixels to a pixel."""
    cell = np.zeros((6, 6, 3), np.float32)
    cell[:5, 0:2, 2] = cell[:5, 2:4, 1] = cell[:5, 4:6, 0] = 3
    light = cv2.resize(image, None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST) / 255.0
    light = (light**2.2 * np.tile(cell, (*image.shape[:2], 1))).astype(np.float32)
    scale = pitch / 6
    light = cv2.GaussianBlur(light, (0, 0), 0.5 / scale)
    centre = light.shape[1] / 2, light.shape[0] / 2
    matrix = cv2.getRotationMatrix2D(centre, degrees, scale)
    size = int(image.shape[1] * pitch * 0.85)
    matrix[:, 2] += np.array([size / 2, size / 2]) - centre
    seen = cv2.warpAffine(light, matrix, (size, size))
    return (np.clip(seen, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)


def jpeg(image: np.ndarray, quality: int) -> np.ndarray:
    return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 1)


@pytest.mark.parametrize("seed", range(4))
def test_a_natural_picture_has_no_peaks(seed):
    found = measure(nature(seed))
    assert found.moire < 8 and found.grid < 8 and found.tiles >= 9


@pytest.mark.parametrize(("pitch", "degrees"), [(1.4, 3), (1.8, -5), (2.3, 7)])
def test_the_pixels_of_a_screen_stand_out(pitch, degrees):
    found = measure(on_screen(nature(1, 420), pitch, degrees))
    assert max(found.moire, found.grid) > 11
    assert screen_score(found) < 50


@pytest.mark.parametrize("quality", [40, 70, 95])
def test_jpeg_blocks_are_no_screen(quality):
    assert screen_score(measure(jpeg(nature(2), quality))) > 50


@pytest.mark.parametrize("factor", [0.6, 1.3, 1.7])
def test_a_jpeg_that_was_resized_is_no_screen(factor):
    small = jpeg(nature(3, 800), 60)
    assert screen_score(measure(jpeg(cv2.resize(small, None, fx=factor, fy=factor), 85))) > 50


def test_lines_of_print_are_no_screen():
    page = np.full((700, 900, 3), 235, np.uint8)
    for row in range(12):
        cv2.putText(
            page, "P<UTO<<<<<<<<<<<<<<<<<<<<<<<<", (30, 60 + 50 * row), 0, 1.3, (30,) * 3, 2
        )
    assert screen_score(measure(cv2.GaussianBlur(page, (0, 0), 0.8))) > 50


@pytest.mark.parametrize("shape", [(255, 800), (100, 100), (1, 1)])
def test_a_small_picture_says_nothing(shape):
    assert measure(np.zeros((*shape, 3), np.uint8)) == Spectrum(0.0, 0.0, 0)


def test_a_flat_picture_has_no_peaks():
    found = measure(np.full((400, 400, 3), 77, np.uint8))
    assert (found.moire, found.grid) == (0.0, 0.0)
