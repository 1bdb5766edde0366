"""The operator's list of document numbers that are not accepted: a text file that he supplies.

One number in each line, with its issuer before it where that matters (`FRA 12AB34567`); case,
spaces and hyphens do not count; what follows a `#` is a remark. The file is read again when it
changed, so that an entry counts without a restart.
"""

from functools import lru_cache
from pathlib import Path

from workers.checks.printed import squeezed


class ListUnreadableError(Exception):
    """There ought to be a list, and it cannot be read."""


def black_list(file: Path | None) -> frozenset[str] | None:
    """Returns the numbers in capitals without spaces; None where the operator has no list.

    Raises `ListUnreadableError` for a file that is missing or no text in UTF-8: a check that
    cannot be done must not pass.
    """
    if file is None:
        return None
    try:
        about = file.stat()
        return _read(file, about.st_mtime_ns, about.st_size)
    except (OSError, UnicodeDecodeError) as error:
        raise ListUnreadableError(str(file)) from error


@lru_cache(maxsize=1)
def _read(file: Path, _changed: int, _size: int) -> frozenset[str]:
    entries = (squeezed(line.split("#")[0]) for line in file.read_text("utf-8-sig").splitlines())
    return frozenset(filter(None, entries))
