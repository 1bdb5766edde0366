"""What signals of physics tell by themselves, and beside the network.

    python -m training.pad.forged.ablation --data build/forged forged-places.onnx

Logistic regressions over the signals are fitted on the training split, those that join them with
the network on validation; all are judged on the test split.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession

from training.pad import fusion, rates
from training.pad.forged import cards, signals
from training.pad.forged.cards import GENUINE, shown
from training.pad.forged.evaluate import CAPTURES
from training.pad.forged.signals import Floats
from workers.models.runtime import open_session
from workers.vision.presentation.forged import LEAST_FIELDS, ForgeryDetector

BPCER = 0.03
"""At which attacks are counted."""

COUNT = len(signals.NAMES)

PARTS = {
    "text": {
        "signals of the field alone": slice(0, 2 * COUNT),
        "how far they are from its peers'": slice(2 * COUNT, 4 * COUNT),
        "all signals": slice(0, 4 * COUNT),
    },
    "photo": {"all signals": slice(0, len(signals.BORDER_NAMES))},
}


@dataclass(frozen=True)
class One:
    """The text or the portrait of a card. `signals`: of each field, (N, 68), or of the border,
    (1, 11). `network`: the logarithm of the odds. `at`: which field is forged, None where none is.
    `taken`: a camera or a scanner took it."""

    species: str
    check: str
    at: int | None
    signals: Floats
    network: float
    taken: bool


Scored = Callable[[One], float]


def main() -> None:
    """Prints AUC and APCER at a BPCER of 3 % of the test split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    session = open_session(options.model.read_bytes())
    splits = {
        name: measured(session, cards.found(options.data, name))
        for name in ("training", "validation", "test")
    }
    for check, parts in PARTS.items():
        print(check)
        training, validation, test = (
            [one for one in found if one.check == check] for found in splits.values()
        )
        scored = {title: _fitted(training, part) for title, part in parts.items()}
        everything = scored["all signals"]
        scored["the network"] = lambda one: one.network
        scored["the network and all signals"] = _joined(validation, everything)
        for title, way in scored.items():
            print(_line(title, test, way))


def measured(session: InferenceSession, files: Sequence[Path]) -> list[One]:
    """What is measured of all cards, genuine and forged."""
    detector, found = ForgeryDetector(session), []
    for seed, file in enumerate(files):
        card = cards.read(file)
        for species, check, at, fields, border in shown(card, seed):
            if check == "text" and len(fields) < LEAST_FIELDS:
                continue
            seen = detector.judge([str(k) for k in range(len(fields))], fields, border, 0.0)
            told = seen.text if check == "text" else seen.photo
            assert told is not None
            rows = (
                signals.beside_peers(signals.of_strips(fields))
                if check == "text"
                else signals.of_border(border)[None]
            )
            taken = card.of in CAPTURES
            found.append(One(species, check, at, rows, _odds(told.attack), taken))
    return found


def _odds(likely: float) -> float:
    likely = min(max(likely, 1e-6), 1 - 1e-6)
    return float(np.log(likely / (1 - likely)))


def _fitted(found: Sequence[One], part: slice) -> Scored:
    """The highest of a card's places, by a regression over each of them."""
    rows, kinds = [], []
    for one in found:
        of_one = one.signals if one.at is None else one.signals[one.at : one.at + 1]
        rows.append(of_one[:, part])
        kinds += [int(one.species != GENUINE)] * len(of_one)
    fit = fusion.fit(np.concatenate(rows), np.array(kinds), 30.0)
    return lambda one: _odds(float(fit.probabilities(one.signals[:, part])[:, 1].max()))


def _joined(found: Sequence[One], scored: Scored) -> Scored:
    """The network and signals, weighed on `found`."""
    inputs = np.array([(one.network, scored(one)) for one in found])
    fit = fusion.fit(inputs, np.array([int(one.species != GENUINE) for one in found]), 1.0)
    return lambda one: float(fit.probabilities(np.array([(one.network, scored(one))]))[0, 1])


def _line(title: str, found: Sequence[One], scored: Scored) -> str:
    told: dict[str, list[float]] = {}
    for one in found:
        if one.taken:
            told.setdefault(one.species, []).append(scored(one))
    genuine = np.array(told.pop(GENUINE))
    threshold = float(np.quantile(genuine, 1 - BPCER))
    words = [
        f"{name} {rates.apcer(np.array(values), threshold).value:.1%} "
        f"(AUC {rates.auc(np.array(values), genuine):.3f})"
        for name, values in sorted(told.items())
    ]
    return f"  {title:34} {', '.join(words)}"


if __name__ == "__main__":
    main()
