"""Trains the networks: `python -m training.pad.selfie.train --data build/pad-selfie --minutes 60`.

Writes `selfie.pt` into the folder of the data whenever the validation improved; `fuse` makes the
product's graph of it.
"""

from dataclasses import replace

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from training.pad import loop
from training.pad.captures import Supply, found
from training.pad.kinds import NAMES
from training.pad.patterns import PATTERNS
from training.pad.selfie import captures
from training.pad.selfie.captures import MARGIN, Selfie
from training.pad.selfie.crisp import crisp
from training.pad.selfie.kinds import KINDS, SHARES
from training.pad.selfie.model import ViewNets, tensor
from training.pad.software import processed
from workers.vision.image import Pixels
from workers.vision.presentation.views import NEAR, WIDE, Views

BATCH = 32
MADE_UP = 0.25  # part of what is held up
LIVING, WORN = "live", "paper_mask"
UNCOUNTED = -100
HELD_OUT = 400  # captures of the validation that are looked at each time


def main() -> None:
    """Trains for so many minutes."""
    options = loop.options(__doc__).parse_args()
    rng = loop.chance(options)
    supply = Supply(options.data, captures.read)
    held_out = [captures.read(file) for file in found(options.data, "validation")[:HELD_OUT]]
    nets = ViewNets().to(memory_format=torch.channels_last)
    if options.go_on:
        nets.load_state_dict(torch.load(options.data / "selfie.pt", weights_only=True))
    loop.train(
        nets,
        options.data / "selfie.pt",
        options.minutes,
        loss=lambda: _loss(nets, supply.groups, rng),
        validated=lambda net: _validated(net, held_out),
        grow=supply.grow,
    )


def _loss(nets: ViewNets, groups: dict[str, list[Selfie]], rng: np.random.Generator) -> Tensor:
    """The sum of what both networks miss in a batch, of the living and of all attacks alike.

    Some of the attacks are the living with a pattern over the near view: their wide view tells
    nothing, and is not counted.
    """
    shares = np.array(list(SHARES.values()))
    views, near, wide = [], [], []
    for species in rng.choice(list(SHARES), BATCH, p=shares / shares.sum()).tolist():
        kind = KINDS[species]
        held_up = kind != NAMES[0] and species != WORN
        pattern = PATTERNS[kind] if held_up and rng.random() < MADE_UP else None
        group = groups[species if pattern is None else LIVING]
        selfie = group[int(rng.integers(len(group)))]
        if pattern is not None:
            selfie = replace(selfie, near=pattern(selfie.near[None], rng)[0])
        views.append(_varied(selfie, rng))
        near.append(NAMES.index(kind))
        wide.append(UNCOUNTED if pattern is not None else NAMES.index(kind))
    seen = [tensor(np.stack(planes)) for planes in zip(*views, strict=True)]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        told = nets(*seen)
    return sum(
        (
            nn.functional.cross_entropy(
                logits.float(), torch.tensor(kinds), label_smoothing=0.02, ignore_index=UNCOUNTED
            )
            for logits, kinds in zip(told, (near, wide), strict=True)
        ),
        start=torch.zeros(()),
    )


def _varied(selfie: Selfie, rng: np.random.Generator) -> tuple[Pixels, Pixels]:
    """Mirrored, moved, resized, in other light, and as other cameras would have made it."""
    factors = rng.uniform(0.75, 1.25) * (1 + rng.normal(0, 0.08, 3))
    shift, gamma = rng.uniform(-20, 20), np.exp(rng.normal(0, 0.15))
    levels = 255 * (np.arange(256) / 255) ** gamma
    table = np.clip(levels[:, None] * factors + shift, 0, 255).astype(np.uint8)[:, None]
    mirrored = rng.random() < 0.5
    made = []
    for view, side in ((selfie.near, NEAR), (selfie.wide, WIDE)):
        image = cv2.LUT(_moved(view, side, rng), table.transpose(1, 0, 2))
        image = crisp(np.ascontiguousarray(image[:, ::-1] if mirrored else image), rng)
        made.append(image if rng.random() < 0.4 else processed(image[None], rng)[0])
    return made[0], made[1]


def _moved(view: Pixels, side: int, rng: np.random.Generator) -> Pixels:
    """A cut of a view, now and then of another scale."""
    if rng.random() < 0.5:
        left, top = (int(place) for place in rng.integers(0, 2 * MARGIN + 1, 2))
        return view[top : top + side, left : left + side]
    whole = view.shape[0]
    length = int(rng.integers(round(0.8 * side), whole + 1))
    left, top = (int(place) for place in rng.integers(0, whole - length + 1, 2))
    way = cv2.INTER_AREA if length > side else cv2.INTER_LINEAR
    part = np.ascontiguousarray(view[top : top + length, left : left + length])
    return np.asarray(cv2.resize(part, (side, side), interpolation=way), np.uint8)


def _validated(nets: nn.Module, held_out: list[Selfie]) -> tuple[float, str]:
    """The loss of both networks together on captures of the validation split, and in words how each
    does: the loss, and by species the part that is told as attack or not rightly."""
    values: dict[str, list[float]] = {"near": [], "wide": []}
    right: dict[tuple[str, str], list[bool]] = {}
    for selfie in held_out:
        seen: Views = selfie.views()
        kind = NAMES.index(KINDS[selfie.species])
        told = nets(tensor(seen.near[None]), tensor(seen.wide[None]))
        for name, logits in zip(values, told, strict=True):
            values[name].append(float(nn.functional.cross_entropy(logits, torch.tensor([kind]))))
            genuine = float(logits.softmax(1)[0, 0]) > 0.5
            right.setdefault((name, selfie.species), []).append(genuine == (kind == 0))
    words = []
    for name, losses in values.items():
        shares = " ".join(
            f"{species} {np.mean(told):.2f}"
            for (view, species), told in sorted(right.items())
            if view == name
        )
        words.append(f"validation {name} {np.mean(losses):.4f} {shares}")
    return float(sum(np.mean(losses) for losses in values.values())), ", ".join(words)


if __name__ == "__main__":
    main()
