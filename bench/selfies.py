"""How often shown faces pass and living people are stopped: `python -m bench.selfies`.

Renders selfies, and attacks with faces, of the attack simulator's test split (training/attacks:
screens, printers, cameras and people that nothing was trained with) once, and judges them with the
product's detector at the shipped threshold. All of that is simulated; the real pictures of faces
among the samples follow. What is not there is said and left out.
"""

import argparse
from pathlib import Path

from bench import samples
from bench.simulated import rendered
from training.pad.ablation import ablation
from training.pad.captures import found
from training.pad.selfie import supply
from training.pad.selfie.evaluate import judged, report
from training.pad.selfie.kinds import KINDS
from training.pad.selfie.table import NETWORKS
from training.pad.software import VARIED
from workers.checks.liveness import MAX_ATTACK
from workers.models.sessions import session

GENUINE = 1100
"""Living faces that are rendered (of every other species, see `--attacks`); on some the product
finds no face."""


def main() -> None:
    """Renders what is missing, then prints the tables, the ablation and the real pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("var/pad-selfie"))
    parser.add_argument("--attacks", type=int, default=360, help="of each species")
    parser.add_argument("--validation", type=int, default=200, help="settings, for the ablation")
    options = parser.parse_args()
    if rendered(supply.keep, _wanted(options.data, options.attacks, options.validation), 12):
        print("Faces, simulated: split test")
        graph = session("pad-selfie")
        told = judged(graph, found(options.data, "test"))
        print(report(told, MAX_ATTACK))
        before = judged(graph, found(options.data, "validation"), VARIED)
        print(ablation(before, told, NETWORKS))
    samples.show(["pad_face"])


def _wanted(data: Path, attacks: int, validation: int) -> list[tuple[Path, str, str, int]]:
    counts = {name: GENUINE if name == "live" else attacks for name in KINDS}
    wanted = [(data, "test", name, seed) for name, count in counts.items() for seed in range(count)]
    return wanted + [
        (data, "validation", name, seed) for seed in range(validation) for name in KINDS
    ]


if __name__ == "__main__":
    main()
