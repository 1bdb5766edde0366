"""`vouch demo` as a person runs it: what it leaves behind, and what it does not."""

import base64
import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import psutil
import pytest

from app.api.verifications.schemas import VerificationView
from app.core.report import Outcome, State
from app.demo import main, presentation

LIMIT = 120  # seconds


def start(temporary: Path, folder: Path) -> subprocess.Popen[str]:
    """Starts the demo, with its state folder under `temporary`.

    As in a terminal: what runs in the background of a shell was told to ignore an interrupt.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli", "demo", "--folder", str(folder)],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def processes_of(temporary: Path) -> list[str]:
    """Returns the processes that know `temporary`: from their command, environment or folder."""

    def traces() -> Iterator[tuple[str, str]]:
        for process in psutil.process_iter():
            for look in (process.cmdline, process.environ, process.cwd):
                try:
                    yield str(process), str(look())
                except psutil.Error:
                    continue

    return sorted({process for process, trace in traces() if str(temporary) in trace})


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "t"
    folder.mkdir()
    return folder


def test_the_demo_shows_the_main_job_and_leaves_only_its_results(
    tmp_path: Path, temporary: Path
) -> None:
    folder = tmp_path / "results"
    demo = start(temporary, folder)
    printed, _ = demo.communicate(timeout=LIMIT)
    assert demo.returncode == 0, printed
    assert_nothing_is_left(temporary)
    assert {path.name for path in folder.iterdir()} == set(main.FILES)
    assert "\x1b" not in printed, "colours, although it is no terminal"

    answer = json.loads((folder / "report.json").read_text())
    verification = VerificationView.model_validate(answer)
    report = verification.report
    assert verification.state is State.FINISHED and report is not None
    assert all(f" {stage.name} " in printed for stage in verification.stages)
    assert report.documents[0].extracted.mrz is not None
    assert report.documents[0].extracted.mrz.valid
    assert report.face_match is not None and report.face_match.outcome is Outcome.CLEAR
    assert all(line in printed for line in report.documents[0].extracted.mrz.lines)
    assert all(check.name in printed for check in report.checks)
    assert "\n".join(presentation.why(report)) in printed

    assert signature_is_right(json.loads((folder / "webhook.json").read_text()))
    history = json.loads((folder / "history.json").read_text())
    (entry,) = history["result"]["details"]["transactions"]
    assert (entry["apiCode"], entry["statusCode"]) == ("VERIFY_IDENTITY", "200")
    assert entry["requestTime"] in printed
    passport, annotated = (
        cv2.imread(str(folder / name)) for name in ("passport.jpg", "annotated.jpg")
    )
    assert passport is not None and annotated is not None
    assert annotated.shape == passport.shape and (annotated != passport).any()


@pytest.mark.parametrize(
    ("moment", "number", "code"),
    [("Submitted", signal.SIGINT, 130), ("Starting", signal.SIGTERM, 1)],
    ids=["in the middle", "at the start"],
)
def test_an_interrupted_demo_leaves_nothing_behind(
    tmp_path: Path, temporary: Path, moment: str, number: signal.Signals, code: int
) -> None:
    demo = start(temporary, tmp_path / "results")
    assert demo.stdout is not None
    assert any(line.startswith(moment) for line in demo.stdout)
    before = processes_of(temporary)
    demo.send_signal(number)
    printed, _ = demo.communicate(timeout=LIMIT)
    assert demo.returncode == code, printed
    assert before, "what runs would be seen"
    assert_nothing_is_left(temporary)


def assert_nothing_is_left(temporary: Path) -> None:
    assert processes_of(temporary) == []
    assert list(temporary.glob("vouch-demo-*")) == []


def signature_is_right(webhook: dict[str, str | dict[str, str]]) -> bool:
    """Verifies as the Standard Webhooks specification says, without its library."""
    secret, headers, body = webhook["secret"], webhook["headers"], webhook["body"]
    assert isinstance(secret, str) and isinstance(headers, dict)
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return headers["webhook-signature"] == f"v1,{right}"
