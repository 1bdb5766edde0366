"""Specimens as a client scans them at home: on a sheet of paper, as PDF."""

import io
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage

Image = npt.NDArray[np.uint8]

A4 = (210.0, 297.0)  # mm, ISO 216
DPI = 200


def sheet_of(images: Sequence[Image], scale: float) -> Image:
    """Returns a white sheet of A4 at 200 dpi, BGR, with sides below one another in true size.

    `scale`: pixels of `images` in a millimetre. Raises `ValueError` where they do not fit.
    """
    width, height = (round(measure * DPI / 25.4) for measure in A4)
    sheet = np.full((height, width, 3), 250, np.uint8)
    shrink, top = DPI / 25.4 / scale, height // 12
    for image in images:
        side = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        left, bottom = (width - side.shape[1]) // 2, top + side.shape[0]
        if left < 0 or bottom > height:
            raise ValueError("the sides do not fit on the sheet")
        sheet[top:bottom, left : left + side.shape[1]] = side
        top = bottom + height // 20
    return sheet


def pdf(sheets: Sequence[Image]) -> bytes:
    """Returns a PDF of 200 dpi with one picture (BGR) on each page."""
    first, *others = [PillowImage.fromarray(sheet[..., ::-1].copy()) for sheet in sheets]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DPI)
    return out.getvalue()
