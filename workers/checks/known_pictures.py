"""Pictures that the public knows: specimens that states publish, and the operator's own list.

A list is a text file with one picture in each line: its fingerprint (`workers.vision.likeness`) and
its name. What follows a `#` is a remark. `vouch fingerprint` writes such lines. The shipped list
holds fingerprints and names, and no picture.
"""

from functools import lru_cache
from pathlib import Path

from workers.checks.black_list import ListUnreadableError
from workers.vision.likeness import BITS

SHIPPED = Path(__file__).parent / "known_pictures.txt"


def known_pictures(file: Path | None) -> dict[str, str]:
    """Returns names by fingerprint: of the shipped list, and of the operator's, if he has one.

    Raises `ListUnreadableError` where a list is missing or a line in it is none.
    """
    found: dict[str, str] = {}
    for one in (SHIPPED, file):
        if one is not None:
            try:
                about = one.stat()
                found |= _read(one, about.st_mtime_ns, about.st_size)
            except (OSError, ValueError) as error:
                raise ListUnreadableError(str(one)) from error
    return found


@lru_cache(maxsize=2)
def _read(file: Path, _changed: int, _size: int) -> dict[str, str]:
    lines = (line.split("#")[0].strip() for line in file.read_text("utf-8-sig").splitlines())
    return dict(_entry(line) for line in lines if line)


def _entry(line: str) -> tuple[str, str]:
    fingerprint, _, name = line.partition(" ")
    if len(fingerprint) != BITS // 4:
        raise ValueError("no fingerprint")
    int(fingerprint, 16)
    return fingerprint.lower(), name.strip() or "a picture of the list"
