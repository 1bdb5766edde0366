"""Trains the network: `python -m training.pad.train --data build/pad --kind document --minutes 30`.

Writes `KIND.pt` into the folder of the data whenever the validation improved; `fuse` makes the
product's graph of it.
"""

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.attacks.species import SPECIES
from training.pad import captures
from training.pad.labels import CUES
from training.pad.model import TileNet, tensor

RATE = 2e-3
CAPTURES = 12  # in a batch
TILES = 8  # of each of them
CHECK = 120  # seconds between validations
HELD_OUT = 400  # captures of the validation that are looked at each time


def main() -> None:
    """Trains for so many minutes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kind", choices=CUES, default="document")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    groups = _by_species(captures.found(options.data, options.kind, "training"))
    held_out = captures.found(options.data, options.kind, "validation")
    held_out = [held_out[k] for k in rng.permutation(len(held_out))[:HELD_OUT]]
    net = TileNet(len(CUES[options.kind])).to(memory_format=torch.channels_last)
    print(f"{sum(p.numel() for p in net.parameters())} parameters, species {list(groups)}")
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.02)
    begin, last, best, losses = time.monotonic(), time.monotonic(), math.inf, []
    limit = options.minutes * 60
    while (spent := time.monotonic() - begin) < limit:
        for group in optimiser.param_groups:
            group["lr"] = RATE * (0.02 + 0.98 * (1 + math.cos(math.pi * spent / limit)) / 2)
        net.train()
        pixels, labels = _batch(groups, rng)
        loss = _loss(net(pixels), labels)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
        if time.monotonic() - last > CHECK or time.monotonic() - begin >= limit:
            value = _validated(net, held_out)
            recent = float(np.mean(losses[-100:]))
            print(
                f"{spent:6.0f} s {len(losses)} steps, {recent:.4f}, validation {value:.4f}",
                flush=True,
            )
            if value < best:
                best = value
                torch.save(net.state_dict(), options.data / f"{options.kind}.pt")
            last = time.monotonic()


def _by_species(files: list[Path]) -> dict[str, list[Path]]:
    groups: dict[str, list[Path]] = {}
    for file in files:
        groups.setdefault(captures.species_of(file), []).append(file)
    return groups


def _batch(groups: dict[str, list[Path]], rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Tiles of several captures: two fifths genuine, the rest of all species of attack alike."""
    genuine = [name for name in groups if not SPECIES[name].attack]
    attacks = [name for name in groups if SPECIES[name].attack]
    pixels, labels = [], []
    for _ in range(CAPTURES):
        species = str(rng.choice(genuine if rng.random() < 0.4 else attacks))
        files = groups[species]
        capture = captures.read(files[int(rng.integers(len(files)))])
        shown = np.nan_to_num(capture.labels).max(axis=1) + 0.15
        chosen = rng.choice(
            len(shown), min(TILES, len(shown)), replace=False, p=shown / shown.sum()
        )
        pixels.append(_varied(capture.pixels[chosen], rng))
        labels.append(capture.labels[chosen])
    return tensor(np.concatenate(pixels)), torch.from_numpy(np.concatenate(labels))


def _varied(tiles: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Mirrored, turned, brighter or darker, of another balance: none of it resamples."""
    if rng.random() < 0.5:
        tiles = tiles[:, :, ::-1]
    if rng.random() < 0.5:
        tiles = tiles.transpose(0, 2, 1, 3)
    factors = rng.uniform(0.85, 1.12) * (1 + rng.normal(0, 0.04, 3))
    return np.clip(tiles * factors.astype(np.float32) + rng.uniform(-12, 12), 0, 255).astype(
        np.uint8
    )


def _loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy of every cue, where it is known."""
    known = ~labels.isnan()
    target = torch.nan_to_num(labels)
    each = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    return (each * known).sum() / known.sum()


@torch.no_grad()
def _validated(net: TileNet, files: list[Path]) -> float:
    """The loss on captures of the validation split, each counting the same."""
    net.eval()
    values = []
    for file in files:
        capture = captures.read(file)
        logits = net(tensor(capture.pixels[::3]))
        values.append(float(_loss(logits, torch.from_numpy(capture.labels[::3]))))
    return float(np.mean(values))


if __name__ == "__main__":
    main()
