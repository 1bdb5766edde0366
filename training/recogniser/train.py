"""Tunes the recogniser: `python -m training.recogniser.train --out DIR --minutes 110`.

A checkpoint, and `latest.onnx` whenever the validation improved, are written every few minutes.
The rate follows the time that was trained, so that a run may be stopped and resumed at will.
"""

import argparse
import itertools
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.recogniser import charset, degrade, fonts, graph, lines, published, scores, supply

RATE = 2.5e-4  # of the tuned layers; 8e-4 diverged
CLASSIFIER_RATE = 1e-3  # of the last layer, which has new characters to learn
FLOOR = 0.02  # of the rate at the end
WARM_UP = 200  # steps
DECAY = 0.998  # of the averaged weights, per step
VALIDATION = {"vietnamese": 300, "latin": 150, "numbers": 100, "mrz": 60}
VALIDATION_SEED = 10_000_000


@dataclass
class Progress:
    """What was done so far, over all starts."""

    seconds: float = 0.0
    steps: int = 0
    lines: int = 0
    starts: int = 0
    best: float = math.inf


def main() -> None:
    """Trains for so many minutes in all and exports what came of it."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    original, old = graph.load(published.recogniser(options.out))
    model = graph.with_charset(original, old, charset.characters(), charset.plain)
    cut = graph.CUTS[options.cut]
    tail = graph.Tail(model, cut).to(memory_format=torch.channels_last)
    trainer = Trainer(model, tail, options.out)
    if options.start:
        trainer.begin(graph.tuned(options.start))
    if options.resume:
        trainer.restore()
    progress = trainer.progress
    progress.starts += 1
    front = graph.front(original, cut)
    validation = _validation(supply.Front(front))
    batches = supply.started(front, options.seed + 1000 * progress.starts, options.processes)
    saved = time.monotonic()
    since = saved
    losses: list[float] = []
    for batch in batches:
        part = progress.seconds / (60 * options.minutes)
        losses.append(trainer.step(batch, part, options.rate))
        now = time.monotonic()
        progress.seconds += now - since
        since = now
        done = part >= 1
        if now - saved > 60 * options.every or done:
            score = trainer.validate(validation)
            print(
                f"{progress.seconds / 60:.1f} min, {progress.steps} steps, {progress.lines} lines,",
                f"loss {np.mean(losses):.4f}, {score}",
                flush=True,
            )
            losses.clear()
            trainer.save()
            saved = since = time.monotonic()
        if done:
            break


class Trainer:
    """The tail, its optimiser and its averaged weights."""

    def __init__(self, model: onnx.ModelProto, tail: graph.Tail, out: Path) -> None:
        self.model, self.tail, self.out = model, tail, out
        self.progress = Progress()
        self.average = {name: value.detach().clone() for name, value in tail.named_parameters()}
        classifier = set(tail.classifier())
        rest = [value for value in tail.parameters() if value not in classifier]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": rest, "peak": 1.0},
                {"params": [*classifier], "peak": CLASSIFIER_RATE / RATE},
            ],
            lr=RATE,
            weight_decay=1e-4,
        )

    def begin(self, weights: dict[str, NDArray[np.float32]]) -> None:
        """Take over the weights of a recogniser that was trained before, of the same charset."""
        for name, key in self.tail.names.items():
            value = torch.from_numpy(weights[name])
            self.tail.get_parameter(key).data.copy_(value)
            self.average[key].copy_(value)

    def step(self, batch: supply.Batch, part: float, rate: float) -> float:
        """One step; `part`: how much of the training is done, 0..1. The loss per character."""
        progress = self.progress
        warm = min(1.0, (progress.steps + 1) / WARM_UP)
        falling = FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * min(1.0, part)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group["peak"] * warm * falling
        entering = torch.from_numpy(batch.entering).float()
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.tail(entering.contiguous(memory_format=torch.channels_last))
        loss = _ctc(logits.float(), batch.targets)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.tail.parameters(), 5.0)
        self.optimiser.step()
        progress.steps += 1
        progress.lines += len(batch.targets)
        decay = min(DECAY, (1 + progress.steps) / (10 + progress.steps))
        with torch.no_grad():
            for name, value in self.tail.named_parameters():
                self.average[name].lerp_(value, 1 - decay)
        return loss.item()

    def validate(self, validation: "dict[str, list[tuple[NDArray[np.float16], str]]]") -> str:
        """The averaged weights' errors by kind; exports them where they are the best so far."""
        current = {name: value.detach().clone() for name, value in self.tail.named_parameters()}
        self.tail.load_state_dict(self.average)
        characters = charset.characters()
        shown = []
        mean = 0.0
        with torch.no_grad():
            for kind, entries in validation.items():
                read = [
                    scores.decode(
                        self.tail(torch.from_numpy(e[None]).float())[0].numpy(), characters
                    )
                    for e, _ in entries
                ]
                score = scores.Score.of([text for _, text in entries], read)
                mean += score.errors / len(validation)
                shown.append(f"{kind} {score}")
        if mean < self.progress.best:
            self.progress.best = mean
            self.export("latest.onnx")
            shown.append("exported")
        self.tail.load_state_dict(current)
        return "  ".join(shown)

    def export(self, name: str) -> None:
        """The graph with the tail's weights, renamed into its place."""
        model = graph.with_weights(self.model, self.tail.weights())
        unfinished = self.out / f".{name}"
        onnx.save(model, str(unfinished))
        unfinished.replace(self.out / name)

    def save(self) -> None:
        """All that a later start needs."""
        state = {
            "progress": vars(self.progress), "average": self.average, "cut": self.tail.cut,
            "weights": self.tail.state_dict(), "optimiser": self.optimiser.state_dict(),
        }  # fmt: skip
        unfinished = self.out / ".checkpoint.pt"
        torch.save(state, unfinished)
        unfinished.replace(self.out / "checkpoint.pt")

    def restore(self) -> None:
        """Go on from the checkpoint; with another cut the optimiser begins anew."""
        state: dict[str, Any] = torch.load(self.out / "checkpoint.pt", weights_only=True)
        self.progress = Progress(**state["progress"])
        self.tail.load_state_dict(state["weights"], strict=False)
        self.average.update(
            {name: value for name, value in state["average"].items() if name in self.average}
        )
        if state["cut"] == self.tail.cut:
            self.optimiser.load_state_dict(state["optimiser"])


def _ctc(logits: Tensor, targets: list[list[int]]) -> Tensor:
    """The mean over the lines of the loss per character."""
    lengths = torch.tensor([len(target) for target in targets])
    flat = torch.tensor(list(itertools.chain(*targets)))
    frames = torch.full((len(targets),), logits.shape[1])
    log = logits.log_softmax(2).transpose(0, 1)
    return functional.ctc_loss(log, flat, frames, lengths, zero_infinity=True)


def _validation(front: supply.Front) -> "dict[str, list[tuple[NDArray[np.float16], str]]]":
    """Lines in the training's fonts that training does not print, already through the front."""
    printer = lines.Printer(fonts.training(), degrade.training)
    result: dict[str, list[tuple[NDArray[np.float16], str]]] = {}
    for kind, count in VALIDATION.items():
        drawn = (printer.line(kind, VALIDATION_SEED + index) for index in itertools.count())
        kept: Iterator[lines.Line] = itertools.islice(
            (one for one in drawn if one.image.shape[1] <= lines.MAX_WIDTH), count
        )
        result[kind] = [(front(lines.padded(one.image)[None])[0], one.text) for one in kept]
    return result


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=110)
    parser.add_argument("--every", type=float, default=8, help="minutes between two checkpoints")
    parser.add_argument("--cut", choices=graph.CUTS, default="stage-2")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--start", type=Path, help="an exported recogniser to go on from")
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
