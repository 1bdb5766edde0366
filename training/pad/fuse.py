"""Fits the fusion on validation and writes the graph that the product runs.

Each capture counts as it is, and as the software of other cameras would have left it: the makers of
validation are few, and levels of noise are theirs.

    python -m training.pad.fuse --data build/pad

Writes `pad-document.onnx` into the folder of the data, and prints the threshold at which as many
genuine captures of validation are stopped as `BPCER` says.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from training.pad import captures, fusion
from training.pad.kinds import KINDS, NAMES, NO_CAPTURES, UNTRAINED
from training.pad.model import SquareNet, export, tensor
from training.pad.software import VARIED, varied
from training.pad.table import Table, inputs
from workers.vision.presentation import signals

BPCER = 0.015
"""Of genuine captures of validation; the test's has other cameras, and may have more."""


def main() -> None:
    """Fits, exports, prints the threshold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    net = SquareNet()
    net.load_state_dict(torch.load(options.data / "document.pt", weights_only=True))
    files = captures.found(options.data, "validation")
    table = validation(net.eval(), files)
    fitted = ~np.isin(table.species, UNTRAINED)
    joined = fusion.fit(table.inputs[fitted], table.kinds[fitted])
    camera = (table.kinds == 0) & ~np.isin(table.species, NO_CAPTURES)
    attack = 1 - joined.probabilities(table.inputs[camera])[:, 0]
    threshold = float(np.quantile(attack, 1 - BPCER))
    export(net, joined, options.data / "pad-document.onnx")
    print(f"{len(files)} captures, threshold {threshold:.4f}")


@torch.no_grad()
def validation(net: SquareNet, files: list[Path]) -> Table:
    """The inputs of the fusion for all captures, each as it is and `VARIED` times otherwise."""
    rows, species = [], []
    for capture in varied(files, VARIED):
        told = net(tensor(capture.squares)).numpy()
        rows.append(inputs(told, signals.measure(capture.squares, capture.density)))
        species.append(capture.species)
    kinds = np.array([NAMES.index(KINDS[name]) for name in species])
    return Table(np.array(species), kinds, np.array(rows))


if __name__ == "__main__":
    main()
