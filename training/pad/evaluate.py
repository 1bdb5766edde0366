"""Fits the fusion and prints error rates.

    python -m training.pad.evaluate --data build/pad build/pad/pad.onnx

The fusion and its threshold come from the validation split, the rates from the test split. The
ablation repeats both without the network, without each signal of physics, and with it alone.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from training.pad import captures, fusion, rates, signals
from training.pad.tiles import CUES

BPCER = 0.03
"""At which the threshold is set, on validation."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """Rows are captures: `inputs` of the fusion (cues' means, cues' highest, signals)."""

    species: npt.NDArray[np.str_]
    attack: npt.NDArray[np.bool_]
    inputs: Floats


def main() -> None:
    """Prints a table for the whole fusion, and the ablation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    session = _session(options.model)
    validation, test = (
        table(session, captures.found(options.data, split)) for split in ("validation", "test")
    )
    names = [f"{cue} {kind}" for kind in ("mean", "highest") for cue in CUES] + list(signals.NAMES)
    everything = list(range(len(names)))
    print(report(validation, test, everything))
    network = everything[: 2 * len(CUES)]
    rest = everything[2 * len(CUES) :]
    print("\nAUC over all species: with everything, and")
    for title, kept in [
        ("the network alone", network),
        ("the signals alone", rest),
        *((f"without {names[k]}", [j for j in everything if j != k]) for k in rest),
    ]:
        print(f"  {title:28} {_auc(validation, test, kept):.4f}")


def table(session: onnxruntime.InferenceSession, files: list[Path]) -> Table:
    """The inputs of the fusion for all captures."""
    species, attack, inputs, took = [], [], [], []
    for file in files:
        capture = captures.read(file)
        tiles = capture.pixels.transpose(0, 3, 1, 2).astype(np.float32)
        begin = time.perf_counter()
        (logits,) = session.run(None, {"tiles": tiles})
        took.append(time.perf_counter() - begin)
        inputs.append(np.concatenate([fusion.pooled(logits), capture.signals]))
        species.append(capture.species)
        attack.append(capture.attack)
    print(f"{len(files)} captures, {1000 * float(np.median(took)):.1f} ms each in the network")
    return Table(np.array(species), np.array(attack), np.array(inputs, np.float64))


def report(validation: Table, test: Table, kept: list[int]) -> str:
    """APCER of each species and BPCER, at the threshold that validation gave."""
    joined = fusion.fit(validation.inputs[:, kept], validation.attack)
    threshold = float(
        np.quantile(joined.probability(validation.inputs[~validation.attack][:, kept]), 1 - BPCER)
    )
    scores = joined.probability(test.inputs[:, kept])
    genuine = scores[~test.attack]
    lines = [f"threshold {threshold:.3f}", f"BPCER {rates.bpcer(genuine, threshold)}"]
    for species in sorted(set(test.species[test.attack])):
        attacks = scores[test.species == species]
        rate = rates.apcer(attacks, threshold)
        lines.append(f"{species:20} APCER {rate}  AUC {rates.auc(attacks, genuine):.4f}")
    return "\n".join(lines)


def _auc(validation: Table, test: Table, kept: list[int]) -> float:
    joined = fusion.fit(validation.inputs[:, kept], validation.attack)
    scores = joined.probability(test.inputs[:, kept])
    return rates.auc(scores[test.attack], scores[~test.attack])


def _session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


if __name__ == "__main__":
    main()
