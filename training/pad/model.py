"""The network, a square in, a logit for each kind out, and the whole graph of the product."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from training.pad.fusion import PEAK, REACH, Fusion
from training.pad.kinds import NAMES
from workers.vision.presentation import signals
from workers.vision.presentation.squares import SIDE

WIDTHS = (12, 24, 40, 64, 96)
"""Channels: of the picture at its own pixels, then each half as fine as the one before."""


class SquareNet(nn.Module):
    """Squares of 0..255, (N, 3, 96, 96) BGR, to logits (N, kinds).

    Its first layer sees the picture and what is left of it after a small blur, so that dots and
    grids of a few levels are as loud as print. It skips no pixel: grids are one to three wide.
    """

    def __init__(self) -> None:
        super().__init__()
        blur = torch.tensor([1.0, 2.0, 1.0])
        kernel = (blur[:, None] * blur[None, :] / 16).expand(3, 1, 3, 3).contiguous()
        self.register_buffer("kernel", kernel)
        self.stem = nn.Sequential(
            nn.Conv2d(6, WIDTHS[0], 3, 1, 1, bias=False), nn.BatchNorm2d(WIDTHS[0]), nn.ReLU(),
            nn.Conv2d(WIDTHS[0], WIDTHS[1], 3, 2, 1, bias=False), nn.BatchNorm2d(WIDTHS[1]),
            nn.ReLU(),
        )  # fmt: skip
        blocks: list[nn.Module] = []
        for before, after in pairwise(WIDTHS[1:]):
            blocks += [_Separable(before, after, 2), _Separable(after, after, 1)]
        self.body = nn.Sequential(*blocks)
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * WIDTHS[-1], len(NAMES)))

    def forward(self, squares: Tensor) -> Tensor:
        """Logits of squares whose values are 0..255."""
        level = squares / 64 - 2
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

    def __init__(self, net: SquareNet, fusion: Fusion) -> None:
        super().__init__()
        self.net = net
        for name, value in vars(fusion).items():
            self.register_buffer(name, torch.from_numpy(np.asarray(value)).float())

    def forward(self, squares: Tensor, measured: Tensor) -> tuple[Tensor, Tensor]:
        """Squares (N, 3, 96, 96) and the signals (1, S) of one card: logits (N, kinds) of each, and
        how likely each kind is (1, kinds)."""
        logits = self.net(squares)
        told = torch.log_softmax(logits, dim=1)
        share = torch.softmax(PEAK * told, dim=0)
        highest = (share * told).sum(dim=0, keepdim=True)
        inputs = torch.cat([told.mean(dim=0, keepdim=True), highest, measured], dim=1)
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
        (torch.zeros(2, 3, SIDE, SIDE), torch.zeros(1, len(signals.NAMES))),
        str(file),
        input_names=["squares", "signals"],
        output_names=["logits", "kinds"],
        dynamic_axes={"squares": {0: "n"}, "logits": {0: "n"}},
        dynamo=False,
    )
    model = onnx.load(str(file))
    onnx.helper.set_model_props(model, {"kinds": ",".join(NAMES)})
    onnx.save(model, str(file))
