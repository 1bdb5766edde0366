"""Bring every model to one folder: fetch, convert, check, run once. Nothing downloads at run time.

A file that is there with the right SHA-256 is left alone, so a second build only hashes. A built
file is written beside its place and renamed into it, so that a reader sees the old one or the new.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession

from workers.models import registry
from workers.models.fetch import BuildError, fetch, member
from workers.models.registry import Model
from workers.models.runtime import open_session

FREE_DIMENSIONS = {"text-detection": 64, "text-recognition": 48, "face-detection": 64}
"""Pixels for the trial run along the sides that a network leaves open, by task."""


def build(
    directory: Path, report: Callable[[str], None], models: Iterable[Model] | None = None
) -> None:
    """Build what is missing or wrong in `directory`; `report` gets a line of progress at a time.

    Without `models` those that every build brings. `BuildError`: a source could not be had, or
    what came of it is not what the registry names. What was built before stays.
    """
    directory.mkdir(parents=True, exist_ok=True)
    every = list(registry.chosen() if models is None else models)
    missing = [model for model in every if _problem(directory, model)]
    if not missing:
        report(f"{len(every)} models are built and unchanged in {directory}")
        return
    for source, group in groupby(missing, key=lambda model: model.source):
        with tempfile.TemporaryDirectory(prefix="vouch-models-") as scratch:
            if source.kind != "folder":
                report(f"fetching {source.package} {source.version}")
            package = fetch(source, Path(scratch))
            for model in group:
                data = _converter(model.convert)(member(package, source.kind, model.member))
                _accept(model, data)
                _write(directory / model.file, data)
                report(f"built {model.name} ({len(data) / 1e6:.1f} MB)")


def verify(directory: Path, models: Iterable[Model] | None = None) -> list[str]:
    """What is wrong with the built files, a line for each; empty when all is well.

    Without `models` of all, but an optional one need not be there.
    """
    if models is None:
        models = [
            model
            for model in registry.models().values()
            if not model.option or (directory / model.file).exists()
        ]
    return [problem for model in models if (problem := _problem(directory, model))]


def _problem(directory: Path, model: Model) -> str | None:
    try:
        with (directory / model.file).open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return f"{model.name}: {model.file} is missing"
    if found != model.sha256:
        return f"{model.name}: {model.file} has SHA-256 {found}, not {model.sha256}"
    return None


def _accept(model: Model, data: bytes) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != model.sha256:
        raise BuildError(f"{model.name} came out with SHA-256 {found}, not {model.sha256}")
    if model.task == "asset":
        return
    try:
        _run(open_session(data), FREE_DIMENSIONS.get(model.task, 1))
    except Exception as error:  # onnxruntime's own kinds share no base class
        raise BuildError(f"{model.name} does not run: {error}") from error


def _run(session: InferenceSession, free: int) -> None:
    """One inference on zeros."""
    fed = {}
    for entry in session.get_inputs():
        _, *rest = entry.shape
        shape = [1, *(side if isinstance(side, int) else free for side in rest)]
        fed[entry.name] = np.zeros(shape, np.float32)
    session.run(None, fed)


def _write(file: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as stream:
        temporary = Path(stream.name)
        try:
            stream.write(data)
            stream.flush()
            temporary.chmod(0o644)
            temporary.replace(file)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _converter(name: str) -> Callable[[bytes], bytes]:
    """The converter of that name; onnx, joblib and lz4 are imported only here."""
    if name == "none":
        return bytes
    from workers.models.convert import CONVERTERS  # noqa: PLC0415

    converters: Mapping[str, Callable[[bytes], bytes]] = CONVERTERS
    return converters[name]
