"""A network as TensorFlow Lite stores it computes in ONNX what its operators say."""

import struct

import numpy as np
import pytest

from workers.models.convert import tflite
from workers.models.runtime import open_session

ADD, CONV, DEPTHWISE, POOL, PAD, PRELU = 0, 3, 4, 17, 34, 54
SAME, VALID = 0, 1

Table = dict[int, object]
"""A flatbuffer's table: by field a number as (form, value), the bytes of a vector with its length,
a list of tables, or a table."""


def stored(root: Table) -> bytes:
    """The flatbuffer of a table: each before the tables and vectors that it leads to."""
    data = bytearray(b"\0\0\0\0TFL3")

    def put(table: Table) -> int:
        fields = range(max(table, default=-1) + 1)
        sizes = {k: struct.calcsize(v[0]) if is_number(v) else 4 for k, v in table.items()}
        data.extend(b"\0" * (-len(data) % 4))
        index = len(data)
        offsets, size = {}, 4
        for field in sorted(table, key=lambda field: -sizes[field]):
            offsets[field], size = size, size + sizes[field]
        data.extend(struct.pack("<HH", 4 + 2 * len(fields), size))
        data.extend(struct.pack(f"<{len(fields)}H", *(offsets.get(k, 0) for k in fields)))
        data.extend(b"\0" * (-len(data) % 4))
        at = len(data)
        data.extend(struct.pack("<i", at - index) + b"\0" * (size - 4))
        for field, value in table.items():
            place = at + offsets[field]
            if is_number(value):
                struct.pack_into(value[0], data, place, value[1])
            else:
                target = put(value) if isinstance(value, dict) else vector(value)
                struct.pack_into("<I", data, place, target - place)
        return at

    def vector(value: object) -> int:
        data.extend(b"\0" * (-len(data) % 4))
        at = len(data)
        if isinstance(value, list):
            data.extend(struct.pack("<I", len(value)) + b"\0" * 4 * len(value))
            for item, table in enumerate(value):
                place = at + 4 + 4 * item
                struct.pack_into("<I", data, place, put(table) - place)
        else:
            content, length = value
            data.extend(struct.pack("<I", length) + content)
        return at

    struct.pack_into("<I", data, 0, put(root))
    return bytes(data)


def is_number(value: object) -> bool:
    return isinstance(value, tuple) and isinstance(value[0], str)


def integers(*values: int) -> tuple[bytes, int]:
    return struct.pack(f"<{len(values)}i", *values), len(values)


class Network:
    """A network of one input of 5 × 6 pixels, built operator by operator."""

    def __init__(self) -> None:
        self.tensors: list[Table] = []
        self.buffers: list[Table] = [{}]
        self.operators: list[Table] = []
        self.codes: list[int] = []
        self.rng = np.random.default_rng(3)
        self.entry = self.tensor((1, 5, 6, 3))

    def tensor(self, shape: tuple[int, ...], content: np.ndarray | None = None) -> int:
        kind = 2 if content is not None and content.dtype == np.int32 else 0
        if content is not None:
            self.buffers.append({0: (content.tobytes(), content.nbytes)})
        buffer = len(self.buffers) - 1 if content is not None else 0
        self.tensors.append({0: integers(*shape), 1: ("<b", kind), 2: ("<I", buffer)})
        return len(self.tensors) - 1

    def random(self, *shape: int) -> tuple[int, np.ndarray]:
        content = self.rng.normal(size=shape).astype(np.float32)
        return self.tensor(shape, content), content

    def apply(self, code: int, inputs: list[int], shape: tuple[int, ...], **options: int) -> int:
        output = self.tensor(shape)
        self.codes.append(code)
        fields = {int(name[1:]): ("<b" if name == "_0" else "<i", v) for name, v in options.items()}
        self.operators.append(
            {0: ("<I", len(self.codes) - 1), 1: integers(*inputs), 2: integers(output), 4: fields}
        )
        return output

    def bytes(self, *outputs: int) -> bytes:
        graph = {0: self.tensors, 1: integers(self.entry), 2: integers(*outputs), 3: self.operators}
        codes: list[Table] = [{0: ("<b", code), 3: ("<i", code)} for code in self.codes]
        return stored({0: ("<i", 3), 1: codes, 2: [graph], 4: self.buffers})


def run(data: bytes, image: np.ndarray) -> np.ndarray:
    session = open_session(tflite.convert(data, "tiny", "y"))
    (values,) = session.run(None, {"image": image.transpose(2, 0, 1)[None]})
    return values[0]


def convolved(x, kernels, bias, stride, before, after, *, depthwise=False):
    """TensorFlow's way, written out: `x` (H, W, C), kernels (out, h, w, in) or (1, h, w, C)."""
    x = np.pad(x, [*zip(before, after, strict=True), (0, 0)])
    _, height, width, _ = kernels.shape
    rows = (x.shape[0] - height) // stride + 1
    columns = (x.shape[1] - width) // stride + 1
    out = np.empty((rows, columns, len(bias)), np.float32)
    for i in range(rows):
        for j in range(columns):
            part = x[i * stride : i * stride + height, j * stride : j * stride + width]
            spots = (
                (part * kernels[0]).sum((0, 1)) if depthwise else (part * kernels).sum((1, 2, 3))
            )
            out[i, j] = spots + bias
    return out


IMAGE = np.random.default_rng(1).uniform(0, 255, (5, 6, 3)).astype(np.float32)


def test_every_operator_of_the_eye_network_computes_what_it_says():
    network = Network()
    kernels, k = network.random(4, 3, 3, 3)
    bias, b = network.random(4)
    slopes, s = network.random(1, 1, 4)
    spots, d = network.random(1, 3, 3, 4)
    shift, e = network.random(4)
    paddings = np.array([(0, 0), (0, 0), (0, 0), (0, 2)], np.int32)
    wider = network.tensor((4, 2), paddings)
    # A stride of 2 over 6 pixels needs one pixel of padding, which goes behind.
    x = network.apply(CONV, [network.entry, kernels, bias], (1, 3, 3, 4), _0=SAME, _1=2, _2=2)
    x = network.apply(PRELU, [x, slopes], (1, 3, 3, 4))
    y = network.apply(DEPTHWISE, [x, spots, shift], (1, 3, 3, 4), _0=SAME, _1=1, _2=1, _3=1)
    x = network.apply(ADD, [x, y], (1, 3, 3, 4))
    x = network.apply(PAD, [x, wider], (1, 3, 3, 6))
    x = network.apply(POOL, [x], (1, 2, 2, 6), _0=VALID, _1=1, _2=1, _3=2, _4=2)
    values = run(network.bytes(x), IMAGE)

    wanted = convolved(IMAGE / 255, k, b, 2, (1, 0), (1, 1))
    wanted = np.where(wanted > 0, wanted, wanted * s)
    wanted = wanted + convolved(wanted, d, e, 1, (1, 1), (1, 1), depthwise=True)
    wanted = np.pad(wanted, [(0, 0), (0, 0), (0, 2)])
    corners = [wanted[i : i + 2, j : j + 2].max((0, 1)) for i in (0, 1) for j in (0, 1)]
    assert np.abs(values - np.concatenate(corners)).max() < 1e-5


def test_only_what_the_first_output_needs_is_kept():
    network = Network()
    slopes, _ = network.random(1, 1, 3)
    kernels, _ = network.random(9, 5, 6, 3)
    bias, _ = network.random(9)
    first = network.apply(PRELU, [network.entry, slopes], (1, 5, 6, 3))
    other = network.apply(CONV, [first, kernels, bias], (1, 1, 1, 9), _0=VALID, _1=1, _2=1)
    data = network.bytes(first, other)
    assert np.abs(run(data, IMAGE) - (IMAGE / 255).ravel()).max() < 1e-6
    assert len(tflite.convert(data, "tiny", "y")) < 4 * 9 * 5 * 6 * 3


@pytest.mark.parametrize("damage", ["another format", "cut short", "another operator"])
def test_what_is_not_known_is_refused(damage):
    network = Network()
    slopes, _ = network.random(1, 1, 3)
    output = network.apply(PRELU, [network.entry, slopes], (1, 5, 6, 3))
    if damage == "another operator":
        network.codes[-1] = 14
    data = network.bytes(output)
    data = {
        "another format": data[:4] + b"TFL2" + data[8:],
        "cut short": data[: len(data) // 2],
    }.get(damage, data)
    with pytest.raises(tflite.UnknownNetwork):
        tflite.convert(data, "tiny", "y")


def test_an_activation_within_an_operator_is_refused():
    network = Network()
    kernels, _ = network.random(9, 1, 1, 3)
    bias, _ = network.random(9)
    inputs = [network.entry, kernels, bias]
    output = network.apply(CONV, inputs, (1, 5, 6, 9), _0=VALID, _1=1, _2=1)
    network.operators[-1][4][3] = ("<b", 1)
    with pytest.raises(tflite.UnknownNetwork, match="activation"):
        tflite.convert(network.bytes(output), "tiny", "y")
