"""What is kept of rendered captures, one file each."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


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
