"""Other open readers on the same pictures, each run as its own documentation says.

Tesseract (Debian's `tesseract-ocr`, with `-vie` and `-fra`) reads the whole picture in its default
page segmentation with the language of the document. PassportEye reads the MRZ with `read_mrz` and
its defaults, in an environment of its own (`bench/reading/rivals.txt`).
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench.reading.score import Score, score_text, score_zone

LANGUAGES = {"VNM": "vie", "FRA": "fra"}
OTHER_LANGUAGE = "eng"
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


class Tesseract:
    """`tesseract PICTURE stdout -l LANGUAGE`, the picture as a client would send it."""

    name = "Tesseract"

    @staticmethod
    def there() -> bool:
        """Whether it is installed, with both languages."""
        if shutil.which("tesseract") is None:
            return False
        listed = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
        )
        return {*LANGUAGES.values(), OTHER_LANGUAGE} <= set(listed.stdout.split())

    def read(self, picture: Path, truth: dict[str, Any]) -> Score:
        language = LANGUAGES.get(truth["country"], OTHER_LANGUAGE)
        start = _processor_time()
        done = subprocess.run(
            ["tesseract", str(picture), "stdout", "-l", language],
            capture_output=True,
            text=True,
            check=True,
            env=ONE_THREAD,
        )
        score = Score()
        score.seconds.add(_processor_time() - start)
        score_text(score, truth, done.stdout.splitlines())
        return score


class PassportEye:
    """One process in PassportEye's own environment, which is asked picture by picture.

    It ends when this one does: its input ends then.
    """

    name = "PassportEye"

    def __init__(self, python: Path) -> None:
        """`python`: the interpreter of the environment that has PassportEye."""
        self._process = subprocess.Popen(
            [python, "-W", "ignore", Path(__file__).with_name("passporteye_server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=ONE_THREAD,
        )

    def read(self, picture: Path, truth: dict[str, Any]) -> Score:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("PassportEye has no pipes")
        print(picture, file=self._process.stdin, flush=True)
        lines, seconds = json.loads(self._process.stdout.readline())
        score = Score()
        score.seconds.add(seconds)
        score_zone(score, truth, _filled(lines))
        return score


def _filled(lines: list[str] | None) -> list[str] | None:
    """The lines with fillers to the length of the longest: as PassportEye completes short ones."""
    if not lines:
        return None
    return [line.ljust(max(map(len, lines)), "<") for line in lines]


def _processor_time() -> float:
    """Seconds that this process and those that it waited for have had a processor."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
