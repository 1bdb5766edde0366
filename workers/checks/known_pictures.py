"""Pictures that the public knows: specimens that states publish, and the operator's own list.

An entry of a list is one picture: its fingerprint (`workers.vision.likeness`) and its name.
`vouch fingerprint` writes such lines. The shipped list holds fingerprints and names, and no
picture.
"""

from collections.abc import Iterator
from pathlib import Path

from workers.checks.lists import read_list
from workers.vision.likeness import BITS

SHIPPED = Path(__file__).parent / "known_pictures.txt"


def known_pictures(file: Path | None) -> dict[str, str]:
    """Returns names by fingerprint: of the shipped list, and of the operator's, if he has one.

    Raises `ListUnreadableError`, also where a line is no picture.
    """
    own = read_list(file, _pictures) if file is not None else {}
    return read_list(SHIPPED, _pictures) | own


def _pictures(entries: Iterator[str]) -> dict[str, str]:
    return dict(map(_entry, entries))


def _entry(line: str) -> tuple[str, str]:
    fingerprint, _, name = line.partition(" ")
    if len(fingerprint) != BITS // 4:
        raise ValueError("no fingerprint")
    int(fingerprint, 16)
    return fingerprint.lower(), name.strip() or "a picture of the list"
