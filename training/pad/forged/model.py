"""The network: strips of one card in, what each field and the portrait is, out."""

import torch
from torch import Tensor, nn

from training.pad.layers import Residual, halving
from workers.vision.presentation.strips import PLANES

KINDS = ("genuine", "laid", "edited")
"""What a place is: something may be laid over it, or the picture of it edited."""

WIDTHS = (16, 32, 48, 64)
"""Channels of what looks at a strip, each half as fine as the one before."""

LOUD = 6.0
"""By how much what a small blur takes away is enlarged."""

ROWS = 5
"""Of what the last channels see of a strip; where an edge lies across it matters."""

SAID = 40
"""Numbers that tell of a strip."""


class ForgedNet(nn.Module):
    """Strips of fields and of the border of a portrait, (N, 6, 72, 180) of 0..255, to logits
    (N, 3) of each field and (1, 3) of the portrait.

    Every strip is told by a few numbers; those of a card are held against each other: its fields
    were printed by one machine, and all of it was captured by one camera.
    """

    def __init__(self) -> None:
        super().__init__()
        self.residual = Residual(LOUD)
        self.look = halving(Residual.planes + PLANES - 3, WIDTHS)
        wide = 2 * WIDTHS[-1] * ROWS
        self.field = nn.Sequential(nn.Dropout(0.1), nn.Linear(wide, SAID))
        self.border = nn.Sequential(nn.Dropout(0.1), nn.Linear(wide, SAID))
        self.judge_field = _judge(3 * SAID)
        self.judge_portrait = _judge(3 * SAID)

    def seen(self, strips: Tensor) -> Tensor:
        """What the convolutions see of strips, (N, 640)."""
        planes = torch.cat([self.residual(strips[:, :3]), strips[:, 3:] / 64 - 1], dim=1)
        maps = self.look(planes)
        rows = torch.cat([maps.mean(dim=3), maps.amax(dim=3)], dim=1)
        return nn.functional.adaptive_avg_pool1d(rows, ROWS).flatten(1)

    def judged_fields(self, told: Tensor, peers: Tensor) -> Tensor:
        """Logits of fields, told by (N, 40), beside the mean of their peers."""
        return self.judge_field(torch.cat([told, told - peers, (told - peers).abs()], dim=1))

    def judged_portrait(self, told: Tensor, fields: Tensor) -> Tensor:
        """Logits (1, 3) of a portrait whose border is told by (6, 40) on a card whose fields are by
        the mean (1, 40)."""
        mean, most = told.mean(dim=0, keepdim=True), told.amax(dim=0, keepdim=True)
        return self.judge_portrait(torch.cat([mean, most, mean - fields], dim=1))

    def forward(self, fields: Tensor, border: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of each field, and of the portrait."""
        told = self.field(self.seen(fields))
        others = torch.ones_like(told).sum(dim=0, keepdim=True) - 1
        peers = (told.sum(dim=0, keepdim=True) - told) / others.clamp(min=1)
        return self.judged_fields(told, peers), self.judged_portrait(
            self.border(self.seen(border)), told.mean(dim=0, keepdim=True)
        )


def _judge(inputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inputs, 48), nn.ReLU(), nn.Dropout(0.1), nn.Linear(48, len(KINDS))
    )


def odds(logits: Tensor) -> Tensor:
    """How much is to be said for a forgery of each place, (N,) of logits (N, 3): the logarithm of
    its odds."""
    return torch.logsumexp(logits[:, 1:], dim=1) - logits[:, 0]
