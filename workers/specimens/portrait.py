"""The one face that specimens have: the public-domain picture of an astronaut, cut out."""

import functools
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from workers.models import registry

Image = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.float32]

ASSET = "portrait-astronaut"

# Where things are in the picture of 512×512, found by eye: centre and half axes of ellipses, and
# corners. What lies outside both of the wide shapes is background for certain.
_HEAD = (227, 96), (82, 92)
_FACE = (222, 108), (36, 66)
_COLLAR = (209, 228), (82, 54)
_BODY = np.array([(105, 165), (310, 165), (368, 300), (368, 511), (20, 511), (40, 270)], np.int32)
_CHEST = np.array([(130, 240), (310, 250), (320, 511), (60, 511), (70, 300)], np.int32)


@functools.cache
def astronaut() -> Image:
    """Returns the picture, BGR, 512×512. Raises `FileNotFoundError` before `vouch models build`."""
    file = Path(registry.path(ASSET))
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing: run `vouch models build`")
    image = cv2.imdecode(np.frombuffer(file.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if image is None or image.shape != (512, 512, 3):
        raise ValueError(f"{file} is not the picture of 512×512 that it should be")
    picture = image.astype(np.uint8)
    picture.setflags(write=False)  # shared by all who ask
    return picture


@functools.cache
def silhouette() -> Mask:
    """Returns how much of each pixel is the person, 0 to 1, float32 (512, 512)."""
    marks = np.full((512, 512), cv2.GC_BGD, np.uint8)
    likely, sure = int(cv2.GC_PR_FGD), int(cv2.GC_FGD)
    cv2.ellipse(marks, *_HEAD, 0, 0, 360, likely, cv2.FILLED)
    cv2.fillPoly(marks, [_BODY], likely)
    cv2.ellipse(marks, *_FACE, 0, 0, 360, sure, cv2.FILLED)
    cv2.ellipse(marks, *_COLLAR, 0, 0, 360, sure, cv2.FILLED)
    cv2.fillPoly(marks, [_CHEST], sure)
    cv2.setRNGSeed(1)  # grabCut starts its colour models from a random clustering
    cv2.grabCut(
        astronaut().copy(),
        marks,
        (0, 0, 1, 1),  # not looked at: the marks say it
        np.zeros((1, 65), np.float64),
        np.zeros((1, 65), np.float64),
        4,
        cv2.GC_INIT_WITH_MASK,
    )
    person = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(person)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    person = (labels == largest).astype(np.uint8)
    person = cv2.morphologyEx(person, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)).astype(np.uint8)
    soft = cv2.GaussianBlur(person.astype(np.float32), (0, 0), 1.2)
    # Pulled in by about a pixel, so that no rim of the old background comes along.
    mask = np.asarray(np.clip(soft * 2 - 0.95, 0, 1), np.float32)
    mask.setflags(write=False)
    return mask


def passport_portrait(width: int, height: int) -> Image:
    """Returns the picture as a passport portrait, BGR (height, width), on a plain light ground.

    Cropped as ICAO 9303-3 asks: full face, centred, the head 70 to 80 % of the height.
    """
    crop = 232.0
    scale = height / crop
    left = 227.5 - width / scale / 2
    warp = np.array([[scale, 0, -left * scale], [0, scale, 0]], np.float64)
    size = (width, height)
    person = cv2.warpAffine(astronaut(), warp, size, flags=cv2.INTER_CUBIC).astype(np.float32)
    mask = cv2.warpAffine(silhouette(), warp, size, flags=cv2.INTER_LINEAR)[..., None]
    shade = np.linspace(236, 218, height, dtype=np.float32)[:, None, None]
    ground = shade * np.array([1.0, 0.99, 0.965], np.float32)
    mixed = person * mask + ground * (1 - mask)
    return np.asarray(np.clip(mixed, 0, 255), np.uint8)
