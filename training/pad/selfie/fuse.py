"""Fits the fusion on validation and writes the graph that the product runs.

    python -m training.pad.selfie.fuse --data build/pad-selfie

Each selfie counts as it is, and as the software of other cameras would have left it. Writes
`pad-selfie.onnx` into the folder of the data, and prints the threshold at which as many living
people of validation are stopped as `BPCER` says.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from training.pad import fusion
from training.pad.captures import found
from training.pad.kinds import NAMES
from training.pad.selfie.kinds import KINDS
from training.pad.selfie.model import ViewNets, export, tensor
from training.pad.selfie.table import Floats, inputs, varied
from training.pad.software import VARIED

BPCER = 0.015
"""Of living people of validation; the test's have other cameras, and more may be stopped."""


def main() -> None:
    """Fits, exports, prints the threshold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    nets = ViewNets()
    nets.load_state_dict(torch.load(options.data / "selfie.pt", weights_only=True))
    rows, kinds = _validation(nets.eval(), found(options.data, "validation"))
    joined = fusion.fit(rows, kinds)
    attack = 1 - joined.probabilities(rows[kinds == 0])[:, 0]
    export(nets, joined, options.data / "pad-selfie.onnx")
    print(f"{len(rows)} rows, threshold {float(np.quantile(attack, 1 - BPCER)):.4f}")


@torch.no_grad()
def _validation(nets: ViewNets, files: list[Path]) -> tuple[Floats, np.ndarray]:
    rows, kinds = [], []
    for selfie in varied(files, VARIED):
        seen = selfie.views()
        told = [
            torch.log_softmax(logits, dim=1)
            for logits in nets(tensor(seen.near[None]), tensor(seen.wide[None]))
        ]
        rows.append(inputs(torch.cat(told, dim=1)[0].numpy(), selfie))
        kinds.append(NAMES.index(KINDS[selfie.species]))
    return np.array(rows), np.array(kinds)


if __name__ == "__main__":
    main()
