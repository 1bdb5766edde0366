"""The network, a tile in, a logit for each cue out (29,000 parameters), and the whole graph."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from training.pad import signals
from training.pad.fusion import PEAK, REACH, Fusion
from training.pad.labels import GENUINE, TOLD
from training.pad.tiles import SIDE

WIDTHS = (16, 32, 64, 96)
"""Channels, each half as fine as the one before."""


class TileNet(nn.Module):
    """Tiles of 0..255, (N, 3, 128, 128) BGR, to logits (N, cues).

    Its first layer sees the picture and what is left of it after a small blur, so that dots and
    grids of a few levels are as loud as print. Nothing is pooled before the second layer.
    """

    def __init__(self, cues: int) -> None:
        super().__init__()
        blur = torch.tensor([1.0, 2.0, 1.0])
        kernel = (blur[:, None] * blur[None, :] / 16).expand(3, 1, 3, 3).contiguous()
        self.register_buffer("kernel", kernel)
        self.stem = nn.Sequential(
            nn.Conv2d(6, WIDTHS[0], 3, 2, 1, bias=False), nn.BatchNorm2d(WIDTHS[0]), nn.ReLU()
        )
        blocks: list[nn.Module] = []
        for before, after in pairwise(WIDTHS):
            blocks += [_Separable(before, after, 2), _Separable(after, after, 1)]
        self.body = nn.Sequential(*blocks)
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * WIDTHS[-1], cues))

    def forward(self, tiles: Tensor) -> Tensor:
        """Logits of tiles whose values are 0..255."""
        level = tiles / 64 - 2
        padded = nn.functional.pad(level, (1, 1, 1, 1), mode="replicate")
        rest = level - nn.functional.conv2d(padded, self.kernel, groups=3)
        seen = self.body(self.stem(torch.cat([level * 0.5, rest * 8], dim=1)))
        mean, most = seen.mean(dim=(2, 3)), seen.amax(dim=(2, 3))
        return self.head(torch.cat([mean, most], dim=1))


class _Separable(nn.Module):
    """A depthwise and a pointwise convolution, with a way around where nothing changes in size."""

    def __init__(self, before: int, after: int, stride: int) -> None:
        super().__init__()
        self.around = before == after and stride == 1
        self.layers = nn.Sequential(
            nn.Conv2d(before, before, 3, stride, 1, groups=before, bias=False),
            nn.BatchNorm2d(before),
            nn.ReLU(),
            nn.Conv2d(before, after, 1, bias=False),
            nn.BatchNorm2d(after),
            nn.ReLU(),
        )

    def forward(self, seen: Tensor) -> Tensor:
        """The layer's output."""
        out = self.layers(seen)
        return seen + out if self.around else out


class Graph(nn.Module):
    """The network and the fusion: what the product runs."""

    def __init__(self, net: TileNet, fusion: Fusion) -> None:
        super().__init__()
        self.net = net
        for name, value in vars(fusion).items():
            self.register_buffer(name, torch.from_numpy(np.asarray(value)).float())

    def forward(self, tiles: Tensor, measured: Tensor) -> tuple[Tensor, Tensor]:
        """Tiles (N, 3, 128, 128) and its signals (1, 17) of one picture: cues (N, cues), kinds
        (1, 1 + `TOLD`)."""
        cues = self.net(tiles)
        share = torch.softmax(PEAK * cues, dim=0)
        highest = (share * cues).sum(dim=0, keepdim=True)
        inputs = torch.cat([cues.mean(dim=0, keepdim=True), highest, measured], dim=1)
        standard = ((inputs - self.mean) / self.scale).clamp(-REACH, REACH)
        return cues, torch.softmax(standard @ self.weights + self.bias, dim=1)


def tensor(tiles: np.ndarray) -> Tensor:
    """Tiles (N, 128, 128, 3) uint8 as the network takes them: channels last in memory, by which
    training takes half of the time."""
    return torch.from_numpy(np.ascontiguousarray(tiles)).permute(0, 3, 1, 2).float()


def export(net: TileNet, fusion: Fusion, file: Path) -> None:
    """Writes the whole graph as ONNX, for any number of tiles; its metadata names the kinds."""
    graph = Graph(net, fusion).eval()
    torch.onnx.export(
        graph,
        (torch.zeros(2, 3, SIDE, SIDE), torch.zeros(1, len(signals.NAMES))),
        str(file),
        input_names=["tiles", "signals"],
        output_names=["cues", "kinds"],
        dynamic_axes={"tiles": {0: "n"}, "cues": {0: "n"}},
        dynamo=False,
    )
    model = onnx.load(str(file))
    onnx.helper.set_model_props(model, {"kinds": ",".join((GENUINE, *TOLD))})
    onnx.save(model, str(file))
