"""The network, a square in, a logit for each kind out, and the whole graph of the product."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from training.pad.fusion import PEAK, REACH, Fusion
from training.pad.kinds import NAMES
from workers.vision.presentation.squares import SIDE

WIDTHS = (24, 32, 64, 96)
"""Channels of what looks at the pixels, each half as fine as the one before."""

SPECTRAL = (16, 32, 48, 64)
"""Channels of what looks at the spectrum, likewise."""


class SquareNet(nn.Module):
    """Squares of 0..255, (N, 3, 96, 96) BGR, to logits (N, kinds).

    One half sees the picture and what is left of it after a small blur, so that dots and grids of a
    few levels are as loud as print; its first layer steps by two pixels, and has as many channels
    as keep all that it saw. The other half sees the spectrum: whatever repeats is a peak there, in
    light or in colour, however its cell looks.
    """

    def __init__(self) -> None:
        super().__init__()
        blur = torch.tensor([1.0, 2.0, 1.0])
        kernel = (blur[:, None] * blur[None, :] / 16).expand(3, 1, 3, 3).contiguous()
        self.register_buffer("kernel", kernel)
        self.pixels = _halving(6, WIDTHS)
        self.spectrum = Spectrum()
        self.waves = _halving(self.spectrum.planes, SPECTRAL)
        both = 2 * (WIDTHS[-1] + SPECTRAL[-1])
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(both, len(NAMES)))

    def forward(self, squares: Tensor) -> Tensor:
        """Logits of squares whose values are 0..255."""
        level = squares / 64 - 2
        padded = nn.functional.pad(level, (1, 1, 1, 1), mode="replicate")
        rest = level - nn.functional.conv2d(padded, self.kernel, groups=3)
        seen = self.pixels(torch.cat([level * 0.5, rest * 8], dim=1))
        heard = self.waves(self.spectrum(squares))
        pooled = [part for map_ in (seen, heard) for part in (map_.mean((2, 3)), map_.amax((2, 3)))]
        return self.head(torch.cat(pooled, dim=1))


class Spectrum(nn.Module):
    """Squares (N, 3, 96, 96) to the logarithm of the power of brightness and of two colours, and
    where in the spectrum each is, (N, 5, 96, 49). Products of matrices: every runtime has them."""

    planes = 5

    def __init__(self) -> None:
        super().__init__()
        window = np.hanning(SIDE)
        down, across = np.arange(SIDE) - SIDE // 2, np.arange(SIDE // 2 + 1)
        for name, steps in (("down", down), ("across", across)):
            turns = 2 * np.pi * np.outer(steps, np.arange(SIDE)) / SIDE
            for part, wave in (("cos", np.cos(turns)), ("sin", np.sin(turns))):
                kept = torch.from_numpy(wave * window).float()
                self.register_buffer(f"{name}_{part}", kept if name == "down" else kept.T)
        grey = np.array([0.114, 0.587, 0.299])
        rows = [grey, 0.713 * ((0, 0, 1) - grey), 0.564 * ((1, 0, 0) - grey)]
        self.register_buffer("mix", torch.tensor(np.array(rows))[..., None, None].float())
        y, x = np.meshgrid(np.abs(down), across, indexing="ij")
        where = np.stack([y, x])[None] / SIDE * 4 - 1
        self.register_buffer("where", torch.from_numpy(where).float())

    @torch.no_grad()
    def forward(self, squares: Tensor) -> Tensor:
        """In float32 whatever else is not: a weak peak stands beside strong ones."""
        with torch.autocast("cpu", enabled=False):
            planes = nn.functional.conv2d(squares.float(), self.mix).contiguous()
            planes = planes - planes.mean((2, 3), keepdim=True)
            real, other = planes @ self.across_cos, planes @ self.across_sin
            first = self.down_cos @ real - self.down_sin @ other
            second = self.down_cos @ other + self.down_sin @ real
            power = torch.log(first * first + second * second + 1) / 3 - 3
            return torch.cat([power, self.where.expand(power.shape[0], -1, -1, -1)], dim=1)


def _halving(planes: int, widths: tuple[int, ...]) -> nn.Sequential:
    """Convolutions of which each is half as fine, those in the middle with one more beside them."""
    layers: list[nn.Module] = [_conv(planes, widths[0], 4, 2)]
    for place, (before, after) in enumerate(pairwise(widths)):
        layers.append(_conv(before, after, 3, 2))
        if place < len(widths) - 2:
            layers.append(_Around(after))
    return nn.Sequential(*layers)


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


class Graph(nn.Module):
    """The network and the fusion: what the product runs."""

    def __init__(self, net: SquareNet, fusion: Fusion) -> None:
        super().__init__()
        self.net = net
        for name, value in vars(fusion).items():
            self.register_buffer(name, torch.from_numpy(np.asarray(value)).float())

    def forward(self, squares: Tensor) -> tuple[Tensor, Tensor]:
        """Squares (N, 3, 96, 96) of one card: logits (N, kinds) of each, and how likely each kind
        is (1, kinds)."""
        logits = self.net(squares)
        told = torch.log_softmax(logits, dim=1)
        share = torch.softmax(PEAK * told, dim=0)
        highest = (share * told).sum(dim=0, keepdim=True)
        inputs = torch.cat([told.mean(dim=0, keepdim=True), highest], dim=1)
        standard = ((inputs - self.mean) / self.scale).clamp(-REACH, REACH)
        return logits, torch.softmax(standard @ self.weights + self.bias, dim=1)


def tensor(squares: np.ndarray) -> Tensor:
    """Squares (N, 96, 96, 3) uint8 as the network takes them: channels last in memory, by which
    training takes half of the time."""
    return torch.from_numpy(np.ascontiguousarray(squares)).permute(0, 3, 1, 2).float()


def export(net: SquareNet, fusion: Fusion, file: Path) -> None:
    """Writes the whole graph as ONNX, for any number of squares; its metadata names the kinds."""
    graph = Graph(net, fusion).eval()
    torch.onnx.export(
        graph,
        (torch.zeros(2, 3, SIDE, SIDE),),
        str(file),
        input_names=["squares"],
        output_names=["logits", "kinds"],
        dynamic_axes={"squares": {0: "n"}, "logits": {0: "n"}},
        dynamo=False,
    )
    model = onnx.load(str(file))
    onnx.helper.set_model_props(model, {"kinds": ",".join(NAMES)})
    onnx.save(model, str(file))
