"""Lists as an operator supplies them: a text file with one entry in each line.

What follows a `#` is a remark. A file is read again when it changed, so that an entry counts
without a restart.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")
Parse = Callable[[Iterator[str]], Made]


class ListUnreadableError(Exception):
    """There ought to be a list, and it cannot be read."""


def read_list(file: Path, parse: Parse[Made]) -> Made:
    """Returns what `parse` makes of a list's entries; called only where the file has changed.

    Raises `ListUnreadableError` for a file that is missing, or no text in UTF-8, or in which
    `parse` raises `ValueError`: a check that cannot be done must not pass.
    """
    try:
        about = file.stat()
        made: Made = _read(file, parse, about.st_mtime_ns, about.st_size)
    except (OSError, ValueError) as error:
        raise ListUnreadableError(str(file)) from error
    return made


@lru_cache(maxsize=3)  # the black list, the known pictures, and those that are shipped
def _read(file: Path, parse: Parse[Any], _changed: int, _size: int) -> Any:
    lines = (line.split("#")[0].strip() for line in file.read_text("utf-8-sig").splitlines())
    return parse(line for line in lines if line)
