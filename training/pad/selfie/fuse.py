"""Fits the fusion on validation and writes the graph that the product runs.

    python -m training.pad.selfie.fuse --data build/pad-selfie

It weighs what both networks say, and no signals of physics, which learn the camera (see the record
of the detector of documents). Each selfie counts as it is, and as the software of other cameras
would have left it. Writes `pad-selfie.onnx` into the folder of the data, and prints the threshold
at which as many living people of validation are stopped as `BPCER` says, each by a fusion that was
fitted without their setting, and what passes there.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from training.pad import fusion, rates
from training.pad.captures import found, setting_of, species_of
from training.pad.kinds import NAMES
from training.pad.selfie.kinds import KINDS
from training.pad.selfie.model import ViewNets, export, tensor
from training.pad.selfie.table import Floats, varied
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
    files = found(options.data, "validation")
    rows, kinds = validation(nets.eval(), files)
    export(nets, fusion.fit(rows, kinds), options.data / "pad-selfie.onnx")
    settings = np.repeat([setting_of(file) for file in files], 1 + VARIED)
    species = np.repeat([species_of(file) for file in files], 1 + VARIED)
    attack = fusion.unseen(rows, kinds, settings)
    threshold = float(np.quantile(attack[kinds == 0], 1 - BPCER))
    print(f"{len(files)} captures, threshold {threshold:.4f}")
    for name, kind in KINDS.items():
        rate = rates.bpcer if kind == NAMES[0] else rates.apcer
        print(f"  {name:12} {rate.__name__} {rate(attack[species == name], threshold)}")


@torch.no_grad()
def validation(nets: ViewNets, files: list[Path]) -> tuple[Floats, np.ndarray]:
    """What both networks say of all captures, (rows, 2 · kinds), each as it is and `VARIED` times
    otherwise, and the kinds."""
    rows, kinds = [], []
    for selfie in varied(files, VARIED):
        seen = selfie.views()
        told = [
            torch.log_softmax(logits, dim=1)
            for logits in nets(tensor(seen.near[None]), tensor(seen.wide[None]))
        ]
        rows.append(torch.cat(told, dim=1)[0].numpy().astype(np.float64))
        kinds.append(NAMES.index(KINDS[selfie.species]))
    return np.array(rows), np.array(kinds)


if __name__ == "__main__":
    main()
