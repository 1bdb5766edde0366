"""Trains the network: `python -m training.pad.train --data build/pad --minutes 60 --threads 2`.

Writes `document.pt` into the folder of the data whenever the validation improved, the mean of the
last weights; `fuse` makes the product's graph of it.
"""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.pad import captures, loop
from training.pad.captures import Supply
from training.pad.kinds import KINDS, NAMES, UNTRAINED
from training.pad.model import SquareNet, tensor
from training.pad.patterns import PATTERNS
from training.pad.software import defocused, processed

CAPTURES = 48  # in a batch
SQUARES = 2  # of each of them
HELD_OUT = 700  # captures of the validation that are looked at each time
GENUINE = 0.45  # part of a batch
MADE_UP = 0.3  # part of the attacks that are genuine squares with patterns over them
SHARES = {"bona_fide": 0.55, "scan": 0.15, "specimen": 0.1, "published": 0.2}

Images = np.ndarray

UNDER = ("bona_fide", "bona_fide", "scan")  # what patterns are laid over


def main() -> None:
    """Trains for so many minutes."""
    parser = loop.options(__doc__)
    parser.add_argument("--made-up", type=float, default=MADE_UP, help="part of the attacks")
    options = parser.parse_args()
    rng = loop.chance(options)
    supply = Supply(options.data, lambda file: captures.read(file).squares, UNTRAINED)
    held_out = _held_out(captures.found(options.data, "validation"), rng)
    net = SquareNet().to(memory_format=torch.channels_last)
    if options.go_on:
        net.load_state_dict(torch.load(options.data / "document.pt", weights_only=True))

    def loss() -> Tensor:
        pixels, kinds = _batch(supply.groups, rng, options.made_up)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = net(pixels)
        return nn.functional.cross_entropy(logits.float(), kinds, label_smoothing=0.02)

    loop.train(
        net,
        options.data / "document.pt",
        options.minutes,
        loss=loss,
        validated=lambda mean: _validated(mean, held_out),
        grow=supply.grow,
    )


def _held_out(files: list[Path], rng: np.random.Generator) -> list[tuple[str, Images]]:
    trained = [file for file in files if captures.species_of(file) not in UNTRAINED]
    chosen = [trained[k] for k in rng.permutation(len(trained))[:HELD_OUT]]
    return [(captures.species_of(file), captures.read(file).squares[::2]) for file in chosen]


def _batch(
    groups: dict[str, list[Images]], rng: np.random.Generator, made_up: float
) -> tuple[Tensor, Tensor]:
    """Squares of many captures, genuine and of all species of attack alike; so many of the attacks
    are made of genuine ones."""
    attacks = [name for name in groups if KINDS[name] != NAMES[0]]
    genuine = [name for name in SHARES if name in groups]
    shares = np.array([SHARES[name] for name in genuine])
    pixels, kinds = [], []
    for _ in range(CAPTURES):
        bona_fide = rng.random() < GENUINE
        species = str(
            rng.choice(genuine, p=shares / shares.sum()) if bona_fide else rng.choice(attacks)
        )
        kind, pattern = KINDS[species], None
        if not bona_fide and rng.random() < made_up:
            pattern = PATTERNS[kind]
            species = str(rng.choice(UNDER))
        squares = groups[species][int(rng.integers(len(groups[species])))]
        squares = squares[rng.integers(0, len(squares), SQUARES)]
        if pattern is not None:
            squares = pattern(squares, rng)
        pixels.append(_varied(defocused(squares, rng), rng))
        kinds += [NAMES.index(kind)] * SQUARES
    return tensor(np.concatenate(pixels)), torch.tensor(kinds)


def _varied(squares: Images, rng: np.random.Generator) -> Images:
    """Mirrored, turned, and as other cameras would have made it: none of it resamples."""
    if rng.random() < 0.5:
        squares = squares[:, :, ::-1]
    if rng.random() < 0.5:
        squares = squares[:, ::-1]
    if rng.random() < 0.5:
        squares = squares.transpose(0, 2, 1, 3)
    factors = rng.uniform(0.8, 1.2) * (1 + rng.normal(0, 0.05, 3))
    shifted = squares * factors.astype(np.float32) + np.float32(rng.uniform(-16, 16))
    squares = np.clip(shifted, 0, 255).astype(np.uint8)
    return squares if rng.random() < 0.35 else processed(squares, rng)


def _validated(net: nn.Module, held_out: list[tuple[str, Images]]) -> tuple[float, str]:
    """The loss on captures of the validation split, each counting the same, and in words by species
    the part whose squares are told as attack or not rightly on the whole."""
    values: list[float] = []
    right: dict[str, list[bool]] = {}
    for species, squares in held_out:
        logits = net(tensor(squares))
        kind = NAMES.index(KINDS[species])
        target = torch.full((len(squares),), kind)
        values.append(float(nn.functional.cross_entropy(logits, target)))
        genuine = float(torch.log_softmax(logits, 1).mean(0).softmax(0)[0])
        right.setdefault(species, []).append((genuine > 0.5) == (kind == 0))
    shares = [f"{name} {np.mean(told):.2f}" for name, told in sorted(right.items())]
    return float(np.mean(values)), " ".join(shares)


if __name__ == "__main__":
    main()
