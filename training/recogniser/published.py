"""The recogniser as PaddleOCR published it, out of the package file that the registry names."""

import os
import tempfile
from pathlib import Path

from workers.models import fetch, registry

SOURCE = "text-detection"  # the detector comes from the same package file
MEMBER = "rapidocr/models/PP-OCRv6_rec_small.onnx"


def recogniser(folder: Path) -> Path:
    """Its file in `folder`, fetched with pip when it is not there yet. `fetch.BuildError`."""
    file = folder / "published.onnx"
    if not file.is_file():
        source = registry.models()[SOURCE].source
        with tempfile.TemporaryDirectory() as scratch:
            data = fetch.member(fetch.fetch(source, Path(scratch)), source.kind, MEMBER)
        unfinished = folder / f".{os.getpid()}.onnx"
        unfinished.write_bytes(data)
        unfinished.replace(file)
    return file
