"""What is kept of rendered captures, one file each."""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Capture:
    """`squares`: (N, 96, 96, 3) BGR. `density`: pixels a mm. `pixel`: of a screen, pixels of the
    picture for one of its own; NaN of all else."""

    species: str
    squares: npt.NDArray[np.uint8]
    density: float
    pixel: float = float("nan")


def write(capture: "DataclassInstance", file: Path) -> None:
    """Keeps a capture, of a document or a face; a run that is stopped leaves no broken file."""
    partial = file.with_suffix(".part")
    with partial.open("wb") as opened:
        np.savez(opened, **asdict(capture))
    partial.rename(file)


def read(file: Path) -> Capture:
    """A capture that was kept."""
    with np.load(file) as kept:
        return Capture(
            str(kept["species"]), kept["squares"], float(kept["density"]), float(kept["pixel"])
        )


def path(folder: Path, split: str, seed: int, species: str) -> Path:
    """Where a capture is kept."""
    return folder / split / f"{seed:06d}-{species}.npz"


def found(folder: Path, split: str) -> list[Path]:
    """Those of a split that were rendered so far, in order."""
    return sorted((folder / split).glob("*.npz"))


def species_of(file: Path) -> str:
    """The species, without opening the file."""
    return file.stem.partition("-")[2]


def setting_of(file: Path) -> int:
    """The seed of the setting, that its species share."""
    return int(file.stem.partition("-")[0])


class Supply(Generic[Kept]):
    """All captures of the training split, by species, in memory. More may be rendered meanwhile."""

    def __init__(
        self, folder: Path, reads: Callable[[Path], Kept], without: Collection[str] = ()
    ) -> None:
        """`reads`: what is kept of a file. `without`: species that are not trained with."""
        self.groups: dict[str, list[Kept]] = {}
        self._folder, self._reads, self._without = folder, reads, without
        self._read: set[Path] = set()

    def grow(self) -> int:
        """Reads what has come since the last time, and returns how many there are by now."""
        for file in found(self._folder, "training"):
            species = species_of(file)
            if file not in self._read and species not in self._without:
                self.groups.setdefault(species, []).append(self._reads(file))
                self._read.add(file)
        return len(self._read)
