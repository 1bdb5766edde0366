"""Pictures for the tests: specimens as JPEG, and what is not quite a picture."""

import struct
import zlib
from functools import lru_cache

import cv2
import numpy as np

from workers.specimens.capture import photograph
from workers.specimens.passport import render_passport
from workers.specimens.selfie import selfie_jpeg


@lru_cache
def passport_photo(seed: int = 0) -> bytes:
    """A specimen passport, photographed on a table."""
    return photograph(render_passport(seed).image, seed, "phone").jpeg


@lru_cache
def selfie_photo(seed: int = 0) -> bytes:
    """A selfie of the person on the specimen passport."""
    return selfie_jpeg(seed)


@lru_cache
def landscape() -> bytes:
    """A picture of soft colours on which there is nothing."""
    rng = np.random.default_rng(5)
    small = rng.integers(60, 200, (9, 12, 3), dtype=np.uint8)
    encoded, data = cv2.imencode(".jpg", cv2.resize(small, (1200, 900), interpolation=3))
    assert encoded
    return data.tobytes()


def png_of_size(width: int, height: int) -> bytes:
    """A well-formed PNG of one grey value: a few kilobytes, however large the picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\x00" * (1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    parts = chunk(b"IHDR", header), chunk(b"IDAT", data), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
