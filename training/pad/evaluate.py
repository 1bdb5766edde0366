"""Prints error rates of a graph on the test split, and what each of its inputs adds.

    python -m training.pad.evaluate --data build/pad --kind document --threshold 0.5 pad.onnx

The ablation fits the fusion again, on validation: without the network, without each signal of
physics, and with either alone.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from training.attacks.species import SPECIES
from training.pad import captures, fusion, rates, signals
from training.pad.labels import CUES, TOLD, cue

Floats = npt.NDArray[np.float64]

APART = ("specimen",)
"""Genuine captures that are counted apart: no camera and no scanner made them."""


@dataclass(frozen=True)
class Table:
    """Rows are captures: `inputs` of the fusion (cues' means, cues' highest, signals)."""

    species: npt.NDArray[np.str_]
    attack: npt.NDArray[np.bool_]
    inputs: Floats


def main() -> None:
    """Prints a table for the whole graph, and the ablation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kind", choices=CUES, default="document")
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    session = _session(options.model)
    told, likely = table(session, captures.found(options.data, options.kind, "test"))
    print(report(told, 1 - likely[:, 0], options.threshold))
    before, _ = table(session, captures.found(options.data, options.kind, "validation"))
    print(ablation(before, told, CUES[options.kind]))


def table(session: onnxruntime.InferenceSession, files: list[Path]) -> tuple[Table, Floats]:
    """The inputs of the fusion for all captures, and the graph's kinds."""
    species, inputs, kinds, took = [], [], [], []
    for file in files:
        capture = captures.read(file)
        tiles = capture.pixels.transpose(0, 3, 1, 2).astype(np.float32)
        begin = time.perf_counter()
        cues, likely = session.run(
            ["cues", "kinds"], {"tiles": tiles, "signals": capture.signals[None]}
        )
        took.append(time.perf_counter() - begin)
        inputs.append(np.concatenate([fusion.pooled(cues), capture.signals]))
        species.append(capture.species)
        kinds.append(likely[0])
    print(f"{len(files)} captures, {1000 * float(np.median(took)):.1f} ms each in the graph")
    attack = np.array([SPECIES[name].attack for name in species])
    return Table(np.array(species), attack, np.array(inputs, np.float64)), np.array(kinds)


def kinds(species: npt.NDArray[np.str_]) -> npt.NDArray[np.intp]:
    """The kind of each capture: 0 is genuine, then those of `TOLD`, -1 what no detector tells."""
    of = {None: 0} | {name: 1 + place for place, name in enumerate(TOLD)}
    return np.array([of.get(cue(str(name)), -1) for name in species])


def report(told: Table, attack: Floats, threshold: float) -> str:
    """APCER of each species and BPCER at a threshold. `attack`: how likely, of each capture."""
    genuine = ~told.attack & ~np.isin(told.species, APART)
    lines = [f"threshold {threshold}", f"{'BPCER':20} {rates.bpcer(attack[genuine], threshold)}"]
    for name in sorted(set(told.species[~told.attack])):
        lines.append(f"  {name:18} {rates.bpcer(attack[told.species == name], threshold)}")
    for name in sorted(set(told.species[told.attack]), key=lambda one: (cue(one) not in TOLD, one)):
        scores = attack[told.species == name]
        rate = rates.apcer(scores, threshold)
        looked = "" if cue(name) in TOLD else "  (not looked for)"
        auc = rates.auc(scores, attack[genuine])
        lines.append(f"{name:20} APCER {rate}  AUC {auc:.4f}{looked}")
    return "\n".join(lines)


def ablation(before: Table, told: Table, cues: tuple[str, ...]) -> str:
    """AUC over all species, and the mean APCER at a BPCER of 3 %, with some inputs left out."""
    network = list(range(2 * len(cues)))
    rest = [len(network) + k for k in range(len(signals.NAMES))]
    everything = network + rest
    lines = ["", "AUC over all species and mean APCER at a BPCER of 3 %: with everything, and"]
    for title, kept in [
        ("everything", everything),
        ("the network alone", network),
        ("the signals alone", rest),
        *(
            (f"without {name}", [j for j in everything if j != k])
            for name, k in zip(signals.NAMES, rest, strict=True)
        ),
    ]:
        known = kinds(before.species) >= 0
        joined = fusion.fit(before.inputs[known][:, kept], kinds(before.species)[known])
        attack = 1 - joined.probabilities(told.inputs[:, kept])[:, 0]
        genuine = attack[~told.attack & ~np.isin(told.species, APART)]
        threshold = float(np.quantile(genuine, 0.97))
        missed = [
            rates.apcer(attack[told.species == name], threshold).value
            for name in sorted(set(told.species[kinds(told.species) > 0]))
        ]
        auc = rates.auc(attack[kinds(told.species) > 0], genuine)
        lines.append(f"  {title:28} {auc:.4f} {np.mean(missed):6.1%}")
    return "\n".join(lines)


def _session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


if __name__ == "__main__":
    main()
