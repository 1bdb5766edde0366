"""Barcodes anywhere on a picture: a quick look at all of it, then closer ones where one must be.

zxing-cpp reads codes of any rotation whose modules have about three pixels. Smaller and blurred
ones are read from crops of the picture's own pixels: enlarged, and with the blur undone that lenses
and sensors make. Codes of bars (PDF417, Code 128, Code 39) are found by their parallel edges and
laid level first, since they are read along their rows alone.
"""

import math
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from workers.vision.image import Pixels

Grey = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float32]
Line = tuple[float, float]
"""Slope and offset."""

Zone = tuple[float, float, float, float]
"""x0, y0, x1, y1 as parts of the picture's width and height."""

FORMATS = {
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "microqr": zxingcpp.BarcodeFormat.MicroQRCode,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "aztec": zxingcpp.BarcodeFormat.Aztec,
    "code128": zxingcpp.BarcodeFormat.Code128,
    "code39": zxingcpp.BarcodeFormat.Code39,
}
OF_BARS = frozenset({"pdf417", "code128", "code39"})
_NAMES = {str(value): name for name, value in FORMATS.items()}

ZONE_MARGIN, SEEN_MARGIN = 0.08, 0.3
"""Added around a zone, and around where a code was seen but not read, as parts of its sides."""

LOOKS = (1.6, 1.2, 0.0)
"""Closer looks in their order: sigma of the blur to undo, in pixels; 0: none.

Measured on degraded codes, see docs/barcodes.md: each reads some that those before it do not, and
other blurs and larger enlargements read no more.
"""

ENLARGEMENT = 2.0
NOISE = 0.05  # noise over signal that the undoing of blur reckons with
MOST_PIXELS = 4_000_000  # of a closer look
MOST_BLURRED = 2_000_000  # pixels of a region whose blur is undone: it takes a Fourier transform
CONTRAST = (2, 98)  # percentiles that become black and white

SEARCH_SIDE = 800  # longer side in pixels at which areas full of edges are searched
DENSE = 0.35  # least energy of the edges in a code, as part of that of the picture's most
DENSE_AREA = 0.002  # least part of the picture that a code covers
MOST_AREAS = 4

LEVEL_MARGIN = 0.06  # quiet zone around the bars, as part of their length
LEVEL_SCALE = 1.5  # enlargement of bars that are laid level


@dataclass(frozen=True, eq=False)
class Barcode:
    """One barcode. `format`: a key of `FORMATS`. `text`: in Unicode's composed form (NFC).

    `data`: the bytes it carries. `box`: (4, 2) corners in pixels of the picture, clockwise as
    seen, from the code's own top left; of Code 128 and Code 39, around the rows that were read.
    """

    format: str
    text: str
    data: bytes
    box: Corners


@dataclass(frozen=True, eq=False)
class _View:
    """A part of the picture to look at, and the 3 × 3 matrix from its pixels to the picture's."""

    pixels: Grey
    to_picture: npt.NDArray[np.float64]


def find_barcodes(
    image: Pixels, *, expected: Collection[str] = (), zones: Sequence[Zone] = ()
) -> list[Barcode]:
    """Returns the barcodes of a BGR picture, each once.

    `expected`: formats that should be there. Where one is not seen at once it is looked for again,
    closer: in `zones`, where a code was seen but not read, and without zones wherever the picture
    is as full of edges as a code. Without it the
    picture is looked at once (about 10 ms at 1280 × 960).
    """
    unknown = set(expected) - FORMATS.keys()
    if unknown:
        raise ValueError(f"no such formats: {', '.join(sorted(unknown))}")
    grey = np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    whole = _View(grey, np.eye(3))
    found: dict[tuple[str, str], Barcode] = {}
    failed = _look(whole, FORMATS, found)
    missing = set(expected) - {barcode.format for barcode in found.values()}
    if missing:
        for view in _closer(grey, missing, zones, failed):
            _look(view, missing, found)
            missing -= {barcode.format for barcode in found.values()}
            if not missing:
                break
    return list(found.values())


def _look(
    view: _View, formats: Collection[str], found: dict[tuple[str, str], Barcode]
) -> list[Corners]:
    """Adds what is read to `found`. Returns boxes of what was seen but could not be read."""
    failed = []
    for seen in zxingcpp.read_barcodes(
        view.pixels,
        formats=zxingcpp.BarcodeFormats([FORMATS[name] for name in formats]),
        text_mode=zxingcpp.TextMode.Plain,
        try_invert=False,  # documents print dark on light
        return_errors=True,
    ):
        box = _corners(seen.position, view.to_picture)
        if not seen.valid:
            failed.append(box)
            continue
        barcode = Barcode(_NAMES[str(seen.format)], _text(seen), seen.bytes, box)
        found.setdefault((barcode.format, barcode.text), barcode)
    return failed


def _text(seen: zxingcpp.Barcode) -> str:
    """UTF-8 where the bytes are, whatever the code says; else by its charset, or the likely one."""
    try:
        text = seen.bytes.decode("utf-8")
    except UnicodeDecodeError:
        text = seen.text
    return unicodedata.normalize("NFC", text)


def _corners(position: zxingcpp.Position, to_picture: npt.NDArray[np.float64]) -> Corners:
    """The corners in the picture, clockwise as seen even of a code that is mirrored."""
    ring = ("top_left", "top_right", "bottom_right", "bottom_left")
    points = [getattr(position, corner) for corner in ring]
    box = np.array([[[point.x, point.y] for point in points]], np.float64)
    corners = np.asarray(cv2.perspectiveTransform(box, to_picture)[0], np.float32)
    clockwise = cv2.contourArea(corners, oriented=True) >= 0
    return corners if clockwise else corners[[0, 3, 2, 1]]


def _closer(
    grey: Grey, missing: Collection[str], zones: Sequence[Zone], failed: Sequence[Corners]
) -> Iterator[_View]:
    """Views to look at again, the likeliest first."""
    areas = _dense_areas(grey)
    if OF_BARS & set(missing):
        for area in areas:
            level = _laid_level(grey, area)
            outline = _outline_of_bars(level)
            if _much_the_same(outline, area):
                yield _laid_level(grey, outline)
            yield level
    if not set(missing) - OF_BARS:
        return
    height, width = grey.shape
    regions = [_grown((x0 * width, y0 * height, x1 * width, y1 * height), ZONE_MARGIN)
               for x0, y0, x1, y1 in zones]  # fmt: skip
    seen = list(failed) if zones else [*failed, *areas]
    regions += [_grown((*box.min(axis=0), *box.max(axis=0)), SEEN_MARGIN) for box in seen]
    crops = [crop for crop in (_cropped(grey, region) for region in regions) if crop.pixels.size]
    for sigma in LOOKS:
        for crop in crops:
            if not sigma or crop.pixels.size <= MOST_BLURRED:
                yield _enlarged(crop, sigma)


def _grown(region: Sequence[float], margin: float) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = map(float, region)
    dx, dy = margin * (x1 - x0), margin * (y1 - y0)
    return x0 - dx, y0 - dy, x1 + dx, y1 + dy


def _cropped(grey: Grey, region: tuple[float, float, float, float]) -> _View:
    height, width = grey.shape
    x0, y0 = max(0, math.floor(region[0])), max(0, math.floor(region[1]))
    x1, y1 = min(width, math.ceil(region[2])), min(height, math.ceil(region[3]))
    shift = np.array([[1, 0, x0], [0, 1, y0], [0, 0, 1]], np.float64)
    return _View(np.ascontiguousarray(grey[y0:y1, x0:x1]), shift)


def _enlarged(view: _View, sigma: float) -> _View:
    """The view enlarged, as far as that is not too much, and with a blur undone."""
    height, width = view.pixels.shape
    scale = min(ENLARGEMENT, math.sqrt(MOST_PIXELS / view.pixels.size))
    sharp = _deblurred(view.pixels, sigma) if sigma else view.pixels
    size = (math.ceil(width * scale), math.ceil(height * scale))
    larger = np.asarray(cv2.resize(sharp, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    # The centre of the first pixel stays where it is, not its corner.
    middle = 0.5 / scale - 0.5
    back = np.array([[1 / scale, 0, middle], [0, 1 / scale, middle], [0, 0, 1]], np.float64)
    return _View(larger, view.to_picture @ back)


def _deblurred(pixels: Grey, sigma: float) -> Grey:
    """Wiener's filter for a Gaussian blur, and the contrast stretched."""
    border = 16
    padded = np.pad(pixels, border, mode="symmetric")
    rows = np.fft.fftfreq(padded.shape[0])[:, None]
    columns = np.fft.rfftfreq(padded.shape[1])[None, :]
    blur = np.exp(-2 * (math.pi * sigma) ** 2 * (rows**2 + columns**2))
    spectrum = np.fft.rfft2(padded) * blur / (blur**2 + NOISE)
    sharp = np.fft.irfft2(spectrum, s=padded.shape)[border:-border, border:-border]
    low, high = np.percentile(sharp, CONTRAST)
    stretched = (sharp - low) * (255 / max(high - low, 1.0))
    return np.asarray(np.clip(stretched, 0, 255), np.uint8)


def _dense_areas(grey: Grey) -> list[Corners]:
    """Outlines of what is as full of strong edges as a code is, the largest first."""
    scale = min(1.0, SEARCH_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    across, down = cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)
    energy = cv2.GaussianBlur(across * across + down * down, (0, 0), max(small.shape) / 80)
    mask = (energy > DENSE * np.percentile(energy, 99.5)).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel), np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    large = [c for c in contours if cv2.contourArea(c) >= DENSE_AREA * mask.size]
    large.sort(key=cv2.contourArea, reverse=True)
    return [_four_corners(np.asarray(c, np.int32)) / scale for c in large[:MOST_AREAS]]


def _four_corners(contour: npt.NDArray[np.int32]) -> Corners:
    """The four-sided outline; its longer sides along the rows of the code."""
    hull = cv2.convexHull(contour)
    quad = cv2.boxPoints(cv2.minAreaRect(hull))
    for tolerance in (0.02, 0.03, 0.05, 0.08):
        outline = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
        if len(outline) == 4:
            quad = outline[:, 0].astype(np.float32)
            break
    if cv2.contourArea(quad.astype(np.float32), oriented=True) < 0:
        quad = quad[::-1]
    first, second = np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[1])
    return np.asarray(quad if first >= second else np.roll(quad, -1, axis=0), np.float32)


def _laid_level(grey: Grey, quad: Corners) -> _View:
    length = float(np.linalg.norm(quad[1] - quad[0]))
    height = float(np.linalg.norm(quad[3] - quad[0]))
    scale = min(LEVEL_SCALE, math.sqrt(MOST_PIXELS / max(length * height, 1.0)))
    length, height = length * scale, height * scale
    margin = LEVEL_MARGIN * length
    target = np.array(
        [[0, 0], [length, 0], [length, height], [0, height]], np.float32
    ) + np.float32(margin)
    forth = cv2.getPerspectiveTransform(quad.astype(np.float32), target.astype(np.float32))
    size = (round(length + 2 * margin), round(height + 2 * margin))
    level = cv2.warpPerspective(
        grey, forth, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return _View(np.asarray(level, np.uint8), np.linalg.inv(np.asarray(forth, np.float64)))


def _outline_of_bars(level: _View) -> Corners:
    """The code's corners in the picture, where straight lines run along its four sides.

    The area that the code was found by has round corners, and a row is only three modules high.
    """
    height, width = level.pixels.shape
    across = np.abs(cv2.Sobel(level.pixels, cv2.CV_32F, 1, 0))
    energy = cv2.GaussianBlur(across, (0, 0), max(3.0, height / 60))
    bars = energy > DENSE * np.percentile(energy, 95)
    columns = np.arange(round(0.15 * width), round(0.85 * width), 4)
    rows = np.arange(round(0.25 * height), round(0.75 * height), 4)
    top, bottom = _lines(columns, bars[:, columns].T)
    left, right = _lines(rows, bars[rows])
    corners = [_crossing(*pair) for pair in
               ((top, left), (top, right), (bottom, right), (bottom, left))]  # fmt: skip
    outline = np.array([corners], np.float64)
    return np.asarray(cv2.perspectiveTransform(outline, level.to_picture)[0], np.float32)


def _much_the_same(one: Corners, other: Corners) -> bool:
    """Whether the first is four-sided too, and about as large."""
    if not (np.isfinite(one).all() and cv2.isContourConvex(one)):
        return False
    return 0.5 < cv2.contourArea(one) / max(cv2.contourArea(other), 1.0) < 1.5


def _lines(at: npt.NDArray[np.intp], within: npt.NDArray[np.bool_]) -> tuple[Line, Line]:
    """Lines through the first and through the last of what is set in each row of `within`."""
    length = within.shape[1]
    some = within.any(axis=1)
    first = within.argmax(axis=1)[some]
    last = length - 1 - within[:, ::-1].argmax(axis=1)[some]
    return _line(at[some], first), _line(at[some], last)


def _line(at: npt.NDArray[np.intp], values: npt.NDArray[np.intp]) -> Line:
    """The line through most of the points, without those far off; NaN where too few are left."""
    for _ in range(3):
        if len(at) < 2:
            return math.nan, math.nan
        slope, offset = np.polyfit(at, values, 1)
        off = np.abs(slope * at + offset - values)
        near = off <= max(1.5 * float(np.median(off)), 1.0)
        at, values = at[near], values[near]
    return float(slope), float(offset)


def _crossing(level: Line, upright: Line) -> tuple[float, float]:
    """Where y = a·x + b and x = c·y + d meet."""
    apart = 1 - upright[0] * level[0]
    x = (upright[0] * level[1] + upright[1]) / apart if apart else math.nan
    return x, level[0] * x + level[1]
