"""From a file's bytes to upright BGR pixels, once, under limits.

The header is read first (Pillow reads it without touching the pixels), so a picture that is too
large is refused before memory is taken for it. OpenCV then decodes without turning, and the EXIF
orientation is applied here, exactly once, for every format.
"""

import io
import math
import warnings
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, UnidentifiedImageError

from workers.vision.generated import generator

Pixels = npt.NDArray[np.uint8]
"""A picture: (height, width, 3), BGR."""

_FORMATS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp"}
_ORIENTATION, _MAKE, _MODEL, _SOFTWARE = 0x0112, 0x010F, 0x0110, 0x0131  # TIFF 6.0
_DESCRIPTION = 0x010E  # TIFF 6.0
_EXIF, _COMMENT = 0x8769, 0x9286  # Exif 3.0: its own part, and the comment there
_POINTS_PER_INCH = 72


class UndecodableImage(Exception):  # noqa: N818
    """A file that yields no picture. `code`: `too_many_pixels`, `unknown_format`, `broken`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Picture:
    """One decoded picture, upright.

    `image`: BGR uint8 (H, W, 3). `format`: `jpeg`, `png`, `webp` or `pdf`. `exif_orientation`:
    1..8, as the file said, already applied. `metadata`: what the file tells of its making, each
    key only where known: `quality` (JPEG, 1..100, estimated from the quantisation), `make`,
    `model`, `software`, `generator` (see `generated`). `pages`: how many the file has, decoded or
    not.
    """

    image: Pixels
    format: str
    exif_orientation: int = 1
    metadata: dict[str, str] = field(default_factory=dict)
    pages: int = 1


def decode(
    data: bytes, *, max_pixels: int, pdf_dpi: int = 200, max_pages: int = 4
) -> list[Picture]:
    """The picture in `data`, or the first `max_pages` pages of a PDF rendered at `pdf_dpi`.

    `max_pixels` holds for each picture; a PDF page that would exceed it is rendered smaller.
    Raises `UndecodableImage`.
    """
    if b"%PDF-" in data[:1024]:
        return _decode_pdf(data, max_pixels, pdf_dpi, max_pages)
    format_, orientation, metadata = _header(data, max_pixels)
    try:
        # IMREAD_UNCHANGED keeps the depth and alpha and leaves the orientation alone.
        raw = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise UndecodableImage("broken", "the pixels cannot be decoded") from error
    if raw is None:
        raise UndecodableImage("broken", "the pixels cannot be decoded")
    image = upright(to_bgr(raw), orientation)
    return [Picture(image, format_, orientation, metadata)]


def _header(data: bytes, max_pixels: int) -> tuple[str, int, dict[str, str]]:
    """Format, orientation and metadata, without decoding."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"]) as image:
                if image.width * image.height > max_pixels:
                    raise UndecodableImage(
                        "too_many_pixels", f"{image.width} × {image.height} pixels are too many"
                    )
                # The base class's method: PNG's own decodes the pixels to look behind them.
                exif = Image.Image.getexif(image)
                metadata = {
                    name: text
                    for name, tag in (("make", _MAKE), ("model", _MODEL), ("software", _SOFTWARE))
                    if (text := _printable(exif.get(tag)))
                }
                made_by = generator(data, _texts(image, exif))
                if made_by is not None:
                    metadata["generator"] = made_by
                quality = jpeg_quality(getattr(image, "quantization", {}))
                if quality is not None:
                    metadata["quality"] = str(quality)
                orientation = exif.get(_ORIENTATION, 1)
                if orientation not in range(1, 9):
                    orientation = 1
                return _FORMATS[image.format or ""], orientation, metadata
    except UndecodableImage:
        raise
    except Image.DecompressionBombError as error:
        raise UndecodableImage("too_many_pixels", "the picture has too many pixels") from error
    except UnidentifiedImageError as error:
        raise UndecodableImage("unknown_format", "neither JPEG, PNG, WebP nor PDF") from error
    except Exception as error:  # Pillow's parsers raise many kinds on damaged headers
        raise UndecodableImage("broken", "the header cannot be read") from error


def _texts(image: Image.Image, exif: Image.Exif) -> dict[str, str]:
    """What the header of a file says in words, by name: PNG's texts, and EXIF's."""
    said = {str(name): text for name, text in image.info.items() if isinstance(text, str)}
    said |= {
        name: text
        for name, tag in (("software", _SOFTWARE), ("description", _DESCRIPTION))
        if isinstance(text := exif.get(tag), str)
    }
    comment = exif.get_ifd(_EXIF).get(_COMMENT)
    if isinstance(comment, bytes):
        # UTF-16 or ASCII, as its first eight bytes say: without the zeros both can be searched.
        said["comment"] = comment.replace(b"\0", b"").decode("latin-1")
    return said


def _printable(value: object) -> str:
    """An EXIF text, at most 100 characters, of printable characters alone."""
    return "".join(filter(str.isprintable, str(value or "")))[:100].strip()


_LUMINANCE_SUM = 3688
"""Sum of the 64 steps of ITU-T T.81, table K.1, which IJG encoders scale by quality."""


def jpeg_quality(tables: dict[int, list[int]]) -> int | None:
    """The IJG quality (1..100) whose luminance table has the sum of this one; None without one.

    Encoders with tables of their own (cameras, Photoshop) get the nearest IJG quality.
    """
    if not tables:
        return None
    mean_scale = 100 * sum(tables[min(tables)]) / _LUMINANCE_SUM
    quality = (200 - mean_scale) / 2 if mean_scale <= 100 else 5000 / mean_scale
    return max(1, min(100, round(quality)))


def to_bgr(raw: npt.NDArray[np.generic]) -> Pixels:
    """Any decoded array (grey, alpha, 16 bits) as BGR uint8; alpha is laid on white."""
    if raw.dtype == np.uint16:
        raw = (raw.astype(np.uint16) >> 8).astype(np.uint8)
    elif raw.dtype != np.uint8:
        raise UndecodableImage("broken", f"samples of type {raw.dtype} are not read")
    pixels = raw.astype(np.uint8, copy=False)
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    if channels == 1:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8)
    if channels == 4:
        alpha = pixels[..., 3:].astype(np.uint16)
        mixed = (pixels[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255
        return mixed.astype(np.uint8)
    return pixels


def upright(image: Pixels, orientation: int) -> Pixels:
    """Apply an EXIF orientation (1..8): the stored pixels turned as they are to be seen."""
    if orientation in (2, 4, 5, 7):
        image = np.asarray(cv2.flip(image, 1), np.uint8)
    turn = {
        3: cv2.ROTATE_180,
        4: cv2.ROTATE_180,
        5: cv2.ROTATE_90_COUNTERCLOCKWISE,
        6: cv2.ROTATE_90_CLOCKWISE,
        7: cv2.ROTATE_90_CLOCKWISE,
        8: cv2.ROTATE_90_COUNTERCLOCKWISE,
    }.get(orientation)
    return image if turn is None else np.asarray(cv2.rotate(image, turn), np.uint8)


def _decode_pdf(data: bytes, max_pixels: int, dpi: int, max_pages: int) -> list[Picture]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UndecodableImage("broken", "the PDF cannot be opened") from error
    try:
        software = _printable(document.get_metadata_dict().get("Producer"))
        metadata = {"software": software} if software else {}
        count = len(document)
        pages = [
            Picture(_render(document[index], max_pixels, dpi), "pdf", 1, dict(metadata), count)
            for index in range(min(count, max_pages))
        ]
    except pypdfium2.PdfiumError as error:
        raise UndecodableImage("broken", "a page of the PDF cannot be rendered") from error
    finally:
        document.close()
    if not pages:
        raise UndecodableImage("broken", "the PDF has no pages")
    return pages


def _render(page: pypdfium2.PdfPage, max_pixels: int, dpi: int) -> Pixels:
    """One page on white, at `dpi` or at whatever less `max_pixels` allows."""
    width, height = page.get_size()
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise UndecodableImage("broken", "a page of the PDF has no size")
    scale = min(dpi / _POINTS_PER_INCH, math.sqrt(max_pixels / (width * height)))
    while math.ceil(width * scale) * math.ceil(height * scale) > max_pixels:
        scale *= 0.99  # the renderer rounds both sides up
    bitmap = page.render(scale=scale, rev_byteorder=False)
    return to_bgr(bitmap.to_numpy().copy())
