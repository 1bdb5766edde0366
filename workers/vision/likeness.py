"""A fingerprint of a whole picture: alike for the same picture, however it was saved or shown.

The signs of the lower frequencies of a discrete cosine transform (a perceptual hash), taken at a
fixed shape from local contrast, so that size, compression, light and shadow hardly change it. What
all documents of one type have in common is but a part of it: the portrait and every line count.
"""

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.image import Pixels

Layer = npt.NDArray[np.float32]

BITS = 576
_KEPT = 24  # frequencies along either side
_SIDE = 64  # pixels of the square that is transformed
_AROUND = 6  # pixels, sigma, of what contrast is local to
_FLAT = 4  # grey levels under which contrast is noise


def fingerprint(image: Pixels) -> str:
    """Returns the hash of a BGR picture, as 144 hexadecimal digits."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    relief = small - _around(small)
    relief /= np.sqrt(_around(relief**2)) + _FLAT
    waves = np.asarray(cv2.dct(relief), np.float32)[:_KEPT, :_KEPT].ravel()
    return np.packbits(waves > np.median(waves)).tobytes().hex()


def fingerprints(image: Pixels) -> list[str]:
    """Returns the hashes of the four ways to hold a picture, upright as given first."""
    return [fingerprint(np.ascontiguousarray(np.rot90(image, turns))) for turns in range(4)]


def distance(one: str, other: str) -> int:
    """Returns in how many of the bits two hashes differ: half of them on average by chance."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _around(layer: Layer) -> Layer:
    return np.asarray(cv2.GaussianBlur(layer, (0, 0), _AROUND), np.float32)
