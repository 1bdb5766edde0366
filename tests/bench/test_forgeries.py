"""The benchmark of forgeries of one place: it says where it cannot run, and counts by card."""

import os
import subprocess
import sys
from pathlib import Path

from training.pad.forged.cards import GENUINE
from training.pad.forged.evaluate import Judged, report

TEXT, PHOTO = 0.9, 0.7


def judged() -> list[Judged]:
    """A hundred cards: two are stopped for both, one for its portrait alone; of strips a half
    passes, every third of which names another field."""
    found = []
    for card in range(100):
        text, photo = (0.95, 0.8) if card < 2 else (0.1, 0.75) if card == 2 else (0.1, 0.1)
        found += [
            Judged(card, "bona_fide", 18.0, GENUINE, "text", text, 0.0),
            Judged(card, "bona_fide", 18.0, GENUINE, "photo", 0.0, photo),
            Judged(
                card, "bona_fide", 18.0, "physical_text", "text",
                0.97 if card % 2 else 0.2, 0.01, card % 3 != 0,
            ),
            Judged(card, "specimen", 18.0, GENUINE, "text", 0.99, 0.0),
        ]  # fmt: skip
    return found


def test_a_card_that_is_stopped_twice_counts_once_and_what_is_no_capture_apart() -> None:
    lines = [line.split() for line in report(judged(), {"text": TEXT, "photo": PHOTO}).splitlines()]
    assert lines[0][:4] == ["by", "either", "BPCER", "3.0%"]
    assert ["bona_fide", "BPCER", "2.0%"] in [line[:3] for line in lines]
    assert ["specimen", "BPCER", "100.0%"] in [line[:3] for line in lines]
    (strip,) = [line for line in lines[:8] if line[:1] == ["physical_text"]]
    assert strip[1:3] == ["APCER", "50.0%"]
    assert strip[-4:] == ["laid", "100%,", "right", "66%"]


def test_without_the_generated_faces_it_says_so_and_ends(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.forgeries", "--data", str(tmp_path)],
        env={**os.environ, "VOUCH_FACES": str(tmp_path / "nobody")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and done.stdout.startswith("Skipped: the faces are not at")
