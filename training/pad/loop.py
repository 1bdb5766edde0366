"""Training for so many minutes: the weights that did best on validation are kept."""

import argparse
import math
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

RATE = 2e-3
"""The highest; it rises over a hundred steps and then falls to nothing along a cosine."""

CHECK = 180
"""Seconds between validations."""

LASTING = 0.997
"""Of the mean of the weights, a step: it is what is validated and kept."""


def options(description: str | None) -> argparse.ArgumentParser:
    """What every training can be told."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--go-on", action="store_true", help="from the weights that are there")
    return parser


def chance(given: argparse.Namespace) -> np.random.Generator:
    """The generator of a run, whose threads and other generators are set, too."""
    torch.set_num_threads(given.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(given.seed)
    return np.random.default_rng(given.seed)


def train(
    net: nn.Module,
    file: Path,
    minutes: float,
    *,
    loss: Callable[[], Tensor],
    validated: Callable[[nn.Module], tuple[float, str]],
    grow: Callable[[], int],
) -> None:
    """Trains a network and keeps the mean of its last weights in `file` where it does best.

    `loss`: of one batch. `validated`: the loss of some weights on validation, and in words how they
    do. `grow`: reads what was rendered meanwhile, and says how many captures there are.
    """
    print(f"{sum(p.numel() for p in net.parameters())} parameters, {grow()} captures", flush=True)
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.02)
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(LASTING), use_buffers=True)
    begin, last, best, losses = time.monotonic(), time.monotonic(), math.inf, []
    limit = minutes * 60
    while (spent := time.monotonic() - begin) < limit:
        for group in optimiser.param_groups:
            warm = min(1.0, (len(losses) + 1) / 100)
            group["lr"] = RATE * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * spent / limit)) / 2)
        net.train()
        value = loss()
        optimiser.zero_grad(set_to_none=True)
        value.backward()
        optimiser.step()
        mean.update_parameters(net)
        losses.append(value.item())
        if time.monotonic() - last > CHECK or time.monotonic() - begin >= limit:
            mean.eval()
            with torch.no_grad():
                found, told = validated(mean.module)
            print(
                f"{spent:6.0f} s {len(losses)} steps, {grow()} captures, "
                f"{float(np.mean(losses[-200:])):.4f}, validation {found:.4f} {told}",
                flush=True,
            )
            if found < best:
                best = found
                torch.save(mean.module.state_dict(), file)
            last = time.monotonic()
