"""A network as TensorFlow Lite stores it, to ONNX: that of MediaPipe which finds eyelids.

The format, as read: a flatbuffer is tables. Where a table lies, a signed offset leads back to its
list of fields; there, for every field of the schema in its order, stands how far behind the table
its value is, or 0 where it has none. Texts, vectors and other tables are a further offset away.
Fields that are read here are numbered as in TensorFlow's `schema.fbs`, version 3.

TensorFlow keeps pictures as height, width, channels; the ONNX has the channels first.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.models.convert.graph import Graph

Array = NDArray[np.float32]

DTYPES = {0: "<f4", 2: "<i4"}
"""By the number of the tensor's type."""
OPERATORS = {
    0: "Add",
    3: "Conv",
    4: "DepthwiseConv",
    17: "MaxPool",
    22: "Reshape",
    34: "Pad",
    54: "PRelu",
}
"""By their number, as the ONNX operators that they become, or under their own names."""
SAME = 0
"""Padding so that a stride of 1 keeps the size; the other kind is none."""
STRIDE, POOL = (2, 1), (4, 3)
"""Fields of an operator's options, for the height and the width."""
FUSED = {"Add": 0, "Conv": 3, "DepthwiseConv": 4, "MaxPool": 5}
"""The field that names an activation, of which these networks have none."""
DILATION = {"Conv": (5, 4), "DepthwiseConv": (6, 5)}


class UnknownNetwork(ValueError):  # noqa: N818
    """The bytes are not a network this module knows."""


class Table:
    """A table of a flatbuffer, at `at`."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at
        fields = at - _number(data, at, "<i")
        count = (_number(data, fields, "<H") - 4) // 2
        self._offsets = [_number(data, fields + 4 + 2 * place, "<H") for place in range(count)]

    def number(self, field: int, form: str = "<i", default: int = 0) -> int:
        """A field's own number, of `struct`'s form; the default where it is not stored."""
        at = self._place(field)
        return default if at is None else _number(self._data, at, form)

    def bytes(self, field: int, size: int = 1) -> bytes:
        """The content of a vector of items of that size."""
        place = self._vector(field)
        return b"" if place is None else self._data[place[0] : place[0] + size * place[1]]

    def numbers(self, field: int) -> list[int]:
        """A vector of 32 bits each."""
        values: list[int] = np.frombuffer(self.bytes(field, 4), "<i4").tolist()
        return values

    def table(self, field: int) -> "Table | None":
        """The table that a field leads to."""
        at = self._place(field)
        return None if at is None else _followed(self._data, at)

    def tables(self, field: int) -> list["Table"]:
        """A vector of tables."""
        place = self._vector(field)
        if place is None:
            return []
        return [_followed(self._data, place[0] + 4 * item) for item in range(place[1])]

    def _place(self, field: int) -> int | None:
        offset = self._offsets[field] if field < len(self._offsets) else 0
        return self._at + offset if offset else None

    def _vector(self, field: int) -> tuple[int, int] | None:
        """Where a vector's items begin, and how many there are."""
        at = self._place(field)
        if at is None:
            return None
        at += _number(self._data, at, "<I")
        return at + 4, _number(self._data, at, "<I")


@dataclass
class Operator:
    """`kind`: a value of `OPERATORS`. `inputs`, `output`: numbers of tensors."""

    kind: str
    inputs: list[int]
    output: int
    options: Table | None

    def option(self, field: int, form: str = "<i", default: int = 0) -> int:
        """An option's number; the default where it is not stored."""
        return default if self.options is None else self.options.number(field, form, default)


@dataclass
class Network:
    """`shapes`: of every tensor, batch first. `constants`: those that are stored."""

    shapes: list[list[int]]
    constants: dict[int, NDArray[np.generic]]
    operators: list[Operator]
    inputs: list[int]
    outputs: list[int]


def read(data: bytes) -> Network:
    """Read a stored network. `UnknownNetwork`: another format or operator, or cut short."""
    if data[4:8] != b"TFL3":
        raise UnknownNetwork("the file is not TensorFlow Lite's")
    try:
        return _network(_followed(data, 0))
    except (struct.error, IndexError, KeyError, ValueError) as error:
        raise UnknownNetwork("the file ends early or holds what is not known") from error


def eyelids(data: bytes) -> bytes:
    """ONNX of MediaPipe's iris network without its second output, the iris itself.

    `image` (N, 3, 64, 64) RGB 0..255, an eye with its outer corner to the left, to `contour`
    (N, 213): 71 points of x and y, 0..64, and depth; the first 16 are the rims of the lids.
    """
    return convert(data, "face-eyelids", "contour")


def convert(data: bytes, name: str, output: str) -> bytes:
    """ONNX of a network that sees one picture: `image` (N, 3, H, W) RGB 0..255, to its first
    output, (N, values), under the name that is given. `UnknownNetwork`: see `read`.
    """
    network = read(data)
    (entry,) = network.inputs
    _, height, width, channels = network.shapes[entry]
    graph = Graph(name, "image", ["N", channels, height, width])
    values = {entry: graph.node("Mul", "image", graph.constant(np.float32(1 / 255)))}
    for operator in _needed(network):
        values[operator.output] = _apply(graph, network, operator, values)
    first = network.outputs[0]
    last = graph.node("Transpose", values[first], perm=[0, 2, 3, 1])  # TensorFlow's order
    graph.named(graph.node("Flatten", last), output)
    return graph.serialise({output: ["N", int(np.prod(network.shapes[first][1:]))]})


def _number(data: bytes, at: int, form: str) -> int:
    value: int = struct.unpack_from(form, data, at)[0]
    return value


def _followed(data: bytes, at: int) -> Table:
    return Table(data, at + _number(data, at, "<I"))


def _network(model: Table) -> Network:
    codes = [max(code.number(0, "<b"), code.number(3)) for code in model.tables(1)]
    (graph,) = model.tables(2)
    buffers = [buffer.bytes(0) for buffer in model.tables(4)]
    shapes: list[list[int]] = []
    constants: dict[int, NDArray[np.generic]] = {}
    for number, tensor in enumerate(graph.tables(0)):
        shapes.append(tensor.numbers(0))
        if stored := buffers[tensor.number(2, "<I")]:
            kind = DTYPES[tensor.number(1, "<b")]
            constants[number] = np.frombuffer(stored, kind).reshape(shapes[-1])
    operators = []
    for operator in graph.tables(3):
        kind = OPERATORS[codes[operator.number(0, "<I")]]
        (output,) = operator.numbers(2)
        operators.append(Operator(kind, operator.numbers(1), output, operator.table(4)))
    return Network(shapes, constants, operators, graph.numbers(1), graph.numbers(2))


def _needed(network: Network) -> Iterator[Operator]:
    """The operators that the first output comes from, in their order."""
    wanted, chosen = {network.outputs[0]}, []
    for operator in reversed(network.operators):
        if operator.output in wanted:
            wanted.update(operator.inputs)
            chosen.append(operator)
    return reversed(chosen)


def _apply(graph: Graph, network: Network, operator: Operator, values: dict[int, str]) -> str:
    first, *others = operator.inputs
    x, kind, shape = values[first], operator.kind, network.shapes[first]
    if kind in FUSED and operator.option(FUSED[kind], "<b"):
        raise UnknownNetwork(f"an activation within {kind}")
    if kind == "Reshape":  # outputs are made flat at the end; nothing else may be
        if shape[1:3] != [1, 1] or operator.output not in network.outputs:
            raise UnknownNetwork(f"a change of {shape} within the network")
        return x
    if kind == "Add":
        return graph.node("Add", x, values[others[0]])
    if kind == "PRelu":
        slopes = network.constants[others[0]].transpose(2, 0, 1)
        return graph.node("PRelu", x, graph.constant(slopes))
    if kind == "Pad":
        before, after = network.constants[others[0]][[0, 3, 1, 2]].T
        amounts = np.concatenate([before, after]).astype(np.int64)
        return graph.node("Pad", x, graph.constant(amounts))
    if kind == "MaxPool":
        kernel = [operator.option(field) for field in POOL]
        return graph.node("MaxPool", x, **_window(operator, shape, kernel))
    return _convolution(graph, network, operator, x)


def _convolution(graph: Graph, network: Network, operator: Operator, x: str) -> str:
    first, second, third = operator.inputs
    weights, bias = network.constants[second], network.constants[third]
    if any(operator.option(field, default=1) != 1 for field in DILATION[operator.kind]):
        raise UnknownNetwork("a convolution with holes")
    depthwise = operator.kind == "DepthwiseConv"
    # One kernel for each channel is stored as 1, height, width, channels; else out, H, W, in.
    kernels = weights.transpose((3, 0, 1, 2) if depthwise else (0, 3, 1, 2))
    return graph.node(
        "Conv",
        x,
        graph.constant(kernels),
        graph.constant(bias),
        group=network.shapes[first][3] if depthwise else 1,
        **_window(operator, network.shapes[first], kernels.shape[2:]),
    )


def _window(operator: Operator, shape: list[int], kernel: Sequence[int]) -> dict[str, list[int]]:
    """Attributes of a sliding window. TensorFlow puts the odd pixel of padding behind."""
    strides = [operator.option(field) for field in STRIDE]
    missing = [0, 0]
    if operator.option(0, "<b") == SAME:
        missing = [
            max(0, (-(-side // stride) - 1) * stride + size - side)
            for side, stride, size in zip(shape[1:3], strides, kernel, strict=True)
        ]
    pads = [one // 2 for one in missing] + [one - one // 2 for one in missing]
    return {"kernel_shape": list(kernel), "strides": strides, "pads": pads}
