"""Detail that generated faces lack."""

import cv2
import numpy as np

from workers.vision.image import Pixels


def crisp(view: Pixels, rng: np.random.Generator) -> Pixels:
    """A view (H, W, 3) as crisp as a real picture may be, or as it is: of six real pictures of
    faces, shown ones too, each has more power in the finest bands than most simulated ones."""
    if rng.random() < 0.35:
        return view
    soft = cv2.GaussianBlur(view, (0, 0), float(rng.uniform(0.5, 1.2)))
    amount = float(rng.uniform(0.3, 2.2))
    return np.asarray(cv2.addWeighted(view, 1 + amount, soft, -amount, 0), np.uint8)
