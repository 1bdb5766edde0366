"""One process that renders specimens and has every reader read them."""

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2

from bench.reading import rivals, vouch
from bench.reading.score import Score
from workers.specimens.files import write_specimen

Reader = Callable[[Path, dict[str, Any]], Score]


class Picture(NamedTuple):
    """One specimen: a side, a level of capture, a seed."""

    side: str
    level: str
    seed: int


_readers: dict[str, Reader] = {}


def start(passporteye: Path | None, tesseract: bool) -> None:
    """Opens the readers of this process: Vouch, and the rivals that are wanted."""
    cv2.setNumThreads(1)
    _readers["Vouch"] = _read_by_vouch
    if tesseract:
        _readers[rivals.Tesseract.name] = rivals.Tesseract().read
    if passporteye:
        _readers[rivals.PassportEye.name] = rivals.PassportEye(passporteye).read


def read(picture: Picture) -> tuple[Picture, dict[str, Score]]:
    """Returns what each reader made of one specimen."""
    with tempfile.TemporaryDirectory() as folder:
        jpeg, answers = write_specimen(picture.side, picture.seed, picture.level, Path(folder))
        truth = json.loads(answers.read_text("utf-8"))
        return picture, dict(_scores(jpeg, truth))


def _scores(jpeg: Path, truth: dict[str, Any]) -> Iterator[tuple[str, Score]]:
    for name, reader in _readers.items():
        if name != rivals.PassportEye.name or truth.get("mrz"):
            yield name, reader(jpeg, truth)


def _read_by_vouch(jpeg: Path, truth: dict[str, Any]) -> Score:
    report, seconds = vouch.report_of(jpeg.read_bytes())
    return vouch.score_report(report, truth, seconds)
