"""Fetch package files with pip, by SHA-256, without installing or running anything of them.

pip brings the user's own indexes, proxies and certificates. Wheels are asked for with fixed tags,
so the same file comes whatever interpreter runs this.
"""

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from workers.models.registry import Source

WHEEL = [
    "--only-binary=:all:",
    "--implementation=cp",
    "--python-version=3.11",
    "--platform=manylinux_2_28_x86_64",
]
SDIST = ["--no-binary=:all:", "--no-build-isolation", "--use-pep517"]

FOLDER = Path(__file__).with_name("files")
"""The files that come with this package: a source of kind `folder`."""

INERT_BACKEND = '''\
"""Answers pip's one question about an sdist, so that nothing of the sdist has to run."""
import os, pathlib

class __legacy__:
    @staticmethod
    def prepare_metadata_for_build_wheel(directory, config_settings=None):
        name, version = os.environ["VOUCH_FETCHING"].split("==")
        folder = pathlib.Path(directory, f"{name.replace('-', '_')}-{version}.dist-info")
        folder.mkdir()
        folder.joinpath("METADATA").write_text(
            f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
        return folder.name
'''
"""pip reads the metadata of an sdist it downloads, which runs the package's setup.py. A
`setuptools` of ours on the path answers instead, which also spares a build tool nobody pinned."""


class BuildError(Exception):
    """A model cannot be built: a file did not come, or is not the one that was asked for."""


def fetch(source: Source, directory: Path) -> Path:
    """The package file of `source`, downloaded into `directory` (an empty one), or our own folder.

    pip refuses a file whose SHA-256 is not the one asked for; the file is hashed again here.
    """
    if source.kind == "folder":
        return FOLDER
    if find_spec("pip") is None:
        raise BuildError(
            f"there is no pip for {sys.executable}, and models are fetched with it: "
            "run `python -m ensurepip` (or `uv pip install pip`) in this environment"
        )
    wanted = f"{source.package}=={source.version}"
    requirements = directory / "requirements.txt"
    requirements.write_text(f"{wanted} --hash=sha256:{source.sha256}\n")
    downloads = directory / "downloads"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", f"--dest={downloads}", "-r", str(requirements)]
    environment = {**os.environ, "VOUCH_FETCHING": wanted}
    if source.kind == "sdist":
        backend = directory / "backend" / "setuptools"
        backend.mkdir(parents=True)
        (backend / "__init__.py").touch()
        (backend / "build_meta.py").write_text(INERT_BACKEND)
        environment["PYTHONPATH"] = str(backend.parent)
    done = subprocess.run(  # noqa: S603 (the arguments are ours)
        [*command, *(SDIST if source.kind == "sdist" else WHEEL)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"pip could not fetch {wanted}: {done.stderr.strip()[-2000:]}")
    (file,) = downloads.iterdir()
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != source.sha256:
        raise BuildError(f"{file.name} has SHA-256 {found}, not {source.sha256}")
    return file


def member(package: Path, kind: str, name: str) -> bytes:
    """One file of a package file, by its path from the package's root; nothing else is unpacked."""
    try:
        if kind == "folder":
            return (package / name).read_bytes()
        if kind == "wheel":
            with zipfile.ZipFile(package) as archive:
                return archive.read(name)
        with tarfile.open(package) as archive:
            stem = package.name.removesuffix(".tar.gz")
            stream: IO[bytes] | None = archive.extractfile(f"{stem}/{name}")
            if stream is None:
                raise KeyError(name)
            return stream.read()
    except (KeyError, FileNotFoundError) as error:
        raise BuildError(f"{package.name} holds no {name}") from error
