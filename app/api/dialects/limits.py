"""Limits that the Datakeen dialect has beside those of the whole API."""

from collections.abc import Iterable

from app.core.errors import TooLargeError
from app.core.settings import get_settings


def check_sizes(files: Iterable[bytes]) -> None:
    """Raises `TooLargeError` where one of the files is over the dialect's limit."""
    limit = get_settings().datakeen.max_file
    if any(len(data) > limit for data in files):
        raise TooLargeError(f"the limit of one file is {limit:,} bytes", limit=limit)
