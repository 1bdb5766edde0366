"""The recogniser's ONNX graph as a torch module, and the tuned weights back into the graph.

The graph is cut at one tensor. What lies before it stays as it was published and runs with
onnxruntime; what lies after it becomes a module whose weights can be tuned.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnx.utils import Extractor
from torch import Tensor, nn
from torch.nn import functional

CLASSIFIER = ("linear_8.w_0", "linear_8.b_0")
"""The initialisers of the last layer, (features, classes) and (classes,)."""

CUTS = {
    "stage-2": "p2o.pd_op.add.18.0",
    "stage-3": "p2o.pd_op.add.51.0",
}
"""Where a stage of the backbone begins, as the tensor that enters it: 96 channels of 12 rows,
192 channels of 6 rows; either has one column for four pixels."""


class Tail(nn.Module):
    """The nodes after the cut, executed one by one; logits instead of the closing softmax."""

    def __init__(self, model: ModelProto, cut: str) -> None:
        super().__init__()
        self.cut = cut
        self.names: dict[str, str] = {}
        nodes = _with_biases(model, _gelus(_after(model, cut)))
        used = {name for node in nodes for name in node.input}
        trained = _trained(nodes)
        self.constants: dict[str, Tensor] = {}
        for entry in model.graph.initializer:
            if entry.name not in used:
                continue
            value = torch.from_numpy(numpy_helper.to_array(entry).copy())
            if entry.name in trained:
                self.names[entry.name] = entry.name.replace(".", "/")
                self.register_parameter(self.names[entry.name], nn.Parameter(value))
            else:
                self.constants[entry.name] = value
        self.nodes = [node for node in nodes if node.op_type != "Softmax" or _axis(node) == 3]
        self.output = nodes[-1].input[0]

    def forward(self, entering: Tensor) -> Tensor:
        """(N, C, H, W / 4) of the cut to logits (N, frames, classes)."""
        values: dict[str, Any] = {self.cut: entering, **self.constants}
        for name, attribute in self.names.items():
            values[name] = getattr(self, attribute)
        for node in self.nodes:
            arguments = [values[name] for name in node.input]
            values[node.output[0]] = OPERATORS[node.op_type](node, *arguments)
        result: Tensor = values[self.output]
        return result

    def classifier(self) -> tuple[nn.Parameter, nn.Parameter]:
        """The last layer's matrix (features, classes) and its bias."""
        weight, bias = (getattr(self, self.names[name]) for name in CLASSIFIER)
        return weight, bias

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """What may have been tuned, by the initialiser's name."""
        state = self.state_dict()
        return {name: state[key].numpy().copy() for name, key in self.names.items()}


def load(path: Path) -> tuple[ModelProto, list[str]]:
    """A recogniser's graph and its characters (without the blank, the space last)."""
    model = onnx.load(str(path))
    (characters,) = (entry.value for entry in model.metadata_props if entry.key == "character")
    return model, [*characters.split("\n"), " "]


def front(model: ModelProto, cut: str) -> bytes:
    """The part of the graph before the cut, serialised."""
    part: ModelProto = Extractor(model).extract_model([model.graph.input[0].name], [cut])
    return part.SerializeToString()


def with_charset(
    model: ModelProto, old: list[str], new: list[str], like: Callable[[str], str]
) -> ModelProto:
    """A copy of the graph that tells the characters of `new`.

    A character that the old classifier knows keeps its column, another one begins with the column
    of the character `like` it.
    """
    copy = ModelProto()
    copy.CopyFrom(model)
    place = {character: 1 + index for index, character in enumerate(old)}
    columns = [0] + [place[c if c in place else like(c)] for c in new]
    values = {entry.name: entry for entry in copy.graph.initializer}
    for name in CLASSIFIER:
        array = numpy_helper.to_array(values[name])[..., columns]
        values[name].CopyFrom(numpy_helper.from_array(np.ascontiguousarray(array), name))
    copy.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(columns)
    del copy.graph.value_info[:]
    del copy.metadata_props[:]
    helper.set_model_props(copy, {"character": "\n".join(new[:-1])})
    return copy


def with_weights(model: ModelProto, weights: dict[str, NDArray[np.float32]]) -> ModelProto:
    """A copy of the graph with these initialisers, every large one stored in half precision.

    onnxruntime folds the casts away when it opens the file: the arithmetic stays in float32, and
    the file takes half the space.
    """
    copy = ModelProto()
    copy.CopyFrom(model)
    casts = []
    for entry in copy.graph.initializer:
        array = weights.get(entry.name, numpy_helper.to_array(entry))
        if entry.data_type != TensorProto.FLOAT or array.size < 256:
            entry.CopyFrom(numpy_helper.from_array(array, entry.name))
            continue
        stored = f"{entry.name}.half"
        casts.append(helper.make_node("Cast", [stored], [entry.name], to=TensorProto.FLOAT))
        entry.CopyFrom(numpy_helper.from_array(array.astype(np.float16), stored))
    nodes = [*casts, *copy.graph.node]
    del copy.graph.node[:]
    copy.graph.node.extend(nodes)
    onnx.checker.check_model(copy)
    return copy


def tuned(path: Path) -> dict[str, NDArray[np.float32]]:
    """The weights of an exported graph, by the initialiser's name."""
    return {
        entry.name.removesuffix(".half"): numpy_helper.to_array(entry).astype(np.float32)
        for entry in onnx.load(str(path)).graph.initializer
        if entry.data_type in (TensorProto.FLOAT, TensorProto.FLOAT16)
    }


def _after(model: ModelProto, cut: str) -> list[NodeProto]:
    """The nodes that depend on the cut, and those of constants that they need."""
    reached = {cut}
    chosen = []
    for node in model.graph.node:
        if reached & set(node.input):
            reached |= set(node.output)
            chosen.append(node)
    return chosen


def _gelus(nodes: list[NodeProto]) -> list[NodeProto]:
    """The five nodes of a GELU (x / sqrt 2, erf, + 1, * x, * 0.5) become one."""
    users: dict[str, list[NodeProto]] = {}
    makers = {node.output[0]: node for node in nodes}
    for node in nodes:
        for name in node.input:
            users.setdefault(name, []).append(node)
    gone: set[str] = set()
    made: dict[str, NodeProto] = {}
    for node in nodes:
        if node.op_type != "Erf":
            continue
        divided = makers[node.input[0]]
        added = users[node.output[0]][0]
        product = users[added.output[0]][0]
        halved = users[product.output[0]][0]
        gone |= {one.output[0] for one in (divided, node, added, product)}
        made[halved.output[0]] = helper.make_node("Gelu", [divided.input[0]], list(halved.output))
    return [made.get(n.output[0], n) for n in nodes if n.output[0] not in gone]


def _with_biases(model: ModelProto, nodes: list[NodeProto]) -> list[NodeProto]:
    """A convolution and the offset that is added to each of its channels become one node."""
    constants = {entry.name for entry in model.graph.initializer}
    convolutions = {node.output[0]: node for node in nodes if node.op_type == "Conv"}
    fused: dict[str, NodeProto] = {}
    for node in nodes:
        maker = convolutions.get(node.input[0])
        if node.op_type == "Add" and maker and node.input[1] in constants:
            one = NodeProto()
            one.CopyFrom(maker)
            one.input.append(node.input[1])
            one.output[0] = node.output[0]
            fused[node.output[0]] = one
            del convolutions[maker.output[0]]
    gone = {node.output[0] for node in nodes if node.op_type == "Conv"} - set(convolutions)
    return [fused.get(node.output[0], node) for node in nodes if node.output[0] not in gone]


def _trained(nodes: list[NodeProto]) -> set[str]:
    """Initialisers that are weights: of convolutions, matrices, scales and offsets."""
    names: set[str] = set()
    for node in nodes:
        if node.op_type in ("Conv", "MatMul", "Add", "Mul"):
            names |= set(node.input)
        elif node.op_type == "BatchNormalization":
            names |= set(node.input[1:3])
    return {name for name in names if not name.startswith(("helper.constant", "auto.cast"))}


def _attributes(node: NodeProto) -> dict[str, Any]:
    return {entry.name: helper.get_attribute_value(entry) for entry in node.attribute}


def _axis(node: NodeProto) -> int:
    return int(_attributes(node)["axis"])


def _convolution(node: NodeProto, x: Tensor, weight: Tensor, *bias: Tensor) -> Tensor:
    about = _attributes(node)
    offset = bias[0].flatten() if bias else None
    return functional.conv2d(
        x, weight, offset, about["strides"], about["pads"][:2], 1, about["group"]
    )


def _normalised(
    node: NodeProto, x: Tensor, w: Tensor, b: Tensor, mean: Tensor, var: Tensor
) -> Tensor:
    return functional.batch_norm(x, mean, var, w, b, eps=_attributes(node)["epsilon"])


def _reshaped(node: NodeProto, x: Tensor, shape: Tensor) -> Tensor:
    sizes = [x.shape[i] if size == 0 else size for i, size in enumerate(shape.tolist())]
    return x.reshape(sizes)


def _sliced(
    node: NodeProto, x: Tensor, start: Tensor, end: Tensor, axis: Tensor, *_: Tensor
) -> Tensor:
    first = int(start)
    length = min(int(end), x.shape[int(axis)]) - first
    return x.narrow(int(axis), first, length)


def _squeezed(node: NodeProto, x: Tensor) -> Tensor:
    (axis,) = _attributes(node)["axes"]
    return x.squeeze(axis)


def _mean(node: NodeProto, x: Tensor) -> Tensor:
    about = _attributes(node)
    return x.mean(about["axes"], keepdim=bool(about.get("keepdims", 1)))


OPERATORS: dict[str, Callable[..., Tensor]] = {
    "Add": lambda node, a, b: a + b,
    "AveragePool": lambda node, x: functional.avg_pool2d(x, _attributes(node)["kernel_shape"]),
    "BatchNormalization": _normalised,
    "Concat": lambda node, *parts: torch.cat(parts, _axis(node)),
    "Conv": _convolution,
    "Div": lambda node, a, b: a / b,
    "Gelu": lambda node, x: functional.gelu(x),
    "HardSigmoid": lambda node, x: functional.hardsigmoid(x),
    "Identity": lambda node, x: x,
    "MatMul": lambda node, a, b: a @ b,
    "Mul": lambda node, a, b: a * b,
    "Pow": lambda node, a, b: a.pow(b),
    "ReduceMean": _mean,
    "Relu": lambda node, x: functional.relu(x),
    "Reshape": _reshaped,
    "Shape": lambda node, x: torch.tensor(x.shape),
    "Sigmoid": lambda node, x: torch.sigmoid(x),
    "Slice": _sliced,
    "Softmax": lambda node, x: torch.softmax(x, _axis(node)),
    "Sqrt": lambda node, x: x.sqrt(),
    "Squeeze": _squeezed,
    "Sub": lambda node, a, b: a - b,
    "Transpose": lambda node, x: x.permute(_attributes(node)["perm"]),
    "Unsqueeze": lambda node, x: x.unsqueeze(_attributes(node)["axes"][0]),
}
"""The operators of the graph, as far as it uses them."""
