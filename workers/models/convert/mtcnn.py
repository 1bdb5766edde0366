"""The three networks of MTCNN (Zhang et al., 2016), from the weights of the `mtcnn` package.

The package keeps, for each network, a list of arrays in layer order (joblib, lz4): convolutions as
height, width, in, out; PReLU slopes; dense layers as in, out. Images are RGB, here from 0 to 255:
(x - 127.5) / 128 is the graph's first step. Pooling rounds up except where said.
"""

import io
from collections.abc import Iterator

import joblib
import numpy as np
from numpy.typing import NDArray

from workers.models.convert.graph import Graph

Array = NDArray[np.float32]


def proposal(data: bytes) -> bytes:
    """P-Net: pictures of any size; `box` (N, 4, h, w) and `face` (N, 1, h, w) for each 12 × 12
    window, 2 apart: offsets of x0, y0, x1, y1 by the window's side, and the probability."""
    weights = _weights(data)
    graph = Graph("mtcnn-p", "image", ["N", 3, "H", "W"])
    x = _convolution(graph, _normalised(graph), weights)
    x = _pool(graph, x, 2)
    x = _convolution(graph, x, weights)
    x = _convolution(graph, x, weights)
    graph.named(_convolution(graph, x, weights, slopes=False), "box")
    logits = _convolution(graph, x, weights, slopes=False)
    _face(graph, logits)
    return _finish(graph, weights, {"box": ["N", 4, "h", "w"], "face": ["N", 1, "h", "w"]})


def refinement(data: bytes) -> bytes:
    """R-Net: crops of 24 × 24; `box` (N, 4) and `face` (N, 1)."""
    weights = _weights(data)
    graph = Graph("mtcnn-r", "image", ["N", 3, 24, 24])
    x = _pool(graph, _convolution(graph, _normalised(graph), weights), 3)
    x = _pool(graph, _convolution(graph, x, weights), 3, up=False)
    x = _convolution(graph, x, weights)
    x = _dense(graph, _flat(graph, x), weights, slopes=True)
    graph.named(_dense(graph, x, weights), "box")
    _face(graph, _dense(graph, x, weights))
    return _finish(graph, weights, {"box": ["N", 4], "face": ["N", 1]})


def output(data: bytes) -> bytes:
    """O-Net: crops of 48 × 48; `box` (N, 4), `points` (N, 10: five x, then five y, by the crop's
    sides: eyes, nose, corners of the mouth, the picture's left first) and `face` (N, 1)."""
    weights = _weights(data)
    graph = Graph("mtcnn-o", "image", ["N", 3, 48, 48])
    x = _pool(graph, _convolution(graph, _normalised(graph), weights), 3)
    x = _pool(graph, _convolution(graph, x, weights), 3, up=False)
    x = _pool(graph, _convolution(graph, x, weights), 2)
    x = _convolution(graph, x, weights)
    x = _dense(graph, _flat(graph, x), weights, slopes=True)
    graph.named(_dense(graph, x, weights), "box")
    graph.named(_dense(graph, x, weights), "points")
    _face(graph, _dense(graph, x, weights))
    return _finish(graph, weights, {"box": ["N", 4], "points": ["N", 10], "face": ["N", 1]})


def _weights(data: bytes) -> Iterator[Array]:
    """joblib unpickles: only ever bytes whose SHA-256 has been checked."""
    arrays: list[Array] = joblib.load(io.BytesIO(data))
    return iter(arrays)


def _normalised(graph: Graph) -> str:
    centred = graph.node("Sub", "image", graph.constant(np.float32(127.5)))
    return graph.node("Mul", centred, graph.constant(np.float32(1 / 128)))


def _convolution(graph: Graph, x: str, weights: Iterator[Array], *, slopes: bool = True) -> str:
    kernel = graph.constant(next(weights).transpose(3, 2, 0, 1))
    x = graph.node("Conv", x, kernel, graph.constant(next(weights)))
    return graph.node("PRelu", x, _slopes(graph, next(weights))) if slopes else x


def _slopes(graph: Graph, slopes: Array) -> str:
    return graph.constant(slopes.reshape(-1, 1, 1))


def _pool(graph: Graph, x: str, side: int, *, up: bool = True) -> str:
    padding = "SAME_UPPER" if up else "VALID"
    return graph.node("MaxPool", x, kernel_shape=[side] * 2, strides=[2, 2], auto_pad=padding)


def _flat(graph: Graph, x: str) -> str:
    """Width first, then height, then channels: the order the dense weights were learned in."""
    return graph.node("Flatten", graph.node("Transpose", x, perm=[0, 3, 2, 1]))


def _dense(graph: Graph, x: str, weights: Iterator[Array], *, slopes: bool = False) -> str:
    x = graph.node("Gemm", x, graph.constant(next(weights)), graph.constant(next(weights)))
    return graph.node("PRelu", x, graph.constant(next(weights))) if slopes else x


def _face(graph: Graph, logits: str) -> None:
    """The second of two classes, as a probability."""
    both = graph.node("Softmax", logits, axis=1)
    second = graph.constant(np.array([1], np.int64))
    graph.named(graph.node("Gather", both, second, axis=1), "face")


def _finish(graph: Graph, weights: Iterator[Array], outputs: dict[str, list[int | str]]) -> bytes:
    if next(weights, None) is not None:
        raise ValueError("more weights than layers")
    return graph.serialise(outputs)
