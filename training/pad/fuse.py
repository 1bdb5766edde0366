"""Fits the fusion on validation and writes the graph that the product runs.

    python -m training.pad.fuse --data build/pad --kind document

Writes `pad-KIND.onnx` into the folder of the data and prints the threshold that lets as many
genuine captures of validation pass as `BPCER` says.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from training.attacks.species import SPECIES
from training.pad import captures, fusion
from training.pad.evaluate import APART, Table, kinds
from training.pad.labels import CUES
from training.pad.model import TileNet, export, tensor

BPCER = 0.01
"""Of genuine captures of validation; the test's has other cameras, and may have more."""


def main() -> None:
    """Fits, exports, prints the threshold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kind", choices=CUES, default="document")
    options = parser.parse_args()
    cues = CUES[options.kind]
    net = TileNet(len(cues))
    net.load_state_dict(torch.load(options.data / f"{options.kind}.pt", weights_only=True))
    table = validation(net.eval(), captures.found(options.data, options.kind, "validation"))
    known = kinds(table.species) >= 0
    joined = fusion.fit(table.inputs[known], kinds(table.species)[known])
    export(net, joined, options.data / f"pad-{options.kind}.onnx")
    camera = ~table.attack & ~np.isin(table.species, APART)
    attack = 1 - joined.probabilities(table.inputs[camera])[:, 0]
    print(f"threshold {np.quantile(attack, 1 - BPCER):.4f}")


@torch.no_grad()
def validation(net: TileNet, files: list[Path]) -> Table:
    """The inputs of the fusion for all captures."""
    species, inputs = [], []
    for file in files:
        capture = captures.read(file)
        cues = net(tensor(capture.pixels)).numpy()
        inputs.append(np.concatenate([fusion.pooled(cues), capture.signals]))
        species.append(capture.species)
    attack = np.array([SPECIES[name].attack for name in species])
    return Table(np.array(species), attack, np.array(inputs, np.float64))


if __name__ == "__main__":
    main()
