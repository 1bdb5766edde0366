"""The two networks, a view in, a logit for each kind out, and the whole graph of the product."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from training.pad.fusion import REACH, Fusion
from training.pad.kinds import NAMES
from workers.vision.presentation import signals
from workers.vision.presentation.views import NEAR, WIDE

WIDTHS = (24, 40, 64, 96)
"""Channels: from half of the view's pixels on, each half as fine as the one before."""


class ViewNet(nn.Module):
    """Views of 0..255, (N, 3, S, S) BGR, to logits (N, kinds)."""

    def __init__(self) -> None:
        super().__init__()
        blur = torch.tensor([1.0, 2.0, 1.0])
        kernel = (blur[:, None] * blur[None, :] / 16).expand(3, 1, 3, 3).contiguous()
        self.register_buffer("kernel", kernel)
        first = nn.Conv2d(6, WIDTHS[0], 4, 2, 1, bias=False)
        self.stem = nn.Sequential(first, nn.BatchNorm2d(WIDTHS[0]), nn.ReLU())
        blocks: list[nn.Module] = []
        for before, after in pairwise(WIDTHS):
            blocks += [_Separable(before, after, 2), _Separable(after, after, 1)]
        self.body = nn.Sequential(*blocks)
        self.head = nn.Sequential(nn.Dropout(0.2), nn.Linear(2 * WIDTHS[-1], len(NAMES)))

    def forward(self, views: Tensor) -> Tensor:
        """Logits of views whose values are 0..255."""
        level = views / 64 - 2
        padded = nn.functional.pad(level, (1, 1, 1, 1), mode="replicate")
        rest = level - nn.functional.conv2d(padded, self.kernel, groups=3)
        seen = self.body(self.stem(torch.cat([level * 0.5, rest * 4], dim=1)))
        return self.head(torch.cat([seen.mean(dim=(2, 3)), seen.amax(dim=(2, 3))], dim=1))


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


class ViewNets(nn.Module):
    """One network for each view: what is near shows texture, what is wide shows edges."""

    def __init__(self) -> None:
        super().__init__()
        self.near, self.wide = ViewNet(), ViewNet()

    def forward(self, near: Tensor, wide: Tensor) -> tuple[Tensor, Tensor]:
        """The logits of both, (N, kinds) each."""
        return self.near(near), self.wide(wide)


class Graph(nn.Module):
    """The networks and the fusion: what the product runs."""

    def __init__(self, nets: ViewNets, fusion: Fusion) -> None:
        super().__init__()
        self.nets = nets
        for name, value in vars(fusion).items():
            self.register_buffer(name, torch.from_numpy(np.asarray(value)).float())

    def forward(self, near: Tensor, wide: Tensor, measured: Tensor) -> tuple[Tensor, Tensor]:
        """Views (1, 3, S, S) and signals (1, S) of one face: what each network says, the logarithm
        of how likely each kind is (1, 2 · kinds), and how likely it is in all (1, kinds)."""
        told = [torch.log_softmax(logits, dim=1) for logits in self.nets(near, wide)]
        inputs = torch.cat([*told, measured], dim=1)
        standard = ((inputs - self.mean) / self.scale).clamp(-REACH, REACH)
        return torch.cat(told, dim=1), torch.softmax(standard @ self.weights + self.bias, dim=1)


def tensor(views: np.ndarray) -> Tensor:
    """Views (N, S, S, 3) uint8 as the networks take them."""
    return torch.from_numpy(np.ascontiguousarray(views)).permute(0, 3, 1, 2).float()


def export(nets: ViewNets, fusion: Fusion, file: Path) -> None:
    """Writes the whole graph as ONNX; its metadata names the kinds."""
    torch.onnx.export(
        Graph(nets, fusion).eval(),
        (
            torch.zeros(1, 3, NEAR, NEAR),
            torch.zeros(1, 3, WIDE, WIDE),
            torch.zeros(1, len(signals.NAMES)),
        ),
        str(file),
        input_names=["near", "wide", "signals"],
        output_names=["told", "kinds"],
        dynamo=False,
    )
    model = onnx.load(str(file))
    onnx.helper.set_model_props(model, {"kinds": ",".join(NAMES)})
    onnx.save(model, str(file))
