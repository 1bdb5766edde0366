"""What the networks of both detectors are made of."""

from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn


class Residual(nn.Module):
    """Pictures of 0..255, (N, 3, H, W), to their level and what is left of it after a small blur,
    (N, 6, H, W): so that dots and grids of a few levels are as loud as print.

    `loud`: by how much what is left is enlarged.
    """

    planes = 6

    def __init__(self, loud: float) -> None:
        super().__init__()
        blur = torch.tensor([1.0, 2.0, 1.0])
        kernel = (blur[:, None] * blur[None, :] / 16).expand(3, 1, 3, 3).contiguous()
        self.register_buffer("kernel", kernel)
        self.loud = loud

    def forward(self, pictures: Tensor) -> Tensor:
        """Level and rest."""
        level = pictures / 64 - 2
        padded = nn.functional.pad(level, (1, 1, 1, 1), mode="replicate")
        rest = level - nn.functional.conv2d(padded, self.kernel, groups=3)
        return torch.cat([level * 0.5, rest * self.loud], dim=1)


class Spectrum(nn.Module):
    """Pictures (N, 3, S, S) to the logarithm of the power of brightness and of two colours, and
    where in the spectrum each is, (N, 5, S, S / 2 + 1). Products of matrices: every runtime has
    them."""

    planes = 5

    def __init__(self, side: int) -> None:
        super().__init__()
        window = np.hanning(side)
        down, across = np.arange(side) - side // 2, np.arange(side // 2 + 1)
        for name, steps in (("down", down), ("across", across)):
            turns = 2 * np.pi * np.outer(steps, np.arange(side)) / side
            for part, wave in (("cos", np.cos(turns)), ("sin", np.sin(turns))):
                kept = torch.from_numpy(wave * window).float()
                self.register_buffer(f"{name}_{part}", kept if name == "down" else kept.T)
        grey = np.array([0.114, 0.587, 0.299])
        rows = [grey, 0.713 * ((0, 0, 1) - grey), 0.564 * ((1, 0, 0) - grey)]
        self.register_buffer("mix", torch.tensor(np.array(rows))[..., None, None].float())
        y, x = np.meshgrid(np.abs(down), across, indexing="ij")
        where = np.stack([y, x])[None] / side * 4 - 1
        self.register_buffer("where", torch.from_numpy(where).float())

    @torch.no_grad()
    def forward(self, pictures: Tensor) -> Tensor:
        """In float32 whatever else is not: a weak peak stands beside strong ones."""
        with torch.autocast("cpu", enabled=False):
            planes = nn.functional.conv2d(pictures.float(), self.mix).contiguous()
            planes = planes - planes.mean((2, 3), keepdim=True)
            real, other = planes @ self.across_cos, planes @ self.across_sin
            first = self.down_cos @ real - self.down_sin @ other
            second = self.down_cos @ other + self.down_sin @ real
            power = torch.log(first * first + second * second + 1) / 3 - 3
            return torch.cat([power, self.where.expand(power.shape[0], -1, -1, -1)], dim=1)


def halving(planes: int, widths: tuple[int, ...]) -> nn.Sequential:
    """Convolutions of which each is half as fine, those in the middle with one more beside them.

    The first steps by two pixels and has as many channels as keep all that it saw. Plain ones: on a
    CPU separable ones wait for memory.
    """
    layers: list[nn.Module] = [_conv(planes, widths[0], 4, 2)]
    for place, (before, after) in enumerate(pairwise(widths)):
        layers.append(_conv(before, after, 3, 2))
        if place < len(widths) - 2:
            layers.append(_Around(after))
    return nn.Sequential(*layers)


def pooled(seen: Tensor) -> Tensor:
    """The mean and the highest of each channel, (N, 2 · channels)."""
    return torch.cat([seen.mean(dim=(2, 3)), seen.amax(dim=(2, 3))], dim=1)


def _conv(before: int, after: int, side: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, side, stride, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU()
    )


class _Around(nn.Module):
    """A convolution with a way around."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = _conv(width, width, 3, 1)

    def forward(self, seen: Tensor) -> Tensor:
        """The layer's output beside its input."""
        return seen + self.layers(seen)
