"""Closed lids, drawn onto pictures of faces."""

import cv2
import numpy as np
import numpy.typing as npt

from workers.vision.faces import Face

Image = npt.NDArray[np.uint8]
Lids = npt.NDArray[np.floating]
"""(2, 16, 2): the rims of either eye in pixels, as `VisibilityMeter.lids` finds them."""

REACH = 1.5
"""How far around the middle between the eyes is drawn, in distances between them."""


def with_closed_eyes(image: Image, face: Face, lids: Lids, rng: np.random.Generator) -> Image:
    """Returns the face with its upper lids drawn down: the skin above either eye, stretched over
    it, and a line of lashes. `lids`: of the open eyes.
    """
    eyes = face.points[:2].astype(np.float64)
    unit, middle = float(np.hypot(*(eyes[1] - eyes[0]))), eyes.mean(axis=0)
    size = np.array(image.shape[1::-1])
    low = np.clip(middle - REACH * unit, 0, size - 1).astype(int)
    high = np.clip(middle + REACH * unit, low + 1, size).astype(int)
    part = image[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    across = np.arange(part.shape[1], dtype=np.float32)
    columns, rows = np.meshgrid(across, np.arange(part.shape[0], dtype=np.float32))
    for rim in lids - low:
        order = np.argsort(rim[:9, 0])
        lower = rim[:9][order]
        upper = np.concatenate([rim[[0]], rim[9:], rim[[8]]])[order]
        within = (across >= lower[0, 0]) & (across <= lower[-1, 0])
        bottom = np.interp(across, lower[:, 0], lower[:, 1])
        top = np.minimum(np.interp(across, upper[:, 0], upper[:, 1]), bottom)
        # The lid alone is stretched: a little farther up the brows begin.
        reach = rng.uniform(0.07, 0.11) * unit
        start, edge = top - reach, bottom + rng.uniform(-0.02, 0.01) * unit
        share = np.clip((rows - start) / np.maximum(edge - start, 1e-3), 0, 1)
        source = (start + share * (reach - 0.02 * unit)).astype(np.float32)
        lid = cv2.remap(part, columns, source, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        covered = ((rows >= start) & (rows <= edge) & within).astype(np.float32)
        part += (lid - part) * cv2.GaussianBlur(covered, (0, 0), 0.012 * unit)[..., None]
        thick = rng.uniform(0.012, 0.03) * unit
        lashes = np.exp(-(((rows - edge) / thick) ** 2)) * within * rng.uniform(0.35, 0.8)
        part *= (1 - lashes[..., None]).astype(np.float32)
    drawn = image.copy()
    drawn[low[1] : high[1], low[0] : high[0]] = np.clip(part + 0.5, 0, 255).astype(np.uint8)
    return drawn
