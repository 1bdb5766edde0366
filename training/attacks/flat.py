"""Pictures that no camera takes: by a scanner, rendered, or as pages of the web show them."""

from dataclasses import replace

import cv2
import numpy as np

from training.attacks import splits
from training.attacks.camera import jpeg, opened
from training.attacks.copies import genuine_card
from training.attacks.light import Image, Random
from training.attacks.scanner import SCANNERS
from training.attacks.setting import Setting
from training.attacks.view import Blur, corners_of, placed, scaling
from workers.specimens.capture import LEVELS, photograph


def specimen(setting: Setting, rng: Random) -> Image:
    """No camera at all: the product's own specimens, of any level."""
    card = setting.card
    assert card is not None
    level = str(rng.choice(LEVELS))
    setting.used |= {"level": level}
    photo = photograph(card.image, int(rng.integers(1 << 31)), level)
    to_photo = photo.homography @ np.diag([card.image.shape[1] / card.size[0]] * 2 + [1.0])
    setting.homography = scaling(setting.camera.oversampling) @ to_photo
    return photo.image


def nothing(setting: Setting, rng: Random) -> None:
    """What no camera sees needs nothing before it."""


def on_glass(setting: Setting, rng: Random) -> None:
    """On a scanner: the frame is its glass, as large as the card and some more."""
    models = splits.scanners(setting.split)
    scanner = models[int(rng.integers(len(models)))]
    width, height = (side * scanner.density for side in setting.size)
    left, right, up, down = rng.uniform(0.03, 0.3, 4) * min(width, height)
    lean = cv2.getRotationMatrix2D((0, 0), float(rng.normal(0, 0.7)), scanner.density)
    homography = np.vstack([lean, (0, 0, 1)])
    homography[:2, 2] = (left, up) - placed(corners_of(setting.size), homography).min(axis=0)
    setting.homography = homography
    setting.frame = (round(width + left + right), round(height + up + down))
    setting.lid = scanner.lid
    setting.shot = replace(setting.shot, blur=Blur(scanner.sigma))
    setting.camera = replace(
        setting.camera,
        name=scanner.name,
        oversampling=1.0,
        quality=scanner.quality,
        subsampled=scanner.subsampled,
    )


def scan(setting: Setting, rng: Random) -> Image:
    """What the scanner makes of what lies on it."""
    scanner = SCANNERS[setting.camera.name]
    return scanner.scan(setting.scene.albedo, setting.grain("noise"))


def published(setting: Setting, rng: Random) -> Image:
    """No camera either: a specimen as it is shown on a page of the web, of any size."""
    card = setting.card
    assert card is not None
    image = card.image
    if rng.random() < 0.4:
        scanner = list(SCANNERS.values())[int(rng.integers(len(SCANNERS)))]
        image = scanner.scan(genuine_card(setting).albedo, rng)
    density = float(np.exp(rng.uniform(np.log(5), np.log(14))))
    image = _resized(image, density * card.size[0], rng)
    if rng.random() < 0.4:
        image = opened(jpeg(image, int(rng.integers(50, 95))))
    if rng.random() < 0.6:
        larger = float(np.exp(rng.uniform(np.log(0.7), np.log(3))))
        image = _resized(image, larger * image.shape[1], rng)
    setting.homography = scaling(setting.camera.oversampling * image.shape[1] / card.size[0])
    setting.frame = (image.shape[1], image.shape[0])
    return image


def portrait(setting: Setting, rng: Random) -> Image:
    """No camera either: a person's picture as pages and files have it, of any size."""
    assert setting.selfie is not None
    image = setting.selfie.image
    if rng.random() < 0.4:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.4, 1))), np.uint8)
    width = float(np.exp(rng.uniform(np.log(300), np.log(1100))))
    setting.homography = scaling(setting.camera.oversampling * width / image.shape[1])
    setting.frame = (round(width), round(width * image.shape[0] / image.shape[1]))
    image = _resized(image, width, rng)
    return opened(jpeg(image, int(rng.integers(50, 97)))) if rng.random() < 0.5 else image


def _resized(image: Image, width: float, rng: Random) -> Image:
    """By any of the ways that editors and pages have."""
    way = int(rng.choice((cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)))
    size = (round(width), round(width * image.shape[0] / image.shape[1]))
    return np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)
