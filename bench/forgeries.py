"""How often forgeries of one place pass and genuine cards are stopped: `python -m bench.forgeries`.

Renders places of cards of the attack simulator's test split (training/attacks: cameras, printers,
people and document types that nothing was trained with) once, genuine and forged, and judges them
with the product's detector at the shipped thresholds. All of it is simulated. Without the generated
faces this says so and ends.
"""

import argparse
from pathlib import Path

from bench.simulated import rendered
from training.pad.forged import cards, supply
from training.pad.forged.evaluate import judged, report
from workers.checks.forged import MAX_PHOTO, MAX_TEXT
from workers.models import sessions


def main() -> None:
    """Renders what is missing, then prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("var/pad-forged"))
    parser.add_argument("--cards", type=int, default=1180, help="genuine, with their forgeries")
    options = parser.parse_args()
    wanted = [(options.data, "test", seed) for seed in range(options.cards)]
    if not rendered(supply.keep, wanted, 4):
        return
    print("Forgeries of one place, simulated: split test")
    told = judged(
        sessions.session("forged-places"), cards.found(options.data, "test")[: options.cards]
    )
    print(report(told, {"text": MAX_TEXT, "photo": MAX_PHOTO}))


if __name__ == "__main__":
    main()
