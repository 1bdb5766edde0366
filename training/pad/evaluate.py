"""Prints error rates of a graph on the test split, and what each of its inputs adds.

    python -m training.pad.evaluate --data build/pad --threshold 0.8 pad-document.onnx

The ablation fits the fusion again, on validation: with signals of physics beside the network, as
no product has it, without each group of them, and with either alone.
"""

import argparse
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession

from training.pad import captures, rates, signals, table
from training.pad.ablation import ablation
from training.pad.captures import Capture
from training.pad.kinds import KINDS, NAMES
from training.pad.software import VARIED, varied
from training.pad.table import NETWORKS, Floats, inputs
from workers.models.runtime import open_session

DENSITIES = (0, 12, 16, 20, 60)
"""Pixels a mm between which rates are told apart."""

PIXELS = (0, 0.7, 1, 1.4, 2, 10)
"""Pixels of the picture for one of a screen, between which its rates are."""


def main() -> None:
    """Prints a table for the whole graph, and the ablation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="test")
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    session = open_session(options.model.read_bytes())
    told = judged(session, captures.found(options.data, options.split))
    print(report(told, options.threshold))
    before = judged(session, captures.found(options.data, "validation"), VARIED)
    print(ablation(before, told, NETWORKS))


@dataclass(frozen=True)
class Judged(table.Judged):
    """`densities`: pixels a mm. `pixels`: of a screen, pixels of the picture for one of its own;
    NaN of all else."""

    densities: Floats
    pixels: Floats


def judged(session: InferenceSession, files: list[Path], times: int = 0) -> Judged:
    """What the graph says of all captures, each as it is and so many `times` as other software
    would have left it."""
    found: list[Capture] = []
    rows, attack, took = [], [], []
    for capture in varied(files, times):
        begin = time.perf_counter()
        squares = capture.squares.transpose(0, 3, 1, 2).astype(np.float32)
        logits, likely = session.run(["logits", "kinds"], {"squares": squares})
        took.append(time.perf_counter() - begin)
        rows.append(inputs(logits, signals.measure(capture.squares, capture.density)))
        attack.append(1 - likely[0][0])
        found.append(capture)
    print(f"{len(found)} captures; {1000 * float(np.median(took)):.1f} ms for each")
    return Judged(
        species=np.array([capture.species for capture in found]),
        kinds=np.array([NAMES.index(KINDS[capture.species]) for capture in found]),
        inputs=np.array(rows),
        attack=np.array(attack, np.float64),
        densities=np.array([capture.density for capture in found]),
        pixels=np.array([capture.pixel for capture in found]),
    )


def report(told: Judged, threshold: float) -> str:
    """APCER of each species and BPCER at a threshold, then by how fine the pictures are."""
    lines = [f"at a threshold of {threshold}, all pictures", *told.rates(threshold)]
    for low, high in pairwise(DENSITIES):
        inside = (told.densities >= low) & (told.densities < high)
        lines += ["", f"{low} to {high} pixels a mm", *told.some(inside).rates(threshold)]
    lines += ["", "screens, by pixels of the picture for one of the screen's"]
    for low, high in pairwise(PIXELS):
        inside = (told.pixels >= low) & (told.pixels < high)
        lines.append(f"  {low} to {high}  APCER {rates.apcer(told.attack[inside], threshold)}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
