"""The network, a square in, a logit for each kind out, and the whole graph of the product."""

from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from training.pad.fusion import PEAK, REACH, Fusion
from training.pad.kinds import NAMES
from training.pad.layers import Residual, Spectrum, halving, pooled
from workers.vision.presentation.squares import SIDE

WIDTHS = (24, 32, 64, 96)
"""Channels of what looks at the pixels, each half as fine as the one before."""

SPECTRAL = (16, 32, 48, 64)
"""Channels of what looks at the spectrum, likewise."""


LOUD = 8.0
"""By how much what a small blur takes away is enlarged."""


class SquareNet(nn.Module):
    """Squares of 0..255, (N, 3, 96, 96) BGR, to logits (N, kinds).

    One half sees the picture and what is left of it after a small blur, so that dots and grids of a
    few levels are as loud as print; its first layer steps by two pixels, and has as many channels
    as keep all that it saw. The other half sees the spectrum: whatever repeats is a peak there, in
    light or in colour, however its cell looks.
    """

    def __init__(self) -> None:
        super().__init__()
        self.residual, self.pixels = Residual(LOUD), halving(Residual.planes, WIDTHS)
        self.spectrum, self.waves = Spectrum(SIDE), halving(Spectrum.planes, SPECTRAL)
        both = 2 * (WIDTHS[-1] + SPECTRAL[-1])
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(both, len(NAMES)))

    def forward(self, squares: Tensor) -> Tensor:
        """Logits of squares whose values are 0..255."""
        seen, heard = self.pixels(self.residual(squares)), self.waves(self.spectrum(squares))
        return self.head(torch.cat([pooled(seen), pooled(heard)], dim=1))


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
