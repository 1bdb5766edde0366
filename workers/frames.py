"""From the pixels of a view to those of the page that it was taken from."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.core.report import Box, PictureName
from workers.findings import PreparedPage, View

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Frame:
    """Where an image is on its page. `transform`: the homography, (3, 3). `size`: of the image.
    `turns`: quarter turns, counterclockwise, by which it was turned since.
    """

    picture: PictureName
    page: int
    size: tuple[int, int]
    transform: NDArray[np.float64]
    turns: int = 0

    @classmethod
    def of_view(cls, view: View) -> "Frame":
        """The frame of a view's own image."""
        width, height = view.size
        flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        transform = cv2.getPerspectiveTransform(flat, np.array(view.quad, np.float32))
        return cls(view.picture, view.page, view.size, transform.astype(np.float64))

    @classmethod
    def of_page(cls, page: PreparedPage, view: View) -> "Frame":
        """The frame of the whole page that a view is on."""
        return cls(view.picture, view.page, page.size, np.eye(3))

    def turned(self, turns: int) -> "Frame":
        """The frame of `np.rot90(image, turns)`."""
        transform, (width, height) = self.transform, self.size
        for _ in range(turns % 4):
            quarter = np.array([[0, -1, width], [1, 0, 0], [0, 0, 1]], np.float64)
            transform, width, height = transform @ quarter, height, width
        return Frame(self.picture, self.page, (width, height), transform, (self.turns + turns) % 4)

    def box(self, corners: ArrayLike) -> Box:
        """Corners in pixels of the image, (4, 2), as corners in pixels of the page."""
        points = np.asarray(corners, np.float64).reshape(1, -1, 2)
        on_page = cv2.perspectiveTransform(points, self.transform)[0]
        return [(round(float(x), 1), round(float(y), 1)) for x, y in on_page]

    def rotation(self, clockwise: int) -> int:
        """Degrees clockwise that bring the image upright, for the image before it was turned."""
        return (clockwise - 90 * self.turns) % 360
