"""dlib's serialisation is read as dlib writes it, and the network computes what dlib's does."""

import math

import numpy as np
import pytest

from workers.models.convert import dlib
from workers.models.runtime import open_session
from workers.models.sessions import session

RNG = np.random.default_rng(1)
MEANS = (120.5, -3.25, 0.0)


def integer(value: int) -> bytes:
    magnitude = abs(value).to_bytes((abs(value).bit_length() + 7) // 8 or 1, "little")
    return bytes([len(magnitude) | (0x80 if value < 0 else 0)]) + magnitude


def integers(*values: int) -> bytes:
    return b"".join(integer(value) for value in values)


def real(value: float) -> bytes:
    mantissa, exponent = math.frexp(value)
    return integers(int(mantissa * 2**24), exponent - 24)


def string(text: str) -> bytes:
    return integer(len(text)) + text.encode()


def tensor(*arrays: np.ndarray) -> bytes:
    flat = np.concatenate([array.ravel() for array in arrays] or [np.empty(0)]).astype("<f4")
    shape = (1, len(flat), 1, 1) if len(flat) else (0, 0, 0, 0)
    return integers(2, *shape) + flat.tobytes()


def alias(*shape: int) -> bytes:
    return integers(1, *shape)


def convolution(kernel: np.ndarray, bias: np.ndarray, stride: int) -> bytes:
    count, _, height, width = kernel.shape
    window = integers(count, height, width, stride, stride, 0, 0)
    parts = alias(*kernel.shape) + alias(1, count, 1, 1)
    return string("con_4") + tensor(kernel, bias) + window + parts + real(1.0) * 4


def affine(gamma: np.ndarray, beta: np.ndarray) -> bytes:
    parts = alias(1, len(gamma), 1, 1) * 2
    return string("affine_") + tensor(gamma, beta) + parts + integer(0)


def dense(weights: np.ndarray) -> bytes:
    inputs, outputs = weights.shape
    head = string("fc_2") + integers(outputs, inputs) + tensor(weights)
    return head + alias(inputs, outputs, 1, 1) + alias(0, 0, 0, 0) + integer(1) + real(1.0) * 4


def pool(side: int, stride: int) -> bytes:
    return string("avg_pool_2") + integers(side, side, stride, stride, 0, 0)


TAG = b""


def serialised(layers: list[bytes]) -> bytes:
    """A network of these details, from the input to the output."""
    versions = [3, *(1 if layer is TAG else 2 for layer in layers[1:])]
    head = integer(1) + string("loss_metric_2") + real(0.04) + real(0.6)
    head += integers(*reversed(versions))
    head += string("input_rgb_image_sized") + b"".join(map(real, MEANS)) + integers(150, 150)
    trail = b"010" + tensor() * 3
    details = [layer + trail for layer in layers if layer is not TAG]
    details[0] += integer(1)
    return head + b"".join(details)


FIRST, FIRST_BIAS = RNG.normal(size=(2, 3, 50, 50)) / 10, RNG.normal(size=2)
SECOND, SECOND_BIAS = RNG.normal(size=(3, 2, 1, 1)), RNG.normal(size=3)
GAMMA, BETA = RNG.normal(size=3), RNG.normal(size=3)
DENSE = RNG.normal(size=(3, 4))
RESIDUAL = serialised(
    [
        convolution(FIRST, FIRST_BIAS, 50),
        string("relu_"),
        TAG,
        convolution(SECOND, SECOND_BIAS, 1),
        affine(GAMMA, BETA),
        TAG,
        TAG,
        pool(2, 2),
        string("add_prev_"),
        pool(0, 1),
        dense(DENSE),
    ]
)


def by_hand(chips: np.ndarray) -> np.ndarray:
    """What the layers of `RESIDUAL` amount to, written out."""
    x = (chips - np.reshape(MEANS, (3, 1, 1))) / 256
    blocks = x.reshape(-1, 3, 3, 50, 3, 50)  # sample, channel, row, y, column, x
    x = np.einsum("ncrykx,fcyx->nfrk", blocks, FIRST) + FIRST_BIAS.reshape(2, 1, 1)
    x = np.maximum(x, 0)
    main = np.einsum("nfrk,gf->ngrk", x, SECOND[..., 0, 0]) + SECOND_BIAS.reshape(3, 1, 1)
    main = main * GAMMA.reshape(3, 1, 1) + BETA.reshape(3, 1, 1)
    main[:, :2, 0, 0] += x[:, :, :2, :2].mean(axis=(2, 3))  # the rest of the side path is zero
    return main.mean(axis=(2, 3)) @ DENSE


def test_every_kind_of_layer_computes_what_it_does_by_hand():
    chips = RNG.uniform(0, 255, (2, 3, 150, 150)).astype(np.float32)
    (found,) = open_session(dlib.convert(RESIDUAL)).run(None, {"chips": chips})
    np.testing.assert_allclose(found, by_hand(chips), rtol=1e-4, atol=1e-4)


def test_numbers_are_read_with_sign_and_exponent():
    assert dlib.read(RESIDUAL).means == MEANS


def test_a_conversion_gives_the_same_bytes_every_time():
    assert dlib.convert(RESIDUAL) == dlib.convert(RESIDUAL)


@pytest.mark.parametrize("length", [0, 1, 20, 70, 5000, len(RESIDUAL) - 1])
def test_a_file_cut_short_is_refused(length):
    with pytest.raises(dlib.UnknownNetwork):
        dlib.read(RESIDUAL[:length])


def test_another_network_is_refused():
    with pytest.raises(dlib.UnknownNetwork, match="loss_mmod_"):
        dlib.read(integer(1) + string("loss_mmod_") + bytes(64))


def test_the_embedding_is_the_one_that_dlib_computes(built):
    """The numbers are dlib 20.0.1's `compute_face_descriptor` of the same chip."""
    y, x = np.mgrid[0:150, 0:150]
    chip = np.stack([x, y, x * y // 88]).astype(np.float32)
    (found,) = session("face-embedding").run(None, {"chips": chip[None]})
    expected = [-0.054395, 0.118371, 0.062006, 0.007452, -0.059213, -0.047073, -0.084657, -0.005847]
    np.testing.assert_allclose(found[0, :8], expected, atol=2e-6)
    assert np.linalg.norm(found[0]) == pytest.approx(1.3177156, abs=1e-5)
