"""The two networks, a view in, a logit for each kind out, and the whole graph of the product."""

from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from training.pad.fusion import REACH, Fusion
from training.pad.kinds import NAMES
from training.pad.layers import Residual, Spectrum, halving, pooled
from workers.vision.presentation.views import NEAR, WIDE

WIDTHS = (24, 32, 64, 96)
"""Channels of what looks at the pixels of a view, each half as fine as the one before."""

SPECTRAL = (16, 32, 48, 64)
"""Channels of what looks at the spectrum of the near view, likewise."""

LOUD = 4.0
"""By how much what a small blur takes away is enlarged."""


class NearNet(nn.Module):
    """Near views of 0..255, (N, 3, 144, 144) BGR, to logits (N, kinds): by their pixels, and by
    their spectrum, in which whatever repeats is a peak."""

    def __init__(self) -> None:
        super().__init__()
        self.residual, self.pixels = Residual(LOUD), halving(Residual.planes, WIDTHS)
        self.spectrum, self.waves = Spectrum(NEAR), halving(Spectrum.planes, SPECTRAL)
        both = 2 * (WIDTHS[-1] + SPECTRAL[-1])
        self.head = nn.Sequential(nn.Dropout(0.2), nn.Linear(both, len(NAMES)))

    def forward(self, views: Tensor) -> Tensor:
        """Logits of views."""
        seen, heard = self.pixels(self.residual(views)), self.waves(self.spectrum(views))
        return self.head(torch.cat([pooled(seen), pooled(heard)], dim=1))


class WideNet(nn.Module):
    """Wide views of 0..255, (N, 3, 128, 128) BGR, to logits (N, kinds)."""

    def __init__(self) -> None:
        super().__init__()
        self.residual, self.pixels = Residual(LOUD), halving(Residual.planes, WIDTHS)
        self.head = nn.Sequential(nn.Dropout(0.2), nn.Linear(2 * WIDTHS[-1], len(NAMES)))

    def forward(self, views: Tensor) -> Tensor:
        """Logits of views."""
        return self.head(pooled(self.pixels(self.residual(views))))


class ViewNets(nn.Module):
    """One network for each view: what is near shows texture, what is wide shows edges."""

    def __init__(self) -> None:
        super().__init__()
        self.near, self.wide = NearNet(), WideNet()

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

    def forward(self, near: Tensor, wide: Tensor) -> tuple[Tensor, Tensor]:
        """Views (1, 3, S, S) of one face: what each network says, the logarithm of how likely each
        kind is (1, 2 · kinds), and how likely it is in all (1, kinds)."""
        told = [torch.log_softmax(logits, dim=1) for logits in self.nets(near, wide)]
        inputs = torch.cat(told, dim=1)
        standard = ((inputs - self.mean) / self.scale).clamp(-REACH, REACH)
        return inputs, torch.softmax(standard @ self.weights + self.bias, dim=1)


def tensor(views: np.ndarray) -> Tensor:
    """Views (N, S, S, 3) uint8 as the networks take them."""
    return torch.from_numpy(np.ascontiguousarray(views)).permute(0, 3, 1, 2).float()


def export(nets: ViewNets, fusion: Fusion, file: Path) -> None:
    """Writes the whole graph as ONNX; its metadata names the kinds."""
    torch.onnx.export(
        Graph(nets, fusion).eval(),
        (torch.zeros(1, 3, NEAR, NEAR), torch.zeros(1, 3, WIDE, WIDE)),
        str(file),
        input_names=["near", "wide"],
        output_names=["told", "kinds"],
        dynamo=False,
    )
    model = onnx.load(str(file))
    onnx.helper.set_model_props(model, {"kinds": ",".join(NAMES)})
    onnx.save(model, str(file))
