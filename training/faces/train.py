"""Fits what covers a face: a logistic regression for masks and one for dark glasses.

    python -m training.faces.train --data build/faces --out workers/models/files/face-covering.onnx

The features are the product's model `face-features`; both regressions see all of its map. With
more features than pictures they are fitted in terms of the pictures (Newton's method, in the dual).
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt

from workers.models.convert.graph import Graph
from workers.models.sessions import session

Floats = npt.NDArray[np.float64]

COVERS = {"mask": "mask", "sunglasses": "dark"}
"""The outputs, and the kind of picture that each of them is."""
PENALTIES = (0.1, 1.0, 10.0)
"""Of squared weights. The one that errs least on a quarter of the people is taken."""
HELD = 4
"""Numbers of these people, modulo 5."""
STEPS = 8


def main() -> None:
    """Fits, prints how the held people fare, and writes the graph."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path("build/faces"))
    options.add_argument("--out", type=Path, default=Path("face-covering.onnx"))
    chosen = options.parse_args()
    with np.load(chosen.data / "training.npz") as stored:
        maps, kinds = features(stored["chips"]), stored["kinds"]
        held = stored["numbers"] % 5 == HELD
    flat = maps.reshape(len(maps), -1)
    mean, scale = flat.mean(axis=0), flat.std() * np.sqrt(flat.shape[1])
    flat -= mean
    flat /= scale
    gram = np.asarray(flat @ flat.T, np.float64) * flat.shape[1] ** 0.5
    graph = Graph("face-covering", "map", ["N", *maps.shape[1:]])
    entry = graph.node("Flatten", "map")
    for name, kind in COVERS.items():
        target = (kinds == kind).astype(np.float64)
        losses = {}
        for penalty in PENALTIES:
            weights, shift = fit(gram[~held][:, ~held], target[~held], penalty)
            logits = gram[held][:, ~held] @ weights + shift
            losses[penalty] = float(np.logaddexp(0, np.where(target[held], -logits, logits)).mean())
            wrong = (logits > 0) != target[held]
            told = {str(k): f"{wrong[kinds[held] == k].sum()}" for k in np.unique(kinds)}
            print(name, penalty, f"loss {losses[penalty]:.4f}", "wrong", told, flush=True)
        best = min(losses, key=lambda penalty: losses[penalty])
        weights, shift = fit(gram, target, best)
        slopes = (flat.T @ weights) * flat.shape[1] ** 0.5 / scale
        offset = shift - float(mean @ slopes)
        kernel = graph.constant(slopes.astype(np.float32)[:, None])
        logit = graph.node("Gemm", entry, kernel, graph.constant(np.float32([offset])))
        graph.named(graph.node("Sigmoid", logit), name)
        print(f"{name}: penalty {best}, {len(target)} pictures, {int(target.sum())} of them with")
    chosen.out.write_bytes(graph.serialise({name: ["N", 1] for name in COVERS}))


def features(chips: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """The maps of chips, BGR."""
    network = session("face-features")
    maps = []
    for first in range(0, len(chips), 32):
        batch = chips[first : first + 32, ..., ::-1].transpose(0, 3, 1, 2)
        maps += network.run(None, {"chips": np.ascontiguousarray(batch, np.float32)})
    return np.concatenate(maps)


def fit(gram: Floats, target: Floats, penalty: float) -> tuple[Floats, float]:
    """What each picture weighs, and a constant: logits are `gram @ weights + constant`.

    The constant is a feature of its own that costs next to nothing.
    """
    kernel = gram + 100.0
    weights = np.zeros(len(target))
    for _ in range(STEPS):
        logits = kernel @ weights
        sure = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        spread = np.maximum(sure * (1 - sure), 1e-4)
        wanted = logits + (target - sure) / spread
        weights = np.linalg.solve(kernel + np.diag(penalty / spread), wanted)
    return weights, 100.0 * float(weights.sum())


if __name__ == "__main__":
    main()
