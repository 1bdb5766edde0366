"""Write an ONNX graph node by node, the same bytes every time."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8
"""Fixed, lest the bytes follow the version of onnx that is installed."""

Shape = Sequence[int | str]


class Graph:
    """A graph of one float32 input. Nodes are named by their number."""

    def __init__(self, name: str, entry: str, shape: Shape) -> None:
        self._name = name
        self._entry = helper.make_tensor_value_info(entry, TensorProto.FLOAT, shape)
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, value: NDArray[Any] | np.generic) -> str:
        """Store a tensor; its name."""
        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node of one output; the output's name."""
        output = f"n{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def named(self, value: str, name: str) -> None:
        """Give a value the name of an output."""
        self._nodes.append(helper.make_node("Identity", [value], [name], name=name))

    def serialise(self, outputs: Mapping[str, Shape]) -> bytes:
        """The checked model as bytes, with these (named) outputs."""
        graph = helper.make_graph(
            self._nodes,
            self._name,
            [self._entry],
            [helper.make_tensor_value_info(k, TensorProto.FLOAT, v) for k, v in outputs.items()],
            self._constants,
        )
        opset = helper.make_opsetid("", OPSET)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
        onnx.checker.check_model(model, full_check=True)
        data: bytes = model.SerializeToString(deterministic=True)
        return data
