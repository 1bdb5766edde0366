"""What each part adds to a detector: the fusion fitted again with some inputs left out."""

import numpy as np

from training.pad import fusion, rates, signals
from training.pad.kinds import UNTRAINED
from training.pad.table import Table

BPCER = 0.03
"""At which attacks are counted."""


def ablation(before: Table, told: Table, networks: dict[str, slice]) -> str:
    """AUC over all species that are trained with, and their mean APCER at a BPCER of 3 % of `told`,
    by fusions that were fitted on `before`.

    `networks`: the first inputs, by what gave them; the signals of physics follow.
    """
    everything = list(range(told.inputs.shape[1]))
    parts = {name: everything[places] for name, places in networks.items()}
    first = len(everything) - len(signals.NAMES)
    for place, name in enumerate(signals.NAMES):
        group = name.rpartition("_")[0] if name[-1].isdigit() else name
        parts.setdefault(group, []).append(first + place)
    lines = ["", "AUC over all species and mean APCER at a BPCER of 3 %"]
    for title, kept in [
        ("everything", everything),
        (f"{' and '.join(networks)} alone", everything[:first]),
        ("the signals alone", everything[first:]),
        *((f"{name} alone", parts[name]) for name in networks if len(networks) > 1),
        *(
            (f"without {name}", [j for j in everything if j not in places])
            for name, places in parts.items()
        ),
    ]:
        auc, missed = _judged(before, told, kept)
        lines.append(f"  {title:44} {auc:.4f} {missed:6.1%}")
    return "\n".join(lines)


def _judged(before: Table, told: Table, kept: list[int]) -> tuple[float, float]:
    fitted = ~np.isin(before.species, UNTRAINED)
    joined = fusion.fit(before.inputs[fitted][:, kept], before.kinds[fitted])
    attack = 1 - joined.probabilities(told.inputs[:, kept])[:, 0]
    genuine = attack[told.captured]
    threshold = float(np.quantile(genuine, 1 - BPCER))
    taught = (told.kinds > 0) & ~np.isin(told.species, UNTRAINED)
    missed = [
        rates.apcer(attack[told.species == name], threshold).value
        for name in sorted(set(told.species[taught]))
    ]
    return rates.auc(attack[taught], genuine), float(np.mean(missed))
