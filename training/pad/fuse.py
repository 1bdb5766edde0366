"""Fits the fusion on validation and writes the graph that the product runs.

It weighs what the network says of the squares, and no signals of physics: RECORD.md says why. Each
capture counts as it is, and as the software of other cameras would have left it: the makers of
validation are few, and levels of noise are theirs.

    python -m training.pad.fuse --data build/pad

Writes `pad-document.onnx` into the folder of the data, and prints the threshold at which as many
genuine captures of validation are stopped as `BPCER` says, each by a fusion that was fitted without
the maker of its camera, and what passes there.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from training.attacks.setting import camera_of
from training.pad import captures, fusion, rates
from training.pad.kinds import KINDS, NAMES, UNTRAINED
from training.pad.model import SquareNet, export, tensor
from training.pad.software import VARIED, varied
from training.pad.table import Table, cues

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
    export(net, joined, options.data / "pad-document.onnx")
    makes = [camera_of("validation", captures.setting_of(file)).make for file in files]
    _, numbers = np.unique(np.repeat(makes, 1 + VARIED), return_inverse=True)
    attack = fusion.unseen(table.inputs, table.kinds, numbers, fitted)
    threshold = float(np.quantile(attack[table.captured], 1 - BPCER))
    print(f"{len(files)} captures, threshold {threshold:.4f}")
    for name in sorted(set(table.species)):
        rate = rates.apcer if KINDS[name] != NAMES[0] else rates.bpcer
        print(f"  {name:16} {rate.__name__} {rate(attack[table.species == name], threshold)}")


@torch.no_grad()
def validation(net: SquareNet, files: list[Path]) -> Table:
    """What the network says of all captures, each as it is and `VARIED` times otherwise."""
    rows, species = [], []
    for capture in varied(files, VARIED):
        rows.append(cues(net(tensor(capture.squares)).numpy()))
        species.append(capture.species)
    kinds = np.array([NAMES.index(KINDS[name]) for name in species])
    return Table(np.array(species), kinds, np.array(rows))


if __name__ == "__main__":
    main()
