"""Pictures as both models take them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.vision.text.boxes import Image


def tensor(image: Image) -> NDArray[np.float32]:
    """(H, W, 3) uint8 to (3, H, W) in -1..1, as both models were trained."""
    return np.ascontiguousarray((image.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1))


def resized(image: Image, width: int, height: int) -> Image:
    """Averages where it shrinks, so that fine background print does not turn into noise."""
    how = cv2.INTER_AREA if height < image.shape[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (width, height), interpolation=how), np.uint8)
