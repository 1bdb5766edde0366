"""Where flat things are seen: the pinhole camera's perspective, and resampling by it."""

from dataclasses import dataclass

import cv2
import numpy as np

from training.attacks.light import Layer, Matrix, Random

DISTANCE = 2.2
"""Of the camera, in lengths of what it looks at: a card held some 20 cm away."""


@dataclass(frozen=True)
class Blur:
    """How the lens, a pixel's own width and the hand spread a point, in pixels of the sensor.

    `sigma`: in all directions. `shake`: the way (x, y) that the hand moved while it was open.
    """

    sigma: float
    shake: tuple[float, float] = (0, 0)

    def covariance(self) -> Matrix:
        """2×2, square pixels. A uniform motion over s has the variance s² / 12."""
        way = np.array(self.shake)
        return np.eye(2) * self.sigma**2 + np.outer(way, way) / 12

    def shaken(self, light: Layer) -> Layer:
        """`light` after the hand's motion alone."""
        length = float(np.hypot(*self.shake))
        if length < 1:
            return light
        reach = int(np.ceil(length / 2)) + 1
        kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
        for part in np.linspace(-0.5, 0.5, 4 * reach):
            x, y = reach + part * self.shake[0], reach + part * self.shake[1]
            left, top = int(x), int(y)
            for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
                weight = (1 - abs(x - left - column)) * (1 - abs(y - top - row))
                kernel[top + row, left + column] += weight
        return np.asarray(cv2.filter2D(light, -1, kernel / kernel.sum()), np.float32)


def look_at(
    size: tuple[float, float],
    frame: tuple[int, int],
    rng: Random,
    *,
    fill: float,
    tilt: float,
    roll: float,
) -> Matrix:
    """The homography from a flat thing of `size` (width, height; any unit) to pixels of a picture.

    `fill`: its width over the picture's. `tilt`: away from the camera, degrees, to any side.
    `roll`: in the picture's plane, degrees. It lies inside of the frame, near the middle.
    """
    towards = rng.uniform(0, 2 * np.pi)
    axis = np.array([np.cos(towards), np.sin(towards), 0]) * np.radians(tilt)
    turned = cv2.Rodrigues(axis)[0] @ cv2.Rodrigues(np.array([0, 0, np.radians(roll)]))[0]
    far = DISTANCE * max(size)
    centred = np.array([[1, 0, -size[0] / 2], [0, 1, -size[1] / 2], [0, 0, 1]])
    plane = np.column_stack([turned[:, 0], turned[:, 1], (0, 0, far)])
    seen = np.diag([far, far, 1.0]) @ plane @ centred
    corners = placed(corners_of(size), seen)
    low, span = corners.min(axis=0), np.ptp(corners, axis=0)
    scale = min(fill * frame[0] / span[0], *(np.array(frame) * 0.97 / span))
    slack = np.array(frame) - span * scale
    offset = slack * (0.5 + rng.uniform(-0.3, 0.3, 2)) - low * scale
    homography = np.array([[scale, 0, offset[0]], [0, scale, offset[1]], [0, 0, 1]]) @ seen
    return np.asarray(homography / homography[2, 2], np.float64)


def corners_of(size: tuple[float, float]) -> Layer:
    """The corners of a thing of `size` (width, height), clockwise from the top left, (4, 2)."""
    width, height = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)


def placed(points: Layer, homography: Matrix) -> Layer:
    """Where points (n, 2) come to be, float32 (n, 2)."""
    moved = cv2.perspectiveTransform(np.float32(points).reshape(-1, 1, 2), homography)
    return np.asarray(moved.reshape(-1, 2), np.float32)


def scaling(factor: float) -> Matrix:
    """The homography that enlarges by `factor`."""
    return np.diag([factor, factor, 1.0])


def jacobian(homography: Matrix, at: tuple[float, float]) -> Matrix:
    """How far a point near `at` moves in the picture for a step of one, 2×2."""
    step = 0.5
    x, y = at
    points = np.array([(x - step, y), (x + step, y), (x, y - step), (x, y + step)], np.float32)
    left, right, up, down = placed(points, homography).astype(np.float64)
    return np.column_stack([right - left, down - up])


def seen(texture: Layer, homography: Matrix, frame: tuple[int, int], sigma: float) -> Layer:
    """A flat picture as the sensor sees it through a lens that spreads a point by `sigma` pixels.

    The blur is laid on the texture at its own scale, before the sensor takes its samples, so that
    what is finer than the sensor can see is averaged and not aliased. Outside: its edge goes on.
    Coordinates run along the edges of pixels, as everywhere here: the first one's middle is 0.5.
    """
    height, width = texture.shape[:2]
    step = magnification(homography, (width, height))
    spread = sigma / step
    if spread > 0.4:
        texture = np.asarray(cv2.GaussianBlur(texture, (0, 0), spread), np.float32)
    way = cv2.INTER_LINEAR if step < 1 else cv2.INTER_CUBIC
    return _warped(texture, homography, frame, way)


def seen_in_blocks(
    texture: Layer, homography: Matrix, frame: tuple[int, int], sigma: float
) -> Layer:
    """As `seen`, of a picture whose pixels are so large that each shows as a square."""
    squares = _warped(texture, homography, frame, cv2.INTER_NEAREST)
    return np.asarray(cv2.GaussianBlur(squares, (0, 0), sigma), np.float32)


def _warped(texture: Layer, homography: Matrix, frame: tuple[int, int], way: int) -> Layer:
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    between_middles = np.linalg.inv(half) @ homography @ half
    return np.asarray(
        cv2.warpPerspective(
            texture, between_middles, frame, flags=way, borderMode=cv2.BORDER_REPLICATE
        ),
        np.float32,
    )


def magnification(homography: Matrix, size: tuple[float, float]) -> float:
    """Pixels of the picture for one unit of a thing of `size`, at its middle."""
    return float(abs(np.linalg.det(jacobian(homography, (size[0] / 2, size[1] / 2)))) ** 0.5)


def cover(
    size: tuple[float, float],
    homography: Matrix,
    frame: tuple[int, int],
    *,
    radius: float = 0,
    sigma: float = 0.6,
) -> Layer:
    """How much of every pixel a thing with rounded corners covers, 0..1, (height, width).

    `radius`: of its corners, in its own unit.
    """
    outline = _rounded(size, radius)
    points = np.round((placed(outline, homography) - 0.5) * 16).astype(np.int32)
    mask = np.zeros(frame[::-1], np.uint8)
    cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, shift=4)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), sigma), np.float32) / np.float32(255)


def _rounded(size: tuple[float, float], radius: float) -> Layer:
    if not radius:
        return corners_of(size)
    width, height = size
    turn = np.linspace(0, np.pi / 2, 8)
    arc = np.column_stack([np.cos(turn), np.sin(turn)]) * radius
    middles = ((radius, radius), (width - radius, radius), (width - radius, height - radius))
    parts = []
    for k, middle in enumerate((*middles, (radius, height - radius))):
        quarter = np.pi + k * np.pi / 2
        spin = np.array([[np.cos(quarter), -np.sin(quarter)], [np.sin(quarter), np.cos(quarter)]])
        parts.append(arc @ spin.T + middle)
    return np.concatenate(parts).astype(np.float32)
