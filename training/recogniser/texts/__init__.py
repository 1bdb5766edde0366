"""Texts of lines: one module for each kind of text, each a function of a random source.

`words` holds what documents print, a phrase a line; a phrase that stands twice is drawn twice as
often.
"""

from pathlib import Path


def words(name: str) -> list[str]:
    """The phrases of one file of `words`."""
    file = Path(__file__).with_name("words") / f"{name}.txt"
    return file.read_text("utf-8").splitlines()
