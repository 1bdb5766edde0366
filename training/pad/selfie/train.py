"""Trains the networks: `python -m training.pad.selfie.train --data build/pad-selfie --minutes 60`.

Writes `selfie.pt` into the folder of the data whenever the validation improved; `fuse` makes the
product's graph of it.
"""

import argparse
import math
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from training.pad.captures import found, species_of
from training.pad.kinds import NAMES
from training.pad.selfie import captures
from training.pad.selfie.captures import MARGIN, Selfie
from training.pad.selfie.kinds import KINDS
from training.pad.selfie.model import ViewNets, tensor
from training.pad.software import processed
from workers.vision.image import Pixels
from workers.vision.presentation.views import NEAR, WIDE, Views

RATE = 2e-3
BATCH = 32
GENUINE = 0.45  # part of a batch
CHECK = 180  # seconds between validations
HELD_OUT = 400  # captures of the validation that are looked at each time


def main() -> None:
    """Trains for so many minutes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--go-on", action="store_true", help="from the weights that are there")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    supply = Supply(options.data)
    held_out = [captures.read(file) for file in found(options.data, "validation")[:HELD_OUT]]
    nets = ViewNets().to(memory_format=torch.channels_last)
    if options.go_on:
        nets.load_state_dict(torch.load(options.data / "selfie.pt", weights_only=True))
    print(f"{sum(p.numel() for p in nets.parameters())} parameters")
    print(f"{supply.grow()} captures", flush=True)
    optimiser = torch.optim.AdamW(nets.parameters(), RATE, weight_decay=0.02)
    begin, last, best, losses = time.monotonic(), time.monotonic(), math.inf, []
    limit = options.minutes * 60
    while (spent := time.monotonic() - begin) < limit:
        for group in optimiser.param_groups:
            warm = min(1.0, (len(losses) + 1) / 100)
            group["lr"] = RATE * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * spent / limit)) / 2)
        nets.train()
        near, wide, kinds = _batch(supply.groups, rng)
        each = [
            nn.functional.cross_entropy(logits, kinds, label_smoothing=0.02)
            for logits in nets(near, wide)
        ]
        optimiser.zero_grad(set_to_none=True)
        (each[0] + each[1]).backward()
        optimiser.step()
        losses.append([value.item() for value in each])
        if time.monotonic() - last > CHECK or time.monotonic() - begin >= limit:
            captured = supply.grow()
            value, told = _validated(nets, held_out)
            recent = np.mean(losses[-200:], axis=0)
            print(
                f"{spent:6.0f} s {len(losses)} steps, {captured} captures, near {recent[0]:.4f}, "
                f"wide {recent[1]:.4f}, {told}",
                flush=True,
            )
            if value < best:
                best = value
                torch.save(nets.state_dict(), options.data / "selfie.pt")
            last = time.monotonic()


class Supply:
    """All captures of each species, in memory. More may be rendered meanwhile."""

    def __init__(self, data: Path) -> None:
        self.groups: dict[str, list[Selfie]] = {}
        self._data = data
        self._read: set[Path] = set()

    def grow(self) -> int:
        """Reads what has come since the last time, and returns how many there are by now."""
        for file in found(self._data, "training"):
            if file not in self._read:
                self.groups.setdefault(species_of(file), []).append(captures.read(file))
                self._read.add(file)
        return len(self._read)


def _batch(
    groups: dict[str, list[Selfie]], rng: np.random.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    attacks = [name for name in groups if KINDS[name] != NAMES[0]]
    genuine = [name for name in groups if KINDS[name] == NAMES[0]]
    views, kinds = [], []
    for _ in range(BATCH):
        species = str(rng.choice(genuine if rng.random() < GENUINE else attacks))
        selfie = groups[species][int(rng.integers(len(groups[species])))]
        views.append(_varied(selfie, rng))
        kinds.append(NAMES.index(KINDS[species]))
    near, wide = (np.stack(planes) for planes in zip(*views, strict=True))
    return tensor(near), tensor(wide), torch.tensor(kinds)


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
        image = np.ascontiguousarray(image[:, ::-1] if mirrored else image)
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


@torch.no_grad()
def _validated(nets: ViewNets, held_out: list[Selfie]) -> tuple[float, str]:
    """The loss of both networks together on captures of the validation split, and in words how each
    does: the loss, and by species the part that is told as attack or not rightly."""
    nets.eval()
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
