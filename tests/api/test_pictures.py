"""Files are told apart, measured and refused by their structure, without being decoded."""

import io
import struct
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.api.pictures import (
    BrokenPicture,
    PictureError,
    PictureInfo,
    TooManyPixels,
    UnsupportedPicture,
    check_pixels,
    inspect,
)

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"


def encoded(kind: str, size: tuple[int, int] = (64, 48), mode: str = "RGB", **options) -> bytes:
    """A small picture with some texture, as a file of this kind."""
    picture = Image.linear_gradient("L").resize(size).convert(mode)
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def with_orientation(value: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (encoded("JPEG"), "image/jpeg"),
        (encoded("JPEG", progressive=True), "image/jpeg"),
        (encoded("JPEG", mode="L"), "image/jpeg"),
        (encoded("JPEG", mode="CMYK"), "image/jpeg"),
        (encoded("JPEG", restart_marker_blocks=2), "image/jpeg"),
        (encoded("PNG"), "image/png"),
        (encoded("PNG", mode="RGBA"), "image/png"),
        (encoded("WEBP"), "image/webp"),
        (encoded("WEBP", lossless=True), "image/webp"),
        (encoded("WEBP", mode="RGBA"), "image/webp"),
        (encoded("WEBP", exif=with_orientation(1)), "image/webp"),
    ],
)
def test_a_whole_picture_tells_its_type_and_size(data, content_type):
    assert inspect(data) == PictureInfo(content_type, 64, 48, 1, 1)


def test_a_pdf_is_taken_without_a_size():
    assert inspect(PDF) == PictureInfo("application/pdf", None, None, None, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_exif_orientation_is_reported_and_the_size_is_that_of_the_stored_pixels(
    kind, orientation
):
    info = inspect(encoded(kind, exif=with_orientation(orientation)))
    assert (info.width, info.height, info.orientation) == (64, 48, orientation)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("missing", [1, 2, 30, 0.5, 0.9])
def test_a_truncated_picture_is_refused(kind, missing):
    data = encoded(kind, (256, 256))
    cut = int(missing * len(data)) if isinstance(missing, float) else missing
    with pytest.raises(BrokenPicture) as refusal:
        inspect(data[:-cut])
    assert refusal.value.code == "truncated"


def test_a_truncated_pdf_is_refused():
    with pytest.raises(BrokenPicture) as refusal:
        inspect(PDF[:-8])
    assert refusal.value.code == "truncated"


def test_a_jpeg_of_a_phone_may_carry_bytes_after_its_end():
    assert inspect(encoded("JPEG") + b"SEFT" + bytes(5000)).width == 64


def test_the_thumbnail_inside_a_jpeg_is_not_taken_for_its_end():
    thumbnail = encoded("JPEG", (16, 16))
    segment = b"\xff\xe2" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    whole = encoded("JPEG")
    data = whole[:2] + segment + whole[2:]
    assert inspect(data).width == 64
    with pytest.raises(BrokenPicture):
        inspect(data[: 2 + len(segment) + 200])


def test_a_jpeg_without_a_scan_is_refused():
    data = encoded("JPEG")
    with pytest.raises(BrokenPicture) as refusal:
        inspect(data[: data.index(b"\xff\xda")] + b"\xff\xd9")
    assert refusal.value.code == "malformed"


def test_a_png_with_a_flipped_bit_is_refused():
    data = bytearray(encoded("PNG"))
    data[data.index(b"IDAT") + 10] ^= 1
    with pytest.raises(BrokenPicture) as refusal:
        inspect(bytes(data))
    assert refusal.value.code == "malformed"


def test_a_png_of_no_size_is_refused():
    body = b"IHDR" + struct.pack(">IIBBBBB", 0, 10, 8, 2, 0, 0, 0)
    data = encoded("PNG")
    header = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    with pytest.raises(BrokenPicture):
        inspect(data[:8] + header + data[33:])


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "empty_file", "empty"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "unsupported_heic", "HEIC"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00", "unsupported_heic", "HEIC"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "unsupported_avif", "AVIF"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "unsupported_video", "video"),
        (encoded("GIF"), "unsupported_gif", "GIF"),
        (encoded("TIFF"), "unsupported_tiff", "TIFF"),
        (encoded("BMP"), "unsupported_bmp", "BMP"),
        (b"PK\x03\x04\x00\x00", "unsupported_zip", "ZIP"),
        ("Bonjour, voilà ma carte".encode(), "unsupported_text", "text"),
        (b"\x00\x01\x02\x03", "unknown_type", "JPEG, PNG, WebP and PDF"),
    ],
)
def test_another_type_is_refused_by_name(data, code, word):
    with pytest.raises(UnsupportedPicture) as refusal:
        inspect(data)
    assert refusal.value.code == code
    assert word in refusal.value.message


def test_a_picture_over_the_pixel_limit_is_refused_and_one_at_the_limit_is_not():
    info = inspect(encoded("PNG"))
    check_pixels(info, 64 * 48)
    with pytest.raises(TooManyPixels) as refusal:
        check_pixels(info, 64 * 48 - 1)
    assert refusal.value.code == "too_many_pixels"
    check_pixels(inspect(PDF), 1)


WHOLE = [encoded(kind) for kind in ("JPEG", "PNG", "WEBP")] + [PDF]
STARTS = [b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBPVP8X", b"%PDF-"]


def only_a_picture_error(data: bytes) -> None:
    try:
        info = inspect(data)
    except PictureError as refusal:
        assert refusal.code and refusal.message
    else:
        assert info.content_type


@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_hostile_bytes_raise_nothing_but_a_refusal(start, tail):
    only_a_picture_error(start + tail)


@settings(max_examples=300)
@given(st.sampled_from(WHOLE), st.data())
def test_a_damaged_picture_raises_nothing_but_a_refusal(whole, data):
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    only_a_picture_error(bytes(damaged[: data.draw(st.integers(0, len(whole)))]))


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff" * 8_000_000,
        b"\xff\xd8" + b"\xff\xe1\x00\x02" * 2_000_000,
        b"\xff\xd8" + b"\xff\x00" * 4_000_000,
        b"\x89PNG\r\n\x1a\n"
        + (b"\x00" * 4 + b"teXt" + struct.pack(">I", zlib.crc32(b"teXt"))) * 600_000,
        b"RIFF\xf8\xff\x7f\x00WEBP" + b"JUNK\x00\x00\x00\x00" * 1_048_575,
        b"%PDF-" + b"%%EOF" * 1_600_000,
    ],
)
def test_a_hostile_file_is_judged_quickly(data):
    started = time.perf_counter()
    only_a_picture_error(data)
    assert time.perf_counter() - started < 1
