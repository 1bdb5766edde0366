"""Running the curl commands of a source document, with host, key and files replaced."""

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

LIMIT = 110
"""Seconds that curl waits for an answer."""


def run(
    one: Mapping[str, Any],
    host: str,
    key: str,
    folder: Path,
    files: Mapping[str, bytes],
    words: Mapping[str, str] | None = None,
) -> str:
    """Runs a command of a data file and returns what it printed.

    `host` ends in a slash. `files`: what stands in place of the files that the command names;
    `words`: what stands in place of other words in brackets.
    """
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    command: str = one["command"]
    for wrong, right in one["corrections"]:
        command = command.replace(wrong, right)
    for name, content in files.items():
        path = folder / Path(name).name
        path.write_bytes(content)
        command = command.replace(name, str(path))
    for name, value in (words or {}).items():
        command = command.replace(name, value)
    command = command.replace("[Host]/", host + "/").replace("[API Key]", key)
    arguments = shlex.split(command.replace("\\\n", " "))
    done = subprocess.run(
        [*arguments, "--silent", "--show-error", "--max-time", str(LIMIT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
