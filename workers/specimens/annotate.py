"""A report drawn onto its picture: what was found, and where."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage
from PIL import ImageDraw

from app.core.report import Box, Document, PictureName, Report
from workers.specimens.sheet import BOLD, REGULAR, font

Image = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]

# BGR, apart from one another also to most colour-blind eyes.
_CARD: Colour = (60, 190, 40)
_TEXT: Colour = (230, 140, 20)
_MRZ: Colour = (30, 90, 240)
_PORTRAIT: Colour = (200, 60, 200)

_SHIFT = 4  # OpenCV takes fractions of a pixel as integers: here sixteenths


@dataclass(frozen=True)
class _Finding:
    """A kind of thing that was found: its boxes, in one colour, and what the legend says.

    `thickness` of the outline and `margin` around it are in 900ths of the picture's longer side.
    """

    label: str
    colour: Colour
    boxes: list[Box]
    thickness: float
    margin: float
    tint: float


def annotate(image: Image, report: Report, picture: PictureName) -> Image:
    """Returns a copy of `image` with what `report` found on it, and a legend.

    `image`: BGR uint8, upright, as the boxes in the report are. `picture`: which of the report's
    pictures it is; only what was found on that one is drawn.
    """
    findings = [
        finding
        for document in report.documents
        for finding in _findings(document, picture)
        if finding.boxes
    ]
    height, width = image.shape[:2]
    unit = max(width, height) / 900
    drawn = image.copy()
    for finding in findings:
        outlines = [_grown(box, finding.margin * unit) for box in finding.boxes]
        if finding.tint:
            filled = drawn.copy()
            cv2.fillPoly(filled, outlines, finding.colour, cv2.LINE_AA, _SHIFT)
            drawn = np.asarray(
                cv2.addWeighted(filled, finding.tint, drawn, 1 - finding.tint, 0), np.uint8
            )
        thickness = max(1, round(finding.thickness * unit))
        cv2.polylines(drawn, outlines, True, finding.colour, thickness, cv2.LINE_AA, _SHIFT)
    return _with_legend(drawn, findings, _title(report, picture), unit)


def _findings(document: Document, picture: PictureName) -> Iterator[_Finding]:
    sides = [side for side in document.sides if side.picture == picture]
    lines = [line for line in document.extracted.text if line.picture == picture]
    cards = [side.card for side in sides if side.card]
    portraits = [side.portrait for side in sides if side.portrait]
    where = f", {document.country}" if document.country else ""
    yield _Finding(f"{document.type}{where}", _CARD, cards, 2.2, 0, 0)
    yield _Finding(f"{len(lines)} lines of text", _TEXT, [line.box for line in lines], 0.8, 1, 0.1)
    yield _Finding("portrait", _PORTRAIT, portraits, 1.8, 0, 0)
    mrz = document.extracted.mrz
    if mrz and mrz.picture == picture:
        verdict = "valid" if mrz.valid else "not valid"
        yield _Finding(f"MRZ {mrz.format.upper()}, {verdict}", _MRZ, [mrz.box], 1.8, 5, 0)


def _grown(box: Box, margin: float) -> npt.NDArray[np.int32]:
    """The corners moved outwards by `margin` pixels, in fractions of `_SHIFT` bits."""
    corners = np.array(box, np.float64)
    outward = corners - corners.mean(axis=0)
    grown = corners + np.sign(outward) * margin
    return np.asarray(np.round(grown * (1 << _SHIFT)), np.int32)


def _title(report: Report, picture: PictureName) -> str:
    return f"{report.kind.value} ({picture.value}): {report.outcome.value.replace('_', ' ')}"


def _with_legend(image: Image, findings: list[_Finding], title: str, unit: float) -> Image:
    """Puts the legend into the corner where it covers least of what was found."""
    size = 15 * unit
    head, body = font(BOLD, size), font(REGULAR, size)
    pad, row = round(9 * unit), round(21 * unit)
    swatch = round(20 * unit)
    wide = max([head.getlength(title)] + [swatch * 1.4 + body.getlength(f.label) for f in findings])
    panel = round(wide) + 2 * pad, row * (1 + len(findings)) + 2 * pad
    left, top = _free_corner(image.shape[:2], panel, [box for f in findings for box in f.boxes])
    right, bottom = left + panel[0], top + panel[1]
    image[top:bottom, left:right] = np.asarray(image[top:bottom, left:right] * 0.18, np.uint8)

    sheet = PillowImage.fromarray(np.ascontiguousarray(image[..., ::-1]))
    draw = ImageDraw.Draw(sheet)
    x, y = left + pad, top + pad + row // 2
    draw.text((x, y), title, font=head, fill="white", anchor="lm")
    for index, finding in enumerate(findings, start=1):
        middle = y + index * row
        half = round(5 * unit)
        blue, green, red = finding.colour
        draw.rectangle((x, middle - half, x + swatch, middle + half), fill=(red, green, blue))
        at = (x + swatch * 1.4, middle)
        draw.text(at, finding.label, font=body, fill="white", anchor="lm")
    return np.ascontiguousarray(np.asarray(sheet, np.uint8)[..., ::-1])


def _free_corner(
    shape: tuple[int, ...], panel: tuple[int, int], boxes: list[Box]
) -> tuple[int, int]:
    """The top left of the legend in the corner of the picture with the fewest found pixels."""
    height, width = shape[:2]
    found = np.zeros((height, width), np.uint8)
    for box in boxes:
        cv2.fillConvexPoly(found, np.round(np.array(box)).astype(np.int32), 1)
    margin = max(width, height) // 90
    right, bottom = max(width - panel[0] - margin, 0), max(height - panel[1] - margin, 0)
    corners = [(x, y) for y in (min(margin, bottom), bottom) for x in (min(margin, right), right)]
    return min(
        corners, key=lambda at: int(found[at[1] : at[1] + panel[1], at[0] : at[0] + panel[0]].sum())
    )
