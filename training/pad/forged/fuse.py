"""Calibrates the network on validation and writes the graph that the product runs.

    python -m training.pad.forged.fuse --data build/forged

Writes `forged-places.onnx` into the folder of the data, and prints the thresholds at which as many
genuine captures of validation are stopped as `BPCER` says, by each of both checks, and what passes
there.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from training.pad import fusion, rates
from training.pad.forged import cards
from training.pad.forged.cards import GENUINE
from training.pad.forged.graph import Line, export
from training.pad.forged.model import ForgedNet
from training.pad.forged.train import said

BPCER = 0.012
"""Of genuine captures of validation, by each check; the test's have other cameras and documents."""

TIMES = 3
"""How often each card is looked at, its boxes off otherwise."""


def main() -> None:
    """Fits, exports, prints the thresholds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    net = ForgedNet()
    net.load_state_dict(torch.load(options.data / "forged.pt", weights_only=True))
    found = validation(net.eval(), cards.found(options.data, "validation"))
    lines = {check: fitted(rows) for check, rows in found.items()}
    export(net, lines["text"], lines["photo"], options.data / "forged-places.onnx")
    for check, by_species in found.items():
        told = {name: lines[check].likely(np.array(rows)) for name, rows in by_species.items()}
        threshold = float(np.quantile(told[GENUINE], 1 - BPCER))
        print(f"{check}: threshold {threshold:.4f}")
        for name, likely in told.items():
            rate = rates.bpcer if name == GENUINE else rates.apcer
            auc = rates.auc(likely, told[GENUINE])
            print(f"  {name:18} {rate.__name__} {rate(likely, threshold)}  AUC {auc:.3f}")


Rows = dict[str, list[list[float]]]


@torch.no_grad()
def validation(net: ForgedNet, files: list[Path]) -> dict[str, Rows]:
    """What is measured of the text and of the portrait of cards, rows by species."""
    found: dict[str, Rows] = {"text": {}, "photo": {}}
    for time in range(TIMES):
        for number, file in enumerate(files):
            for species, check, row in said(net, cards.read(file), time * len(files) + number):
                found[check].setdefault(species, []).append(row)
    return found


def fitted(found: Rows) -> Line:
    """A logistic regression over what is measured; genuine cards weigh as much as forged ones."""
    inputs = np.array([row for rows in found.values() for row in rows])
    kinds = np.array([int(name != GENUINE) for name, rows in found.items() for _ in rows])
    return Line(fusion.fit(inputs, kinds, penalty=1.0))


if __name__ == "__main__":
    main()
