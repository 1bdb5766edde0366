"""YuNet's graph is opened for pictures of any size, and another one is refused."""

import pytest
from onnx import TensorProto, helper

from workers.models.convert import yunet
from workers.models.runtime import open_session


def graph(*shape: int) -> bytes:
    """Means of squares of 8 pixels, for pictures of this shape alone."""
    places = shape[2] * shape[3] // 64
    nodes = [
        helper.make_node("AveragePool", ["input"], ["means"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("Constant", [], ["flat"], value_ints=[1, -1, 3]),
        helper.make_node("Reshape", ["means", "flat"], ["obj_8"]),
    ]
    float32 = TensorProto.FLOAT
    entry = helper.make_tensor_value_info("input", float32, shape)
    output = helper.make_tensor_value_info("obj_8", float32, (1, places, 3))
    opset = [helper.make_opsetid("", 13)]
    model = helper.make_model(
        helper.make_graph(nodes, "tiny", [entry], [output]), opset_imports=opset, ir_version=8
    )
    return model.SerializeToString()


def test_the_size_of_the_picture_is_left_open():
    opened = yunet.convert(graph(*yunet.FIXED))
    session = open_session(opened)
    assert session.get_inputs()[0].shape == [1, 3, "height", "width"]
    assert session.get_outputs()[0].shape == [1, "places of 8", 3]
    assert yunet.convert(graph(*yunet.FIXED)) == opened


def test_another_graph_is_refused():
    with pytest.raises(yunet.UnknownGraph, match="input is not"):
        yunet.convert(graph(1, 3, 320, 320))
