"""dlib's face recognition network, from dlib's own serialisation to ONNX.

The format, as read: integers are a control byte (low nibble: how many bytes follow, 0x80: negative)
and a little-endian magnitude; floats a mantissa and a binary exponent, both integers; strings a
length and bytes; tensors version 2, four dimensions and raw float32. A network is its loss, then a
version for every layer from the outermost in (2: a layer, 1: a tag or a skip, 3: the innermost),
the input layer, then the details of every layer from the input out. Tags have no details, so where
blocks begin and end is told by the versions: one tag alone opens a residual block; a tag and a skip
together end its main path and go back to its input, which is then averaged by 2.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from workers.models.convert.graph import Graph

SIDE = 150
LAYER, TAG, INNERMOST = 2, 1, 3

FEATURE_BLOCKS = 9
"""Of 14. These nine are 3.4 MB; what reads the map was fitted to it (`training/faces`)."""

Array = NDArray[np.float32]
Value = tuple[str, tuple[int, ...]]
"""A name in the graph, and the shape of one sample: channels, height, width."""


class UnknownNetwork(ValueError):  # noqa: N818
    """The bytes are not the network this module knows."""


@dataclass
class Layer:
    """A layer as read: `kind` is dlib's name, or `tag`, or `skip` for a tag and a skip."""

    kind: str
    numbers: list[int] = field(default_factory=list)
    """Of `con_4` and the pools: kernel height, width, stride y, x, padding y, x."""
    weights: Array | None = None
    bias: Array | None = None


@dataclass
class Network:
    """Everything of the file that the inference needs."""

    means: tuple[float, float, float]
    """Red, green and blue."""
    layers: list[Layer]
    """From the input to the output."""


def read(data: bytes) -> Network:
    """Read a serialised network. `UnknownNetwork`: another kind, or cut short."""
    try:
        return _network(Reader(data))
    except (IndexError, UnicodeDecodeError) as error:
        raise UnknownNetwork("the file ends early or is not dlib's") from error


def convert(data: bytes) -> bytes:
    """ONNX of it: `chips` (N, 3, 150, 150) RGB 0..255 to `embedding` (N, 128)."""
    network = read(data)
    return _graph(network, list(_folded(network.layers)), "face-embedding", "embedding")


def features(data: bytes) -> bytes:
    """ONNX of its first `FEATURE_BLOCKS` residual blocks: the same chips to `map` (N, 128, 8, 8),
    which tells what is where on a face rather than whose it is.
    """
    network = read(data)
    layers = list(_folded(network.layers))
    sums = [place for place, layer in enumerate(layers) if layer.kind == "add_prev_"]
    first = layers[: sums[FEATURE_BLOCKS - 1] + 2]  # with the block's last activation
    return _graph(network, first, "face-features", "map")


def _graph(network: Network, layers: list[Layer], name: str, output: str) -> bytes:
    graph = Graph(name, "chips", ["N", 3, SIDE, SIDE])
    means = np.array(network.means, np.float32).reshape(3, 1, 1)
    x = graph.node("Sub", "chips", graph.constant(means))
    x = graph.node("Mul", x, graph.constant(np.float32(1 / 256)))
    value: Value = (x, (3, SIDE, SIDE))
    other = value  # what the next `add_prev` adds: the block's input, or after a skip its main path
    for layer in layers:
        if layer.kind == "tag":
            other = value
        elif layer.kind == "skip":
            value, other = other, value
        elif layer.kind == "add_prev_":
            value = _add(graph, value, other)
        else:
            value = _apply(graph, layer, value)
    graph.named(value[0], output)
    return graph.serialise({output: ["N", *value[1]]})


class Reader:
    """A cursor over dlib's serialisation."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def bytes(self, count: int) -> bytes:
        self._at += count
        if self._at > len(self._data):
            raise IndexError("past the end")
        return self._data[self._at - count : self._at]

    def integer(self) -> int:
        control = self.bytes(1)[0]
        magnitude = int.from_bytes(self.bytes(control & 0x0F), "little")
        return -magnitude if control & 0x80 else magnitude

    def integers(self, count: int) -> list[int]:
        return [self.integer() for _ in range(count)]

    def reals(self, count: int) -> list[float]:
        pairs = [self.integers(2) for _ in range(count)]
        return [mantissa * 2.0**exponent for mantissa, exponent in pairs]

    def string(self) -> str:
        return self.bytes(self.integer()).decode("ascii")

    def tensor(self) -> Array:
        self.expect(2)
        shape = self.integers(4)
        return np.frombuffer(self.bytes(4 * int(np.prod(shape))), "<f4").reshape(shape)

    def alias(self) -> list[int]:
        """The shape of a part of a layer's parameters."""
        self.expect(1)
        return self.integers(4)

    def names(self, wanted: str) -> None:
        if (found := self.string()) != wanted:
            raise UnknownNetwork(f"{found!r} where {wanted!r} should be")

    def expect(self, *values: int) -> None:
        if (found := self.integers(len(values))) != list(values):
            raise UnknownNetwork(f"{found} where {list(values)} should be")


def _network(reader: Reader) -> Network:
    reader.expect(1)
    reader.names("loss_metric_2")
    reader.reals(2)
    versions = [reader.integer()]
    while versions[-1] in (LAYER, TAG):
        versions.append(reader.integer())
    if versions[-1] != INNERMOST:
        raise UnknownNetwork(f"a layer of version {versions[-1]}")
    reader.names("input_rgb_image_sized")
    red, green, blue = reader.reals(3)
    reader.expect(SIDE, SIDE)
    layers: list[Layer] = []
    for version in reversed(versions):
        if version == TAG:
            if layers and layers[-1].kind == "tag":
                layers[-1] = Layer("skip")
            else:
                layers.append(Layer("tag"))
            continue
        layers.append(_layer(reader))
        reader.bytes(3)  # three flags of the training, "0" or "1"
        for _ in range(3):  # gradients and a cached output
            reader.tensor()
        if version == INNERMOST:
            reader.integer()
    return Network((red, green, blue), layers)


def _layer(reader: Reader) -> Layer:
    kind = reader.string()
    if kind in ("relu_", "add_prev_"):
        return Layer(kind)
    if kind in ("max_pool_2", "avg_pool_2"):
        return Layer(kind, reader.integers(6))
    if kind == "affine_":
        values = reader.tensor().ravel()
        gamma, beta = reader.alias(), reader.alias()
        reader.integer()
        return Layer(kind, [], *_parts(values, gamma, beta))
    if kind == "con_4":
        values = reader.tensor().ravel()
        _, *window = reader.integers(7)
        kernel, bias = reader.alias(), reader.alias()
        reader.reals(4)
        return Layer(kind, window, *_parts(values, kernel, bias))
    if kind == "fc_2":
        outputs, inputs = reader.integers(2)
        values = reader.tensor().ravel()
        reader.alias(), reader.alias(), reader.integer()
        reader.reals(4)
        return Layer(kind, [], values.reshape(inputs, outputs))
    raise UnknownNetwork(f"a layer {kind!r}")


def _parts(values: Array, first: list[int], second: list[int]) -> tuple[Array, Array]:
    size = int(np.prod(first))
    return values[:size].reshape(first), values[size:].reshape(second)


def _folded(layers: list[Layer]) -> Iterator[Layer]:
    """The layers with every affine one worked into the convolution before it."""
    for layer, following in zip(layers, [*layers[1:], None], strict=True):
        if following and following.kind == "affine_":
            if layer.kind != "con_4":
                raise UnknownNetwork("an affine layer that follows no convolution")
            gamma, beta = following.weights, following.bias
            assert layer.weights is not None and layer.bias is not None
            assert gamma is not None and beta is not None
            scale = gamma.reshape(-1, 1, 1, 1)
            yield Layer("con_4", layer.numbers, layer.weights * scale, layer.bias * gamma + beta)
        elif layer.kind != "affine_":
            yield layer


def _apply(graph: Graph, layer: Layer, value: Value) -> Value:
    x, (channels, *sides) = value
    if layer.kind == "relu_":
        return graph.node("Relu", x), value[1]
    if layer.kind == "fc_2":
        assert layer.weights is not None
        flat = graph.node("Flatten", x)
        return graph.node("MatMul", flat, graph.constant(layer.weights)), (layer.weights.shape[1],)
    kernel, stride, padding = (layer.numbers[i : i + 2] for i in (0, 2, 4))
    if kernel == [0, 0]:
        return graph.node("GlobalAveragePool", x), (channels, 1, 1)
    window = {"kernel_shape": kernel, "strides": stride, "pads": [*padding, *padding]}
    shape = [
        (side + 2 * p - k) // s + 1
        for side, k, s, p in zip(sides, kernel, stride, padding, strict=True)
    ]
    if layer.kind == "con_4":
        assert layer.weights is not None and layer.bias is not None
        parameters = graph.constant(layer.weights), graph.constant(layer.bias.ravel())
        return graph.node("Conv", x, *parameters, **window), (len(layer.weights), *shape)
    pool = {"max_pool_2": "MaxPool", "avg_pool_2": "AveragePool"}[layer.kind]
    return graph.node(pool, x, **window), (channels, *shape)


def _add(graph: Graph, one: Value, other: Value) -> Value:
    """The sum; what either lacks in channels, or at the bottom and the right, counts as zero."""
    shape = tuple(max(sides) for sides in zip(one[1], other[1], strict=True))
    return graph.node("Add", _padded(graph, one, shape), _padded(graph, other, shape)), shape


def _padded(graph: Graph, value: Value, shape: tuple[int, ...]) -> str:
    x, own = value
    missing = [wanted - side for wanted, side in zip(shape, own, strict=True)]
    if not any(missing):
        return x
    return graph.node("Pad", x, graph.constant(np.array([0] * 5 + missing, np.int64)))
