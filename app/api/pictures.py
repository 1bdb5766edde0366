"""What a file is, told from its structure alone: nothing is decoded, so nothing can explode.

Every function is linear in the file's length and raises nothing but `PictureError`. What passes
here can still be damaged inside its compressed data; the worker's decoder has the last word.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MAX_SEGMENTS = 4096
"""Most segments or chunks in a file. Real ones have a few hundred; the cap bounds the walk."""

LEAST_SIDE = 32
"""Pixels: a face needs 80, a line of print 10."""

MOST_ASPECT = 20
"""Long side over short side. No document and no face is that narrow."""

MAX_SIDE = 65_535
"""Longest side in pixels, that of JPEG's 16-bit fields. Nothing genuine exceeds it."""

_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_PDF_WINDOW = 1024
"""Bytes in which readers look for `%PDF-` and for `%%EOF` (ISO 32000-1, annex H, notes 13, 18)."""


class PictureError(Exception):
    """A file that we do not take. `code` is stable; `message` is for the person who sent it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class UnsupportedPicture(PictureError):  # noqa: N818
    """A file of a type that we do not read (HTTP 415)."""


class BrokenPicture(PictureError):  # noqa: N818
    """A file of a type that we read, but cut short or malformed (HTTP 422)."""


class UnusableShape(PictureError):  # noqa: N818
    """A picture on which nothing can be: a few pixels, or a strip (HTTP 400)."""


class TooManyPixels(PictureError):  # noqa: N818
    """A picture that is larger than the limit in pixels (HTTP 413)."""


@dataclass(frozen=True)
class PictureInfo:
    """What the structure says.

    `width` and `height` are those of the stored pixels, before `orientation` (EXIF, 1..8) is
    applied. A PDF has neither, and its `pages` are counted when it is rendered (None).
    """

    content_type: str
    width: int | None
    height: int | None
    pages: int | None
    orientation: int


def inspect(data: bytes) -> PictureInfo:
    """Type and size of a JPEG, PNG, WebP or PDF file.

    Raises `UnsupportedPicture` where it is something else, and `BrokenPicture` where it is cut
    short or malformed. Bytes after the end of the picture are tolerated: phones append some.
    """
    if not data:
        raise UnsupportedPicture("empty_file", "The file is empty.")
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(_PNG_SIGNATURE):
        return _png(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if b"%PDF-" in data[:_PDF_WINDOW]:
        return _pdf(data)
    raise _unsupported(data)


def check_pixels(info: PictureInfo, max_pixels: int) -> None:
    """Raise `TooManyPixels` if the picture has more than `max_pixels`. A PDF always passes."""
    if info.width is None or info.height is None:
        return
    if info.width * info.height > max_pixels:
        raise TooManyPixels(
            "too_many_pixels",
            f"The picture has {info.width} × {info.height} pixels, "
            f"more than the {max_pixels / 1e6:g} million that are accepted.",
        )


def check_shape(info: PictureInfo) -> None:
    """Raise `UnusableShape` for a picture too small or too narrow. A PDF always passes."""
    if info.width is None or info.height is None:
        return
    short, long = sorted((info.width, info.height))
    size = f"The picture has {info.width} × {info.height} pixels"
    if short < LEAST_SIDE:
        raise UnusableShape("too_small", f"{size}; each side needs {LEAST_SIDE}.")
    if long > MOST_ASPECT * short:
        raise UnusableShape("too_narrow", f"{size}; it is too narrow to show anything.")


def _unsupported(data: bytes) -> UnsupportedPicture:
    """The refusal that names what the file looks like."""
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if brand in _HEIF_BRANDS:
        return _refusal("heic", "a HEIC picture, as iPhones make")
    if brand in _AVIF_BRANDS:
        return _refusal("avif", "an AVIF picture")
    if brand:
        return _refusal("video", "a video")
    for magic, name, words in _OTHER_TYPES:
        if data.startswith(magic):
            return _refusal(name, words)
    head = data[:1024]
    if not any(byte < 9 or 13 < byte < 32 for byte in head):
        return _refusal("text", "text")
    return UnsupportedPicture(
        "unknown_type", "The file is none of JPEG, PNG, WebP and PDF, which are accepted."
    )


_OTHER_TYPES = (
    (b"GIF8", "gif", "a GIF picture"),
    (b"II*\x00", "tiff", "a TIFF picture"),
    (b"MM\x00*", "tiff", "a TIFF picture"),
    (b"BM", "bmp", "a BMP picture"),
    (b"\x00\x00\x00\x0cjP  ", "jpeg2000", "a JPEG 2000 picture"),
    (b"\xff\x0a", "jpegxl", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cJXL ", "jpegxl", "a JPEG XL picture"),
    (b"8BPS", "photoshop", "a Photoshop file"),
    (b"PK\x03\x04", "zip", "a ZIP archive or an office file"),
)


def _refusal(name: str, words: str) -> UnsupportedPicture:
    return UnsupportedPicture(
        f"unsupported_{name}",
        f"The file is {words}; JPEG, PNG, WebP and PDF are accepted.",
    )


def _truncated(kind: str) -> BrokenPicture:
    return BrokenPicture("truncated", f"The {kind} file is cut short: its end is missing.")


def _malformed(kind: str, what: str) -> BrokenPicture:
    return BrokenPicture("malformed", f"The {kind} file is damaged: {what}.")


def _info(kind: str, width: int, height: int, orientation: int) -> PictureInfo:
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise _malformed(kind, f"its size is given as {width} × {height}")
    return PictureInfo(f"image/{kind.lower()}", width, height, 1, orientation)


# JPEG: ITU-T T.81, annex B.

_JPEG_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""A marker inside entropy-coded data: not a stuffed zero, a restart, or a fill byte."""

_JPEG_BARE = {0x01, *range(0xD0, 0xD8)}
_JPEG_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_EOI, _SOS, _APP1 = 0xD9, 0xDA, 0xE1


def _jpeg(data: bytes) -> PictureInfo:
    """Walk the markers from SOI to EOI."""
    size: tuple[int, int] | None = None
    orientation = 1
    scanned = False
    for marker, body in _jpeg_segments(data):
        if marker in _JPEG_FRAMES:
            if size is not None or len(body) < 6:
                raise _malformed("JPEG", "its frame header is wrong")
            height, width = struct.unpack_from(">HH", body, 1)
            size = width, height
        elif marker == _SOS:
            if size is None:
                raise _malformed("JPEG", "a scan comes before its frame header")
            scanned = True
        elif marker == _APP1 and body.startswith(b"Exif\x00\x00"):
            orientation = _exif_orientation(body[6:])
    if size is None or not scanned:
        raise _malformed("JPEG", "it holds no picture")
    return _info("JPEG", *size, orientation)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, body) of every segment up to EOI; entropy-coded data is passed over."""
    position = 2
    for _ in range(MAX_SEGMENTS):
        found = _JPEG_MARKER.search(data, position)
        if found is None:
            raise _truncated("JPEG")
        marker = data[found.start() + 1]
        position = found.end()
        if marker == _EOI:
            return
        if marker in _JPEG_BARE:
            continue
        length = int.from_bytes(data[position : position + 2], "big")
        if position + length > len(data):
            raise _truncated("JPEG")
        if length < 2:
            raise _malformed("JPEG", "a segment has no length")
        yield marker, data[position + 2 : position + length]
        position += length
    raise _malformed("JPEG", "it has too many segments")


# PNG: W3C Portable Network Graphics, 5.

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def _png(data: bytes) -> PictureInfo:
    """Walk the chunks, with their checksums, from IHDR to IEND."""
    size: tuple[int, int] | None = None
    orientation = 1
    has_data = False
    for kind, body in _png_chunks(data):
        if (size is None) != (kind == b"IHDR"):
            raise _malformed("PNG", "its header is not the first chunk")
        if kind == b"IHDR":
            if len(body) != 13:
                raise _malformed("PNG", "its header has the wrong length")
            size = struct.unpack_from(">II", body)
        elif kind == b"IDAT":
            has_data = True
        elif kind == b"eXIf":
            orientation = _exif_orientation(body)
    if size is None or not has_data:
        raise _malformed("PNG", "it holds no picture")
    return _info("PNG", *size, orientation)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """(type, body) of every chunk before IEND."""
    view = memoryview(data)
    position = len(_PNG_SIGNATURE)
    for _ in range(MAX_SEGMENTS + len(data) // 8192):  # encoders cut IDAT every 8 KiB
        if position + 12 > len(data):
            raise _truncated("PNG")
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise _truncated("PNG")
        checked = view[position + 4 : end - 4]
        if zlib.crc32(checked) != struct.unpack_from(">I", data, end - 4)[0]:
            raise _malformed("PNG", "a checksum is wrong")
        if kind == b"IEND":
            return
        yield kind, checked[4:]
        position = end
    raise _malformed("PNG", "it has too many chunks")


# WebP: RFC 9649.


def _webp(data: bytes) -> PictureInfo:
    """Walk the RIFF chunks; the size is in VP8X, else in the bitstream's own header."""
    declared = struct.unpack_from("<I", data, 4)[0] + 8
    if declared > len(data):
        raise _truncated("WebP")
    size: tuple[int, int] | None = None
    orientation = 1
    has_data = False
    for kind, body in _webp_chunks(data, declared):
        if kind in (b"VP8 ", b"VP8L", b"VP8X"):
            size = size or _webp_size(kind, body)
            has_data = has_data or kind != b"VP8X"
        elif kind == b"ANMF":
            has_data = True
        elif kind == b"EXIF":
            orientation = _exif_orientation(body.removeprefix(b"Exif\x00\x00"))
    if size is None or not has_data:
        raise _malformed("WebP", "it holds no picture")
    return _info("WebP", *size, orientation)


def _webp_chunks(data: bytes, end: int) -> Iterator[tuple[bytes, bytes]]:
    position = 12
    for _ in range(MAX_SEGMENTS):
        if position + 8 > end:
            return
        kind, length = struct.unpack_from("<4sI", data, position)
        if position + 8 + length > end:
            raise _truncated("WebP")
        yield kind, data[position + 8 : position + 8 + length]
        position += 8 + length + length % 2
    raise _malformed("WebP", "it has too many chunks")


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if len(body) < 10:
        raise _malformed("WebP", "its header is cut short")
    if kind == b"VP8X":
        return (
            int.from_bytes(body[4:7], "little") + 1,
            int.from_bytes(body[7:10], "little") + 1,
        )
    if kind == b"VP8L":
        if body[0] != 0x2F:
            raise _malformed("WebP", "its header is wrong")
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if body[3:6] != b"\x9d\x01\x2a":
        raise _malformed("WebP", "its header is wrong")
    width, height = struct.unpack_from("<HH", body, 6)
    return width & 0x3FFF, height & 0x3FFF


def _pdf(data: bytes) -> PictureInfo:
    if b"%%EOF" not in data[-_PDF_WINDOW:]:
        raise _truncated("PDF")
    return PictureInfo("application/pdf", None, None, None, 1)


def _exif_orientation(tiff: bytes | memoryview) -> int:
    """Tag 0x0112 of the first directory (TIFF 6.0, EXIF 2.3); 1 where it is absent or wrong."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(tiff[:2]))
    if order is None or len(tiff) < 10:
        return 1
    offset = struct.unpack_from(order + "I", tiff, 4)[0]
    if offset + 2 > len(tiff):
        return 1
    count = struct.unpack_from(order + "H", tiff, offset)[0]
    for entry in range(offset + 2, min(offset + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind = struct.unpack_from(order + "HH", tiff, entry)
        if tag == 0x0112 and kind == 3:
            value: int = struct.unpack_from(order + "H", tiff, entry + 8)[0]
            return value if 1 <= value <= 8 else 1
    return 1
