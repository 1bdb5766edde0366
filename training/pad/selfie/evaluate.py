"""Prints error rates of a graph on the test split, and what each of its inputs adds.

python -m training.pad.selfie.evaluate --data build/pad-selfie --threshold 0.8 pad-selfie.onnx
"""

import argparse
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession

from training.pad import table
from training.pad.ablation import ablation
from training.pad.captures import found
from training.pad.kinds import NAMES
from training.pad.selfie.kinds import KINDS
from training.pad.selfie.table import NETWORKS, Floats, inputs, varied
from training.pad.software import VARIED
from workers.models.runtime import open_session

PIXELS = (80, 112, 160, 1000)
"""Pixels across the face between which rates are told apart."""


@dataclass(frozen=True)
class Judged(table.Judged):
    """`pixels`: across the face."""

    pixels: Floats


def main() -> None:
    """Prints a table for the whole graph, and the ablation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="test")
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    session = open_session(options.model.read_bytes())
    told = judged(session, found(options.data, options.split))
    print(report(told, options.threshold))
    before = judged(session, found(options.data, "validation"), VARIED)
    print(ablation(before, told, NETWORKS))


def judged(session: InferenceSession, files: list[Path], times: int = 0) -> Judged:
    """What the graph says of all selfies, each as it is and so many `times` as other software would
    have left it."""
    rows, attack, species, pixels, took = [], [], [], [], []
    for selfie in varied(files, times):
        seen = selfie.views()
        fed = {
            "near": seen.near.transpose(2, 0, 1)[None].astype(np.float32),
            "wide": seen.wide.transpose(2, 0, 1)[None].astype(np.float32),
        }
        begin = time.perf_counter()
        told, likely = session.run(["told", "kinds"], fed)
        took.append(time.perf_counter() - begin)
        rows.append(inputs(told[0], selfie))
        attack.append(1 - likely[0][0])
        species.append(selfie.species)
        pixels.append(selfie.pixels)
    print(f"{len(rows)} selfies; {1000 * float(np.median(took)):.1f} ms each")
    return Judged(
        species=np.array(species),
        kinds=np.array([NAMES.index(KINDS[name]) for name in species]),
        inputs=np.array(rows),
        attack=np.array(attack, np.float64),
        pixels=np.array(pixels),
    )


def report(told: Judged, threshold: float) -> str:
    """APCER of each species and BPCER at a threshold, then by how large faces are."""
    lines = [f"at a threshold of {threshold}, all faces", *told.rates(threshold)]
    for low, high in pairwise(PIXELS):
        inside = (told.pixels >= low) & (told.pixels < high)
        seen = told.some(inside).rates(threshold)
        lines += ["", f"{low} to {high} pixels across the face", *seen]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
