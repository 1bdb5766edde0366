"""Captures of the attack simulator, rendered once on all processors."""

import multiprocessing
import os
from collections.abc import Callable
from typing import Any

from training.attacks import sources


def rendered(keep: Callable[..., None], wanted: list[tuple[Any, ...]], at_once: int) -> bool:
    """Calls `keep` with each of what is wanted, `at_once` of them in a row on one processor, and
    returns True. Without the generated faces it says so instead, and returns False."""
    try:
        sources.faces("test")
    except FileNotFoundError as missing:
        print(f"Skipped: {missing}.")
        return False
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        pool.starmap(keep, wanted, chunksize=at_once)
    return True
