"""How often attacks pass and genuine captures are stopped: `python -m bench.pad`.

Renders squares of captures of the attack simulator's test split (training/attacks: screens,
printers, cameras, people and document types that nothing was trained with) once, and judges them
with the product's detector at the shipped threshold. All of it is simulated. Without the generated
faces and photographs this says so and ends.
"""

import argparse
from pathlib import Path

from bench.simulated import rendered
from training.pad import captures, supply
from training.pad.ablation import ablation
from training.pad.evaluate import judged, report
from training.pad.kinds import KINDS
from training.pad.software import VARIED
from training.pad.table import NETWORKS
from workers.checks.presentation import MAX_ATTACK
from workers.models import sessions

GENUINE = {"bona_fide": 1000, "scan": 300}
"""Genuine captures that are rendered; of every other species, see `--attacks`."""


def main() -> None:
    """Renders what is missing, then prints the tables and the ablation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("var/pad"))
    parser.add_argument("--attacks", type=int, default=300, help="of each species")
    parser.add_argument("--validation", type=int, default=300, help="settings, for the ablation")
    options = parser.parse_args()
    wanted = _wanted(options.data, options.attacks, options.validation)
    if not rendered(supply.keep, wanted, len(KINDS)):
        return
    session = sessions.session("pad-document")
    print("Documents, simulated: split test")
    told = judged(session, captures.found(options.data, "test"))
    print(report(told, MAX_ATTACK))
    before = judged(session, captures.found(options.data, "validation"), VARIED)
    print(ablation(before, told, NETWORKS))


def _wanted(data: Path, attacks: int, validation: int) -> list[tuple[Path, str, str, int]]:
    counts = {name: GENUINE.get(name, attacks) for name in KINDS}
    wanted = [
        (data, "test", name, seed)
        for seed in range(max(counts.values()))
        for name, count in counts.items()
        if seed < count
    ]
    return wanted + [
        (data, "validation", name, seed) for seed in range(validation) for name in KINDS
    ]


if __name__ == "__main__":
    main()
