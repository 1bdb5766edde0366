"""The network and what calibrates it, as one ONNX graph."""

from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from training.pad.forged.model import KINDS, ForgedNet, odds
from training.pad.fusion import Fusion
from workers.vision.presentation.strips import HEIGHT, PLANES, WIDTH


class Line:
    """How likely a forgery is, by what is measured of a card: a logistic regression, (I,) and a
    bias."""

    def __init__(self, fitted: Fusion) -> None:
        slope = (fitted.weights[:, 1] - fitted.weights[:, 0]) / fitted.scale
        self.slope = slope
        self.bias = float(fitted.bias[1] - fitted.bias[0] - slope @ fitted.mean)

    def likely(self, inputs: np.ndarray) -> np.ndarray:
        """Of rows of inputs, (N,)."""
        return np.asarray(1 / (1 + np.exp(-(inputs @ self.slope + self.bias))))


class Graph(nn.Module):
    """What the product runs."""

    def __init__(self, net: ForgedNet, text: Line, photo: Line) -> None:
        super().__init__()
        self.net = net
        for name, line in (("text", text), ("photo", photo)):
            self.register_buffer(f"{name}_slope", torch.from_numpy(line.slope).float())
            self.register_buffer(f"{name}_bias", torch.tensor(line.bias).float())

    def forward(self, fields: Tensor, border: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Strips of fields (N, 6, 72, 180) and of a border (M, 6, 72, 180): how much is to be said
        for a forgery of each field (N,), and how likely each kind is, of the text of the card and
        of its portrait, (1, 3)."""
        of_fields, of_portrait = self.net(fields, border)
        each = odds(of_fields)
        top = each.argmax(dim=0, keepdim=True)
        said = torch.cat([each[top], torch.log(torch.ones_like(each).sum(dim=0, keepdim=True))])
        text = torch.sigmoid((said * self.text_slope).sum() + self.text_bias)
        photo = torch.sigmoid((odds(of_portrait) * self.photo_slope).sum() + self.photo_bias)
        return each, _kinds(text, of_fields[top]), _kinds(photo, of_portrait)


def _kinds(likely: Tensor, logits: Tensor) -> Tensor:
    """A forgery's likelihood shared among its kinds."""
    shares = torch.softmax(logits[:, 1:], dim=1)
    return torch.cat([(1 - likely).reshape(1, 1), likely * shares], dim=1)


def export(net: ForgedNet, text: Line, photo: Line, file: Path) -> None:
    """Writes the graph for any number of strips; its metadata names the kinds."""
    torch.onnx.export(
        Graph(net, text, photo).eval(),
        (torch.zeros(3, PLANES, HEIGHT, WIDTH), torch.zeros(6, PLANES, HEIGHT, WIDTH)),
        str(file),
        input_names=["fields", "border"],
        output_names=["each", "text", "photo"],
        dynamic_axes={"fields": {0: "n"}, "border": {0: "m"}, "each": {0: "n"}},
        dynamo=False,
    )
    model = onnx.load(str(file))
    onnx.helper.set_model_props(model, {"kinds": ",".join(KINDS)})
    onnx.save(model, str(file))
