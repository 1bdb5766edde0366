"""What is kept of rendered captures, one file each."""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Capture:
    """`species`, and whether it is an `attack`; `pixels`: (N, 128, 128, 3); `labels`: (N, cues),
    NaN where it cannot be said; `signals`: (17,), of the whole card."""

    species: str
    attack: bool
    pixels: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.float32]
    signals: npt.NDArray[np.float32]


def write(capture: Capture, file: Path) -> None:
    """Keeps a capture; a run that is stopped leaves no broken file."""
    partial = file.with_suffix(".part")
    with partial.open("wb") as opened:
        np.savez(opened, **asdict(capture))
    partial.rename(file)


def read(file: Path) -> Capture:
    """A capture that was kept."""
    with np.load(file) as kept:
        return Capture(
            str(kept["species"]),
            bool(kept["attack"]),
            kept["pixels"],
            kept["labels"],
            kept["signals"],
        )


def path(folder: Path, kind: str, split: str, seed: int, species: str) -> Path:
    """Where a capture is kept."""
    return folder / kind / split / f"{seed:06d}-{species}.npz"


def found(folder: Path, kind: str, split: str) -> list[Path]:
    """Those of a split that were rendered so far, in order."""
    return sorted((folder / kind / split).glob("*.npz"))


def species_of(file: Path) -> str:
    """The species, without opening the file."""
    return file.stem.partition("-")[2]
