"""YuNet's ONNX with the size of the picture left open; its authors fixed 640 × 640."""

import onnx

SIZE = ("height", "width")
FIXED = (1, 3, 640, 640)


class UnknownGraph(Exception):  # noqa: N818
    """The graph is not the one that this opens."""


def convert(data: bytes) -> bytes:
    """The same graph for `input` (1, 3, height, width): BGR 0..255, sides multiples of 32.

    Its reshapes already leave the number of places open, so only what is declared changes.
    `UnknownGraph`: the input is another one.
    """
    model = onnx.load_model_from_string(data)
    (entry,) = model.graph.input
    sides = entry.type.tensor_type.shape.dim
    if tuple(side.dim_value for side in sides) != FIXED:
        raise UnknownGraph(f"{entry.name} is not {FIXED}")
    for side, name in zip(sides[2:], SIZE, strict=True):
        side.dim_param = name
    for output in model.graph.output:
        head = output.name
        output.type.tensor_type.shape.dim[1].dim_param = f"places of {head.rpartition('_')[2]}"
    del model.graph.value_info[:]
    onnx.checker.check_model(model, full_check=True)
    opened: bytes = model.SerializeToString(deterministic=True)
    return opened
