"""Signals of physics of a strip: ink, ground, roughness, traces of saving, straight edges.

They are not in the product: the network is held against them (`ablation`).
"""

import cv2
import numpy as np
import numpy.typing as npt

from training.pad.forged.cards import Strips

Floats = npt.NDArray[np.float64]

INSIDE, ABOVE, BELOW = slice(26, 46), slice(4, 16), slice(56, 68)
"""Rows of the field, and of what is beyond it on both sides."""

NAMES = (
    "ground_0", "ground_1", "ground_2", "ground_rough", "ground_saved_0", "ground_saved_1",
    "ink_0", "ink_1", "ink_2", "ink_rough", "ink_saved_0", "ink_saved_1", "sharp", "edge",
    "rough", "saved_0", "saved_1",
)  # fmt: skip
"""`ground`: of the field's paler pixels against those beyond it, in colour, roughness and change by
saving. `ink`: of its darkest ones against its ground. `sharp`: the steepest steps against the
contrast. `edge`: the straightest step along the strip. The last: of the ground itself."""


def of_strips(strips: Strips) -> Floats:
    """Signals of strips (N, 6, 72, 180), (N, 17)."""
    return np.array([_of(strip) for strip in strips]).reshape(-1, len(NAMES))


BORDER_NAMES = (
    "rough", "saved_0", "saved_1", "ink", "paper", "edge", "shade", "sharp", "spread_0",
    "spread_1", "spread_2",
)  # fmt: skip
"""Across a border: what is inside against what is outside, in roughness, change by saving, darkest
and palest; the straightest step, how dark a line it has; the steepest step against the contrast;
how far its strips are from each other in roughness and change."""


def of_border(strips: Strips) -> Floats:
    """Signals of the border of a portrait, of its strips (6, 6, 72, 180), (11,)."""
    rows = []
    for strip in strips.astype(np.float32):
        light = strip[:3].mean(axis=0)
        inside, outside = slice(42, 66), slice(6, 30)
        measured = [np.median(strip[k, inside]) - np.median(strip[k, outside]) for k in (3, 4, 5)]
        dark = np.percentile(light[inside], 5) - np.percentile(light[outside], 5)
        pale = np.percentile(light[inside], 95) - np.percentile(light[outside], 95)
        profile = np.median(light[24:48], axis=1)
        edge = np.abs(profile[2:] - profile[:-2]).max()
        shade = min(profile[0], profile[-1]) - profile.min()
        steps = np.abs(np.diff(light[inside], axis=1))
        contrast = np.percentile(light[inside], 95) - np.percentile(light[inside], 5)
        sharp = 10 * np.percentile(steps, 99) / max(float(contrast), 10)
        rows.append([*measured, dark, pale, edge, shade, sharp])
    found = np.array(rows)
    return np.concatenate([found.mean(axis=0), found[:, :3].std(axis=0)], dtype=np.float64)


def _of(strip: Strips) -> Floats:
    colours = cv2.cvtColor(np.ascontiguousarray(strip[:3].transpose(1, 2, 0)), cv2.COLOR_BGR2LAB)
    planes = np.dstack([colours, strip[3:].transpose(1, 2, 0)]).astype(np.float32)
    light = planes[..., 0]
    inner = planes[INSIDE].reshape(-1, 6)
    outer = np.concatenate([planes[ABOVE], planes[BELOW]]).reshape(-1, 6)
    ground = np.median(inner[inner[:, 0] >= np.percentile(inner[:, 0], 60)], axis=0)
    beyond = np.median(outer[outer[:, 0] >= np.percentile(outer[:, 0], 60)], axis=0)
    ink = inner[inner[:, 0] <= np.percentile(inner[:, 0], 8)].mean(axis=0)
    steps = np.abs(np.diff(light[INSIDE], axis=1))
    sharp = np.percentile(steps, 99) / max(float(ground[0] - ink[0]), 10)
    down = np.median(light[2:] - light[:-2], axis=1)
    edge = max(np.abs(down[6:26]).max(), np.abs(down[44:64]).max())
    return np.concatenate(
        [ground - beyond, ink - ground, [10 * sharp, edge], ground[3:]], dtype=np.float64
    )


def beside_peers(found: Floats) -> Floats:
    """What each place of a card has, and how far it is from the others', (N, 4 · 17)."""
    off = np.zeros_like(found)
    if len(found) > 1:
        for place in range(len(found)):
            off[place] = found[place] - np.median(np.delete(found, place, axis=0), axis=0)
    return np.column_stack([found, np.abs(found), off, np.abs(off)])
