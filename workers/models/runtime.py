"""Open a model file with onnxruntime, once per process, only if it is the file it should be."""

import hashlib
from functools import cache
from pathlib import Path

from onnxruntime import InferenceSession, SessionOptions


class ModelUnavailable(Exception):  # noqa: N818
    """A model's file is missing or is not the one the registry names."""


@cache
def load(path: Path, sha256: str) -> InferenceSession:
    """A CPU session of one thread that never spins: processes, not threads, share the cores.

    The bytes that are hashed are the bytes that run, so the SHA-256 in a report is a fact.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ModelUnavailable(f"{path} is missing: run `vouch models build`") from error
    if (found := hashlib.sha256(data).hexdigest()) != sha256:
        raise ModelUnavailable(f"{path} has SHA-256 {found}, not {sha256}")
    return open_session(data)


def open_session(data: bytes) -> InferenceSession:
    """A session of a serialised ONNX graph, uncached and unchecked."""
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena keeps the most that any width of text ever took: 850 MB a process after fourteen
    # pictures instead of 505, for a twentieth less time.
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return InferenceSession(data, options, providers=["CPUExecutionProvider"])
