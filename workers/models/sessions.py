"""onnxruntime sessions by model name."""

from onnxruntime import InferenceSession

from workers.models import registry, runtime


def session(name: str) -> InferenceSession:
    """The session of a model, opened once per process; open it after a fork, not before.

    `KeyError`: no such model. `runtime.ModelUnavailable`: not built, or not the file it should be.
    """
    return runtime.load(registry.path(name), registry.sha256(name))
