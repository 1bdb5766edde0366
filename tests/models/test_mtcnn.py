"""MTCNN's weights, as the package lays them out, compute in ONNX what they do layer by layer."""

import io

import joblib
import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from workers.models.convert import mtcnn
from workers.models.runtime import open_session


def weights(*shapes: tuple[int, ...]) -> list[np.ndarray]:
    rng = np.random.default_rng(2)
    fan_in = [np.prod(shape[:-1]) if len(shape) in (2, 4) else 4 for shape in shapes]
    return [
        (rng.normal(size=shape) / np.sqrt(count)).astype(np.float32)
        for shape, count in zip(shapes, fan_in, strict=True)
    ]


def packed(arrays: list[np.ndarray]) -> bytes:
    buffer = io.BytesIO()
    joblib.dump(arrays, buffer, compress="lz4")
    return buffer.getvalue()


def convolved(side: int, inputs: int, outputs: int) -> list[tuple[int, ...]]:
    return [(side, side, inputs, outputs), (outputs,), (1, 1, outputs)]


def dense(inputs: int, outputs: int) -> list[tuple[int, ...]]:
    return [(inputs, outputs), (outputs,)]


R_NET = weights(
    *convolved(3, 3, 28), *convolved(3, 28, 48), *convolved(2, 48, 64),
    *dense(576, 128), (128,), *dense(128, 4), *dense(128, 2),
)  # fmt: skip
O_NET = weights(
    *convolved(3, 3, 32), *convolved(3, 32, 64), *convolved(3, 64, 64), *convolved(2, 64, 128),
    *dense(1152, 256), (256,), *dense(256, 4), *dense(256, 10), *dense(256, 2),
)  # fmt: skip


def prelu(x, slopes):
    return np.where(x > 0, x, x * slopes)


def layer(x, kernel, bias, slopes):
    """A convolution of (H, W, C) without padding, and its PReLU."""
    windows = sliding_window_view(x, kernel.shape[:2], axis=(0, 1))
    return prelu(np.einsum("hwcij,ijco->hwo", windows, kernel) + bias, slopes[0, 0])


def pooled(x, side, up):
    """Maxima of windows 2 apart; with `up` a last, partial one counts too."""
    height = x.shape[0]
    count = -(-height // 2) if up else (height - side) // 2 + 1
    missing = max(0, (count - 1) * 2 + side - height)
    before = missing // 2
    x = np.pad(x, [(before, missing - before)] * 2 + [(0, 0)], constant_values=-np.inf)
    return sliding_window_view(x, (side, side), axis=(0, 1))[::2, ::2].max(axis=(3, 4))


def by_hand(crop, arrays, pools):
    """The heads' outputs for a crop (H, W, 3)."""
    x, left = (crop - 127.5) / 128, list(arrays)
    for pool in pools:
        x = layer(x, *left[:3])
        left = left[3:]
        x = pooled(x, *pool) if pool else x
    x = x.transpose(1, 0, 2).ravel()  # width, height, channels
    x = prelu(x @ left[0] + left[1], left[2])
    return [x @ head + bias for head, bias in zip(left[3::2], left[4::2], strict=True)]


@pytest.mark.parametrize(
    ("convert", "arrays", "side", "pools"),
    [
        (mtcnn.refinement, R_NET, 24, [(3, True), (3, False), None]),
        (mtcnn.output, O_NET, 48, [(3, True), (3, False), (2, True), None]),
    ],
    ids=["R-Net", "O-Net"],
)
def test_a_converted_network_computes_what_its_layers_do(convert, arrays, side, pools):
    crop = np.random.default_rng(3).uniform(0, 255, (side, side, 3)).astype(np.float32)
    session = open_session(convert(packed(arrays)))
    *heads, face = session.run(None, {"image": crop.transpose(2, 0, 1)[None]})
    *expected, logits = by_hand(crop, arrays, pools)
    for found, wanted in zip(heads, expected, strict=True):
        np.testing.assert_allclose(found[0], wanted, rtol=1e-3, atol=1e-4)
    probability = 1 / (1 + np.exp(logits[0] - logits[1]))
    np.testing.assert_allclose(face, [[probability]], rtol=1e-3)


def test_weights_of_another_network_are_refused():
    with pytest.raises(ValueError, match="more weights than layers"):
        mtcnn.output(packed([*O_NET, O_NET[0]]))
