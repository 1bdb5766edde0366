"""Prints error rates of a graph on the test split.

    python -m training.pad.forged.evaluate --data build/forged --text 0.9 --photo 0.9 MODEL

`--text`, `--photo`: the thresholds.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession

from training.pad import rates
from training.pad.forged import cards
from training.pad.forged.cards import GENUINE, shown
from workers.models.runtime import open_session
from workers.vision.presentation.forged import ForgeryDetector

CAPTURES = ("bona_fide", "scan")
"""Genuine ones that were taken of a card."""

DENSITIES = (0, 12, 16, 20, 60)
"""Pixels a mm between which rates are told apart."""


@dataclass(frozen=True)
class Judged:
    """What is said of the text, or of the portrait, of a card.

    `card`: its number. `of`: what kind of picture it is. `species`: `genuine`, or the forgery.
    `check`: `text` or `photo`. `laid`, `edited`: how likely. `right`: the field that stands out is
    the forged one.
    """

    card: int
    of: str
    density: float
    species: str
    check: str
    laid: float
    edited: float
    right: bool = True

    @property
    def attack(self) -> float:
        """How likely any forgery is."""
        return self.laid + self.edited


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="test")
    parser.add_argument("--text", type=float, required=True)
    parser.add_argument("--photo", type=float, required=True)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    session = open_session(options.model.read_bytes())
    told = judged(session, cards.found(options.data, options.split))
    print(report(told, {"text": options.text, "photo": options.photo}))


def judged(session: InferenceSession, files: Sequence[Path]) -> list[Judged]:
    """What the product's detector says of all cards, genuine and forged, boxes off by chance."""
    detector, found, took = ForgeryDetector(session), list[Judged](), list[float]()
    for number, file in enumerate(files):
        card = cards.read(file)
        for species, check, at, fields, border in shown(card, number):
            names = [str(place) for place in range(len(fields))]
            begin = time.perf_counter()
            seen = detector.judge(names, fields, border, card.density)
            took.append(time.perf_counter() - begin)
            told = seen.text if check == "text" else seen.photo
            if told is not None:
                kinds, right = told.kinds, check == "photo" or at is None or names[at] == seen.field
                found.append(
                    Judged(
                        number, card.of, card.density, species, check,
                        kinds["laid"], kinds["edited"], right,
                    )
                )  # fmt: skip
    print(f"{len(files)} cards; {1000 * float(np.median(took)):.1f} ms for each")
    return found


def report(told: Sequence[Judged], thresholds: dict[str, float]) -> str:
    """BPCER by kind of genuine picture, APCER by species; then by how fine the pictures are."""
    lines = _rates(told, thresholds)
    for low, high in pairwise(DENSITIES):
        inside = [one for one in told if low <= one.density < high]
        lines += ["", f"{low} to {high} pixels a mm", *_rates(inside, thresholds)]
    return "\n".join(lines)


def _rates(told: Sequence[Judged], thresholds: dict[str, float]) -> list[str]:
    captured = [one for one in told if one.of in CAPTURES]
    genuine = [one for one in captured if one.species == GENUINE]
    stopped = {one.card for one in genuine if one.attack >= thresholds[one.check]}
    lines = [f"  by either   BPCER {rates.rate(len(stopped), len({one.card for one in genuine}))}"]
    for check, threshold in thresholds.items():
        mine = [one for one in told if one.check == check]
        lines.append(f"  {check} at {threshold}")
        for of in sorted({one.of for one in mine}):
            scores = _attack([one for one in mine if one.of == of and one.species == GENUINE])
            lines.append(f"    {of:20} BPCER {rates.bpcer(scores, threshold)}")
        taken = [one for one in mine if one.of in CAPTURES]
        bona_fide = _attack([one for one in taken if one.species == GENUINE])
        for name in sorted({one.species for one in taken} - {GENUINE}):
            forged = [one for one in taken if one.species == name]
            scores = _attack(forged)
            auc = rates.auc(scores, bona_fide) if len(bona_fide) else float("nan")
            lines.append(
                f"    {name:20} APCER {rates.apcer(scores, threshold)}  AUC {auc:.3f}"
                f"{_told([one for one in forged if one.attack >= threshold])}"
            )
    return lines


def _attack(found: Sequence[Judged]) -> npt.NDArray[np.float64]:
    return np.array([one.attack for one in found])


def _told(caught: Sequence[Judged]) -> str:
    """Of what is caught: how much is called laid over, and in how much the right field is named."""
    if not caught:
        return ""
    laid = float(np.mean([one.laid > one.edited for one in caught]))
    return f"  laid {laid:.0%}, right {np.mean([one.right for one in caught]):.0%}"


if __name__ == "__main__":
    main()
